//! What a merchant hears of an account transfer. PG 12.

use domain::operation::{Operation, OperationKind};
use protocol::pg::transfer::TransferNotification;
use protocol::{A, Ahn, An, Keys, N, Raw};
use store::PaymentRecord;

use crate::wire::{bank_name, calendar_day, stamp, trade_no, won};

/// The notification of an operation.
pub(super) fn message(
    record: &PaymentRecord,
    operation: &Operation,
    merchant_name: &str,
    keys: &Keys,
) -> Option<Raw> {
    let (payment, order) = (&record.payment, &record.order);
    let cancel = operation.kind == OperationKind::Cancel;
    // A cancel keeps what was told of the account that paid.
    let paid = record.paid_by()?;
    let account = paid.outcome.approval.facts.account().cloned().unwrap_or_default();
    let passbook = (!account.passbook.is_empty()).then(|| Ahn::fitting(&account.passbook));
    let text = |value: &Option<String>| value.clone();
    let name = order.merchant_name.as_deref().unwrap_or(merchant_name);
    let number = |id| An::from(trade_no::print(payment.method, payment.merchant, id));
    let message = TransferNotification {
        status: N::from("0021"),
        trade_no: number(operation.trade),
        method: A::from(payment.method.code()),
        business_type: An::from(business_type(operation.kind)),
        merchant_id: An::from(payment.merchant.as_str()),
        order_no: An::from(payment.order_no.as_str()),
        customer_name: text(&order.customer_name).map(Ahn::from),
        merchant_name: Some(Ahn::fitting(name)),
        product_name: Some(Ahn::from(order.product.as_str())),
        traded_at: stamp(operation.outcome.at)?,
        amount: Some(won(operation.amount)),
        bank_name: Some(Ahn::from(bank_name(&account.bank))),
        bank_code: Some(An::from(account.bank)),
        passbook_text: passbook.clone(),
        passbook_text_as_sent: passbook,
        email: text(&order.email).map(An::from),
        customer_id: text(&order.customer_id).map(An::from),
        original_trade_no: cancel.then(|| number(payment.id)),
        original_date: if cancel { calendar_day(payment.approved_at?.kst()) } else { None },
        receipt_no: account.receipt_no.map(An::from),
        cancel_type: cancel.then(|| N::from(if operation.amount == payment.paid { "00" } else { "10" })),
        merchant_param: text(&order.memo).map(Ahn::from),
    };
    Some(protocol::encode(&message, keys))
}

/// B0 a transfer, B1 one that was captured after its authentication, C0 a cancel.
fn business_type(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Capture => "B1",
        OperationKind::Cancel => "C0",
        OperationKind::Authorise | OperationKind::Authenticate | OperationKind::IssueKey => "B0",
    }
}
