//! Order numbers.

use futures_util::future::join_all;
use store::domain::payment::{Claim, ClaimKind, Status};
use store::domain::{Authorise, Cancel, Command, NewPayment, Outcome, Refusal, Reply};
use store::{Store, StoreError};

use crate::given::{
    another_merchant, approved, authorise, begin, cancel, claim, conclude, declined, new_payment, paid, pay,
    refusal, request, stored, submit, trade,
};
use crate::windows::{in_window, open};

pub(crate) async fn a_repeat_is_told_what_became_of_the_first(store: &dyn Store) {
    let begun = begin(store, pay(1, "ORDER1")).await;
    assert_eq!(refusal(store, pay(2, "ORDER1")).await, Refusal::OrderInProgress(trade(1)));
    submit(store, conclude(begun.id, approved())).await;
    assert_eq!(refusal(store, pay(3, "ORDER1")).await, Refusal::OrderPaid(trade(1)));

    let declining = begin(store, pay(4, "ORDER4")).await;
    submit(store, conclude(declining.id, declined())).await;
    assert_eq!(refusal(store, pay(5, "ORDER4")).await, Refusal::OrderRepeated(trade(4)));

    let unknown = begin(store, pay(6, "ORDER6")).await;
    submit(store, conclude(unknown.id, Outcome::Unknown)).await;
    assert_eq!(refusal(store, pay(7, "ORDER6")).await, Refusal::OrderInProgress(trade(6)));
    submit(store, conclude(unknown.id, Outcome::Reversed)).await;
    assert_eq!(refusal(store, pay(7, "ORDER6")).await, Refusal::OrderRepeated(trade(6)));

    for refused in [2, 3, 5, 7] {
        assert!(store.payment(trade(refused)).await.expect("reads").is_none(), "a refusal writes nothing");
    }
    let holder = store.claimed(claim("ORDER1", ClaimKind::Payment)).await.expect("reads");
    assert_eq!(holder, Some(trade(1)));
}

pub(crate) async fn another_day_merchant_or_kind_has_its_own(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    let first = claim("ORDER1", ClaimKind::Payment);
    let others = [
        Claim { day: 20_260_103, ..first.clone() },
        Claim { merchant: another_merchant(), ..first.clone() },
        Claim { order_no: "order1".to_owned(), ..first.clone() },
        Claim { order_no: "ORDER1 ".to_owned(), ..first },
    ];
    for (number, other) in (2..).zip(others) {
        let payment = NewPayment { claim: other, ..new_payment(number, "") };
        begin(store, Command::Authorise(Box::new(Authorise { payment, ..authorise(number, "") }))).await;
    }
    let Command::Cancel(of_first) = cancel(1, 10, 100, 1) else { unreachable!("it is a cancel") };
    let same_number = Some(claim("ORDER1", ClaimKind::Cancel));
    begin(store, Command::Cancel(Box::new(Cancel { claim: same_number, ..*of_first }))).await;
}

pub(crate) async fn a_decline_in_a_window_gives_it_back(store: &dyn Store) {
    open(store, 1).await;
    let begun = begin(store, in_window(1, "ORDER1", 0)).await;
    assert_eq!(refusal(store, pay(2, "ORDER1")).await, Refusal::OrderInProgress(trade(1)));
    submit(store, conclude(begun.id, declined())).await;
    let last = store.claimed(claim("ORDER1", ClaimKind::Payment)).await.expect("reads");
    assert_eq!(last, Some(trade(1)), "who held it last stays known");

    let again = begin(store, in_window(1, "ORDER1", 1)).await;
    assert_eq!(again.id, request(1, 2), "another card is another attempt on the same payment");
    submit(store, conclude(again.id, declined())).await;

    // Another payment takes it; the window's next attempt comes too late.
    begin(store, pay(2, "ORDER1")).await;
    assert_eq!(refusal(store, in_window(1, "ORDER1", 2)).await, Refusal::OrderInProgress(trade(2)));
    assert_eq!(stored(store, 1).await.status, Status::Declined);
}

pub(crate) async fn of_fifty_at_once_one_gets_it(store: &dyn Store) {
    let replies = join_all((1..=50).map(|number| store.submit(pay(number, "ORDER1")))).await;
    let holder = store.claimed(claim("ORDER1", ClaimKind::Payment)).await.expect("reads").expect("is held");
    let mut begun = 0;
    for reply in replies {
        match reply.expect("the store answers") {
            Reply::Begun(operation) => {
                begun += 1;
                assert_eq!(operation.id.payment, holder);
            }
            reply => assert_eq!(reply, Reply::Refused(Refusal::OrderInProgress(holder))),
        }
    }
    assert_eq!(begun, 1);
}

pub(crate) async fn a_taken_trade_number_leaves_nothing_behind(store: &dyn Store) {
    let first = paid(store, 1, "ORDER1").await;
    assert_eq!(store.submit(pay(1, "ORDER2")).await, Err(StoreError::NumberTaken));
    let order = claim("ORDER2", ClaimKind::Payment);
    assert_eq!(store.claimed(order).await.expect("reads"), None, "not even its order number is taken");
    assert_eq!(stored(store, 1).await, first);
    begin(store, pay(2, "ORDER2")).await;
}
