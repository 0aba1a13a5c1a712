//! Pages as responses: never stored, each with a policy and a nonce of its own, and with a referrer that never tells a
//! window's address.

use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use protocol::Language;

use super::token::Token;
use super::views::{self, Embedders, Notice, Page};
use crate::app::App;
use crate::page::nonce;

/// A page and its policy. Any site may embed a test environment's window; a live one none, until
/// merchants register their origins.
pub(super) fn html(app: &App, page: Page, nonce: &str, body: String) -> Response {
    let embedders = if app.is_test() { Embedders::Any } else { Embedders::Origins(&[]) };
    let policy = views::content_security_policy(page, nonce, embedders);
    let policy = HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=UTF-8"));
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static(referrer(page)));
    headers.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
    response
}

/// Without a referrer browsers say `Origin: null`, and some frameworks refuse a form from there: the page that posts
/// to the merchant tells its origin, which holds no token.
fn referrer(page: Page) -> &'static str {
    match page {
        Page::Handover => "origin",
        Page::Step | Page::Explanation => "no-referrer",
    }
}

/// 303: whatever was posted, look there.
pub(super) fn see(address: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let location = HeaderValue::try_from(address).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, location);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// To the window's own page.
pub(super) fn see_window(token: Token) -> Response {
    see(&format!("/window/{}", token.text()))
}

/// To the window's own page, with something to be told there.
pub(super) fn see_notice(token: Token, notice: Notice) -> Response {
    see(&format!("/window/{}?notice={}", token.text(), notice.name()))
}

/// A token that names no window, or one that was left.
pub(super) fn gone(app: &App, language: Language) -> Response {
    explained(app, StatusCode::GONE, |nonce| views::gone(language, nonce, app.is_test()))
}

/// A window that can't be read just now: nothing is said of it that might be wrong.
pub(super) fn unreadable(app: &App, language: Language) -> Response {
    explained(app, StatusCode::SERVICE_UNAVAILABLE, |nonce| views::unreadable(language, nonce, app.is_test()))
}

fn explained(app: &App, status: StatusCode, page: impl FnOnce(&str) -> String) -> Response {
    let nonce = nonce();
    let mut response = html(app, Page::Explanation, &nonce, page(&nonce));
    *response.status_mut() = status;
    response
}
