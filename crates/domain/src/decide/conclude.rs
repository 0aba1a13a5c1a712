//! The outcome of an operation: one transaction for the payment's new state, the postings and the
//! notification.

use super::{Decision, Reply, State, Write};
use crate::billing_key::KeyState;
use crate::payment::{
    Claim, ClaimKind, Operation, OperationKind, OperationOutcome, OperationState, Payment, Status,
};
use crate::time::Moment;
use crate::{Account, DeclineCode, Entry, InstitutionId, OwnerId, Refusal, RequestId};

/// Says what an institution answered.
#[derive(Clone, Debug)]
pub struct Conclude {
    /// The operation.
    pub id: RequestId,
    /// Who asked; if its lease was lost, the loser answers from the row.
    pub owner: OwnerId,
    /// The answer.
    pub outcome: Outcome,
    /// When, by the merchant's clock.
    pub at: Moment,
    /// When a notification is due, by real time.
    pub now: Moment,
}

/// An institution's answer.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Yes. What comes with an authorisation; empty for a cancel.
    Approved(Box<OperationOutcome>),
    /// No.
    Declined(DeclineCode),
    /// No answer, and the merchant will be told so: from here on it is only taken back.
    Unknown,
    /// A net-cancel was acknowledged.
    Reversed,
}

pub(super) fn conclude(state: &State, command: &Conclude) -> Result<Decision, Refusal> {
    let (Some(payment), Some(operation)) = (&state.payment, &state.operation) else {
        return Err(Refusal::NoSuchPayment);
    };
    let standing = || Reply::Standing(Box::new(payment.clone()), Box::new(operation.clone()));
    if operation.owner != command.owner {
        return Ok(Decision { writes: Vec::new(), reply: standing() });
    }
    let cancel = operation.kind == OperationKind::Cancel;
    match (&command.outcome, operation.state) {
        (Outcome::Approved(outcome), OperationState::Open) if cancel => {
            refunded(payment, operation, command, outcome)
        }
        (Outcome::Approved(outcome), OperationState::Open) => approved(payment, operation, command, outcome),
        (Outcome::Declined(code), OperationState::Open) if cancel => {
            Ok(not_refunded(payment, operation, command, *code))
        }
        (Outcome::Declined(code), OperationState::Open) => Ok(declined(payment, operation, command, *code)),
        (Outcome::Unknown, OperationState::Open) if !cancel => Ok(reversing(payment, operation, command)),
        (Outcome::Reversed, OperationState::Reversing) => Ok(reversed(payment, operation, command)),
        // A cancel is never taken back, and nothing is concluded twice.
        _ => Ok(Decision { writes: Vec::new(), reply: standing() }),
    }
}

fn approved(
    before: &Payment,
    operation: &Operation,
    command: &Conclude,
    outcome: &OperationOutcome,
) -> Result<Decision, Refusal> {
    let institution = institution_of(before, outcome);
    let payment = Payment {
        status: Status::Paid,
        paid: before.amount,
        approved_at: Some(command.at),
        institution: Some(institution),
        paid_by: operation.id.operation,
        ..before.clone()
    };
    let amount = before.money(operation.amount).ok_or(Refusal::NothingToPay)?;
    let entry = Entry::transfer(Account::Receivable(institution), payable(before), amount);
    let entry = entry.map_err(|_| Refusal::NothingToPay)?;
    let outcome = OperationOutcome { at: command.at, ..outcome.clone() };
    let mut decision = close(before, payment, operation, command, OperationState::Approved, outcome);
    let activate = |key| Write::SetKey(key, KeyState::Pending, KeyState::Active);
    decision.writes.extend(operation.key.map(activate));
    post_and_notify(&mut decision, operation, command, entry);
    Ok(decision)
}

