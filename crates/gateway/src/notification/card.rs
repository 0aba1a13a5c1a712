//! What a merchant hears of a card payment. PG 6.

use domain::operation::{Operation, OperationKind};
use domain::payment::Payment;
use protocol::pg::card::CardNotification;
use protocol::{A, Ahn, An, Keys, N, Raw};
use store::{PaymentRecord, StoreError};

use crate::app::App;
use crate::wire::{calendar_day, stamp, trade_no, won};

/// The notification of an operation.
pub(super) async fn message(
    app: &App,
    record: &PaymentRecord,
    operation: &Operation,
    merchant_name: &str,
    keys: &Keys,
) -> Result<Option<Raw>, StoreError> {
    let Some(mut message) = without_key(record, operation, merchant_name) else { return Ok(None) };
    if let Some((key, card)) = app.engine().billing_key_of(operation).await? {
        message.billing_key = Some(An::from(key.0.as_str()));
        message.billing_key_expiry = Some(N::from(card.expiry().yymm()));
    }
    Ok(Some(protocol::encode(&message, keys)))
}

/// All of it but the billing key.
fn without_key(
    record: &PaymentRecord,
    operation: &Operation,
    merchant_name: &str,
) -> Option<CardNotification> {
    let (payment, order) = (&record.payment, &record.order);
    let cancel = operation.kind == OperationKind::Cancel;
    // A cancel tells of the card that paid.
    let paid = &record.paid_by()?.outcome.approval;
    let card = paid.facts.card();
    let text = |value: &Option<String>| value.clone();
    let name = order.merchant_name.clone().unwrap_or_else(|| merchant_name.to_owned());
    Some(CardNotification {
        status: N::from("0021"),
        trade_no: An::from(trade_no::print(payment.method, payment.merchant, operation.trade)),
        method: A::from(payment.method.code()),
        business_type: An::from(business_type(operation.kind)),
        merchant_id: An::from(payment.merchant.as_str()),
        order_no: An::from(payment.order_no.as_str()),
        customer_name: text(&order.customer_name).map(Ahn::from),
        // A window takes a longer name than the letter has room for.
        merchant_name: Some(Ahn::fitting(&name)),
        product_name: Some(Ahn::from(order.product.as_str())),
        traded_at: stamp(operation.outcome.at)?,
        amount: Some(won(operation.amount)),
        service_charge: None,
        billing_key: None,
        billing_key_expiry: None,
        issuer_code: card.map(|card| An::from(card.issuer.as_str())),
        card_name: card.map(|card| Ahn::from(card.product.as_str())),
        email: text(&order.email).map(An::from),
        customer_id: text(&order.customer_id).map(An::from),
        card_number: card.map(|card| An::from(card.masked.as_str())),
        approval_no: text(&paid.approval_no).map(An::from),
        instalment_months: card.map(|card| N::from(format!("{:02}", card.instalments))),
        instalment_type: None,
        original_trade_no: cancel
            .then(|| An::from(trade_no::print(payment.method, payment.merchant, payment.id))),
        original_date: if cancel { calendar_day(payment.approved_at?.kst()) } else { None },
        mixed_trade_no: None,
        mixed_amount: None,
        paid_amount: None,
        cancel_type: cancel.then(|| N::from(cancel_type(payment, operation.amount))),
        merchant_param: text(&order.memo).map(Ahn::from),
    })
}

/// PG 6: B0 approval, C0 cancel; B2 the capture of an authenticated payment.
fn business_type(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Authorise | OperationKind::Authenticate | OperationKind::IssueKey => "B0",
        OperationKind::Capture => "B2",
        OperationKind::Cancel => "C0",
    }
}

/// PG 6: 00 the whole payment, 10 a part of it.
fn cancel_type(payment: &Payment, amount: i64) -> &'static str {
    if amount == payment.paid { "00" } else { "10" }
}
