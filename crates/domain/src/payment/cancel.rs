//! The beginning of a cancel. PG 11.

use super::authorise::first_step;
use super::{Payment, Status};
use crate::claim::Claim;
use crate::decide::{Begun, Changed, Decision, Intent, Reply, State, Write};
use crate::operation::{Operation, OperationKind};
use crate::policy::{self, CancelCheck, Partial, Policy};
use crate::tax::{self, NamedParts, TaxParts};
use crate::{MerchantId, Method, Money, Refusal, TradeId};

/// Begins paying back.
#[derive(Clone, Debug)]
pub struct Cancel {
    /// The payment.
    pub payment: TradeId,
    /// Who asks.
    pub merchant: MerchantId,
    /// By which method it was paid.
    pub method: Method,
    /// The cancel's own number.
    pub trade: TradeId,
    /// The cancel's order number; `None` where it repeats the payment's, as merchants do, and something else tells it
    /// from other cancels.
    pub claim: Option<Claim>,
    /// How much.
    pub amount: Money,
    /// The number of this cancel, from 1; `None` is the next.
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

pub(crate) fn cancel(state: &State, command: &Cancel) -> Result<Decision, Refusal> {
    let ours = |payment: &&Payment| payment.merchant == command.merchant && payment.method == command.method;
    let payment = state.payment.as_ref().filter(ours).ok_or(Refusal::NoSuchPayment)?;
    let policy = policy::of(payment.method);
    check_paid(payment)?;
    policy.cancel_checks.iter().try_for_each(|check| apply(*check, &policy, payment, command))?;
    let whole = (payment.amount, payment.tax);
    let before = (payment.cancelled, state.refunded);
    let amount = command.amount.minor();
    let tax = tax::of_cancel(payment.taxation, whole, before, amount, command.parts)?;
    if let Some(claimant) = state.claimant {
        return Err(claimant.refusal());
    }
    let taken = state.operation.as_ref().filter(|taken| taken.took_money());
    begin(payment, taken.ok_or(Refusal::NoSuchPayment)?, command, tax)
}

/// Only what was paid can be paid back.
fn check_paid(payment: &Payment) -> Result<(), Refusal> {
    match payment.status {
        Status::Paid => Ok(()),
        Status::Authorising | Status::Reversing => Err(Refusal::CancelInProgress),
        Status::Declined | Status::Reversed | Status::Authenticated => Err(Refusal::NoSuchPayment),
    }
}

fn apply(check: CancelCheck, policy: &Policy, payment: &Payment, command: &Cancel) -> Result<(), Refusal> {
    let (amount, at) = (command.amount.minor(), command.intent.at);
    let (holds, refusal) = match check {
        CancelCheck::NoneUnderWay => (payment.cancelling == 0, Refusal::CancelInProgress),
        CancelCheck::NotCancelled => {
            (payment.cancelled < payment.paid, Refusal::AlreadyCancelled(payment.method))
        }
        CancelCheck::WithinPeriod => {
            let over = payment.approved_at.is_some_and(|paid| policy.cancel_within.is_over(paid, at));
            (!over, Refusal::CancelPeriodOver)
        }
        CancelCheck::Currency => {
            (command.amount.currency() == payment.currency, Refusal::CurrencyNotContracted(payment.method))
        }
        CancelCheck::PartialAllowed => (
            amount >= payment.paid || partial_allowed(policy.partial, payment, command),
            Refusal::PartialNotAllowed,
        ),
        CancelCheck::NextOrdinal => {
            (command.ordinal.is_none_or(|ordinal| ordinal == next(payment)), Refusal::NotNextOrdinal)
        }
        CancelCheck::WithinBalance => (amount <= payment.balance(), Refusal::OverBalance),
        CancelCheck::MoreThanNothing => (amount > 0, Refusal::NothingToPay(payment.method)),
    };
    if holds { Ok(()) } else { Err(refusal) }
}

fn partial_allowed(rule: Partial, payment: &Payment, command: &Cancel) -> bool {
    let first_day = payment.approved_at.map(|paid| paid.kst().day());
    command.partial
        && match rule {
            Partial::Allowed => true,
            Partial::NotOnTheDay => first_day != Some(command.intent.at.kst().day()),
            Partial::Never => false,
        }
}

/// The number of a payment's next cancel.
fn next(payment: &Payment) -> u16 {
    payment.cancels.saturating_add(1)
}

/// It is paid back by who took it, the way it was taken.
fn begin(before: &Payment, taken: &Operation, command: &Cancel, tax: TaxParts) -> Result<Decision, Refusal> {
    let operations = before.operations.saturating_add(1);
    let amount = command.amount.minor();
    // What is held stays held: that nothing is under way is a rule of the method's policy, and may be left out there.
    let cancelling = before.cancelling.checked_add(amount).ok_or(Refusal::OverBalance)?;
    let payment = Payment { cancelling, operations, ..before.clone() };
    let operation = Operation {
        amount,
        trade: command.trade,
        ordinal: next(before),
        tax,
        notify: command.notify,
        ..first_step(&payment, OperationKind::Cancel, (taken.rail, taken.institution), command.intent)
    };
    let claim = command.claim.clone().map(|claim| Write::Claim(claim, command.trade));
    let mut writes: Vec<Write> = claim.into_iter().collect();
    writes.push(Write::Update(Changed::Payment(Box::new(payment.clone()))));
    writes.push(Write::begin(&operation, command.intent));
    Ok(Decision { writes, reply: Reply::Begun(Begun::with_payment(payment, operation)) })
}
