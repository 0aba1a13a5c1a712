//! What holds at any time.

use std::collections::BTreeSet;

use domain::credential::CredentialState;
use domain::operation::{Operation, OperationKind, OperationState};
use domain::payment::{Payment, Status};
use domain::window::{MOST_ATTEMPTS, MOST_WINDOWS};
use domain::{Account, ClaimKind, NumberKind, TransferKind, TrialBalance};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::model::Model;

/// What must hold of everything that is stored.
pub(crate) fn check_standing(model: &Model) -> Result<(), TestCaseError> {
    for payment in model.payments.values() {
        check_amounts(model, payment)?;
        check_books(model, payment)?;
        check_steps(model, payment)?;
    }
    check_operations(model)?;
    check_letters(model)?;
    check_orders(model)?;
    check_numbers(model)?;
    check_keys(model)
}

fn check_amounts(model: &Model, payment: &Payment) -> Result<(), TestCaseError> {
    prop_assert!(payment.cancelled >= 0 && payment.cancelling >= 0);
    prop_assert!(payment.cancelled + payment.cancelling <= payment.paid);
    prop_assert_eq!(payment.paid, if payment.status == Status::Paid { payment.amount } else { 0 });
    let cancels = |state| {
        let of = move |it: &&Operation| it.kind == OperationKind::Cancel && it.state == state;
        model.of(payment.id).filter(of)
    };
    let sum = |state| cancels(state).map(|operation| operation.amount).sum::<i64>();
    prop_assert_eq!(payment.cancelling, sum(OperationState::Open));
    prop_assert_eq!(payment.cancelled, sum(OperationState::Approved));
    prop_assert!(cancels(OperationState::Open).count() <= 1, "one cancel at a time");
    prop_assert_eq!(cancels(OperationState::Reversing).count(), 0, "a cancel is never taken back");
    let ordinals: BTreeSet<_> = cancels(OperationState::Approved).map(|it| it.ordinal).collect();
    prop_assert_eq!(ordinals, (1..=payment.cancels).collect(), "001, 002, … without a gap");

    let refunded = model.refunded(payment.id);
    prop_assert_eq!(refunded.sum(), Some(payment.cancelled));
    let left = payment.tax.minus(refunded);
    prop_assert!(left.is_some(), "no part is paid back further than it was paid");
    prop_assert_eq!(left.and_then(domain::tax::TaxParts::sum), Some(payment.amount - payment.cancelled));
    Ok(())
}

/// A payment's transfers say what its row says, and each stands at the operation that moved the money.
fn check_books(model: &Model, payment: &Payment) -> Result<(), TestCaseError> {
    let mut trial = TrialBalance::default();
    for line in model.journal.iter().filter(|line| line.id.subject == payment.id) {
        let operation = model.operations.get(&line.id);
        prop_assert!(operation.is_some(), "a transfer without its operation");
        let Some(operation) = operation else { continue };
        let kind = match operation.kind {
            OperationKind::Cancel => TransferKind::Refund,
            _ => TransferKind::Payment,
        };
        prop_assert_eq!((line.line, line.transfer.kind()), (1, kind));
        prop_assert_eq!((line.transfer.amount(), line.at), (operation.money(), operation.outcome.at));
        prop_assert!(operation.state == OperationState::Approved, "only a yes moves money");
        trial.add(&line.transfer);
    }
    let moving =
        |it: &&Operation| it.kind != OperationKind::Authenticate && it.state == OperationState::Approved;
    let lines = model.journal.iter().filter(|line| line.id.subject == payment.id).count();
    prop_assert_eq!(lines, model.of(payment.id).filter(moving).count(), "each yes moves money once");
    let left = i128::from(payment.paid - payment.cancelled);
    let payable = trial.balance(&Account::payable(payment.merchant.as_str()), payment.currency);
    prop_assert_eq!(payable, -left);
    let owes = payment.institution.map(Account::Receivable);
    prop_assert_eq!(owes.map_or(0, |account| trial.balance(&account, payment.currency)), left);
    Ok(())
}

/// A payment's status is that of its latest step.
fn check_steps(model: &Model, payment: &Payment) -> Result<(), TestCaseError> {
    let numbers: Vec<_> = model.of(payment.id).map(|operation| operation.id.operation).collect();
    prop_assert_eq!(numbers, (1..=payment.operations).collect::<Vec<_>>());
    let steps = || model.of(payment.id).filter(|it| it.kind != OperationKind::Cancel);
    let last = steps().last().map(|operation| (operation.kind, operation.state));
    let fits = match payment.status {
        Status::Authorising => {
            matches!(last, Some((OperationKind::Authorise | OperationKind::Capture, OperationState::Open)))
        }
        Status::Paid => matches!(last, Some((_, OperationState::Approved))),
        Status::Declined => matches!(last, Some((_, OperationState::Declined))),
        Status::Reversing => matches!(last, Some((_, OperationState::Reversing))),
        Status::Reversed => matches!(last, Some((_, OperationState::Reversed))),
        Status::Authenticated => last == Some((OperationKind::Authenticate, OperationState::Waiting)),
    };
    prop_assert!(fits, "{:?} after {:?}", payment.status, last);
    let paid_by = steps().last().filter(|_| payment.status == Status::Paid).map_or(0, |it| it.id.operation);
    prop_assert_eq!(payment.paid_by, paid_by, "what the institution knows it by");
    let unresolved = steps().filter(|it| it.state.is_unresolved()).count();
    prop_assert!(unresolved <= 1, "a card is asked while another one is");
    let attempts = steps().filter(|it| it.in_window).count();
    prop_assert!(attempts <= usize::from(MOST_ATTEMPTS), "{} cards in one window", attempts);
    Ok(())
}

