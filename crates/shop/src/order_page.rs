//! An order's page.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use client::{WindowForm, WindowOrder};
use serde::Serialize;

use crate::Shop;
use crate::amount;
use crate::goods::Good;
use crate::language::Language;
use crate::order::Order;
use crate::page::{self, Frame};
use crate::stage::Stage;
use crate::way::Way;

#[derive(Template)]
#[template(path = "shop/order.html")]
struct OrderPage<'a> {
    frame: Frame<'a>,
    order: &'a Order,
    stage: Stage,
    checkout: Option<Checkout>,
    /// What is wrong with the amount that was typed.
    amount_error: &'a str,
}

/// What opens the window: for the integration script, and as a form for browsers without scripts.
struct Checkout {
    argument: String,
    action: String,
    form: WindowForm,
}

impl OrderPage<'_> {
    fn money(&self, amount: &client::Money) -> String {
        amount::text(*amount, self.frame.language)
    }

    fn way(&self) -> &'static str {
        match &self.order.way {
            Way::Window { opening, .. } => opening.label(&self.frame.language),
            Way::BillingKey => self.frame.language.of("빌링키 자동결제", "By billing key"),
        }
    }

    /// `2026-01-02 12:04`.
    fn placed_at(&self) -> String {
        let (date, time) = (self.order.placed_at.date, self.order.placed_at.time);
        let (hour, minute) = (time.hour(), time.minute());
        format!("{:04}-{:02}-{:02} {hour:02}:{minute:02}", date.year(), date.month(), date.day())
    }

    fn can_pay_again(&self) -> bool {
        self.order.payment.is_some() && self.order.billing_key.is_some()
    }
}

pub(crate) async fn show(
    State(shop): State<Arc<Shop>>,
    language: Language,
    Path(no): Path<String>,
) -> Response {
    render(&shop, language, &no, StatusCode::OK, "")
}

pub(crate) fn render(
    shop: &Shop,
    language: Language,
    no: &str,
    status: StatusCode,
    amount_error: &str,
) -> Response {
    let path = format!("/orders/{no}");
    let rendered = shop.orders.with(no, |order| {
        let stage = order.stage();
        let checkout = stage.can_be_paid().then(|| checkout(shop, order)).flatten();
        let frame = Frame::new(shop, language, &path);
        let page = OrderPage { frame, order, stage, checkout, amount_error };
        page::render(shop, status, &page.frame.nonce, &page)
    });
    rendered.unwrap_or_else(|| page::no_such_order(shop, language))
}

/// The window's form, dated now: an order may be paid days after it was placed.
fn checkout(shop: &Shop, order: &Order) -> Option<Checkout> {
    let Way::Window { opening, issuer } = order.way else { return None };
    let to = |path: &str| format!("{}{path}", shop.own_origin);
    let form = shop.merchant_of(order.flow)?.card_window(&WindowOrder {
        kind: order.flow.kind,
        order_no: &order.no,
        amount: order.amount,
        product: Good::name(order.good, &order.language),
        merchant_name: "들꽃 문구점",
        merchant_english_name: "Wildflower Stationery",
        notify_url: &to("/notifications"),
        next_url: &to("/return"),
        cancel_url: &to("/cancelled"),
        customer_name: Some(CUSTOMER_NAME),
        customer_id: Some(CUSTOMER_ID),
        issuer_code: issuer,
        ..WindowOrder::default()
    });
    match form {
        Ok(form) => Some(Checkout {
            argument: form.pay_argument(&shop.gateway_origin, opening.ui_type()),
            action: form.action(&shop.gateway_origin),
            form,
        }),
        Err(error) => {
            tracing::error!(%error, "a window's form could not be made");
            None
        }
    }
}

/// The shop's only customer.
pub(crate) const CUSTOMER_NAME: &str = "김들꽃";
pub(crate) const CUSTOMER_ID: &str = "wildflower";

/// Whether a page is up to date.
#[derive(Serialize)]
pub(crate) struct StatusReport {
    status: &'static str,
    version: u64,
}

pub(crate) async fn status(State(shop): State<Arc<Shop>>, Path(no): Path<String>) -> Response {
    let report =
        |order: &mut Order| StatusReport { status: order.stage().name(), version: order.timeline.version() };
    match shop.orders.with(&no, report) {
        Some(report) => Json(report).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
