//! The capture of an authenticated payment. PG guide "Deferred Capture", 0061 then B2.

use super::authorise::{AUTHENTICATION_LIFE_MS, first_step};
use super::{Payment, Status};
use crate::conclude::close;
use crate::decide::{Begun, Changed, Decision, Intent, Reply, State, Write};
use crate::operation::{Operation, OperationKind, OperationState};
use crate::{MerchantId, Method, Money, Refusal, TradeId};

/// Begins the capture of an authenticated payment.
#[derive(Clone, Debug)]
pub struct Capture {
    /// The authentication's trade number.
    pub payment: TradeId,
    /// Who asks.
    pub merchant: MerchantId,
    /// By which method.
    pub method: Method,
    /// The order number, which must be the authentication's.
    pub order_no: String,
    /// The amount, which must be the authentication's.
    pub amount: Money,
    /// Whether the merchant has an address to notify, whatever the order says.
    pub notify: bool,
    /// Who begins it.
    pub intent: Intent,
}

pub(crate) fn capture(state: &State, command: &Capture) -> Result<Decision, Refusal> {
    let ours = |payment: &&Payment| {
        payment.merchant == command.merchant
            && payment.method == command.method
            && payment.order_no == command.order_no
    };
    let before = state.payment.as_ref().filter(ours).ok_or(Refusal::NoSuchAuthentication)?;
    let age = before.approved_at.map_or(0, |authenticated| command.intent.at.since(authenticated));
    let expired = age > AUTHENTICATION_LIFE_MS;
    match before.status {
        Status::Authenticated => {}
        Status::Paid => return Err(Refusal::OrderPaid(before.method, before.id)),
        Status::Authorising | Status::Reversing => {
            return Err(Refusal::OrderInProgress(before.method, before.id));
        }
        // It is over whether or not its lapse was recorded yet.
        Status::Declined if expired => return Err(Refusal::AuthenticationExpired),
        Status::Declined | Status::Reversed => return Err(Refusal::NoSuchAuthentication),
    }
    if (command.amount.minor(), command.amount.currency()) != (before.amount, before.currency) {
        return Err(Refusal::AnotherAmount);
    }
    if expired {
        return Err(Refusal::AuthenticationExpired);
    }
    let waiting = state.operation.as_ref().filter(|operation| operation.state == OperationState::Waiting);
    Ok(begin(before, waiting.ok_or(Refusal::NoSuchAuthentication)?, command))
}

/// The proof moves on to the capture's own row, and is gone with the capture's outcome.
fn begin(before: &Payment, authentication: &Operation, command: &Capture) -> Decision {
    let operations = before.operations.saturating_add(1);
    let payment = Payment { status: Status::Authorising, operations, ..before.clone() };
    let captured = close(authentication, OperationState::Approved, authentication.outcome.clone());
    let asked = (authentication.rail, authentication.institution);
    let operation = Operation {
        notify: command.notify,
        sealed: authentication.sealed.clone(),
        ..first_step(&payment, OperationKind::Capture, asked, command.intent)
    };
    let writes = vec![
        Write::Update(Changed::Operation(Box::new(captured))),
        Write::Update(Changed::Payment(Box::new(payment.clone()))),
        Write::begin(&operation, command.intent),
    ];
    Decision { writes, reply: Reply::Begun(Begun::with_payment(payment, operation)) }
}