fn check_operations(model: &Model) -> Result<(), TestCaseError> {
    let unresolved = model.operations.values().filter(|it| it.state.is_unresolved()).map(|it| it.id);
    let leased = model.leases.keys().copied();
    prop_assert!(unresolved.eq(leased), "somebody has, or waits for, whatever is unresolved");
    for operation in model.operations.values() {
        let proving = matches!(operation.kind, OperationKind::Authenticate | OperationKind::Capture);
        let expected = proving && operation.state.is_unresolved();
        prop_assert_eq!(operation.sealed.is_some(), expected, "a proof goes with its use: {:?}", operation);
    }
    Ok(())
}

fn check_letters(model: &Model) -> Result<(), TestCaseError> {
    let mut told = BTreeSet::new();
    for letter in &model.letters {
        prop_assert!(told.insert((letter.id, letter.part)), "{} is told of once", letter.id);
        let operation = model.operations.get(&letter.id);
        let fits = operation.is_some_and(|it| it.state == OperationState::Approved && it.notify);
        prop_assert!(fits, "of a success, to who asked");
        prop_assert_eq!(operation.map(|it| it.merchant), Some(letter.merchant));
    }
    Ok(())
}

/// An order number belongs to one payment that may still cost the customer money.
fn check_orders(model: &Model) -> Result<(), TestCaseError> {
    let mut orders = BTreeSet::new();
    for payment in model.payments.values().filter(|payment| payment.status != Status::Declined) {
        let order = (payment.order_day, &payment.order_no, payment.merchant);
        prop_assert!(orders.insert(order), "one order number, two payments: {:?}", payment.order_no);
        let holder = model.claimant(&payment.claim());
        let held = holder.is_some_and(|claimant| claimant.trade == payment.id);
        prop_assert!(held, "{:?} has lost its order number", payment.id);
    }
    for window in model.windows.values() {
        prop_assert!(model.windows_of(&window.claim()) <= MOST_WINDOWS);
    }
    Ok(())
}

/// A number stands for one thing, whatever kinds there are; a window and its payment are one.
fn check_numbers(model: &Model) -> Result<(), TestCaseError> {
    let mut numbers = BTreeSet::new();
    for window in model.windows.values() {
        prop_assert!(numbers.insert(window.payment), "{:?} stands for two windows", window.payment);
        let payment = model.payments.get(&window.payment);
        let own = payment.is_none_or(|it| it.is_for(&window.claim()) && it.method == window.method);
        prop_assert!(own, "{:?} is another order's payment", window.payment);
    }
    for payment in model.payments.values().filter(|payment| payment.id.kind() != NumberKind::Window) {
        prop_assert!(numbers.insert(payment.id), "{:?} stands for two things", payment.id);
    }
    let cancels = model.operations.values().filter(|operation| operation.trade != operation.id.subject);
    for number in cancels.map(|cancel| &cancel.trade).chain(&model.numbers) {
        prop_assert!(numbers.insert(*number), "{:?} stands for two things", number);
    }
    let subjects = model.operations.values().map(|operation| operation.id.subject);
    for subject in subjects.chain(model.payments.keys().copied()) {
        prop_assert!(numbers.contains(&subject), "nothing guards {:?}", subject);
    }
    let claimed = model.claims.iter().filter(|holding| holding.claim.kind != ClaimKind::Payment);
    for trade in claimed.map(|holding| holding.trade) {
        prop_assert!(numbers.contains(&trade), "nobody is told a number that isn't guarded: {:?}", trade);
    }
    Ok(())
}

/// A key is pending exactly as long as what issues it is under way.
fn check_keys(model: &Model) -> Result<(), TestCaseError> {
    for key in model.credentials.values() {
        let mut issues = model.operations.values().filter(|it| it.credential == Some(key.id));
        let issue = issues.next().map(|operation| operation.state);
        prop_assert!(issue.is_some() && issues.next().is_none(), "one operation issues a key");
        let fits = match key.state {
            CredentialState::Pending => issue.is_some_and(OperationState::is_unresolved),
            CredentialState::Active => issue == Some(OperationState::Approved),
            CredentialState::Dead => issue.is_some_and(|state| !state.is_unresolved()),
        };
        prop_assert!(fits, "{:?} of {:?}", key.state, issue);
        prop_assert_eq!(key.sealed.is_empty(), key.state == CredentialState::Dead);
    }
    Ok(())
}
