//! A payment against its operations.

use domain::operation::{Operation, OperationKind, OperationState};
use domain::payment::{Payment, Status};
use domain::tax::TaxParts;
use store::exhibit::Dossier;

use super::{Audit, What, attempts};

pub(super) fn check(payment: &Payment, dossier: &Dossier, audit: &mut Audit) {
    let about = format!("payment {:?}", payment.id);
    check_operations(payment, &about, &dossier.operations, audit);
    let latest = attempts::check(&dossier.operations, audit);
    if let Some(latest) = latest {
        check_state(payment, &about, latest, &dossier.operations, audit);
    }
    check_cancels(payment, &about, &dossier.operations, audit);
    check_claim(payment, &about, dossier, latest, audit);
    if payment.tax.sum() != Some(payment.amount) {
        audit.find(What::TaxParts, &about, format!("{:?} of {}", payment.tax, payment.amount));
    }
}

/// Numbered from 1 on, for the payment's merchant, in its currency; those that ask for it, of its amount.
fn check_operations(payment: &Payment, about: &str, operations: &[Operation], audit: &mut Audit) {
    let numbers: Vec<u16> = operations.iter().map(|operation| operation.id.operation).collect();
    let expected: Vec<u16> = (1..=payment.operations).collect();
    if numbers != expected {
        let detail = format!("it counts {}, there are {numbers:?}", payment.operations);
        audit.find(What::OperationNumbers, about, detail);
    }
    for operation in operations {
        if (operation.merchant, operation.currency) != (payment.merchant, payment.currency) {
            let detail = format!("{} {}", operation.merchant, operation.currency.code());
            audit.find(What::OperationOwner, operation.id, detail);
        }
        if operation.kind == OperationKind::Cancel {
            continue;
        }
        audit.equal(What::OperationAmount, operation.id, &operation.amount, &payment.amount);
        audit.equal(What::TaxParts, operation.id, &operation.tax, &payment.tax);
    }
}

/// Status, what was paid, by which operation, when and through whom: all of it follows from the latest attempt.
fn check_state(
    payment: &Payment,
    about: &str,
    latest: &Operation,
    operations: &[Operation],
    audit: &mut Audit,
) {
    let status = match (latest.kind, latest.state) {
        (_, OperationState::Open) => Status::Authorising,
        (_, OperationState::Reversing) => Status::Reversing,
        (_, OperationState::Waiting) => Status::Authenticated,
        (_, OperationState::Approved) => Status::Paid,
        (_, OperationState::Declined) => Status::Declined,
        (_, OperationState::Reversed) => Status::Reversed,
    };
    audit.equal(What::Status, about, &payment.status, &status);
    let is_paid = status == Status::Paid;
    let (paid, paid_by) = if is_paid { (payment.amount, latest.id.operation) } else { (0, 0) };
    audit.equal(What::Paid, about, &payment.paid, &paid);
    audit.equal(What::PaidBy, about, &payment.paid_by, &paid_by);
    // Until it is captured, an authentication says when and through whom.
    let authentication = operations.iter().rev().find(|it| it.kind == OperationKind::Authenticate);
    let (at, institution) = match authentication {
        _ if is_paid => (Some(latest.outcome.at), Some(latest.institution)),
        Some(authentication) => (Some(authentication.begun_at), Some(authentication.institution)),
        None => (None, None),
    };
    audit.equal(What::ApprovedAt, about, &payment.approved_at, &at);
    audit.equal(What::Institution, about, &payment.institution, &institution);
    if let Some(authentication) = authentication {
        audit.equal(What::Institution, latest.id, &latest.institution, &authentication.institution);
    }
}

fn check_cancels(payment: &Payment, about: &str, operations: &[Operation], audit: &mut Audit) {
    let mut succeeded = 0_u16;
    let (mut cancelled, mut cancelling) = (0_i64, 0_i64);
    let mut parts = TaxParts::default();
    let cancels = operations.iter().filter(|operation| operation.kind == OperationKind::Cancel);
    for cancel in cancels {
        if cancelling > 0 {
            audit.find(What::CancelsAtOnce, cancel.id, "");
        }
        audit.equal(What::CancelOrdinal, cancel.id, &cancel.ordinal, &succeeded.saturating_add(1));
        if payment.institution != Some(cancel.institution) {
            audit.find(What::Institution, cancel.id, format!("it asks {}", cancel.institution));
        }
        match cancel.state {
            OperationState::Approved => {
                succeeded = succeeded.saturating_add(1);
                cancelled = cancelled.saturating_add(cancel.amount);
                parts = sum(parts, cancel.tax);
            }
            OperationState::Open => cancelling = cancelling.saturating_add(cancel.amount),
            _ => {}
        }
    }
    audit.equal(What::Cancelled, about, &payment.cancelled, &cancelled);
    audit.equal(What::Cancelling, about, &payment.cancelling, &cancelling);
    audit.equal(What::Cancels, about, &payment.cancels, &succeeded);
    let left = payment.tax.minus(parts);
    let all_is_back = cancelled == payment.amount;
    if left.is_none() || (all_is_back && left != Some(TaxParts::default())) {
        audit.find(What::RefundedParts, about, format!("{parts:?} of {:?}", payment.tax));
    }
}

fn sum(one: TaxParts, other: TaxParts) -> TaxParts {
    TaxParts {
        supply: one.supply.saturating_add(other.supply),
        vat: one.vat.saturating_add(other.vat),
        tax_free: one.tax_free.saturating_add(other.tax_free),
        service: one.service.saturating_add(other.service),
    }
}

/// The order number leads to the payment; only a decline in a window gives it back, and then another may have it.
fn check_claim(
    payment: &Payment,
    about: &str,
    dossier: &Dossier,
    latest: Option<&Operation>,
    audit: &mut Audit,
) {
    let given_back = latest.is_some_and(|latest| {
        latest.kind == OperationKind::Authorise
            && latest.state == OperationState::Declined
            && latest.in_window
    });
    match dossier.claim {
        None => audit.find(What::ClaimMissing, about, ""),
        Some(claim) if claim.trade == payment.id && claim.held != given_back => {}
        Some(claim) if claim.trade != payment.id && given_back => {}
        Some(claim) if claim.trade != payment.id => {
            audit.find(What::ClaimOfAnother, about, format!("to {:?}", claim.trade));
        }
        Some(_) if given_back => {
            audit.find(What::ClaimOfAnother, about, "it is held though it was given back");
        }
        Some(_) => audit.find(What::ClaimReleased, about, ""),
    }
}
