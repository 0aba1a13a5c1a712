//! What is answered where nobody is at home: at unknown paths, to other methods than a path's, to windows called with
//! anything but a form. In the form that callers of such a path understand, and saying what is wrong.

use askama::Template;
use axum::extract::State;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use protocol::{Dialect, Language, Raw};

use crate::app::App;
use crate::media;
use crate::page::Frame;
use crate::router;

/// What is wrong, in Korean and in English.
type Words = (&'static str, &'static str);

const NOTHING: Words = ("이 주소에는 아무것도 없습니다", "There is nothing at this address");
const NO_API: Words = ("이 주소에는 API가 없습니다", "There is no API at this address");
const NO_WINDOW: Words = ("이 주소에는 결제창이 없습니다", "There is no payment window at this address");
const POST_ONLY: Words = ("POST로 호출해야 합니다", "It is called by POST");
const OTHER_METHOD: Words = ("이 메서드로는 호출할 수 없습니다", "It is not called by this method");
const FORM_ONLY: Words = (
    "결제창은 application/x-www-form-urlencoded로 호출해야 합니다",
    "A window is called with application/x-www-form-urlencoded",
);

/// 404.
pub(crate) async fn path(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    let words = match dialect(uri.path()) {
        Some(Dialect::Window) => NO_WINDOW,
        Some(_) => NO_API,
        None => NOTHING,
    };
    answer(&app, StatusCode::NOT_FOUND, words, uri.path(), &headers)
}

/// 405.
pub(crate) async fn method(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    let posted = dialect(uri.path()).is_some();
    let words = if posted { POST_ONLY } else { OTHER_METHOD };
    let mut response = answer(&app, StatusCode::METHOD_NOT_ALLOWED, words, uri.path(), &headers);
    if posted {
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
    }
    response
}

/// 415.
pub(crate) fn no_form(app: &App, path: &str, headers: &HeaderMap) -> Response {
    answer(app, StatusCode::UNSUPPORTED_MEDIA_TYPE, FORM_ONLY, path, headers)
}

/// How callers of such a path talk.
fn dialect(path: &str) -> Option<Dialect> {
    let begins = |start| path.starts_with(start);
    match path {
        _ if begins("/spay/") => Some(Dialect::Spay),
        _ if begins("/v1/api/") || begins("/v2/api/") => Some(Dialect::EasyCash),
        _ if begins("/api/pg/") => Some(Dialect::Collation),
        _ if path.ends_with(".do") => Some(Dialect::Window),
        _ => None,
    }
}

fn answer(app: &App, status: StatusCode, (ko, en): Words, path: &str, headers: &HeaderMap) -> Response {
    let shown = path.chars().take(200).collect::<String>();
    if media::wants_page(headers) {
        let frame = Frame::at(path, "", headers, app);
        let page = UnroutedPage { frame: &frame, status, ko, en, path: &shown };
        return (status, frame.respond(&page)).into_response();
    }
    let Some(dialect) = dialect(path) else {
        return (status, format!("{status}: {en} ({shown})\n")).into_response();
    };
    let raw = Raw::new();
    let code = dialect.invalid();
    let text = format!("{} ({ko}: {shown})", code.text(Language::Ko));
    let response = router::meant(path, &raw).map(|api| api.response);
    let content_type = match dialect {
        Dialect::Collation => "text/plain; charset=UTF-8",
        Dialect::Window | Dialect::Spay | Dialect::EasyCash => "application/json; charset=UTF-8",
    };
    (status, [(CONTENT_TYPE, content_type)], dialect.refusal(response, &raw, code, &text, &[]))
        .into_response()
}

#[derive(Template)]
#[template(path = "docs/unrouted.html")]
struct UnroutedPage<'a> {
    frame: &'a Frame,
    status: StatusCode,
    ko: &'static str,
    en: &'static str,
    path: &'a str,
}
