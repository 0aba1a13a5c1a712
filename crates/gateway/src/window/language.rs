//! The language that a browser asks for.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use protocol::Language;

/// Korean, unless the browser's first language is another one.
pub(super) fn preferred(headers: &HeaderMap) -> Language {
    let first = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if first.is_empty() || first.starts_with('*') || first.to_ascii_lowercase().starts_with("ko") {
        Language::Ko
    } else {
        Language::En
    }
}
