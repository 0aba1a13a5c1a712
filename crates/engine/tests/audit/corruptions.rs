//! Rows that somebody tampered with, one table of them.

use std::collections::BTreeSet;

use domain::NumberKind;
use engine::What::{self, *};

use crate::folder::{Original, kinds};
use crate::given::number;

#[test]
fn a_folder_in_which_everything_happened_is_right() {
    let audit = Original::new().copy().audit(&crate::history::lines().into()).expect("is audited");
    assert_eq!((audit.differences.as_slice(), audit.unlisted), (&[][..], 0));
    assert_eq!(audit.operations, 24);
    let mut under_way: Vec<_> =
        audit.unresolved.iter().map(|(id, ..)| (id.subject.kind(), id.operation)).collect();
    under_way.sort_by_key(|(_, operation)| *operation);
    let payment = NumberKind::Payment;
    assert_eq!(under_way, [(payment, 1), (payment, 1), (NumberKind::Other, 1), (payment, 5)]);
    assert_eq!(audit.stuck().count(), 0);
}

/// What somebody did to the rows, and exactly what an audit says of it.
const TABLE: &[(&str, &[What])] = &[
    // A payment's own figures.
    ("UPDATE payment SET status = 2 WHERE id = {p1}", &[Status]),
    ("UPDATE payment SET status = 1, paid = amount WHERE id = {p2}", &[Status, Paid]),
    (
        "UPDATE payment SET paid = 0, cancelled = 0, cancelling = 0 WHERE id = {p1}",
        &[Paid, Cancelled, Cancelling],
    ),
    ("UPDATE payment SET cancelled = 999 WHERE id = {p1}", &[Cancelled]),
    ("UPDATE payment SET cancelling = 0 WHERE id = {p1}", &[Cancelling]),
    ("UPDATE payment SET cancelling = 10 WHERE id = {p7}", &[Cancelling]),
    ("UPDATE payment SET cancels = 3 WHERE id = {p1}", &[Cancels]),
    ("UPDATE payment SET operations = 6 WHERE id = {p1}", &[OperationNumbers]),
    ("UPDATE payment SET paid_by = 1 WHERE id = {w1}", &[PaidBy]),
    ("UPDATE payment SET approved_at = approved_at + 86400000 WHERE id = {p1}", &[ApprovedAt]),
    ("UPDATE payment SET institution = 'CA01' WHERE id = {p7}", &[Institution]),
    ("UPDATE payment SET vat = vat + 1 WHERE id = {p2}", &[TaxParts]),
    ("UPDATE payment SET amount = 9000, paid = 9000 WHERE id = {p7}", &[OperationAmount, TaxParts]),
    ("UPDATE payment SET currency = 1 WHERE id = {p7}", &[OperationOwner]),
    ("UPDATE payment SET order_no = 'ANOTHER' WHERE id = {p6}", &[ClaimMissing, ClaimLeadsNowhere]),
    ("DELETE FROM payment WHERE id = {p7}", &[NoSubject, ClaimLeadsNowhere]),
    // Its operations.
    (
        "UPDATE operation SET state = 4 WHERE subject = {p7}",
        &[
            Outcome,
            Status,
            Paid,
            PaidBy,
            Institution,
            ApprovedAt,
            TransferUnexpected,
            NotificationUnexpected,
            InstitutionDeed,
        ],
    ),
    (
        "UPDATE operation SET amount = 301, supply = supply + 1 WHERE subject = {p1} AND operation = 2",
        &[Cancelled, TransferAmount, InstitutionAmount],
    ),
    ("UPDATE operation SET ordinal = 3 WHERE subject = {p1} AND operation = 4", &[CancelOrdinal]),
    ("UPDATE operation SET vat = 100, supply = 600 WHERE subject = {p1} AND operation = 4", &[]),
    (
        "UPDATE operation SET vat = 700, supply = 9300 WHERE subject = {p6} AND operation = 2",
        &[RefundedParts],
    ),
    ("UPDATE operation SET supply = supply + 1 WHERE subject = {p1} AND operation = 3", &[TaxParts]),
    (
        "UPDATE operation SET institution = 'CA01' WHERE subject = {p1} AND operation = 2",
        &[Institution, TransferAccounts, InstitutionName],
    ),
    ("UPDATE operation SET institution = 'CA01' WHERE subject = {w4} AND operation = 1", &[Institution]),
    ("UPDATE operation SET merchant = 'another' WHERE subject = {p2}", &[OperationOwner]),
    (
        "UPDATE operation SET trade = {p2} WHERE subject = {p1} AND operation = 4",
        &[NumberKind, ClaimLeadsNowhere],
    ),
    (
        "UPDATE operation SET operation = 9 WHERE subject = {p1} AND operation = 3",
        &[OperationNumbers, CancelOrdinal, CancelsAtOnce, UnknownToUs],
    ),
    ("UPDATE operation SET kind = 1 WHERE subject = {p7}", &[Sequence]),
    ("UPDATE operation SET state = 2 WHERE subject = {p5}", &[OperationState, Status]),
    ("UPDATE operation SET code = NULL WHERE subject = {p2}", &[Outcome]),
    ("UPDATE operation SET sealed = x'0102' WHERE subject = {w4} AND operation = 2", &[Sealed]),
    ("UPDATE operation SET sealed = NULL WHERE subject = {w3}", &[Sealed]),
    ("UPDATE operation SET in_window = 0 WHERE subject = {w6}", &[ClaimReleased]),
    ("DELETE FROM operation WHERE subject = {w1} AND operation = 1", &[OperationNumbers, UnknownToUs]),
    ("DELETE FROM operation WHERE subject = {k2}", &[NoSubject, ClaimLeadsNowhere, CredentialUnissued]),
    // The journal.
    ("UPDATE transfer SET amount = amount + 5 WHERE subject = {p7}", &[TransferAmount]),
    ("UPDATE transfer SET currency = 1 WHERE subject = {p7}", &[TransferAmount]),
    ("UPDATE transfer SET at = at + 1 WHERE subject = {p7}", &[TransferDate]),
    ("UPDATE transfer SET line = 2 WHERE subject = {p7}", &[TransferAccounts]),
    (
        "INSERT INTO account VALUES (99, 'receivable:CA01'); UPDATE transfer SET debit = 99 WHERE subject = {p7}",
        &[TransferAccounts],
    ),
    ("UPDATE transfer SET debit = credit, credit = debit WHERE subject = {p7}", &[Unreadable]),
    (
        "UPDATE transfer SET kind = 1, debit = credit, credit = debit WHERE subject = {p7}",
        &[TransferAccounts],
    ),
    ("DELETE FROM transfer WHERE subject = {p1} AND operation = 2", &[TransferMissing]),
    (
        "UPDATE transfer SET operation = 5 WHERE subject = {p1} AND operation = 4",
        &[TransferMissing, TransferUnexpected],
    ),
    (
        "INSERT INTO transfer SELECT subject, operation, 2, kind, at, debit, credit, amount, currency FROM transfer \
      WHERE subject = {p7}",
        &[TransferUnexpected],
    ),
    (
        "INSERT INTO transfer SELECT 5, operation, line, kind, at, debit, credit, amount, currency FROM transfer \
      WHERE subject = {p7}",
        &[NoSubject],
    ),
    ("UPDATE account SET name = 'receivable:toolongid' WHERE name = 'receivable:CA04'", &[Unreadable]),
    ("DELETE FROM account WHERE name = 'payable:nxca_jt_bi'", &[Unreadable]),
    // The outbox.
    ("DELETE FROM notification WHERE subject = {p7}", &[NotificationMissing]),
    ("INSERT INTO notification VALUES ({p6}, 1, 0, 'nxca_jt_bi', 0, 0, 0)", &[NotificationUnexpected]),
    ("INSERT INTO notification VALUES ({p7}, 1, 1, 'nxca_jt_bi', 0, 0, 0)", &[NotificationUnexpected]),
    ("INSERT INTO notification VALUES (7, 1, 0, 'nxca_jt_bi', 0, 0, 0)", &[NoSubject]),
    ("UPDATE notification SET merchant = 'another' WHERE subject = {p7}", &[NotificationMerchant]),
    ("UPDATE notification SET tries = 5 WHERE subject = {w1}", &[Tries]),
    ("UPDATE notification SET state = 1 WHERE subject = {p7}", &[Tries]),
    ("UPDATE notification SET state = 7 WHERE subject = {p7}", &[Unreadable]),
    ("DELETE FROM notification_try WHERE subject = {w4}", &[Tries]),
    ("UPDATE notification_try SET operation = 5 WHERE subject = {w4}", &[Tries, NoSubject]),
    // Order numbers.
    ("DELETE FROM claim WHERE order_no = 'ORDER1'", &[ClaimMissing]),
    ("DELETE FROM claim", &[ClaimMissing]),
    ("UPDATE claim SET trade = {p2} WHERE order_no = 'ORDER1'", &[ClaimOfAnother, ClaimLeadsNowhere]),
    ("UPDATE claim SET held = 0 WHERE order_no = 'ORDER1'", &[ClaimReleased]),
    ("UPDATE claim SET held = 1 WHERE order_no = 'WINDOW6'", &[ClaimOfAnother]),
    ("UPDATE claim SET trade = 5 WHERE order_no = 'CANCEL1'", &[ClaimLeadsNowhere]),
    ("UPDATE claim SET held = 0 WHERE order_no = 'CANCEL1'", &[ClaimReleased]),
    ("UPDATE claim SET day = 20261301 WHERE order_no = 'CANCEL1'", &[ClaimLeadsNowhere]),
    ("UPDATE claim SET kind = 9 WHERE order_no = 'CANCEL1'", &[Unreadable]),
    ("DELETE FROM claim WHERE order_no = 'KEY2'", &[ClaimMissing]),
    ("DELETE FROM claim WHERE order_no = 'DELETE5'", &[ClaimMissing]),
    ("UPDATE claim SET kind = 3 WHERE order_no = 'KEY2'", &[ClaimOfAnother]),
    // Numbers.
    ("DELETE FROM number WHERE id = {k2}", &[NumberMissing]),
    ("DELETE FROM number WHERE id = {k5}", &[ClaimLeadsNowhere]),
    ("INSERT INTO number VALUES ({w1})", &[NumberUnexpected]),
    ("INSERT INTO number VALUES ({p1})", &[NumberKind, NumberUnexpected]),
    ("UPDATE window SET payment = {p1} WHERE payment = {w2}", &[NumberKind, Window]),
    // Windows.
    ("UPDATE window SET order_no = 'ANOTHER' WHERE payment = {w1}", &[Window]),
    ("UPDATE window SET step = 1 WHERE payment = {w1}", &[WindowSteps]),
    ("UPDATE window SET id = x'0102' WHERE payment = {w2}", &[Unreadable]),
    // Credentials.
    (
        "UPDATE credential SET state = 0 WHERE id = (SELECT credential FROM operation WHERE subject = {k2})",
        &[CredentialState],
    ),
    (
        "UPDATE credential SET state = 2 WHERE id = (SELECT credential FROM operation WHERE subject = {k6})",
        &[CredentialState, CredentialSeal],
    ),
    (
        "UPDATE credential SET sealed = x'00' WHERE id = (SELECT credential FROM operation WHERE subject = {k3})",
        &[CredentialSeal],
    ),
    (
        "UPDATE credential SET merchant = 'another' WHERE id = (SELECT credential FROM operation WHERE subject = {k2})",
        &[CredentialOwner, CredentialSeal],
    ),
    (
        "DELETE FROM credential WHERE id = (SELECT credential FROM operation WHERE subject = {k2})",
        &[CredentialMissing],
    ),
    ("UPDATE operation SET credential = NULL WHERE subject = {k2}", &[CredentialUnissued]),
    ("UPDATE merchant SET keys = x'00'", &[Unreadable]),
    ("DELETE FROM generation", &[Unreadable]),
    ("UPDATE merchant SET contract = '{}'", &[Unreadable]),
    ("UPDATE operation SET facts = '{\"dice\":6}' WHERE subject = {p7}", &[Unreadable]),
    ("UPDATE payment SET detail = '' WHERE id = {p7}", &[Unreadable]),
];

