//! What every page is made of: the frame, its headers, the files it loads, and pages that only say something.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use std::sync::Arc;

use crate::Shop;
use crate::language::Language;
use crate::policy::{self, Embedding};

/// What the frame of a page needs.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) language: Language,
    pub(crate) nonce: String,
    pub(crate) gateway: &'a str,
    /// This page, without the language.
    pub(crate) path: &'a str,
}

impl<'a> Frame<'a> {
    pub(crate) fn new(shop: &'a Shop, language: Language, path: &'a str) -> Self {
        Self { language, nonce: policy::nonce(), gateway: &shop.gateway_origin, path }
    }

    /// The text in the page's language.
    pub(crate) fn of<'t>(&self, korean: &'t str, english: &'t str) -> &'t str {
        self.language.of(korean, english)
    }

    pub(crate) fn query(&self) -> &'static str {
        self.language.query()
    }

    /// Where this page is in the other language.
    pub(crate) fn translated(&self) -> String {
        format!("{}{}", self.path, self.language.other_query())
    }
}

/// A page with the policy that lets its own scripts run.
pub(crate) fn render(shop: &Shop, status: StatusCode, nonce: &str, page: &impl Template) -> Response {
    let mut response = render_within(shop, Embedding::Nowhere, nonce, page);
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

/// The same for a page that may stand in a frame.
pub(crate) fn render_within(
    shop: &Shop,
    embedding: Embedding,
    nonce: &str,
    page: &impl Template,
) -> Response {
    match page.render() {
        Ok(html) => {
            let policy = shop.policy.header(nonce, embedding);
            ([(CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A page that says one thing.
#[derive(Template)]
#[template(path = "shop/message.html")]
struct MessagePage<'a> {
    frame: Frame<'a>,
    title: &'a str,
    text: &'a str,
}

pub(crate) fn message(
    shop: &Shop,
    language: Language,
    status: StatusCode,
    title: &str,
    text: &str,
) -> Response {
    let page = MessagePage { frame: Frame::new(shop, language, "/"), title, text };
    render(shop, status, &page.frame.nonce, &page)
}

pub(crate) fn no_such_order(shop: &Shop, language: Language) -> Response {
    let title = language.of("주문을 찾을 수 없습니다", "There is no such order");
    let text = language.of(
        "주문은 가게가 열려 있는 동안만 기억합니다. 다시 주문해 주세요.",
        "Orders are remembered as long as the shop runs. Please order again.",
    );
    message(shop, language, StatusCode::NOT_FOUND, title, text)
}

pub(crate) async fn no_such_page(State(shop): State<Arc<Shop>>, language: Language) -> Response {
    let title = language.of("페이지가 없습니다", "There is no such page");
    message(&shop, language, StatusCode::NOT_FOUND, title, "")
}

pub(crate) async fn style() -> impl IntoResponse {
    asset("text/css; charset=utf-8", include_str!("../../../web/style/shop.css"))
}

pub(crate) async fn script() -> impl IntoResponse {
    asset("text/javascript; charset=utf-8", include_str!("../../../web/script/shop.js"))
}

/// Where browsers look for it of themselves. They go by the type, not by the name.
pub(crate) async fn tab_icon() -> impl IntoResponse {
    asset("image/svg+xml", include_str!("../../../web/picture/shop/flower.svg"))
}

fn asset(content_type: &'static str, body: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "max-age=60")], body)
}
