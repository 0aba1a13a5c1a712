//! Which operation of a payment may follow which.

use domain::operation::{Operation, OperationKind, OperationState};

use super::{Audit, What};

/// Checks the order of a payment's operations, and gives its latest attempt: what asked for the money last.
pub(super) fn check<'a>(operations: &'a [Operation], audit: &mut Audit) -> Option<&'a Operation> {
    let mut latest: Option<&Operation> = None;
    for operation in operations {
        if !follows(latest, operation) {
            let after = latest.map_or("nothing".to_owned(), |it| format!("{:?} {:?}", it.kind, it.state));
            audit.find(What::Sequence, operation.id, format!("{:?} after {after}", operation.kind));
        }
        if operation.kind != OperationKind::Cancel {
            latest = Some(operation);
        }
    }
    if let Some(captured) = latest
        && captured.kind == OperationKind::Authenticate
        && captured.state == OperationState::Approved
    {
        audit.find(What::Sequence, captured.id, "captured, and there is no capture");
    }
    latest
}

fn follows(latest: Option<&Operation>, next: &Operation) -> bool {
    use OperationKind::{Authenticate, Authorise, Cancel, Capture, IssueKey};
    let Some(latest) = latest else { return matches!(next.kind, Authorise | Authenticate) };
    match next.kind {
        Cancel => matches!(latest.kind, Authorise | Capture) && latest.state == OperationState::Approved,
        Capture => latest.kind == Authenticate && latest.state == OperationState::Approved,
        // Another card in the same window.
        Authorise | Authenticate => {
            latest.kind == Authorise && latest.state == OperationState::Declined && latest.in_window
        }
        IssueKey => false,
    }
}
