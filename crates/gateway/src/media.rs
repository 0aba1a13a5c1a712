//! What a request is made of, and what its caller wants to read.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, AsHeaderName, CONTENT_TYPE};

/// Whether the body is of a type, such as `application/json`; its parameters don't count.
pub(crate) fn is(headers: &HeaderMap, media: &str) -> bool {
    text(headers, CONTENT_TYPE).split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(media)
}

/// Whether a person reads the answer.
pub(crate) fn wants_page(headers: &HeaderMap) -> bool {
    text(headers, ACCEPT).contains("text/html")
}

fn text(headers: &HeaderMap, name: impl AsHeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