/// The places in a statement where a number belongs: `{p1}` a payment's, `{w1}` a window's, `{k1}` a key's.
fn with_numbers(sql: &str) -> String {
    let mut filled = sql.to_owned();
    for (letter, kind) in [('p', NumberKind::Payment), ('w', NumberKind::Window), ('k', NumberKind::Other)] {
        for count in 0..=9 {
            let place = format!("{{{letter}{count}}}");
            filled = filled.replace(&place, &number(kind, count).as_i64().to_string());
        }
    }
    filled
}

#[test]
fn each_row_that_somebody_changed_is_found_and_nothing_else() {
    let original = Original::new();
    let mut mistaken = Vec::new();
    for (sql, expected) in TABLE {
        let damaged = original.copy();
        damaged.tamper(&with_numbers(sql));
        let found = damaged.differences();
        let expected: BTreeSet<What> = expected.iter().copied().collect();
        // The schema's own checks speak up as well, where they are concerned.
        let mut kinds = kinds(&found);
        if !expected.contains(&Damaged) {
            kinds.remove(&Damaged);
        }
        if kinds != expected {
            let words: Vec<_> = found.iter().map(ToString::to_string).collect();
            mistaken.push(format!("{sql}\n  expected {expected:?}\n  found {kinds:?}\n  {words:#?}"));
        }
    }
    assert!(mistaken.is_empty(), "{}", mistaken.join("\n"));
}

/// A kind of difference that nothing brings about proves nothing.
#[test]
fn each_kind_of_difference_is_brought_about() {
    let by_rows = TABLE.iter().flat_map(|(_, expected)| expected.iter().copied());
    let elsewhere = [Damaged, InstitutionTwice, UnknownToInstitution, InstitutionBooks];
    let all: BTreeSet<What> = by_rows.chain(elsewhere).collect();
    let missing: Vec<_> = What::ALL.iter().filter(|what| !all.contains(what)).collect();
    assert_eq!(missing, Vec::<&What>::new());
}
