//! The shelf, and how an order is placed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use client::WindowKind;
use serde::Deserialize;

use crate::Shop;
use crate::amount;
use crate::flow::{self, FLOWS, Flow};
use crate::goods::{GOODS, Good};
use crate::language::Language;
use crate::order::Order;
use crate::orders;
use crate::page::{self, Frame};
use crate::way::{Opening, Way};

#[derive(Template)]
#[template(path = "shop/front.html")]
struct FrontPage<'a> {
    frame: Frame<'a>,
}

impl FrontPage<'_> {
    /// `4,500원 · $3.50`.
    fn price(&self, good: &Good) -> String {
        let text = |currency| amount::text(good.price(currency), self.frame.language);
        format!("{} · {}", text(client::Currency::Krw), text(client::Currency::Usd))
    }
}

pub(crate) async fn show(State(shop): State<Arc<Shop>>, language: Language) -> Response {
    let page = FrontPage { frame: Frame::new(&shop, language, "/") };
    page::render(&shop, StatusCode::OK, &page.frame.nonce, &page)
}

/// What the customer chose.
#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    good: String,
    flow: String,
    window: String,
    #[serde(default)]
    issuer: String,
}

pub(crate) async fn order(
    State(shop): State<Arc<Shop>>,
    language: Language,
    Form(choice): Form<Choice>,
) -> Response {
    let Some(order) = chosen(&shop, &choice, language).await else {
        let title = language.of("주문할 수 없습니다", "This can't be ordered");
        let text = language.of("고른 것이 가게에 없습니다.", "The shop has no such thing.");
        return page::message(&shop, language, StatusCode::UNPROCESSABLE_ENTITY, title, text);
    };
    let address = format!("/orders/{}{}", order.no, language.query());
    shop.orders.add(order);
    Redirect::to(&address).into_response()
}

async fn chosen(shop: &Shop, choice: &Choice, language: Language) -> Option<Order> {
    let good = Good::find(&choice.good)?;
    let flow = Flow::find(&choice.flow)?;
    let opening = Opening::find(&choice.window)?;
    let issuer = match flow.kind {
        WindowKind::Direct => Some(flow::issuers().find(|issuer| issuer.code == choice.issuer)?.code),
        WindowKind::Standard | WindowKind::Abroad | WindowKind::Transfer => None,
    };
    let clock = shop.clock(flow).await;
    let no = orders::new_no(clock.now().date);
    Some(Order::new(no, good, flow, Way::Window { opening, issuer }, language, clock))
}
