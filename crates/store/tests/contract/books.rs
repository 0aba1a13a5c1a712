//! The books, and what an audit is shown of them.

use store::Store;
use store::domain::payment::{Authorise, NewPayment};
use store::domain::{Account, Claim, ClaimKind, Command, Currency, Money, Transfer, TransferKind};
use store::exhibit::{ClaimRecord, CredentialDossier, Dossier, Exhibit, Held};

use crate::credentials;
use crate::database::Database;
use crate::given::{
    acquirer, approved, authorise, begin, cancel, claim, conclude, concluded_at, merchant, new_payment,
    of_key, of_window, paid, pay, request, standing, submit, trade, trial, won,
};
use crate::windows;

fn receivable() -> Account {
    Account::Receivable(acquirer())
}

fn payable() -> Account {
    Account::payable(merchant().as_str())
}

fn exhibits(store: &dyn Store) -> Vec<Exhibit> {
    let mut shown = Vec::new();
    store.examine(&mut |exhibit| shown.push(exhibit)).expect("is examined");
    shown
}

fn dossiers(store: &dyn Store) -> Vec<Dossier> {
    let subject = |exhibit| match exhibit {
        Exhibit::Subject(dossier) => Some(*dossier),
        _ => None,
    };
    exhibits(store).into_iter().filter_map(subject).collect()
}

pub(crate) async fn a_payment_is_a_receivable_and_a_payable(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    let begun = begin(store, cancel(1, 10, 300, 1)).await;
    standing(store, conclude(begun.id, approved())).await;
    let trial = trial(store);
    let sums: Vec<_> =
        trial.accounts().map(|(account, _, debit, credit)| (account.clone(), debit, credit)).collect();
    assert_eq!(sums, [(receivable(), 1_000, 300), (payable(), 300, 1_000)]);

    let lines = store.transfers(trade(1)).await.expect("reads");
    let lines: Vec<_> = lines.into_iter().map(|line| (line.id, line.line, line.at, line.transfer)).collect();
    let transfer =
        |kind, debit, credit, amount| Transfer::new(kind, debit, credit, won(amount)).expect("is one");
    let payment = transfer(TransferKind::Payment, receivable(), payable(), 1_000);
    let refund = transfer(TransferKind::Refund, payable(), receivable(), 300);
    let at = concluded_at();
    assert_eq!(lines, [(request(1, 1), 1, at, payment), (request(1, 2), 1, at, refund)]);
    assert_eq!(store.transfers(trade(2)).await.expect("reads"), []);
}

pub(crate) async fn books_of_two_currencies_are_kept_apart(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    let amount = Money::new(250, Currency::Usd).expect("not negative");
    let payment = NewPayment { amount, ..new_payment(2, "ORDER2") };
    let begun = begin(store, Command::Authorise(Box::new(Authorise { payment, ..authorise(2, "") }))).await;
    standing(store, conclude(begun.id, approved())).await;
    let trial = trial(store);
    assert_eq!(trial.balance(&receivable(), Currency::Krw), 1_000);
    assert_eq!(trial.balance(&receivable(), Currency::Usd), 250);
    assert_eq!(trial.balance(&payable(), Currency::Usd), -250);
}

pub(crate) async fn what_is_kept_under_a_number_is_examined_together(store: &dyn Store) {
    windows::open(store, 7, "ORDER7").await;
    for number in [3, 1, 2] {
        paid(store, number, &format!("ORDER{number}")).await;
    }
    let open = begin(store, cancel(2, 10, 300, 1)).await;
    let shown = dossiers(store);
    let subjects: Vec<_> = shown.iter().map(|dossier| dossier.subject).collect();
    assert_eq!(subjects, [trade(1), trade(2), trade(3), of_window(7)], "by rising numbers");

    let second = shown.get(1).expect("is there");
    let record = store.payment(trade(2)).await.expect("reads").expect("is there");
    assert_eq!((&second.payment, &second.operations), (&Some(record.payment), &record.operations));
    assert_eq!(second.operations.last(), Some(&open));
    assert_eq!(second.claim, Some(Held { trade: trade(2), held: true }));
    assert_eq!(second.transfers, store.transfers(trade(2)).await.expect("reads"));
    let told: Vec<_> =
        second.notifications.iter().map(|told| (told.id.id, told.merchant, told.tries)).collect();
    assert_eq!(told, [(request(2, 1), merchant(), 0)]);
    assert_eq!((second.number, second.claimed_as.len(), second.unreadable.len()), (false, 0, 0));

    let window = shown.last().and_then(|dossier| dossier.window.as_ref());
    assert_eq!(window, Some(&windows::record(7, "ORDER7")));
}

