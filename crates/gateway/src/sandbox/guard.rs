//! Which web pages may use what is this gateway's own: the sandbox, and, where keys are published, the APIs.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use protocol::Language;

use super::asked;

/// Refuses names that were bound to this address from elsewhere (DNS rebinding), and foreign pages: the sandbox is for
/// tools on this machine, and for this gateway's own pages.
pub(crate) async fn own_pages_only(request: Request, next: Next) -> Response {
    let headers = request.headers();
    if is_at_home(headers) && !is_of_a_foreign_page(headers) {
        return next.run(request).await;
    }
    let text = match asked::language(headers) {
        Language::Ko => "샌드박스는 이 컴퓨터의 도구와 이 게이트웨이의 페이지에서만 쓸 수 있습니다.",
        Language::En => "The sandbox serves tools of this machine and this gateway's own pages only.",
    };
    (StatusCode::FORBIDDEN, text).into_response()
}

/// Refuses calls that a browser makes for a page of another site. Merchants' servers send no `Origin`; with the keys
/// that everybody knows, any page that somebody visits could otherwise pay here.
pub(crate) async fn no_foreign_pages(request: Request, next: Next) -> Response {
    let headers = request.headers();
    if !is_of_a_foreign_page(headers) {
        return next.run(request).await;
    }
    let text = match asked::language(headers) {
        Language::Ko => {
            "이 API는 서버에서 호출합니다. 테스트 키는 누구나 알기 때문에 다른 사이트의 웹 페이지(Origin)에서 온 호출은 받지 않습니다."
        }
        Language::En => {
            "This API is called from servers. Everybody knows the test keys, so calls from web pages of other sites \
             (Origin) are not taken."
        }
    };
    (StatusCode::FORBIDDEN, text).into_response()
}

/// Whether a browser says that another site's page asks. A name that leads here by rebinding is another site's, too.
fn is_of_a_foreign_page(headers: &HeaderMap) -> bool {
    if !headers.contains_key(ORIGIN) {
        return false;
    }
    let own = text(headers, HOST).filter(|host| is_here(host)).zip(text(headers, ORIGIN));
    let same = |(host, origin): (&str, &str)| {
        origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
    };
    !own.is_some_and(same)
}

fn is_at_home(headers: &HeaderMap) -> bool {
    text(headers, HOST).is_some_and(is_here)
}

fn text(headers: &HeaderMap, name: axum::http::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
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

    fn may_use_sandbox(headers: &HeaderMap) -> bool {
        is_at_home(headers) && !is_of_a_foreign_page(headers)
    }

    #[test]
    fn tools_and_own_pages_may_use_the_sandbox() {
        assert!(may_use_sandbox(&headers("127.0.0.1:8080", None)));
        assert!(may_use_sandbox(&headers("localhost:8080", Some("http://localhost:8080"))));
        assert!(may_use_sandbox(&headers("[::1]:8080", None)));
    }

    #[test]
    fn foreign_pages_and_rebound_names_may_not() {
        assert!(!may_use_sandbox(&headers("127.0.0.1:8080", Some("https://elsewhere.example"))));
        assert!(!may_use_sandbox(&headers("127.0.0.1:8080", Some("http://127.0.0.1:8081"))));
        assert!(!may_use_sandbox(&headers("127.0.0.1:8080", Some("null"))));
        assert!(!may_use_sandbox(&headers("elsewhere.example:8080", None)));
        assert!(!may_use_sandbox(&HeaderMap::new()));
    }

    #[test]
    fn servers_may_call_by_any_name_and_foreign_pages_by_none() {
        assert!(!is_of_a_foreign_page(&headers("gateway.internal:8080", None)));
        assert!(!is_of_a_foreign_page(&HeaderMap::new()));
        assert!(is_of_a_foreign_page(&headers("gateway.internal:8080", Some("https://elsewhere.example"))));
        // A name of the page's own that leads here.
        assert!(is_of_a_foreign_page(&headers("rebound.example", Some("http://rebound.example"))));
    }
}
