//! An intent and its outcome: durable, and read back as they were written.

use std::sync::Arc;
use std::time::Duration;

use store::Store;
use store::domain::operation::{OperationKind, OperationState, Sealed};
use store::domain::payment::{Authorise, Capture, NewPayment, Order, Status};
use store::domain::tax::{TaxParts, Taxation};
use store::domain::{Command, Currency, Method, Money, Outcome, RequestId};

use crate::database::Database;
use crate::given::{
    ANOTHER, NOW, OWNER, acquirer, approval, approved, authorise, begin, conclude, concluded_at, declined,
    intent, merchant, new_payment, of_window, paid, pay, standing, submit, trade, trial, won,
};
use crate::windows;

pub(crate) async fn an_intent_is_there_after_reopening(database: &mut dyn Database) {
    let begun = begin(&*database.store(), pay(1, "ORDER1")).await;
    database.reopen();
    let store = database.store();
    let record = store.payment(trade(1)).await.expect("reads").expect("is there");
    assert_eq!(record.payment.status, Status::Authorising);
    assert_eq!(record.operations, std::slice::from_ref(&begun));
    let leased = store.take_expired(acquirer(), ANOTHER, Duration::from_secs(30), 10).await.expect("takes");
    let id: Vec<RequestId> = leased.iter().map(|leased| leased.id).collect();
    assert_eq!(id, [begun.id], "what the old process left behind may be taken at once");
    assert_eq!(leased.first().map(|leased| leased.begun_at), Some(NOW));
}

pub(crate) async fn an_outcome_is_there_after_reopening(database: &mut dyn Database) {
    let before = paid(&*database.store(), 1, "ORDER1").await;
    let books = trial(&*database.store());
    database.reopen();
    let store = database.store();
    let record = store.payment(trade(1)).await.expect("reads").expect("is there");
    assert_eq!(record.payment, before);
    let after = trial(&*store);
    assert_eq!(after, books);
    assert_eq!(after.accounts().count(), 2);
    assert_eq!(store.notifications(trade(1)).await.expect("reads").len(), 1);
}

pub(crate) async fn everything_reads_back_as_it_was_written(store: &dyn Store) {
    let some = |text: &str| Some(text.to_owned());
    let order = Order {
        product: "커피 \"두 잔\" 😀".to_owned(),
        merchant_name: some("가게"),
        customer_name: some("홍길동"),
        customer_id: some("HongGilDong"),
        email: some("hong@example.com"),
        memo: some("a=1&b=2\n"),
        noti_url: some("http://127.0.0.1:9000/noti"),
    };
    let payment = NewPayment {
        amount: Money::new(i64::MAX, Currency::Usd).expect("not negative"),
        taxation: Taxation::Mixed,
        tax: TaxParts { supply: i64::MAX - 6, vat: 1, tax_free: 2, service: 3 },
        order: Arc::new(order.clone()),
        ..new_payment(1, "ORDER 1/한글")
    };
    let command = Command::Authorise(Box::new(Authorise { payment, ..authorise(1, "") }));
    let begun = begin(store, command).await;
    let (payment, operation) = standing(store, conclude(begun.id, approved())).await;

    let record = store.payment(trade(1)).await.expect("reads").expect("is there");
    // What was decided on is one version behind what is stored of it.
    let versioned = store::domain::payment::Payment { version: 1, ..payment.clone() };
    assert_eq!((&record.payment, &record.order), (&versioned, &order));
    let [stored] = record.operations.as_slice() else { unreachable!("one operation, not {record:?}") };
    let versioned = store::domain::operation::Operation { version: 1, ..operation.clone() };
    assert_eq!(stored, &versioned);
    assert_eq!((&stored.outcome.approval, stored.outcome.at), (&approval(), concluded_at()));
    assert_eq!((stored.begun_at, stored.institution, stored.owner), (NOW, acquirer(), OWNER));
    assert_eq!((operation.kind, operation.state), (OperationKind::Authorise, OperationState::Approved));
    assert_eq!((payment.paid, payment.currency), (i64::MAX, Currency::Usd));
    assert_eq!(store.operations(trade(1)).await.expect("reads"), record.operations);

    let second = begin(store, pay(2, "ORDER2")).await;
    submit(store, conclude(second.id, declined())).await;
    let record = store.payment(trade(2)).await.expect("reads").expect("is there");
    let outcome =
        record.operation(1).map(|it| (it.state, it.outcome.code.map(|code| code.as_str().to_owned())));
    assert_eq!(outcome, Some((OperationState::Declined, some("CA31"))));
    assert!(record.operation(2).is_none());

    let latest = |of, limit| store.latest_payments(of, limit);
    let numbers = |records: Vec<store::PaymentRecord>| -> Vec<_> {
        records.iter().map(|record| record.payment.id).collect()
    };
    assert_eq!(numbers(latest(None, 10).await.expect("reads")), [trade(2), trade(1)]);
    assert_eq!(numbers(latest(Some(merchant()), 1).await.expect("reads")), [trade(2)]);
    assert_eq!(numbers(latest(Some(crate::given::another_merchant()), 10).await.expect("reads")), []);
}

pub(crate) async fn an_unknown_payment_is_none(store: &dyn Store) {
    assert!(store.payment(trade(1)).await.expect("reads").is_none());
    assert_eq!(store.notifications(trade(1)).await.expect("reads"), []);
    assert_eq!(store.operations(trade(1)).await.expect("reads"), []);
    assert_eq!(store.ping().await, Ok(()));
}

/// Every end of an authentication: captured, declined, taken back, too late.
pub(crate) async fn what_was_sealed_for_an_operation_is_gone_with_its_outcome(database: &mut dyn Database) {
    let store = database.store();
    let sealed = |of: u32| {
        let of = of_window(of).as_i64();
        database.tamper(&format!(
            "UPDATE operation SET tries = tries WHERE sealed IS NOT NULL AND subject = {of}"
        ))
    };
    let capture = |number: u32| {
        Command::Capture(Box::new(Capture {
            payment: of_window(number),
            merchant: merchant(),
            method: Method::Card,
            order_no: format!("ORDER{number}"),
            amount: won(1_000),
            notify: true,
            intent: intent(),
        }))
    };
    let ends = [vec![approved()], vec![declined()], vec![Outcome::Unknown, Outcome::Reversed]];
    for (number, outcomes) in (1..).zip(ends) {
        windows::authenticated(&*store, number, &format!("ORDER{number}")).await;
        assert_eq!(sealed(number), Ok(1), "the authentication's own");
        let begun = begin(&*store, capture(number)).await;
        assert_eq!(sealed(number), Ok(1), "it moves on to the capture");
        assert_eq!(begun.sealed, Some(Sealed(b"the issuer's word".to_vec())));
        for outcome in outcomes {
            assert_eq!(sealed(number), Ok(1), "{outcome:?}");
            submit(&*store, conclude(begun.id, outcome)).await;
        }
        assert_eq!(sealed(number), Ok(0), "{number}");
    }
    windows::authenticated(&*store, 9, "ORDER9").await;
    let id = RequestId { subject: of_window(9), operation: 1 };
    submit(&*store, conclude(id, Outcome::Lapsed)).await;
    assert_eq!(sealed(9), Ok(0), "nobody captured it");
}
