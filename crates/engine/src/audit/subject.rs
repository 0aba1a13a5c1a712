//! What is kept under one number.

use domain::operation::OperationKind;
use domain::{ClaimKind, NumberKind};
use store::exhibit::Dossier;

use super::{Audit, What, money, operation, payment};

pub(super) fn check(dossier: &Dossier, audit: &mut Audit) {
    check_number(dossier, audit);
    check_window(dossier, audit);
    for operation in &dossier.operations {
        operation::check(operation, audit);
    }
    match &dossier.payment {
        Some(payment) => payment::check(payment, dossier, audit),
        None => check_without_payment(dossier, audit),
    }
    money::check_transfers(dossier, audit);
    money::check_notifications(dossier, audit);
}

/// Each number is of the kind that draws it, and guarded by one row.
fn check_number(dossier: &Dossier, audit: &mut Audit) {
    let (subject, kind) = (dossier.subject, dossier.subject.kind());
    let is_payment = dossier.payment.is_some();
    let fits = match kind {
        NumberKind::Payment => dossier.window.is_none() && !dossier.number,
        NumberKind::Window => true,
        NumberKind::Cancel => !is_payment && dossier.window.is_none() && !dossier.number,
        NumberKind::Other => !is_payment && dossier.window.is_none(),
    };
    if !fits {
        audit.find(What::NumberKind, format_args!("{subject:?}"), format!("it is a number of {kind:?}"));
    }
    if dossier.number && (is_payment || dossier.window.is_some()) {
        audit.find(What::NumberUnexpected, format_args!("{subject:?}"), "");
    }
    if dossier.number && kind == NumberKind::Other {
        check_claimed_once(dossier, audit);
    }
}

/// What stands alone has one order number, and the operations of its kind.
fn check_claimed_once(dossier: &Dossier, audit: &mut Audit) {
    let about = format!("{:?}", dossier.subject);
    let operations = dossier.operations.len();
    match dossier.claimed_as.as_slice() {
        [] => audit.find(What::ClaimMissing, &about, ""),
        [kind] => match operations_of(*kind) {
            Some(due) if due == operations => {}
            Some(0) | None => audit.find(What::ClaimOfAnother, &about, format!("it is claimed as {kind:?}")),
            Some(_) => audit.find(What::NoSubject, &about, format!("{kind:?} without its operation")),
        },
        others => audit.find(What::ClaimOfAnother, &about, format!("it is claimed as {others:?}")),
    }
}

/// How many requests to institutions there are of what claims so, if it stands alone.
const fn operations_of(kind: ClaimKind) -> Option<usize> {
    match kind {
        ClaimKind::IssueKey => Some(1),
        ClaimKind::DeleteKey => Some(0),
        // They are a payment's.
        ClaimKind::Payment | ClaimKind::Cancel => None,
    }
}

fn check_window(dossier: &Dossier, audit: &mut Audit) {
    let Some(window) = &dossier.window else { return };
    let about = format!("window {:?}", window.payment);
    if let Some(payment) = &dossier.payment
        && (!payment.is_for(&window.claim()) || payment.method != window.method)
    {
        audit.find(What::Window, &about, "");
    }
    let tried = dossier.operations.iter().filter(|operation| operation.in_window).count();
    if usize::try_from(window.step).unwrap_or(usize::MAX) < tried {
        audit.find(What::WindowSteps, &about, format!("{} steps, {tried} cards", window.step));
    }
}

/// Only keys are issued without a payment, by one operation.
fn check_without_payment(dossier: &Dossier, audit: &mut Audit) {
    let about = format!("{:?}", dossier.subject);
    match dossier.operations.as_slice() {
        [] => {}
        [issue] if issue.kind == OperationKind::IssueKey => {
            audit.equal(What::OperationNumbers, issue.id, &issue.id.operation, &1);
            if !dossier.number {
                audit.find(What::NumberMissing, &about, "");
            }
        }
        operations => {
            audit.find(What::NoSubject, &about, format!("{} operations of no payment", operations.len()));
        }
    }
}
