//! Who may use the sandbox: tools on this machine, and this gateway's own pages.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses names that were bound to this address from elsewhere (DNS rebinding), and foreign pages.
pub(crate) async fn own_pages_only(request: Request, next: Next) -> Response {
    if allowed(request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "the sandbox serves this machine only").into_response()
    }
}

fn allowed(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(host) = text(HOST).filter(|host| is_here(host)) else { return false };
    match text(ORIGIN) {
        None => !headers.contains_key(ORIGIN),
        Some(origin) => origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)),
    }
}

/// Whether a `Host` is a loopback address or `localhost`, whatever its port.
fn is_here(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or(rest, |(address, _)| address),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let address = name.parse::<std::net::IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(host: &'static str, origin: Option<&'static str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static(host));
        origin.map(|origin| headers.insert(ORIGIN, HeaderValue::from_static(origin)));
        headers
    }

    #[test]
    fn tools_and_own_pages_may() {
        assert!(allowed(&headers("127.0.0.1:8080", None)));
        assert!(allowed(&headers("localhost:8080", Some("http://localhost:8080"))));
        assert!(allowed(&headers("[::1]:8080", None)));
    }

    #[test]
    fn foreign_pages_and_rebound_names_may_not() {
        assert!(!allowed(&headers("127.0.0.1:8080", Some("https://elsewhere.example"))));
        assert!(!allowed(&headers("127.0.0.1:8080", Some("http://127.0.0.1:8081"))));
        assert!(!allowed(&headers("127.0.0.1:8080", Some("null"))));
        assert!(!allowed(&headers("elsewhere.example:8080", None)));
        assert!(!allowed(&HeaderMap::new()));
    }
}
