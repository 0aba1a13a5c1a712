//! The capture of an authenticated payment. PG guide "Deferred Capture", 0061 then B2.

use super::{Decision, Intent, Reply, State, Write};
use crate::payment::{Operation, OperationKind, OperationState, Payment, Status};
use crate::time::DAY_MS;
use crate::{MerchantId, Money, Refusal, RequestId, TradeId};

/// Begins the capture of an authenticated payment.
#[derive(Clone, Debug)]
pub struct Capture {
    /// The authentication's trade number.
    pub payment: TradeId,
    /// Who asks.
    pub merchant: MerchantId,
    /// The order number, which must be the authentication's.
    pub order_no: String,
    /// The amount, which must be the authentication's.
    pub amount: Money,
    /// Whether there is anybody to notify.
    pub notify: bool,
    /// Who begins it.
    pub intent: Intent,
}

/// An authentication can be captured for this long. No document says how long; ours is a day.
const AUTHENTICATION_LIFE_MS: i64 = DAY_MS;

pub(super) fn capture(state: &State, command: &Capture) -> Result<Decision, Refusal> {
    let before = state.payment.as_ref().filter(|payment| payment.merchant == command.merchant);
    let before = before.filter(|payment| payment.order_no == command.order_no);
    let before = before.ok_or(Refusal::NoSuchAuthentication)?;
    match before.status {
        Status::Authenticated => {}
        Status::Paid => return Err(Refusal::OrderPaid(before.id)),
        Status::Authorising | Status::Reversing => return Err(Refusal::OrderInProgress(before.id)),
        Status::Declined | Status::Reversed => return Err(Refusal::NoSuchAuthentication),
    }
    if (command.amount.minor(), command.amount.currency()) != (before.amount, before.currency) {
        return Err(Refusal::CaptureAmount);
    }
    let age = before.approved_at.map_or(0, |authenticated| command.intent.at.since(authenticated));
    if age > AUTHENTICATION_LIFE_MS {
        return Err(Refusal::AuthenticationExpired);
    }
    Ok(begin(before, command))
}

fn begin(before: &Payment, command: &Capture) -> Decision {
    let operations = before.operations.saturating_add(1);
    let payment = Payment { status: Status::Authorising, operations, ..before.clone() };
    let operation = Operation {
        id: RequestId { payment: before.id, operation: operations },
        kind: OperationKind::Capture,
        state: OperationState::Open,
        amount: before.amount,
        trade: before.id,
        ordinal: 0,
        tax: before.tax,
        notify: command.notify,
        in_window: false,
        key: None,
        owner: command.intent.owner,
        tries: 0,
    };
    let intent = command.intent;
    let writes = vec![
        Write::UpdatePayment { to: Box::new(payment), from: before.status, operations: before.operations },
        Write::InsertOperation(Box::new(operation.clone()), intent.lease_until, intent.at, None, None),
    ];
    Decision { writes, reply: Reply::Begun(Box::new(operation)) }
}