fn refunded(
    before: &Payment,
    operation: &Operation,
    command: &Conclude,
    outcome: &OperationOutcome,
) -> Result<Decision, Refusal> {
    let payment = Payment {
        cancelled: before.cancelled.saturating_add(operation.amount),
        cancelling: before.cancelling.saturating_sub(operation.amount),
        cancels: before.cancels.saturating_add(1),
        ..before.clone()
    };
    let amount = before.money(operation.amount).ok_or(Refusal::NothingToPay)?;
    let institution = before.institution.ok_or(Refusal::NoSuchPayment)?;
    let entry = Entry::transfer(payable(before), Account::Receivable(institution), amount);
    let entry = entry.map_err(|_| Refusal::NothingToPay)?;
    let outcome = OperationOutcome { at: command.at, ..outcome.clone() };
    let mut decision = close(before, payment, operation, command, OperationState::Approved, outcome);
    post_and_notify(&mut decision, operation, command, entry);
    Ok(decision)
}

fn declined(before: &Payment, operation: &Operation, command: &Conclude, code: DeclineCode) -> Decision {
    let payment = Payment { status: Status::Declined, ..before.clone() };
    let mut decision =
        close(before, payment, operation, command, OperationState::Declined, refused(command, code));
    decision.writes.extend(forget_key(operation));
    if operation.in_window {
        // The customer may try another card, or the merchant open another window.
        decision.writes.push(Write::Release(claim_of(before)));
    }
    decision
}

fn not_refunded(before: &Payment, operation: &Operation, command: &Conclude, code: DeclineCode) -> Decision {
    let cancelling = before.cancelling.saturating_sub(operation.amount);
    let payment = Payment { cancelling, ..before.clone() };
    close(before, payment, operation, command, OperationState::Declined, refused(command, code))
}

fn reversing(before: &Payment, operation: &Operation, command: &Conclude) -> Decision {
    let payment = Payment { status: Status::Reversing, ..before.clone() };
    let outcome = OperationOutcome { at: command.at, ..OperationOutcome::default() };
    close(before, payment, operation, command, OperationState::Reversing, outcome)
}

fn reversed(before: &Payment, operation: &Operation, command: &Conclude) -> Decision {
    let payment = Payment { status: Status::Reversed, ..before.clone() };
    let outcome = OperationOutcome { at: command.at, ..OperationOutcome::default() };
    let mut decision = close(before, payment, operation, command, OperationState::Reversed, outcome);
    decision.writes.extend(forget_key(operation));
    decision
}

/// The guard and the payment's new state, which every outcome has.
fn close(
    before: &Payment,
    payment: Payment,
    operation: &Operation,
    command: &Conclude,
    to: OperationState,
    outcome: OperationOutcome,
) -> Decision {
    let after = Operation { state: to, ..operation.clone() };
    let writes = vec![
        Write::CloseOperation {
            id: operation.id,
            from: operation.state,
            owner: command.owner,
            to,
            outcome: Box::new(outcome),
        },
        Write::UpdatePayment {
            to: Box::new(payment.clone()),
            from: before.status,
            operations: before.operations,
        },
    ];
    Decision { writes, reply: Reply::Standing(Box::new(payment), Box::new(after)) }
}

fn post_and_notify(decision: &mut Decision, operation: &Operation, command: &Conclude, entry: Entry) {
    decision.writes.push(Write::Post(operation.id, entry));
    if operation.notify {
        decision.writes.push(Write::Notify(operation.id, command.now));
    }
}

fn refused(command: &Conclude, code: DeclineCode) -> OperationOutcome {
    OperationOutcome { at: command.at, code: Some(code), ..OperationOutcome::default() }
}

fn forget_key(operation: &Operation) -> Option<Write> {
    operation.key.map(|key| Write::SetKey(key, KeyState::Pending, KeyState::Deleted))
}

fn payable(payment: &Payment) -> Account {
    Account::payable(payment.merchant.as_str())
}

/// Method and acquirer, as in `CA04`. An acquirer without a two-character code is `00`.
fn institution_of(payment: &Payment, outcome: &OperationOutcome) -> InstitutionId {
    let acquirer = outcome.card.as_ref().map_or("00", |card| card.acquirer.as_str());
    let id = |acquirer: &str| InstitutionId::new(&format!("{}{acquirer}", payment.method.code()));
    id(acquirer).or_else(|| id("00")).unwrap_or(InstitutionId::UNKNOWN)
}

fn claim_of(payment: &Payment) -> Claim {
    Claim {
        day: payment.order_day,
        order_no: payment.order_no.clone(),
        merchant: payment.merchant,
        kind: ClaimKind::Payment,
    }
}
