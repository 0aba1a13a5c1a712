//! The frame of every institution's own pages: no cookie, no script, kept nowhere, and in nobody's real look.

mod words;

use std::fmt::Write as _;

use askama::Template;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};

use crate::away::Session;

pub(crate) use words::{initial, instalments, written};

/// What a form of such a page may weigh: two fields and a button.
pub(crate) const BODY_LIMIT_BYTES: usize = 4096;

/// A page in one of two languages.
pub(crate) trait Spoken: Template {
    fn in_english(&self) -> bool;

    fn say<'a>(&self, ko: &'a str, en: &'a str) -> &'a str {
        if self.in_english() { en } else { ko }
    }
}

/// The page that has nothing to ask any more.
#[derive(Template)]
#[template(path = "simulated/gone.html")]
struct Gone {
    english: bool,
}

impl Spoken for Gone {
    fn in_english(&self) -> bool {
        self.english
    }
}

/// A page that asks the customer of a session.
pub(crate) fn ask(session: &Session, page: &impl Spoken, status: StatusCode) -> Response {
    respond(status, &policy(&session.return_url), page)
}

/// A page that belongs to nobody's payment.
pub(crate) fn plain(page: &impl Spoken, status: StatusCode) -> Response {
    respond(status, &policy(""), page)
}

/// For a customer whose session, and with it the language, nobody knows: the browser is asked.
pub(crate) fn gone(headers: &HeaderMap) -> Response {
    respond(StatusCode::GONE, &policy(""), &Gone { english: wants_english(headers) })
}

pub(crate) fn out_of_order() -> Response {
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// Back to the merchant's window, by GET.
pub(crate) fn send_back(session: &Session) -> Response {
    match HeaderValue::try_from(&session.return_url) {
        Ok(url) => (StatusCode::SEE_OTHER, unseen(), [(header::LOCATION, url)]).into_response(),
        Err(_) => respond(StatusCode::GONE, &policy(""), &Gone { english: session.english }),
    }
}

/// The style of all, and the hue (0 to 359) of each institution's pages.
pub(crate) fn style_with<'a>(hues: impl IntoIterator<Item = (&'a str, usize)>) -> String {
    let mut style =
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/style/simulated.css")).to_owned();
    for (code, hue) in hues {
        // Writing to a String can't fail.
        let _ = writeln!(style, "[data-issuer=\"{code}\"] {{ --hue: {hue}; }}");
    }
    style
}

pub(crate) fn style_sheet(style: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=3600"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, style)
}

fn respond(status: StatusCode, policy: &str, template: &impl Template) -> Response {
    let (Ok(html), Ok(policy)) = (template.render(), HeaderValue::from_str(policy)) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    (status, unseen(), [(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
}

/// Kept nowhere and told to nobody.
fn unseen() -> [(HeaderName, HeaderValue); 3] {
    [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ]
}

/// A browser holds the redirect after a form against `form-action` too, so the origin that the
/// customer goes back to is named there.
fn policy(return_url: &str) -> String {
    let back = origin(return_url).map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'none'; style-src 'self'; form-action 'self'{back}; base-uri 'none'; frame-ancestors *"
    )
}

fn origin(url: &str) -> Option<String> {
    let url: Uri = url.parse().ok()?;
    let authority = url.authority()?;
    // A host may hold a semicolon, which would end the directive.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-[]:".contains(&byte);
    if !authority.host().bytes().all(plain) {
        return None;
    }
    let port = authority.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{}://{}{port}", url.scheme_str()?, authority.host()))
}

/// Whether the browser's first language is another than Korean, which it is where it says nothing: as at the gateway's
/// own pages.
pub(crate) fn wants_english(headers: &HeaderMap) -> bool {
    let first =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_korean =
        first.is_empty() || first.starts_with('*') || first.to_ascii_lowercase().starts_with("ko");
    !is_korean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_lets_the_customer_go_back() {
        assert!(
            policy("http://127.0.0.1:8080/window/1?a=b")
                .contains("form-action 'self' http://127.0.0.1:8080;")
        );
        assert!(policy("https://pay.example/window/1").contains("form-action 'self' https://pay.example;"));
        assert!(policy("/window/1").contains("form-action 'self';"));
        assert!(policy("http://a;b/").contains("form-action 'self';"));
    }

    #[test]
    fn asks_the_browser_for_its_language() {
        let rows = [("", false), ("ko-KR,ko;q=0.9,en-US;q=0.8", false), ("en-GB,en;q=0.9,ko;q=0.8", true)];
        for (accepted, english) in rows.into_iter().chain([("*", false), ("KO", false), ("fr", true)]) {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted));
            assert_eq!(wants_english(&headers), english, "{accepted}");
        }
    }
}
