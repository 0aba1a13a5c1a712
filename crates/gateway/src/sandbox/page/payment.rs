//! One payment from all sides: the order, what institutions were asked, how the merchant was told, and the requests.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::TradeId;
use domain::payment::{Method, OperationKind};
use store::{NotificationState, NotificationTry, OperationRecord, PaymentRecord, StoreError};
use protocol::Code;

use super::mark::Mark;
use super::requests::{self, RequestRow};
use super::{amount, tries};
use crate::app::App;
use crate::page::Frame;
use crate::trade_no;
use tries::TryRow;

/// One request to an institution.
#[derive(Debug)]
struct OperationRow {
    number: u16,
    kind: String,
    mark: Mark,
    amount: String,
    begun_at: String,
    approval_no: String,
    /// Why it was declined.
    reason: Option<(String, &'static str)>,
    /// A cancel's own number.
    trade_no: Option<String>,
}

/// What the merchant is told of an operation.
#[derive(Debug)]
struct NotificationRow {
    of: String,
    mark: Mark,
    next_try_at: Option<String>,
    tries: Vec<TryRow>,
}

/// A line of the journal.
#[derive(Debug)]
struct TransferRow {
    kind: String,
    debit: String,
    credit: String,
    amount: String,
}

#[derive(Template)]
#[template(path = "sandbox/payment.html")]
struct PaymentPage<'a> {
    frame: &'a Frame,
    record: &'a PaymentRecord,
    trade_no: &'a str,
    mark: Mark,
    amount: String,
    cancelled: Option<String>,
    balance: String,
    card: Option<String>,
    noti_url: Option<String>,
    operations: Vec<OperationRow>,
    /// What the books say; none where the store doesn't tell it.
    transfers: Option<Vec<TransferRow>>,
    notifications: Vec<NotificationRow>,
    requests: Vec<RequestRow>,
}

/// The page of a payment.
pub(super) fn path(trade_no: &str) -> String {
    format!("/sandbox/payments/{trade_no}")
}

pub(in crate::sandbox) async fn show(
    State(app): State<App>,
    Path(trade_no): Path<String>,
    frame: Frame,
) -> Response {
    let Some(id) = number(&app, &trade_no) else { return missing(&frame, Missing::Unknown) };
    let found = match app.engine().store().payment(id).await {
        Ok(found) => found,
        Err(error) => return missing(&frame, Missing::Unreadable(error)),
    };
    // Whoever finds a thing by its number makes sure that it is the thing.
    let is_it = |record: &PaymentRecord| {
        trade_no::print(record.payment.method, record.payment.merchant, record.payment.id) == trade_no
    };
    let Some(record) = found.filter(is_it) else { return missing(&frame, Missing::Unknown) };
    match notifications(&app, &record, &frame).await {
        Ok(notifications) => {
            let order = (record.payment.order_no.as_str(), trade_no.as_str());
            let requests = requests::of_order(&app, record.payment.merchant, order, &frame).await;
            frame.respond(&page(&app, &frame, &record, &trade_no, notifications, requests))
        }
        Err(error) => missing(&frame, Missing::Unreadable(error)),
    }
}

fn number(app: &App, trade_no: &str) -> Option<TradeId> {
    let merchants = app.engine().merchants();
    merchants.iter().find_map(|entry| trade_no::parse(trade_no, Method::Card, entry.merchant().id))
}

fn page<'a>(
    app: &App,
    frame: &'a Frame,
    record: &'a PaymentRecord,
    trade_no: &'a str,
    notifications: Vec<NotificationRow>,
    requests: Vec<RequestRow>,
) -> PaymentPage<'a> {
    let payment = &record.payment;
    let money = |minor| amount::text(minor, payment.currency, frame.language());
    let card = record.operations.iter().rev().find_map(|operation| operation.outcome.card.as_ref());
    let of_merchant = app.engine().merchant(payment.merchant);
    PaymentPage {
        frame,
        record,
        trade_no,
        mark: Mark::of_payment(payment, frame),
        amount: money(payment.amount),
        cancelled: (payment.cancelled > 0).then(|| money(payment.cancelled)),
        balance: money(payment.balance()),
        card: card.map(|card| format!("{} {}", card.product, card.masked)),
        noti_url: record
            .order
            .noti_url
            .clone()
            .or_else(|| of_merchant.and_then(|entry| entry.merchant().noti_url.clone())),
        operations: record.operations.iter().map(|operation| row(record, operation, frame)).collect(),
        transfers: None,
        notifications,
        requests,
    }
}

fn row(record: &PaymentRecord, of: &OperationRecord, frame: &Frame) -> OperationRow {
    let (payment, operation) = (&record.payment, &of.operation);
    let reason = of.outcome.code.as_ref().map(|code| {
        let text = Code::find(code.as_str()).map(|code| code.text(frame.language())).unwrap_or_default();
        (code.as_str().to_owned(), text)
    });
    OperationRow {
        number: operation.id.operation,
        kind: kind(of, frame),
        mark: Mark::of_operation(operation.state, frame),
        amount: amount::text(operation.amount, payment.currency, frame.language()),
        begun_at: of.begun_at.kst().to_string(),
        approval_no: of.outcome.approval_no.clone().unwrap_or_default(),
        reason,
        trade_no: (operation.trade != payment.id)
            .then(|| trade_no::print(payment.method, payment.merchant, operation.trade)),
    }
}

fn kind(of: &OperationRecord, frame: &Frame) -> String {
    match of.operation.kind {
        OperationKind::Authorise => frame.of("승인", "Authorisation").to_owned(),
        OperationKind::Authenticate => frame.of("인증", "Authentication").to_owned(),
        OperationKind::Capture => frame.of("매입", "Capture").to_owned(),
        OperationKind::Cancel => format!("{} {:03}", frame.of("취소", "Cancel"), of.operation.ordinal),
    }
}

async fn notifications(
    app: &App,
    record: &PaymentRecord,
    frame: &Frame,
) -> Result<Vec<NotificationRow>, StoreError> {
    let mut rows = Vec::new();
    for operation in &record.operations {
        let Some(told) = app.engine().store().notification(operation.operation.id).await? else { continue };
        let next_try_at = match told.state {
            NotificationState::Pending(at) => Some(at.kst().to_string()),
            NotificationState::Delivered | NotificationState::GivenUp => None,
        };
        let row = |(before, attempt): (usize, &NotificationTry)| {
            tries::row(before.saturating_add(1), attempt, frame)
        };
        rows.push(NotificationRow {
            of: kind(operation, frame),
            mark: Mark::of_notification(&told, frame),
            next_try_at,
            tries: told.tries.iter().enumerate().map(row).collect(),
        });
    }
    Ok(rows)
}

/// Why there is no payment to show.
#[derive(Debug)]
pub(super) enum Missing {
    Unknown,
    Unreadable(StoreError),
}

#[derive(Template)]
#[template(path = "sandbox/no_payment.html")]
struct NoPayment<'a> {
    frame: &'a Frame,
    is_unreadable: bool,
}

pub(super) fn missing(frame: &Frame, why: Missing) -> Response {
    let (status, is_unreadable) = match why {
        Missing::Unknown => (StatusCode::NOT_FOUND, false),
        Missing::Unreadable(error) => {
            tracing::error!(%error, "a payment could not be read for its page");
            (StatusCode::SERVICE_UNAVAILABLE, true)
        }
    };
    let mut response = frame.respond(&NoPayment { frame, is_unreadable });
    *response.status_mut() = status;
    response
}
