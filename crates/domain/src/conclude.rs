//! The outcome of an operation. Its kind says which noun concludes it; what they have in common is here.

use crate::credential::billing_key;
use crate::decide::{Decision, Reply, State};
use crate::facts::Approval;
use crate::operation::{Operation, OperationKind, OperationOutcome, OperationState};
use crate::payment::{self, Payment};
use crate::time::Moment;
use crate::{DeclineCode, OwnerId, Refusal, RequestId};

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
}

/// An institution's answer.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Yes, and what comes with it.
    Approved(Box<Approval>),
    /// No.
    Declined(DeclineCode),
    /// No answer, and the merchant will be told so: from here on it is only taken back.
    Unknown,
    /// A net-cancel was acknowledged.
    Reversed,
    /// Nobody waits for it any more, or its time is over.
    Lapsed,
}

/// Where an operation and its payment stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The payment, where the subject is one.
    pub payment: Option<Payment>,
    /// The operation.
    pub operation: Operation,
}

pub(crate) fn conclude(state: &State, command: &Conclude) -> Result<Decision, Refusal> {
    let operation = state.operation.as_ref().ok_or(Refusal::NoSuchPayment)?;
    if operation.owner != command.owner {
        return Ok(standing(state.payment.clone(), operation));
    }
    match operation.kind {
        OperationKind::Authorise
        | OperationKind::Capture
        | OperationKind::Cancel
        | OperationKind::Authenticate => payment::conclude(state, operation, command),
        OperationKind::IssueKey => billing_key::conclude_issue(state, operation, command),
    }
}

/// Nothing to write: things stand as they do.
pub(crate) fn standing(payment: Option<Payment>, operation: &Operation) -> Decision {
    let standing = Standing { payment, operation: operation.clone() };
    Decision { writes: Vec::new(), reply: Reply::Standing(Box::new(standing)) }
}

/// An operation with its outcome. What repeating it needed is gone once it is resolved.
pub(crate) fn close(operation: &Operation, to: OperationState, outcome: OperationOutcome) -> Operation {
    let sealed = operation.sealed.clone().filter(|_| to.is_unresolved());
    Operation { state: to, outcome, sealed, ..operation.clone() }
}