pub(crate) async fn claims_and_credentials_are_examined_with_what_they_lead_to(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    credentials::issued(store, 5, "K1").await;
    submit(store, credentials::delete(5, 6, "D1")).await;
    let (mut claims, mut keys) = (Vec::new(), Vec::new());
    for exhibit in exhibits(store) {
        match exhibit {
            Exhibit::Claim(claim) => claims.push(claim),
            Exhibit::Credential(key) => keys.push(*key),
            Exhibit::Subject(_) => {}
            Exhibit::Unreadable(row) => unreachable!("{row:?}"),
        }
    }
    let held = |claim: Claim, trade| ClaimRecord { claim, to: Held { trade, held: true }, exists: true };
    let expected = [
        held(claim("D1", ClaimKind::DeleteKey), of_key(6)),
        held(claim("K1", ClaimKind::IssueKey), of_key(5)),
        held(claim("ORDER1", ClaimKind::Payment), trade(1)),
    ];
    claims.sort_by_key(|record| record.claim.order_no.clone());
    assert_eq!(claims, expected);
    let [CredentialDossier { credential, issued_by, .. }] = keys.as_slice() else {
        unreachable!("one credential: {keys:?}")
    };
    assert_eq!(credential.as_ref(), Some(&credentials::wiped(5)));
    let issues: Vec<_> = issued_by.iter().map(|issue| (issue.id.subject, issue.merchant)).collect();
    assert_eq!(issues, [(of_key(5), merchant())]);
    let kept: Vec<_> = dossiers(store).into_iter().map(|it| (it.subject, it.number, it.claimed_as)).collect();
    let issue = (of_key(5), true, vec![ClaimKind::IssueKey]);
    assert_eq!(kept, [(trade(1), false, vec![]), issue, (of_key(6), true, vec![ClaimKind::DeleteKey])]);
}

pub(crate) async fn an_undamaged_database_says_so(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    assert_eq!(store.damages().await, Ok(vec![]));
}

pub(crate) async fn rows_that_nobody_can_read_are_shown_as_such(database: &mut dyn Database) {
    let store = database.store();
    paid(&*store, 1, "ORDER1").await;
    credentials::issued(&*store, 5, "K1").await;
    windows::open(&*store, 7, "ORDER7").await;
    let damages = [
        ("payment", "status", "9", "1"),
        ("payment", "currency", "7", "0"),
        ("payment", "merchant", "'nobody at all'", "'nxca_jt_bi'"),
        ("payment", "detail", "'{'", "'{\"product\":\"책\"}'"),
        ("operation", "state", "17", "3"),
        ("operation", "facts", "'{\"dice\":1}'", "NULL"),
        ("operation", "code", "'no code'", "NULL"),
        ("operation", "institution", "'?'", "'CA04'"),
        ("transfer", "kind", "99", "0"),
        ("transfer", "debit", "77", "1"),
        ("notification", "state", "5", "0"),
        ("window", "method", "0", "1"),
        ("claim", "kind", "9", "0"),
        ("credential", "state", "5", "1"),
    ];
    for (table, column, harm, cure) in damages {
        let first = if table == "claim" { " WHERE order_no = 'ORDER1'" } else { "" };
        database.damage(&format!("UPDATE {table} SET {column} = {harm}{first}"));
        let mut found = Vec::new();
        store
            .examine(&mut |exhibit| match exhibit {
                Exhibit::Unreadable(row) => found.push(row),
                Exhibit::Subject(dossier) => found.extend(dossier.unreadable),
                Exhibit::Claim(_) | Exhibit::Credential(_) => {}
            })
            .expect("is examined");
        assert!(!found.is_empty(), "{table}.{column}");
        for row in found {
            assert_eq!(row.table, table, "{row:?}");
            assert!(row.why.starts_with(&format!("{column}: ")), "{row:?}");
            assert!(!row.why.contains(harm.trim_matches('\'')), "it says nothing of the value: {row:?}");
        }
        database.damage(&format!("UPDATE {table} SET {column} = {cure}{first}"));
    }
}

pub(crate) async fn a_line_without_its_account_is_no_line(database: &mut dyn Database) {
    let store = database.store();
    paid(&*store, 1, "ORDER1").await;
    begin(&*store, pay(2, "ORDER2")).await;
    database.damage("DELETE FROM account WHERE name = 'payable:nxca_jt_bi'");
    assert!(store.transfers(trade(1)).await.is_err(), "a transfer to no account is not passed over");
    assert_eq!(store.transfers(trade(2)).await, Ok(vec![]));
}
