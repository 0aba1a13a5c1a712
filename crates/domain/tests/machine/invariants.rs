//! What holds at any time, and what may change into what.

use std::collections::BTreeSet;

use domain::billing_key::KeyState;
use domain::payment::{Operation, OperationKind, OperationState, Payment, Status};
use domain::{Account, TrialBalance};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::model::Model;

/// What must hold of everything that is stored.
pub(crate) fn check_standing(model: &Model) -> Result<(), TestCaseError> {
    for payment in model.payments.values() {
        check_amounts(model, payment)?;
    }
    let mut trial = TrialBalance::default();
    let postings = model.postings.iter().flat_map(|(_, entry)| entry.postings());
    postings.for_each(|posting| trial.add(posting));
    prop_assert_eq!(trial.differences(), vec![]);
    let mut notified = BTreeSet::new();
    for id in &model.notifications {
        prop_assert!(notified.insert(id), "{} is notified once", id);
        let state = model.operations.get(id).map(|operation| operation.state);
        prop_assert_eq!(state, Some(OperationState::Approved), "of a success");
    }
    check_orders(model)
}

fn check_amounts(model: &Model, payment: &Payment) -> Result<(), TestCaseError> {
    prop_assert!(payment.cancelled >= 0 && payment.cancelling >= 0);
    prop_assert!(payment.cancelled + payment.cancelling <= payment.paid);
    prop_assert_eq!(payment.paid, if payment.status == Status::Paid { payment.amount } else { 0 });
    let cancels = |state| {
        let of =
            move |operation: &&Operation| operation.kind == OperationKind::Cancel && operation.state == state;
        model.operations.values().filter(|it| it.id.payment == payment.id).filter(of)
    };
    let sum = |state| cancels(state).map(|operation| operation.amount).sum::<i64>();
    prop_assert_eq!(payment.cancelling, sum(OperationState::Open));
    prop_assert_eq!(payment.cancelled, sum(OperationState::Approved));
    prop_assert_eq!(usize::from(payment.cancels), cancels(OperationState::Approved).count());
    prop_assert_eq!(cancels(OperationState::Reversing).count(), 0, "a cancel is never taken back");

    let refunded = model.refunded(payment.id);
    prop_assert_eq!(refunded.sum(), Some(payment.cancelled));
    let left = payment.tax.minus(refunded);
    prop_assert!(left.is_some(), "no part is paid back further than it was paid");
    prop_assert_eq!(left.and_then(domain::tax::TaxParts::sum), Some(payment.amount - payment.cancelled));

    let mut trial = TrialBalance::default();
    let of_payment = model.postings.iter().filter(|(id, _)| id.payment == payment.id);
    of_payment.flat_map(|(_, entry)| entry.postings()).for_each(|posting| {
        trial.add(posting);
    });
    let owed = -trial.balance(&Account::payable(payment.merchant.as_str()), payment.currency);
    prop_assert_eq!(owed, i128::from(payment.paid - payment.cancelled));
    Ok(())
}

/// An order number belongs to one payment that may still cost the customer money.
fn check_orders(model: &Model) -> Result<(), TestCaseError> {
    let mut orders = BTreeSet::new();
    for payment in model.payments.values().filter(|payment| payment.status != Status::Declined) {
        let order = (payment.order_day, &payment.order_no, payment.merchant);
        prop_assert!(orders.insert(order), "one order number, two payments: {:?}", payment.order_no);
        let held = model
            .claims
            .iter()
            .any(|(claim, trade, held)| *held && *trade == payment.id && claim.order_no == payment.order_no);
        prop_assert!(held, "{:?} has lost its order number", payment.id);
    }
    Ok(())
}

/// What may become of what.
pub(crate) fn check_change(before: &Model, after: &Model) -> Result<(), TestCaseError> {
    for (id, old) in &before.operations {
        let new = after.operations.get(id);
        if !old.state.is_unresolved() {
            prop_assert_eq!(new, Some(old), "what is resolved stays so");
        }
        let state = new.map(|operation| operation.state);
        let allowed = old.state != OperationState::Reversing
            || matches!(state, Some(OperationState::Reversing | OperationState::Reversed));
        prop_assert!(allowed, "from Reversing there is one way only, not {:?}", state);
    }
    for (id, old) in &before.payments {
        let new = after.payments.get(id);
        prop_assert!(new.is_some(), "payments are never forgotten");
        let Some(new) = new else { continue };
        prop_assert!(may_become(old.status, new.status), "{:?} became {:?}", old.status, new.status);
        let fixed = |it: &Payment| (it.amount, it.currency, it.merchant, it.order_day, it.order_no.clone());
        prop_assert_eq!(fixed(old), fixed(new), "what was ordered stays");
        prop_assert!(old.cancelled <= new.cancelled && old.operations <= new.operations);
    }
    for (id, old) in &before.keys {
        let back = *old != KeyState::Pending && after.keys.get(id) == Some(&KeyState::Pending);
        let revived = *old == KeyState::Deleted && after.keys.get(id) != Some(&KeyState::Deleted);
        prop_assert!(!back && !revived, "a deleted key stays deleted");
    }
    prop_assert!(after.postings.starts_with(&before.postings), "postings are never changed");
    Ok(())
}

fn may_become(old: Status, new: Status) -> bool {
    use Status::{Authenticated, Authorising, Declined, Paid, Reversed, Reversing};
    match old {
        _ if old == new => true,
        Authorising => matches!(new, Paid | Declined | Reversing),
        Reversing => new == Reversed,
        Declined => matches!(new, Authorising | Authenticated),
        Authenticated => new == Authorising,
        Paid | Reversed => false,
    }
}
