//! An order's page.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use client::{WindowForm, WindowOrder};
use serde::{Deserialize, Serialize};

use crate::Shop;
use crate::amount;
use crate::failure;
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
    /// The amount to cancel that was typed and can't be.
    typed: Option<String>,
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

    /// The parts of a trade number, between which it may go over to the next line.
    fn parts<'t>(&self, trade_no: &'t str) -> [&'t str; 3] {
        let (head, counter) = trade_no.split_at_checked(32).unwrap_or((trade_no, ""));
        let (whose, second) = head.split_at_checked(19).unwrap_or((head, ""));
        [whose, second, counter]
    }

    fn way(&self) -> &'static str {
        match &self.order.way {
            Way::Window { opening, .. } => opening.label(&self.frame.language),
            Way::BillingKey => self.frame.language.of("빌키 자동결제", "By billing key"),
        }
    }

    /// `2026-01-02 12:04`.
    fn placed_at(&self) -> String {
        let (date, time) = (self.order.placed_at.date, self.order.placed_at.time);
        let (hour, minute) = (time.hour(), time.minute());
        format!("{:04}-{:02}-{:02} {hour:02}:{minute:02}", date.year(), date.month(), date.day())
    }

    /// What the order's standing means for the customer; of a failure, what its code means.
    fn explanation(&self) -> &'static str {
        match (self.stage, self.order.failure()) {
            (Stage::Failed, failure) => {
                failure::advice(failure.map_or("", |(code, _)| code), &self.frame.language)
            }
            (stage, _) => stage.explanation(&self.frame.language),
        }
    }

    /// The failure's code with its words in the page's language.
    fn failure(&self) -> Option<(&str, String)> {
        let (code, text) = self.order.failure()?;
        Some((code, self.frame.language.of_code(code, text)))
    }

    /// What is wrong with the amount that was typed.
    fn amount_error(&self) -> Option<String> {
        let typed = self.typed.as_deref()?;
        let (balance, language) = (self.order.balance(), &self.frame.language);
        let most = self.money(&balance);
        match amount::parse(typed, balance.currency()) {
            Some(amount) if balance.checked_sub(amount).is_some() => None,
            Some(_) if language.is_korean() => Some(format!("{most}까지만 취소할 수 있습니다.")),
            Some(_) => Some(format!("No more than {most} can be cancelled.")),
            None => Some(
                language
                    .of("0보다 큰 금액을 숫자로 적어 주세요.", "Enter an amount over nothing, in digits.")
                    .to_owned(),
            ),
        }
    }

    /// By the key that came with this payment, or that this order was to be paid by.
    fn can_pay_by_key(&self) -> bool {
        let failed = self.stage == Stage::Failed && self.order.way == Way::BillingKey;
        self.order.billing_key.is_some() && (self.order.payment.is_some() || failed)
    }

    fn can_order_anew(&self) -> bool {
        self.order.can_be_placed_anew()
    }
}

/// More than any amount has.
pub(crate) const MAX_TYPED_CHARS: usize = 40;

/// `?cancel`: an amount that was typed and can't be cancelled.
#[derive(Debug, Deserialize)]
pub(crate) struct Shown {
    cancel: Option<String>,
}

pub(crate) async fn show(
    State(shop): State<Arc<Shop>>,
    language: Language,
    Path(no): Path<String>,
    Query(shown): Query<Shown>,
) -> Response {
    shop.set_clock_of(&no).await;
    let path = format!("/orders/{no}");
    let typed = shown.cancel.map(|typed| typed.chars().take(MAX_TYPED_CHARS).collect());
    let rendered = shop.orders.with(&no, |order| {
        let stage = order.stage();
        let checkout = stage.can_be_paid().then(|| checkout(&shop, order)).flatten();
        let frame = Frame::new(&shop, language, &path);
        let page = OrderPage { frame, order, stage, checkout, typed };
        page::render(&shop, StatusCode::OK, &page.frame.nonce, &page)
    });
    rendered.unwrap_or_else(|| page::no_such_order(&shop, language))
}

/// The window's form, dated now by the merchant's clock: an order may be paid days after it was placed.
fn checkout(shop: &Shop, order: &mut Order) -> Option<Checkout> {
    let Way::Window { opening, issuer } = order.way else { return None };
    let at = order.now();
    order.asked_on = at.date;
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
        at: Some(at),
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
