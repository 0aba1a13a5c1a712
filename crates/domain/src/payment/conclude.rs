//! The outcome of a payment's operation: one transaction for its new state, the journal and the notification.

use super::{Payment, Status};
use crate::conclude::{Conclude, Outcome, Standing, close, standing};
use crate::credential::{CredentialState, billing_key::set_key};
use crate::decide::{Changed, Decision, Letter, Reply, State, Write};
use crate::facts::Approval;
use crate::operation::{Operation, OperationKind, OperationOutcome, OperationState};
use crate::{Account, DeclineCode, Refusal, Transfer, TransferKind};

pub(crate) fn conclude(
    state: &State,
    operation: &Operation,
    command: &Conclude,
) -> Result<Decision, Refusal> {
    let payment = state.payment.as_ref().ok_or(Refusal::NoSuchPayment)?;
    let case = Case { state, payment, operation, command };
    match (&command.outcome, operation.state, operation.kind) {
        (Outcome::Approved(approval), OperationState::Open, OperationKind::Cancel) => case.refunded(approval),
        (Outcome::Declined(code), OperationState::Open, OperationKind::Cancel) => {
            Ok(case.not_refunded(*code))
        }
        // A cancel is never taken back.
        (_, _, OperationKind::Cancel) => Ok(standing(Some(payment.clone()), operation)),
        (Outcome::Approved(approval), OperationState::Open, _) => case.approved(approval),
        (Outcome::Declined(code), OperationState::Open, _) => Ok(case.declined(*code)),
        (Outcome::Unknown, OperationState::Open, _) => Ok(case.reversing()),
        (Outcome::Reversed, OperationState::Reversing, _) => Ok(case.reversed()),
        (Outcome::Lapsed, OperationState::Waiting, _) => Ok(case.lapsed()),
        // Nothing is concluded twice.
        _ => Ok(standing(Some(payment.clone()), operation)),
    }
}

/// An operation that is being concluded, with all that is known of it.
struct Case<'a> {
    state: &'a State,
    payment: &'a Payment,
    operation: &'a Operation,
    command: &'a Conclude,
}

impl Case<'_> {
    fn approved(&self, approval: &Approval) -> Result<Decision, Refusal> {
        let payment = Payment {
            status: Status::Paid,
            paid: self.payment.amount,
            approved_at: Some(self.command.at),
            institution: Some(self.operation.institution),
            paid_by: self.operation.id.operation,
            ..self.payment.clone()
        };
        let outcome = OperationOutcome::approved(self.command.at, approval.clone());
        let mut decision = self.close(payment, OperationState::Approved, outcome);
        decision.writes.extend(set_key(self.state, CredentialState::Active));
        let (debit, credit) = (Account::Receivable(self.operation.institution), self.payable());
        self.post_and_notify(&mut decision, TransferKind::Payment, debit, credit)?;
        Ok(decision)
    }

    fn refunded(&self, approval: &Approval) -> Result<Decision, Refusal> {
        let before = self.payment;
        let payment = Payment {
            cancelled: before.cancelled.saturating_add(self.operation.amount),
            cancelling: before.cancelling.saturating_sub(self.operation.amount),
            cancels: before.cancels.saturating_add(1),
            ..before.clone()
        };
        let outcome = OperationOutcome::approved(self.command.at, approval.clone());
        let mut decision = self.close(payment, OperationState::Approved, outcome);
        let (debit, credit) = (self.payable(), Account::Receivable(self.operation.institution));
        self.post_and_notify(&mut decision, TransferKind::Refund, debit, credit)?;
        Ok(decision)
    }

    fn declined(&self, code: DeclineCode) -> Decision {
        let payment = Payment { status: Status::Declined, ..self.payment.clone() };
        let outcome = OperationOutcome::declined(self.command.at, code);
        let mut decision = self.close(payment, OperationState::Declined, outcome);
        decision.writes.extend(set_key(self.state, CredentialState::Dead));
        if self.operation.in_window {
            // The customer may try another card, or the merchant open another window.
            decision.writes.push(Write::Release(self.payment.claim(), self.payment.id));
        }
        decision
    }

    fn not_refunded(&self, code: DeclineCode) -> Decision {
        let cancelling = self.payment.cancelling.saturating_sub(self.operation.amount);
        let payment = Payment { cancelling, ..self.payment.clone() };
        let outcome = OperationOutcome::declined(self.command.at, code);
        self.close(payment, OperationState::Declined, outcome)
    }

    fn reversing(&self) -> Decision {
        let payment = Payment { status: Status::Reversing, ..self.payment.clone() };
        self.close(payment, OperationState::Reversing, OperationOutcome::nothing(self.command.at))
    }

    fn reversed(&self) -> Decision {
        let payment = Payment { status: Status::Reversed, ..self.payment.clone() };
        let outcome = OperationOutcome::nothing(self.command.at);
        let mut decision = self.close(payment, OperationState::Reversed, outcome);
        decision.writes.extend(set_key(self.state, CredentialState::Dead));
        decision
    }

    /// Nobody captured it in time: nothing was paid, and the proof is gone.
    fn lapsed(&self) -> Decision {
        let payment = Payment { status: Status::Declined, ..self.payment.clone() };
        let outcome = OperationOutcome { at: self.command.at, ..self.operation.outcome.clone() };
        self.close(payment, OperationState::Declined, outcome)
    }

    /// The new states, which every outcome has.
    fn close(&self, payment: Payment, to: OperationState, outcome: OperationOutcome) -> Decision {
        let operation = close(self.operation, to, outcome);
        let writes = vec![
            Write::Update(Changed::Operation(Box::new(operation.clone()))),
            Write::Update(Changed::Payment(Box::new(payment.clone()))),
        ];
        let standing = Standing { payment: Some(payment), operation };
        Decision { writes, reply: Reply::Standing(Box::new(standing)) }
    }

    fn post_and_notify(
        &self,
        decision: &mut Decision,
        kind: TransferKind,
        debit: Account,
        credit: Account,
    ) -> Result<(), Refusal> {
        let id = self.operation.id;
        let transfer = Transfer::new(kind, debit, credit, self.operation.money());
        let transfer = transfer.map_err(|_| Refusal::NothingToPay(self.payment.method))?;
        decision.writes.push(Write::Transfer { id, line: 1, at: self.command.at, transfer });
        if self.operation.notify {
            let merchant = self.payment.merchant;
            decision.writes.push(Write::Notify(Letter { id, part: 0, merchant }));
        }
        Ok(())
    }

    fn payable(&self) -> Account {
        Account::payable(self.payment.merchant.as_str())
    }
}
