//! An intent and its outcome: durable, and read back as they were written.

use std::sync::Arc;

use store::Store;
use store::domain::payment::{OperationKind, OperationState, Order, Status};
use store::domain::tax::{TaxParts, Taxation};
use store::domain::{Authorise, Command, Currency, Money, NewPayment, RequestId};

use crate::database::Database;
use crate::given::{
    ANOTHER, LEASE_END, NOW, OWNER, approval, approved, authorise, begin, conclude, declined, new_payment,
    paid, pay, request, standing, submit, trade,
};

pub(crate) async fn an_intent_is_there_after_reopening(database: &mut dyn Database) {
    let begun = begin(database.store(), pay(1, "ORDER1")).await;
    database.reopen();
    let store = database.store();
    let record = store.payment(trade(1)).await.expect("reads").expect("is there");
    assert_eq!(record.payment.status, Status::Authorising);
    assert_eq!(record.operations.len(), 1);
    assert_eq!(record.operations.first().map(|it| &it.operation), Some(&begun));
    let leased = store.take_expired(ANOTHER, NOW, LEASE_END, 10).await.expect("takes");
    let id: Vec<RequestId> = leased.iter().map(|leased| leased.operation.id).collect();
    assert_eq!(id, [begun.id], "what the old process left behind may be taken at once");
    assert_eq!(leased.first().map(|leased| leased.begun_at), Some(NOW));
}

pub(crate) async fn an_outcome_is_there_after_reopening(database: &mut dyn Database) {
    let before = paid(database.store(), 1, "ORDER1").await;
    let trial = database.store().trial_balance().await.expect("sums");
    database.reopen();
    let store = database.store();
    let record = store.payment(trade(1)).await.expect("reads").expect("is there");
    assert_eq!(record.payment, before);
    let after = store.trial_balance().await.expect("sums");
    assert_eq!(after.accounts().collect::<Vec<_>>(), trial.accounts().collect::<Vec<_>>());
    assert_eq!(after.accounts().count(), 2);
    assert!(store.notification(request(1, 1)).await.expect("reads").is_some());
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
    assert_eq!((&record.payment, &record.order), (&payment, &order));
    let [stored] = record.operations.as_slice() else { unreachable!("one operation, not {record:?}") };
    assert_eq!((&stored.operation, &stored.outcome, stored.begun_at), (&operation, &approval(), NOW));
    assert_eq!((operation.kind, operation.state), (OperationKind::Authorise, OperationState::Approved));
    assert_eq!((payment.paid, payment.currency, operation.owner), (i64::MAX, Currency::Usd, OWNER));

    let second = begin(store, pay(2, "ORDER2")).await;
    submit(store, conclude(second.id, declined())).await;
    let record = store.payment(trade(2)).await.expect("reads").expect("is there");
    let outcome = record
        .operation(1)
        .map(|it| (it.operation.state, it.outcome.code.map(|code| code.as_str().to_owned())));
    assert_eq!(outcome, Some((OperationState::Declined, some("CA31"))));
    assert!(record.operation(2).is_none());
}

pub(crate) async fn an_unknown_payment_is_none(store: &dyn Store) {
    assert!(store.payment(trade(1)).await.expect("reads").is_none());
    assert!(store.notification(request(1, 1)).await.expect("reads").is_none());
}
