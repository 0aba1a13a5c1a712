//! An operation by itself, whatever its subject is.

use domain::NumberKind;
use domain::facts::Facts;
use domain::operation::{Operation, OperationKind, OperationState};

use super::{Audit, What};

pub(super) fn check(operation: &Operation, audit: &mut Audit) {
    check_state(operation, audit);
    check_number(operation, audit);
    check_outcome(operation, audit);
    check_sealed(operation, audit);
    let moves_nothing = operation.kind == OperationKind::IssueKey;
    if moves_nothing != (operation.amount == 0) {
        audit.find(What::OperationAmount, operation.id, format!("{:?}", operation.money()));
    }
    if operation.tax.sum() != Some(operation.amount) {
        let detail = format!("{:?} of {:?}", operation.tax, operation.money());
        audit.find(What::TaxParts, operation.id, detail);
    }
}

fn check_state(operation: &Operation, audit: &mut Audit) {
    use OperationKind::{Authenticate, Authorise, Cancel, Capture, IssueKey};
    use OperationState::{Approved, Declined, Open, Reversed, Reversing, Waiting};
    let possible = match (operation.kind, operation.state) {
        (Authenticate, state) => matches!(state, Waiting | Approved | Declined),
        (_, Waiting) => false,
        (Cancel | IssueKey, Reversing | Reversed) => false,
        (Authorise | Capture | Cancel | IssueKey, Open | Approved | Declined | Reversing | Reversed) => true,
    };
    if !possible {
        let detail = format!("{:?} {:?}", operation.kind, operation.state);
        audit.find(What::OperationState, operation.id, detail);
    }
}

/// A cancel has a number and an ordinal of its own, anything else its subject's and none.
fn check_number(operation: &Operation, audit: &mut Audit) {
    let is_cancel = operation.kind == OperationKind::Cancel;
    let number_fits = match is_cancel {
        true => operation.trade.kind() == NumberKind::Cancel,
        false => operation.trade == operation.id.subject,
    };
    if !number_fits {
        audit.find(What::NumberKind, operation.id, format!("its number is {:?}", operation.trade));
    }
    if is_cancel != (operation.ordinal > 0) {
        audit.find(What::CancelOrdinal, operation.id, format!("it is {}", operation.ordinal));
    }
}

fn check_outcome(operation: &Operation, audit: &mut Audit) {
    let outcome = &operation.outcome;
    let authentication = operation.kind == OperationKind::Authenticate;
    let declined = operation.state == OperationState::Declined;
    let code_fits = outcome.code.is_some() == (declined && !authentication);
    let approval = outcome.approval.approval_no.is_some() || outcome.approval.facts != Facts::None;
    let approval_fits = !approval || authentication || operation.state == OperationState::Approved;
    if !code_fits || !approval_fits {
        audit.find(What::Outcome, operation.id, format!("it is {:?}", operation.state));
    }
}

/// What repeating an operation needs is kept while it may be repeated, and no longer.
fn check_sealed(operation: &Operation, audit: &mut Audit) {
    let kept = operation.sealed.is_some();
    let needed = match operation.kind {
        OperationKind::Authenticate => operation.state == OperationState::Waiting,
        OperationKind::Capture => operation.state.is_unresolved(),
        _ => false,
    };
    if (needed && !kept) || (kept && !operation.state.is_unresolved()) {
        audit.find(What::Sealed, operation.id, format!("it is {:?}", operation.state));
    }
}
