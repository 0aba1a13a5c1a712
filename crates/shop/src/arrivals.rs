//! What comes in from the gateway: notifications, and what customers' browsers bring home from the window.

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use client::{Merchant, NotVerified};

use crate::Shop;
use crate::language::Language;
use crate::page::{self, Frame};
use crate::policy::Embedding;
use crate::timeline::Happening;
use crate::way::Way;

/// What the gateway waits for; anything else is told again.
const ACCEPTED: &str = "OK";
const REJECTED: &str = "FAIL";

/// PG 6.5. The merchant's keys are found by the merchant's id, the order only once the hash was right.
pub(crate) async fn notification(State(shop): State<Arc<Shop>>, body: Bytes) -> &'static str {
    match learn(&shop, &body) {
        Some(()) => ACCEPTED,
        None => REJECTED,
    }
}

fn learn(shop: &Shop, body: &[u8]) -> Option<()> {
    let merchant = shop.merchant(&field(body, "mchtId")?)?;
    let note = match merchant.verify_notification(body) {
        Ok(note) => note,
        Err(error) => {
            tracing::warn!(%error, merchant = merchant.id(), "a notification was not believed");
            if error == NotVerified::WrongHash {
                shop.orders
                    .with(&field(body, "mchtTrdNo")?, |order| order.timeline.record(Happening::WrongHash));
            }
            return None;
        }
    };
    let learnt = shop.orders.with(&note.order_no, |order| {
        if order.flow.merchant_id != merchant.id() {
            return None;
        }
        order.learn(&note).ok()
    });
    learnt.flatten()
}

/// A page that hands over to the shop's own page, which stayed open, and goes.
#[derive(Template)]
#[template(path = "shop/returned.html")]
struct ReturnedPage<'a> {
    frame: Frame<'a>,
    order_address: String,
}

/// nextUrl and cancUrl. The post comes from the gateway's page, so no cookie would come along; the order is found by
/// its number. PG 6.4.
pub(crate) async fn result(State(shop): State<Arc<Shop>>, language: Language, body: Bytes) -> Response {
    let Some(home) = hear(&shop, &body) else {
        let title = language.of("결과를 읽을 수 없습니다", "The result can't be read");
        let text = language.of(
            "결제창이 보낸 값이 이 가게의 주문과 맞지 않습니다. 주문 페이지에서 거래를 조회해 주세요.",
            "What the window sent fits no order of this shop. Inquire on the order's page.",
        );
        return page::message(&shop, language, StatusCode::BAD_REQUEST, title, text);
    };
    let order_address = format!("/orders/{}{}", home.order_no, home.language.query());
    if home.shop_is_open {
        let page = ReturnedPage { frame: Frame::new(&shop, home.language, "/"), order_address };
        return page::render_within(&shop, Embedding::InOwnPages, &page.frame.nonce, &page);
    }
    Redirect::to(&order_address).into_response()
}

/// Where the customer came from.
struct Home {
    order_no: String,
    language: Language,
    /// Beside the window, or around it.
    shop_is_open: bool,
}

fn hear(shop: &Shop, body: &[u8]) -> Option<Home> {
    let merchant: &Merchant = shop.merchant(&field(body, "mchtId")?)?;
    let result = match merchant.read_window_result(body) {
        Ok(result) => result,
        Err(error) => {
            tracing::warn!(%error, merchant = merchant.id(), "a window's result could not be read");
            return None;
        }
    };
    let heard = shop.orders.with(&result.order_no, |order| {
        if order.flow.merchant_id != merchant.id() {
            return None;
        }
        order.hear(&result);
        let shop_is_open = matches!(order.way, Way::Window { opening, .. } if opening.leaves_shop_open());
        Some(Home { order_no: order.no.clone(), language: order.language, shop_is_open })
    });
    heard.flatten()
}

/// A value that is looked at before the body is verified.
fn field(body: &[u8], name: &str) -> Option<String> {
    form_urlencoded::parse(body).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
