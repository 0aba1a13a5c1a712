//! Cancelling a payment: a part by its amount, all of it once the customer has seen the amount and says so.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use client::{Cancel, Money};
use serde::Deserialize;

use crate::Shop;
use crate::amount;
use crate::call::{Begun, back, begin, finish};
use crate::language::Language;
use crate::order_page;
use crate::page::{self, Frame};

/// Which part is to be cancelled.
#[derive(Debug, Deserialize)]
pub(crate) struct CancelForm {
    /// Without one, all that is left.
    amount: Option<String>,
    /// Whether the customer was asked about all of it.
    sure: Option<String>,
}

pub(crate) async fn cancel(
    State(shop): State<Arc<Shop>>,
    language: Language,
    Path(no): Path<String>,
    Form(form): Form<CancelForm>,
) -> Response {
    let Some(balance) = shop.orders.with(&no, |order| order.balance()) else {
        return page::no_such_order(&shop, language);
    };
    let typed = form.amount.as_deref();
    let amount = typed.map_or(Some(balance), |typed| amount::parse(typed, balance.currency()));
    match amount.filter(|amount| balance.checked_sub(*amount).is_some()) {
        None => see_fault(&no, language, typed.unwrap_or_default()),
        Some(amount) if amount == balance && form.sure.is_none() => {
            Redirect::to(&format!("/orders/{no}/cancel{}", language.query())).into_response()
        }
        Some(amount) => {
            cancel_amount(&shop, &no, amount).await;
            back(&no, language)
        }
    }
}

/// The order's page with what was typed and what is wrong with it: an address that can be reloaded.
fn see_fault(no: &str, language: Language, typed: &str) -> Response {
    let typed: String = typed.chars().take(order_page::MAX_TYPED_CHARS).collect();
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(chosen) = language.query().strip_prefix("?lang=") {
        query.append_pair("lang", chosen);
    }
    let query = query.append_pair("cancel", &typed).finish();
    Redirect::to(&format!("/orders/{no}?{query}#cancel-amount")).into_response()
}

/// Asks whether all of it is to be cancelled.
#[derive(Template)]
#[template(path = "shop/cancel.html")]
struct ConfirmPage<'a> {
    frame: Frame<'a>,
    no: &'a str,
    product: &'static str,
    amount: String,
    /// Whether a part is cancelled already.
    is_rest: bool,
}

impl ConfirmPage<'_> {
    fn question(&self) -> String {
        let amount = &self.amount;
        match (self.frame.language.is_korean(), self.is_rest) {
            (true, false) => format!("전액 {amount} 결제를 취소할까요?"),
            (true, true) => format!("남은 {amount} 결제를 취소할까요?"),
            (false, false) => format!("Cancel the whole {amount}?"),
            (false, true) => format!("Cancel the remaining {amount}?"),
        }
    }
}

pub(crate) async fn ask(
    State(shop): State<Arc<Shop>>,
    language: Language,
    Path(no): Path<String>,
) -> Response {
    let asked = shop.orders.with(&no, |order| {
        order.stage().can_be_cancelled().then(|| (order.good.name(&language), order.balance(), order.amount))
    });
    match asked {
        None => page::no_such_order(&shop, language),
        Some(None) => back(&no, language),
        Some(Some((product, balance, whole))) => {
            let path = format!("/orders/{no}/cancel");
            let page = ConfirmPage {
                frame: Frame::new(&shop, language, &path),
                no: &no,
                product,
                amount: amount::text(balance, language),
                is_rest: balance != whole,
            };
            page::render(&shop, StatusCode::OK, &page.frame.nonce, &page)
        }
    }
}

async fn cancel_amount(shop: &Arc<Shop>, no: &str, amount: Money) {
    let begun = begin(shop, no, |order| {
        order.stage().can_be_cancelled().then_some(())?;
        let trade_no = order.payment.as_ref()?.trade_no.clone();
        order.cancels_tried += 1;
        // Of one length, with a letter at the end, as the payment's own number.
        let order_no = format!("{}{:03}C", order.no, order.cancels_tried);
        Some((order_no, trade_no, order.next_cancel()))
    });
    if let Some(Begun { merchant, at, values: (order_no, trade_no, ordinal) }) = begun.await {
        let gateway = shop.gateway.clone();
        let call = async move {
            let (order_no, trade_no, at) = (&*order_no, &*trade_no, Some(at));
            let cancel = Cancel { order_no, trade_no, amount, ordinal, at, ..Cancel::default() };
            gateway.cancel(&merchant, &cancel).await
        };
        finish(shop, no, call, |order, done| order.refunded(&done.trade_no, done.amount)).await;
    }
}
