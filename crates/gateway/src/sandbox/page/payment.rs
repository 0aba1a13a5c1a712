//! One payment from all sides: the order, what institutions were asked, how the merchant was told, and the requests.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::TradeId;
use domain::operation::{Operation, OperationKind};
use domain::{Transfer, TransferKind};
use protocol::Code;
use store::{NotificationRecord, NotificationState, NotificationTry, PaymentRecord, StoreError};

use super::mark::Mark;
use super::requests::{self, RequestRow};
use super::{amount, method, tries};
use crate::app::App;
use crate::page::Frame;
use crate::wire::trade_no;
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
    /// What paid it.
    means: Vec<(&'static str, String)>,
    noti_url: Option<String>,
    operations: Vec<OperationRow>,
    /// What the books say.
    transfers: Vec<TransferRow>,
    notifications: Vec<NotificationRow>,
    requests: Vec<RequestRow>,
}

/// The page of a payment.
pub(super) fn path(trade_no: &str) -> String {
    format!("/sandbox/payments/{trade_no}")
}

pub(crate) async fn show(State(app): State<App>, Path(trade_no): Path<String>, frame: Frame) -> Response {
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
    let told =
        async { Ok((notifications(&app, &record, &frame).await?, transfers(&app, &record, &frame).await?)) };
    match told.await {
        Ok(told) => {
            let order = (record.payment.order_no.as_str(), trade_no.as_str());
            let requests = requests::of_order(&app, record.payment.merchant, order, &frame).await;
            frame.respond(&page(&app, &frame, &record, &trade_no, told, requests))
        }
        Err(error) => missing(&frame, Missing::Unreadable(error)),
    }
}

fn number(app: &App, trade_no: &str) -> Option<TradeId> {
    let method = trade_no::method(trade_no)?;
    let merchants = app.engine().merchants();
    merchants.iter().find_map(|entry| trade_no::parse(trade_no, method, entry.merchant().id))
}

fn page<'a>(
    app: &App,
    frame: &'a Frame,
    record: &'a PaymentRecord,
    trade_no: &'a str,
    (notifications, transfers): (Vec<NotificationRow>, Vec<TransferRow>),
    requests: Vec<RequestRow>,
) -> PaymentPage<'a> {
    let payment = &record.payment;
    let money = |minor| amount::text(minor, payment.currency, frame.language());
    let told = record.operations.iter().rev().map(|operation| &operation.outcome.approval.facts);
    let means = told.map(|facts| method::means(facts, frame)).find(|lines| !lines.is_empty());
    let of_merchant = app.engine().merchant(payment.merchant);
    PaymentPage {
        frame,
        record,
        trade_no,
        mark: Mark::of_payment(payment, frame),
        amount: money(payment.amount),
        cancelled: (payment.cancelled > 0).then(|| money(payment.cancelled)),
        balance: money(payment.balance()),
        means: means.unwrap_or_default(),
        noti_url: record
            .order
            .noti_url
            .clone()
            .or_else(|| of_merchant.and_then(|entry| entry.merchant().noti_url.clone())),
        operations: record.operations.iter().map(|operation| row(record, operation, frame)).collect(),
        transfers,
        notifications,
        requests,
    }
}

fn row(record: &PaymentRecord, operation: &Operation, frame: &Frame) -> OperationRow {
    let payment = &record.payment;
    let reason = operation.outcome.code.as_ref().map(|code| {
        let text = Code::find(code.as_str()).map(|code| code.text(frame.language())).unwrap_or_default();
        (code.as_str().to_owned(), text)
    });
    OperationRow {
        number: operation.id.operation,
        kind: kind(operation, frame),
        mark: Mark::of_operation(operation.state, frame),
        amount: amount::text(operation.amount, payment.currency, frame.language()),
        begun_at: operation.begun_at.kst().to_string(),
        approval_no: operation.outcome.approval.approval_no.clone().unwrap_or_default(),
        reason,
        trade_no: (operation.trade != payment.id)
            .then(|| trade_no::print(payment.method, payment.merchant, operation.trade)),
    }
}

fn kind(operation: &Operation, frame: &Frame) -> String {
    match operation.kind {
        OperationKind::Authorise => frame.of("승인", "Authorisation").to_owned(),
        OperationKind::Authenticate => frame.of("인증", "Authentication").to_owned(),
        OperationKind::Capture => frame.of("매입", "Capture").to_owned(),
        OperationKind::IssueKey => frame.of("빌키 발급", "Billing key").to_owned(),
        OperationKind::Cancel => format!("{} {:03}", frame.of("취소", "Cancel"), operation.ordinal),
    }
}

async fn notifications(
    app: &App,
    record: &PaymentRecord,
    frame: &Frame,
) -> Result<Vec<NotificationRow>, StoreError> {
    let told = app.engine().store().notifications(record.payment.id).await?;
    Ok(told.iter().filter_map(|told| notification(record, told, frame)).collect())
}

fn notification(record: &PaymentRecord, told: &NotificationRecord, frame: &Frame) -> Option<NotificationRow> {
    let next_try_at = match told.state {
        // The first is being sent.
        NotificationState::Pending(at) if !told.tries.is_empty() => Some(at.kst().to_string()),
        NotificationState::Pending(_) | NotificationState::Delivered | NotificationState::GivenUp => None,
    };
    // The last try is the one that was accepted, if any was.
    let accepted = if told.state == NotificationState::Delivered { told.tries.len() } else { 0 };
    let row = |(before, attempt): (usize, &NotificationTry)| {
        let number = before.saturating_add(1);
        tries::row(number, attempt, number == accepted, frame)
    };
    Some(NotificationRow {
        of: kind(record.operation(told.id.id.operation)?, frame),
        mark: Mark::of_notification(told.state, u32::try_from(told.tries.len()).unwrap_or(u32::MAX), frame),
        next_try_at,
        tries: told.tries.iter().enumerate().map(row).collect(),
    })
}

async fn transfers(app: &App, record: &PaymentRecord, frame: &Frame) -> Result<Vec<TransferRow>, StoreError> {
    let lines = app.engine().store().transfers(record.payment.id).await?;
    Ok(lines.iter().map(|line| transfer(&line.transfer, frame)).collect())
}

fn transfer(line: &Transfer, frame: &Frame) -> TransferRow {
    let kind = match line.kind() {
        TransferKind::Payment => frame.of("결제", "Payment").to_owned(),
        TransferKind::Refund => frame.of("취소", "Refund").to_owned(),
        other => format!("{other:?}"),
    };
    TransferRow {
        kind,
        debit: line.debit().name(),
        credit: line.credit().name(),
        amount: amount::text(line.amount().minor(), line.amount().currency(), frame.language()),
    }
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
