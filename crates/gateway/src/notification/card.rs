//! What a merchant hears of a card payment. PG 6.

use std::future::Future;
use std::pin::Pin;

use domain::merchant::Charset;
use domain::payment::{OperationKind, Payment};
use notify::{Composer, Letter};
use protocol::pg::card::CardNotification;
use protocol::{A, Ahn, An, N, form};
use store::{DueNotification, OperationRecord};

use crate::app::App;
use crate::wire::{calendar_day, stamp, trade_no, won};

/// Writes the notifications of card payments.
#[derive(Clone, Debug)]
pub struct CardComposer(pub App);

impl Composer for CardComposer {
    fn compose<'a>(
        &'a self,
        due: &'a DueNotification,
    ) -> Pin<Box<dyn Future<Output = Option<Letter>> + Send + 'a>> {
        Box::pin(compose(&self.0, due))
    }
}

async fn compose(app: &App, due: &DueNotification) -> Option<Letter> {
    let payment = &due.payment.payment;
    let record = due.payment.operation(due.id.operation)?;
    let (merchant, keys) = app.merchant(payment.merchant.as_str())?;
    let url = due.payment.order.noti_url.clone().or_else(|| merchant.merchant().noti_url.clone())?;
    let mut message = message(due, record, &merchant.merchant().name)?;
    if let Ok(Some((key, card))) = app.engine().billing_key_of(&record.operation).await {
        message.billing_key = Some(An::from(key.0.as_str()));
        message.billing_key_expiry = Some(N::from(card.expiry().yymm()));
    }
    let (charset, content_type) = match merchant.merchant().charset {
        Charset::Utf8 => (form::Charset::Utf8, "application/x-www-form-urlencoded; charset=UTF-8"),
        Charset::EucKr => (form::Charset::EucKr, "application/x-www-form-urlencoded; charset=EUC-KR"),
    };
    Some(Letter {
        url,
        content_type,
        body: form::encode(&protocol::encode(&message, &keys), charset),
        happened: record.outcome.at,
        offset_ms: merchant.offset_ms(),
    })
}

/// The notification of an operation, but for its billing key.
fn message(due: &DueNotification, record: &OperationRecord, merchant_name: &str) -> Option<CardNotification> {
    let (payment, order) = (&due.payment.payment, &due.payment.order);
    let operation = &record.operation;
    let cancel = operation.kind == OperationKind::Cancel;
    // A cancel tells of the card that paid.
    let paid = due.payment.operation(payment.paid_by)?;
    let card = paid.outcome.card.as_ref();
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
        traded_at: stamp(record.outcome.at)?,
        amount: Some(won(operation.amount)),
        service_charge: None,
        billing_key: None,
        billing_key_expiry: None,
        issuer_code: card.map(|card| An::from(card.issuer.as_str())),
        card_name: card.map(|card| Ahn::from(card.product.as_str())),
        email: text(&order.email).map(An::from),
        customer_id: text(&order.customer_id).map(An::from),
        card_number: card.map(|card| An::from(card.masked.as_str())),
        approval_no: text(&paid.outcome.approval_no).map(An::from),
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
        OperationKind::Authorise | OperationKind::Authenticate => "B0",
        OperationKind::Capture => "B2",
        OperationKind::Cancel => "C0",
    }
}

/// PG 6: 00 the whole payment, 10 a part of it.
fn cancel_type(payment: &Payment, amount: i64) -> &'static str {
    if amount == payment.paid { "00" } else { "10" }
}
