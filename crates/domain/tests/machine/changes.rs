//! What may become of what.

use domain::credential::CredentialState;
use domain::operation::OperationState;
use domain::payment::{Payment, Status};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::model::Model;

pub(crate) fn check_change(before: &Model, after: &Model) -> Result<(), TestCaseError> {
    check_operations(before, after)?;
    check_payments(before, after)?;
    check_credentials(before, after)?;
    prop_assert!(after.journal.starts_with(&before.journal), "the journal is never changed");
    prop_assert!(after.letters.starts_with(&before.letters));
    prop_assert!(before.numbers.is_subset(&after.numbers), "a number stays taken");
    for (id, old) in &before.windows {
        let step = after.windows.get(id).map(|window| window.step);
        prop_assert!(step >= Some(old.step), "a window never goes back");
    }
    Ok(())
}

fn check_operations(before: &Model, after: &Model) -> Result<(), TestCaseError> {
    for (id, old) in &before.operations {
        let new = after.operations.get(id);
        prop_assert!(new.is_some(), "operations are never forgotten");
        let Some(new) = new else { continue };
        prop_assert!(old == new || old.version < new.version, "a change counts");
        if !old.state.is_unresolved() {
            prop_assert_eq!(new, old, "what is resolved stays so");
        }
        prop_assert!(may_end(old.state, new.state), "{:?} became {:?}", old.state, new.state);
        prop_assert_eq!((old.amount, old.kind, old.institution), (new.amount, new.kind, new.institution));
        prop_assert!(old.sealed == new.sealed || new.sealed.is_none(), "a seal is only ever broken");
    }
    Ok(())
}

fn may_end(old: OperationState, new: OperationState) -> bool {
    use OperationState::{Approved, Declined, Open, Reversed, Reversing, Waiting};
    match old {
        _ if old == new => true,
        Open => matches!(new, Approved | Declined | Reversing),
        // From here there is one way only.
        Reversing => new == Reversed,
        // Captured, or lapsed.
        Waiting => matches!(new, Approved | Declined),
        Approved | Declined | Reversed => false,
    }
}

fn check_payments(before: &Model, after: &Model) -> Result<(), TestCaseError> {
    for (id, old) in &before.payments {
        let new = after.payments.get(id);
        prop_assert!(new.is_some(), "payments are never forgotten");
        let Some(new) = new else { continue };
        prop_assert!(old == new || old.version < new.version, "a change counts");
        prop_assert!(may_become(old.status, new.status), "{:?} became {:?}", old.status, new.status);
        let fixed = |it: &Payment| (it.amount, it.currency, it.taxation, it.tax, it.method, it.claim());
        prop_assert_eq!(fixed(old), fixed(new), "what was ordered stays");
        prop_assert!(old.cancelled <= new.cancelled && old.operations <= new.operations);
        if old.status == Status::Paid {
            let kept = |it: &Payment| (it.paid, it.paid_by, it.institution, it.approved_at);
            prop_assert_eq!(kept(old), kept(new), "what was paid stays");
        }
    }
    Ok(())
}

fn may_become(old: Status, new: Status) -> bool {
    use Status::{Authenticated, Authorising, Declined, Paid, Reversed, Reversing};
    match old {
        _ if old == new => true,
        Authorising => matches!(new, Paid | Declined | Reversing),
        Reversing => new == Reversed,
        Declined => matches!(new, Authorising | Authenticated),
        Authenticated => matches!(new, Authorising | Declined),
        Paid | Reversed => false,
    }
}

fn check_credentials(before: &Model, after: &Model) -> Result<(), TestCaseError> {
    for (id, old) in &before.credentials {
        let new = after.credentials.get(id);
        prop_assert!(new.is_some(), "a key keeps its row, so that it is never issued again");
        let Some(new) = new else { continue };
        prop_assert!(old == new || old.version < new.version, "a change counts");
        let back = old.state != CredentialState::Pending && new.state == CredentialState::Pending;
        let revived = old.state == CredentialState::Dead && new.state != CredentialState::Dead;
        prop_assert!(!back && !revived, "a dead key stays dead");
    }
    Ok(())
}
