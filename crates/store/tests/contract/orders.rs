//! Order numbers.

use futures_util::future::join_all;
use store::Store;
use store::domain::payment::{Authorise, Cancel, NewPayment, Status};
use store::domain::{Claim, ClaimKind, Claimant, Command, Method, Outcome, Refusal, Reply, RequestId};

use crate::given::{
    another_merchant, approved, authorise, begin, cancel_of, claim, conclude, declined, new_payment,
    of_window, paid, pay, refusal, submit, trade,
};
use crate::windows::{in_window, open};

pub(crate) async fn a_repeat_is_told_what_became_of_the_first(store: &dyn Store) {
    let begun = begin(store, pay(1, "ORDER1")).await;
    assert_eq!(refusal(store, pay(2, "ORDER1")).await, Refusal::OrderInProgress(Method::Card, trade(1)));
    submit(store, conclude(begun.id, approved())).await;
    assert_eq!(refusal(store, pay(3, "ORDER1")).await, Refusal::OrderPaid(Method::Card, trade(1)));

    let declining = begin(store, pay(4, "ORDER4")).await;
    submit(store, conclude(declining.id, declined())).await;
    assert_eq!(refusal(store, pay(5, "ORDER4")).await, Refusal::OrderRepeated(Method::Card, trade(4)));

    let unknown = begin(store, pay(6, "ORDER6")).await;
    submit(store, conclude(unknown.id, Outcome::Unknown)).await;
    assert_eq!(refusal(store, pay(7, "ORDER6")).await, Refusal::OrderInProgress(Method::Card, trade(6)));
    submit(store, conclude(unknown.id, Outcome::Reversed)).await;
    assert_eq!(refusal(store, pay(7, "ORDER6")).await, Refusal::OrderRepeated(Method::Card, trade(6)));

    for refused in [2, 3, 5, 7] {
        assert!(store.payment(trade(refused)).await.expect("reads").is_none(), "a refusal writes nothing");
    }
    let first = claim("ORDER1", ClaimKind::Payment);
    assert_eq!(store.claimed(first.clone()).await, Ok(Some(trade(1))));
    let holder = Claimant { trade: trade(1), method: Method::Card, status: Some(Status::Paid) };
    assert_eq!(store.claimant(first).await, Ok(Some(holder)));
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
    let same_number = Some(claim("ORDER1", ClaimKind::Cancel));
    begin(store, Command::Cancel(Box::new(Cancel { claim: same_number, ..cancel_of(1, 10, 100, 1) }))).await;
}

pub(crate) async fn a_decline_in_a_window_gives_it_back(store: &dyn Store) {
    open(store, 1, "ORDER1").await;
    let begun = begin(store, in_window(1, "ORDER1", 0)).await;
    assert_eq!(refusal(store, pay(2, "ORDER1")).await, Refusal::OrderInProgress(Method::Card, of_window(1)));
    submit(store, conclude(begun.id, declined())).await;
    let order = claim("ORDER1", ClaimKind::Payment);
    assert_eq!(store.claimed(order.clone()).await, Ok(Some(of_window(1))), "who held it last stays known");
    assert_eq!(store.claimant(order).await, Ok(None), "nobody holds it");

    let again = begin(store, in_window(1, "ORDER1", 1)).await;
    let second = RequestId { subject: of_window(1), operation: 2 };
    assert_eq!(again.id, second, "another card is another attempt on the same payment");
    submit(store, conclude(again.id, declined())).await;

    // Another payment takes it; the window's next attempt comes too late.
    begin(store, pay(2, "ORDER1")).await;
    assert_eq!(
        refusal(store, in_window(1, "ORDER1", 2)).await,
        Refusal::OrderInProgress(Method::Card, trade(2))
    );
    let stored = store.payment(of_window(1)).await.expect("reads").expect("is there");
    assert_eq!(stored.payment.status, Status::Declined);
}

pub(crate) async fn of_fifty_at_once_one_gets_it(store: &dyn Store) {
    let replies = join_all((1..=50).map(|number| store.submit(pay(number, "ORDER1")))).await;
    let holder = store.claimed(claim("ORDER1", ClaimKind::Payment)).await.expect("reads").expect("is held");
    let mut begun = 0;
    for reply in replies {
        match reply.expect("the store answers") {
            Reply::Begun(one) => {
                begun += 1;
                assert_eq!(one.operation.id.subject, holder);
            }
            reply => assert_eq!(reply, Reply::Refused(Refusal::OrderInProgress(Method::Card, holder))),
        }
    }
    assert_eq!(begun, 1);
}
