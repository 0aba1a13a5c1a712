//! The beginning of a cancel. PG 11.

use super::{Decision, Intent, Reply, State, Write};
use crate::payment::{Claim, Operation, OperationKind, OperationState, Payment, Status};
use crate::tax::{self, NamedParts};
use crate::{MerchantId, Money, Refusal, RequestId, TradeId};

/// Begins paying back.
#[derive(Clone, Debug)]
pub struct Cancel {
    /// The payment.
    pub payment: TradeId,
    /// Who asks.
    pub merchant: MerchantId,
    /// The cancel's own number.
    pub trade: TradeId,
    /// The cancel's own order number; `None` where it repeats the payment's, as merchants do.
    pub claim: Option<Claim>,
    /// How much.
    pub amount: Money,
    /// The number of this cancel, from 1; without one it is the next.
    pub ordinal: Option<u16>,
    /// The parts that the request names.
    pub parts: NamedParts,
    /// Whether the merchant may pay back a part.
    pub partial: bool,
    /// Whether the merchant is to be told of its success.
    pub notify: bool,
    /// Who begins it.
    pub intent: Intent,
}

/// Cards can be paid back for a year.
const CARD_YEARS: i16 = 1;

pub(super) fn cancel(state: &State, command: &Cancel) -> Result<Decision, Refusal> {
    let payment = state.payment.as_ref().filter(|payment| payment.merchant == command.merchant);
    let payment = payment.ok_or(Refusal::NoSuchPayment)?;
    check_standing(payment, command)?;
    check_amount(payment, command)?;
    let whole = (payment.amount, payment.tax);
    let before = (payment.cancelled, state.refunded);
    let amount = command.amount.minor();
    let tax = tax::of_cancel(payment.taxation, whole, before, amount, command.parts)?;
    if let Some(claimant) = state.claimant {
        return Err(claimant.refusal());
    }
    Ok(begin(payment, command, tax))
}

/// In the order in which refusals are answered.
fn check_standing(payment: &Payment, command: &Cancel) -> Result<(), Refusal> {
    match payment.status {
        Status::Paid => {}
        Status::Authorising | Status::Reversing => return Err(Refusal::CancelInProgress),
        Status::Declined | Status::Reversed | Status::Authenticated => return Err(Refusal::NoSuchPayment),
    }
    if payment.cancelling > 0 {
        return Err(Refusal::CancelInProgress);
    }
    if payment.cancelled >= payment.paid {
        return Err(Refusal::AlreadyCancelled);
    }
    let last_day = payment.approved_at.map(|at| at.kst().day().plus_years(CARD_YEARS));
    if last_day.is_some_and(|last| command.intent.at.kst().day() > last) {
        return Err(Refusal::CancelPeriodOver);
    }
    Ok(())
}

fn check_amount(payment: &Payment, command: &Cancel) -> Result<(), Refusal> {
    let amount = command.amount.minor();
    if command.amount.currency() != payment.currency {
        return Err(Refusal::CurrencyNotContracted);
    }
    if amount < payment.paid && !command.partial {
        return Err(Refusal::PartialNotAllowed);
    }
    if command.ordinal.is_some_and(|ordinal| ordinal != next_ordinal(payment)) {
        return Err(Refusal::NotNextOrdinal);
    }
    if amount > payment.balance() {
        return Err(Refusal::OverBalance);
    }
    if amount == 0 { Err(Refusal::NothingToPay) } else { Ok(()) }
}

fn next_ordinal(payment: &Payment) -> u16 {
    payment.cancels.saturating_add(1)
}

fn begin(before: &Payment, command: &Cancel, tax: tax::TaxParts) -> Decision {
    let operations = before.operations.saturating_add(1);
    let amount = command.amount.minor();
    let payment = Payment { cancelling: amount, operations, ..before.clone() };
    let operation = Operation {
        id: RequestId { payment: before.id, operation: operations },
        kind: OperationKind::Cancel,
        state: OperationState::Open,
        amount,
        trade: command.trade,
        ordinal: next_ordinal(before),
        tax,
        notify: command.notify,
        in_window: false,
        key: None,
        owner: command.intent.owner,
        tries: 0,
    };
    let intent = command.intent;
    let mut writes = vec![Write::UpdatePayment {
        to: Box::new(payment),
        from: before.status,
        operations: before.operations,
    }];
    writes.extend(command.claim.clone().map(|claim| Write::Claim(claim, command.trade)));
    writes.push(Write::InsertOperation(
        Box::new(operation.clone()),
        intent.lease_until,
        intent.at,
        None,
        None,
    ));
    Decision { writes, reply: Reply::Begun(Box::new(operation)) }
}
