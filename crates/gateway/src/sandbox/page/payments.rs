//! The latest payments, latest first.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Claim, ClaimKind, MerchantId, TradeId};
use serde::Deserialize;
use store::Told;
use store::{PaymentRecord, StoreError};

use super::mark::Mark;
use super::payment::{self, Missing};
use super::{amount, method};
use crate::app::App;
use crate::page::Frame;
use crate::wire::trade_no;

/// As many as a page shows.
const SHOWN: u32 = 50;

/// `?mchtId`: whose; with `mchtTrdNo`, and `trdDt` where it isn't today's, one payment.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(rename = "mchtId", default)]
    merchant: String,
    #[serde(rename = "mchtTrdNo", default)]
    order_no: String,
    #[serde(rename = "trdDt", default)]
    day: String,
}

/// One payment.
#[derive(Debug)]
struct PaymentRow {
    trade_no: String,
    order_no: String,
    merchant: String,
    time: String,
    method: &'static str,
    product: String,
    amount: String,
    mark: Mark,
    /// Where the latest notification stands; none where the merchant is told nothing.
    told: Option<Mark>,
}

#[derive(Template)]
#[template(path = "sandbox/payments.html")]
struct PaymentsPage<'a> {
    frame: &'a Frame,
    whose: &'a str,
    merchants: Vec<String>,
    payments: Vec<PaymentRow>,
}

pub(crate) async fn list(State(app): State<App>, Query(wanted): Query<Wanted>, frame: Frame) -> Response {
    if !wanted.order_no.is_empty() {
        return find(&app, &wanted, &frame).await;
    }
    match latest(&app, &wanted.merchant, &frame).await {
        Ok(payments) => {
            let merchants = app.engine().merchants();
            frame.respond(&PaymentsPage {
                frame: &frame,
                whose: &wanted.merchant,
                merchants: merchants.iter().map(|entry| entry.merchant().id.to_string()).collect(),
                payments,
            })
        }
        Err(error) => payment::missing(&frame, Missing::Unreadable(error)),
    }
}

/// The payment of an order number: the address that the request log knows.
async fn find(app: &App, wanted: &Wanted, frame: &Frame) -> Response {
    let Some((entry, _)) = app.merchant(&wanted.merchant) else {
        return payment::missing(frame, Missing::Unknown);
    };
    let (merchant, today) = (entry.merchant().id, entry.now().kst().day());
    let days = match wanted.day.parse() {
        Ok(day) => vec![day],
        Err(_) => [0, -1, 1].map(|days| today.plus_days(days).number()).to_vec(),
    };
    for day in days {
        let claim = Claim { day, order_no: wanted.order_no.clone(), merchant, kind: ClaimKind::Payment };
        match paid_under(app, claim).await {
            Ok(Some(trade_no)) => {
                return Redirect::to(&frame.to(&payment::path(&trade_no))).into_response();
            }
            Ok(None) => {}
            Err(error) => return payment::missing(frame, Missing::Unreadable(error)),
        }
    }
    payment::missing(frame, Missing::Unknown)
}

/// The trade number of the payment that has an order number.
async fn paid_under(app: &App, claim: Claim) -> Result<Option<String>, StoreError> {
    let store = app.engine().store();
    let Some(id) = store.claimed(claim).await? else { return Ok(None) };
    let found = store.payment(id).await?;
    Ok(found.map(|PaymentRecord { payment, .. }| trade_no::print(payment.method, payment.merchant, id)))
}

async fn latest(app: &App, whose: &str, frame: &Frame) -> Result<Vec<PaymentRow>, StoreError> {
    let merchant = MerchantId::new(whose);
    if merchant.is_none() && !whose.is_empty() {
        return Ok(Vec::new());
    }
    let store = app.engine().store();
    let latest = store.latest_payments(merchant, SHOWN).await?;
    let told = store.latest_notifications(latest.iter().map(|record| record.payment.id).collect()).await?;
    let told: HashMap<TradeId, Told> = told.into_iter().map(|told| (told.id.id.subject, told)).collect();
    Ok(latest.iter().map(|record| row(record, told.get(&record.payment.id), frame)).collect())
}

fn row(record: &PaymentRecord, told: Option<&Told>, frame: &Frame) -> PaymentRow {
    let payment = &record.payment;
    let begun = record.operations.first().map(|operation| operation.begun_at);
    PaymentRow {
        trade_no: trade_no::print(payment.method, payment.merchant, payment.id),
        order_no: payment.order_no.clone(),
        merchant: payment.merchant.to_string(),
        time: begun.map(|begun| begun.kst().to_string()).unwrap_or_default(),
        method: method::name(payment.method, frame),
        product: record.order.product.clone(),
        amount: amount::text(payment.amount, payment.currency, frame.language()),
        mark: Mark::of_payment(payment, frame),
        told: told.map(|told| Mark::of_notification(told.state, told.tries, frame)),
    }
}
