//! The latest payments, latest first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Claim, ClaimKind, MerchantId, Method};
use serde::Deserialize;
use store::{PaymentRecord, StoreError};

use super::amount;
use super::mark::Mark;
use super::payment::{self, Missing};
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
    product: String,
    amount: String,
    mark: Mark,
    /// None where the merchant is told nothing.
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
        match app.engine().store().claimed(claim).await {
            Ok(Some(id)) => {
                let trade_no = trade_no::print(Method::Card, merchant, id);
                return Redirect::to(&frame.to(&payment::path(&trade_no))).into_response();
            }
            Ok(None) => {}
            Err(error) => return payment::missing(frame, Missing::Unreadable(error)),
        }
    }
    payment::missing(frame, Missing::Unknown)
}

async fn latest(app: &App, whose: &str, frame: &Frame) -> Result<Vec<PaymentRow>, StoreError> {
    let latest = app.engine().store().latest_payments(MerchantId::new(whose), SHOWN).await?;
    let mut rows = Vec::with_capacity(latest.len());
    for record in latest {
        rows.push(row(app, &record, frame).await?);
    }
    Ok(rows)
}

async fn row(app: &App, record: &PaymentRecord, frame: &Frame) -> Result<PaymentRow, StoreError> {
    let payment = &record.payment;
    let begun = record.operations.first().map(|operation| operation.begun_at);
    Ok(PaymentRow {
        trade_no: trade_no::print(payment.method, payment.merchant, payment.id),
        order_no: payment.order_no.clone(),
        merchant: payment.merchant.to_string(),
        time: begun.map(|begun| begun.kst().to_string()).unwrap_or_default(),
        product: record.order.product.clone(),
        amount: amount::text(payment.amount, payment.currency, frame.language()),
        mark: Mark::of_payment(payment, frame),
        told: told(app, record, frame).await?,
    })
}

/// Where the latest notification stands.
async fn told(app: &App, record: &PaymentRecord, frame: &Frame) -> Result<Option<Mark>, StoreError> {
    let all = app.engine().store().notifications(record.payment.id).await?;
    Ok(all.last().map(|notification| Mark::of_notification(notification, frame)))
}
