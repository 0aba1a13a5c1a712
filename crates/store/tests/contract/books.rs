//! The books, and the audit that reads them.

use store::domain::payment::Status;
use store::domain::{Account, Authorise, Command, Currency, InstitutionId, Money, NewPayment, RequestId};
use store::{Store, Unbalanced};

use crate::database::Database;
use crate::given::{
    approved, authorise, begin, cancel, conclude, merchant, new_payment, paid, pay, request, standing,
    stored, trade,
};
use crate::merchants::of_another_merchant;

fn receivable() -> Account {
    Account::Receivable(InstitutionId::new("CA04").expect("four characters"))
}

fn payable() -> Account {
    Account::payable(merchant().as_str())
}

pub(crate) async fn a_payment_is_a_receivable_and_a_payable(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    let begun = begin(store, cancel(1, 10, 300, 1)).await;
    standing(store, conclude(begun.id, approved())).await;
    let trial = store.trial_balance().await.expect("sums");
    let sums: Vec<_> =
        trial.accounts().map(|(account, _, debit, credit)| (account.clone(), debit, credit)).collect();
    assert_eq!(sums, [(receivable(), 1_000, 300), (payable(), 300, 1_000)]);
    assert_eq!(trial.differences(), []);
    assert_eq!(store.unbalanced_payments().await, Ok(vec![]));
}

pub(crate) async fn books_of_two_currencies_are_kept_apart(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    let amount = Money::new(250, Currency::Usd).expect("not negative");
    let payment = NewPayment { amount, ..new_payment(2, "ORDER2") };
    let begun = begin(store, Command::Authorise(Box::new(Authorise { payment, ..authorise(2, "") }))).await;
    standing(store, conclude(begun.id, approved())).await;
    let trial = store.trial_balance().await.expect("sums");
    assert_eq!(trial.balance(&receivable(), Currency::Krw), 1_000);
    assert_eq!(trial.balance(&receivable(), Currency::Usd), 250);
    assert_eq!(trial.balance(&payable(), Currency::Usd), -250);
}

pub(crate) async fn every_operation_is_visited_in_order(store: &dyn Store) {
    for number in [3, 1, 2] {
        paid(store, number, &format!("ORDER{number}")).await;
    }
    begin(store, cancel(2, 10, 300, 1)).await;
    let mut visited: Vec<RequestId> = Vec::new();
    store.visit_operations(Box::new(|record| visited.push(record.operation.id))).await.expect("visits");
    assert_eq!(visited, [request(1, 1), request(2, 1), request(2, 2), request(3, 1)]);
}

pub(crate) async fn tampered_amounts_and_postings_are_reported(database: &mut dyn Database) {
    let undo = |sql: &str| assert!(database.tamper(sql).is_ok_and(|rows| rows > 0), "{sql}");
    let store = database.store();
    paid(store, 1, "ORDER1").await;
    of_another_merchant(store, 2).await;
    begin(store, pay(3, "ORDER3")).await;
    let first = trade(1).as_i64();
    let of_first = |stated, posted| vec![Unbalanced { payment: trade(1), stated, posted }];
    let table = [
        ("payment SET cancelled = 1", "payment SET cancelled = 0", of_first(999, 1_000)),
        ("payment SET paid = 0", "payment SET paid = 1000", of_first(0, 1_000)),
        ("posting SET amount = amount + 5", "posting SET amount = amount - 5", of_first(1_000, 1_005)),
        ("posting SET currency = 1", "posting SET currency = 0", of_first(1_000, 0)),
        ("posting SET side = 1 - side", "posting SET side = 1 - side", of_first(1_000, -1_000)),
    ];
    for (harm, cure, reported) in table {
        let column = if harm.starts_with("payment") { "id" } else { "payment" };
        undo(&format!("UPDATE {harm} WHERE {column} = {first}"));
        assert_eq!(store.unbalanced_payments().await, Ok(reported), "{harm}");
        undo(&format!("UPDATE {cure} WHERE {column} = {first}"));
        assert_eq!(store.unbalanced_payments().await, Ok(vec![]), "{cure}");
    }

    let payable_of = |merchant: &str| format!("(SELECT id FROM account WHERE name = 'payable:{merchant}')");
    let (own, foreign) = (payable_of("nxca_jt_bi"), payable_of("nxca_jt_il"));
    undo(&format!("UPDATE posting SET account = {foreign} WHERE payment = {first} AND account = {own}"));
    assert_eq!(store.unbalanced_payments().await, Ok(of_first(1_000, 0)), "credited to somebody else");
    undo(&format!("UPDATE posting SET account = {own} WHERE payment = {first} AND account = {foreign}"));

    undo(&format!("DELETE FROM posting WHERE payment = {first} AND side = 0"));
    let trial = store.trial_balance().await.expect("sums");
    assert_eq!(trial.differences(), [(Currency::Krw, -1_000)], "the receivable is gone");
    undo(&format!("DELETE FROM payment WHERE id = {first}"));
    assert_eq!(store.unbalanced_payments().await, Ok(of_first(0, 1_000)), "the payment is gone");
    undo("DELETE FROM account WHERE name = 'payable:nxca_jt_bi'");
    assert!(store.trial_balance().await.is_err(), "a posting to no account is not passed over");
}

/// Whatever the code did, this line would hold.
pub(crate) async fn a_payment_paid_back_twice_is_refused_by_the_database_itself(database: &mut dyn Database) {
    let store = database.store();
    let payment = paid(store, 1, "ORDER1").await;
    let harms = [
        "cancelled = 1001",
        "cancelling = 1001",
        "cancelled = 600, cancelling = 401",
        "cancelled = -1",
        "cancelling = -1",
        "paid = 999",
        "paid = 1001",
        "amount = 0, paid = 0",
    ];
    for harm in harms {
        let refused = database.tamper(&format!("UPDATE payment SET {harm}"));
        assert!(
            refused.as_ref().is_err_and(|words| words.to_lowercase().contains("check")),
            "{harm}: {refused:?}"
        );
    }
    assert_eq!(stored(store, 1).await, payment);
    assert_eq!(payment.status, Status::Paid);
}
