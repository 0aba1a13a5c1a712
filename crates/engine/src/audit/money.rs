//! What each operation must have put into the journal and into the outbox.

use domain::operation::{Operation, OperationKind, OperationState};
use domain::{Account, Transfer, TransferKind};
use store::exhibit::{Dossier, Told};
use store::{NotificationState, TransferRecord};

use super::{Audit, What};

/// Exactly the lines that the operations ask for, and no others.
pub(super) fn check_transfers(dossier: &Dossier, audit: &mut Audit) {
    for operation in &dossier.operations {
        let mut lines = dossier.transfers.iter().filter(|line| line.id == operation.id);
        match (transfer_of(operation), lines.next()) {
            (Some(expected), Some(line)) => compare(operation, &expected, line, audit),
            (Some(expected), None) => {
                audit.find(What::TransferMissing, operation.id, words(&expected));
            }
            (None, Some(line)) => audit.find(What::TransferUnexpected, operation.id, words(&line.transfer)),
            (None, None) => {}
        }
        for line in lines {
            audit.find(What::TransferUnexpected, operation.id, words(&line.transfer));
        }
    }
    let known = |line: &&TransferRecord| dossier.operations.iter().any(|operation| operation.id == line.id);
    for line in dossier.transfers.iter().filter(|line| !known(line)) {
        audit.find(What::NoSubject, line.id, format!("{} of no operation", words(&line.transfer)));
    }
}

/// The line of an operation: its kind and state say whether there is one.
fn transfer_of(operation: &Operation) -> Option<Transfer> {
    if operation.state != OperationState::Approved {
        return None;
    }
    let (receivable, payable) =
        (Account::Receivable(operation.institution), Account::payable(operation.merchant.as_str()));
    let (kind, debit, credit) = match operation.kind {
        OperationKind::Authorise | OperationKind::Capture => (TransferKind::Payment, receivable, payable),
        OperationKind::Cancel => (TransferKind::Refund, payable, receivable),
        OperationKind::Authenticate | OperationKind::IssueKey => return None,
    };
    Transfer::new(kind, debit, credit, operation.money()).ok()
}

fn compare(operation: &Operation, expected: &Transfer, line: &TransferRecord, audit: &mut Audit) {
    let found = &line.transfer;
    let between =
        |transfer: &Transfer| (transfer.kind(), transfer.debit().clone(), transfer.credit().clone());
    let detail = || format!("{} instead of {}", words(found), words(expected));
    if between(found) != between(expected) || line.line != 1 {
        audit.find(What::TransferAccounts, operation.id, detail());
    }
    if found.amount() != expected.amount() {
        audit.find(What::TransferAmount, operation.id, detail());
    }
    audit.equal(What::TransferDate, operation.id, &line.at, &operation.outcome.at);
}

fn words(transfer: &Transfer) -> String {
    let (debit, credit) = (transfer.debit().name(), transfer.credit().name());
    format!("{:?} of {:?} from {debit} to {credit}", transfer.kind(), transfer.amount())
}

/// A notification for each success that is to be told, and for nothing else.
pub(super) fn check_notifications(dossier: &Dossier, audit: &mut Audit) {
    for operation in &dossier.operations {
        let is_told = operation.notify && operation.state == OperationState::Approved;
        let mut found = dossier.notifications.iter().filter(|told| told.id.id == operation.id);
        match (is_told, found.next()) {
            (true, None) => audit.find(What::NotificationMissing, operation.id, ""),
            (true, Some(told)) if told.id.part == 0 => {
                audit.equal(What::NotificationMerchant, told.id, &told.merchant, &operation.merchant);
            }
            (_, Some(told)) => audit.find(What::NotificationUnexpected, told.id, ""),
            (false, None) => {}
        }
        for another in found {
            audit.find(What::NotificationUnexpected, another.id, "");
        }
    }
    for told in &dossier.notifications {
        if !dossier.operations.iter().any(|operation| operation.id == told.id.id) {
            audit.find(What::NoSubject, told.id, "a notification of no operation");
        }
        check_tries(told, dossier, audit);
    }
    let known = |id| dossier.notifications.iter().any(|told| told.id == id);
    for (id, _) in dossier.tries.iter().filter(|(id, _)| !known(*id)) {
        audit.find(What::NoSubject, id, "a try of no notification");
    }
}

/// Tries are numbered up to the one that was counted last; the first ones may be forgotten, but not of what waits for its
/// first end.
fn check_tries(told: &Told, dossier: &Dossier, audit: &mut Audit) {
    let kept: Vec<u32> =
        dossier.tries.iter().filter(|(id, _)| *id == told.id).map(|(_, number)| *number).collect();
    let count = u32::try_from(kept.len()).unwrap_or(u32::MAX);
    let latest: Vec<u32> =
        (1..=told.tries).skip(usize::try_from(told.tries.saturating_sub(count)).unwrap_or(0)).collect();
    let over = !matches!(told.state, NotificationState::Pending(_));
    let untried = over && told.tries == 0;
    let lost = !over && count == 0 && told.tries > 0;
    if kept != latest || untried || lost {
        let detail = format!("{:?}, tried {} times, kept are {kept:?}", told.state, told.tries);
        audit.find(What::Tries, told.id, detail);
    }
}
