//! Nothing is paid back twice.

use futures_util::future::join_all;
use store::Store;
use store::domain::operation::OperationState;
use store::domain::payment::Cancel;
use store::domain::tax::TaxParts;
use store::domain::{Account, ClaimKind, Command, Currency, Method, Refusal, Reply};

use crate::given::{
    approved, begin, cancel, cancel_of, claim, conclude, declined, merchant, of_cancel, paid, refusal,
    request, standing, stored, submit, trade, trial,
};

pub(crate) async fn of_a_hundred_at_once_one_begins(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    let replies = join_all((0..100).map(|n| store.submit(cancel(1, 1_000 + n, 600, 1)))).await;
    let begun = replies.iter().filter(|reply| matches!(reply, Ok(Reply::Begun(_)))).count();
    let others = Ok(Reply::Refused(Refusal::CancelInProgress));
    assert_eq!((begun, replies.iter().filter(|reply| **reply == others).count()), (1, 99));
    let payment = stored(store, 1).await;
    assert_eq!((payment.cancelling, payment.cancelled, payment.balance()), (600, 0, 400));
}

/// Each of a hundred callers pays back 30 won as soon as it may, as often as it can.
pub(crate) async fn a_hundred_at_once_never_pay_back_more_than_was_paid(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    let caller = |n: u32| async move {
        let mut paid_back = 0;
        for ordinal in 1..=40 {
            match submit(store, cancel(1, 1_000 + n * 100 + u32::from(ordinal), 30, ordinal)).await {
                Reply::Begun(begun) => {
                    standing(store, conclude(begun.operation.id, approved())).await;
                    paid_back += 30;
                }
                Reply::Refused(_) => {}
                other => unreachable!("{other:?}"),
            }
        }
        paid_back
    };
    let paid_back: i64 = join_all((0..100).map(caller)).await.into_iter().sum();
    let payment = stored(store, 1).await;
    assert_eq!((payment.cancelled, payment.cancelling), (paid_back, 0));
    assert!((30..=1_000).contains(&paid_back), "{paid_back}");
    let trial = trial(store);
    let owed = trial.balance(&Account::payable(merchant().as_str()), Currency::Krw);
    assert_eq!(-owed, i128::from(1_000 - paid_back));
    let lines = store.transfers(trade(1)).await.expect("reads");
    assert_eq!(i64::try_from(lines.len()).expect("few") - 1, paid_back / 30);
}

pub(crate) async fn parts_together_have_the_taxes_of_the_payment(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    let mut taken = Vec::new();
    for (ordinal, amount) in (1..).zip([5, 333, 500, 162]) {
        let begun = begin(store, cancel(1, 10 + u32::from(ordinal), amount, ordinal)).await;
        taken.push(standing(store, conclude(begun.id, approved())).await.1.tax);
    }
    let vat: i64 = taken.iter().map(|parts| parts.vat).sum();
    let supply: i64 = taken.iter().map(|parts| parts.supply).sum();
    assert_eq!(TaxParts { supply, vat, ..TaxParts::default() }, stored(store, 1).await.tax);
    assert_eq!(refusal(store, cancel(1, 20, 1, 5)).await, Refusal::AlreadyCancelled(Method::Card));
}

pub(crate) async fn a_declined_cancel_may_be_repeated(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    let first = begin(store, cancel(1, 10, 1_000, 1)).await;
    let (payment, operation) = standing(store, conclude(first.id, declined())).await;
    assert_eq!((payment.balance(), operation.state), (1_000, OperationState::Declined));
    let second = begin(store, cancel(1, 11, 1_000, 1)).await;
    assert_eq!(second.id, request(1, 3));
    let (payment, _) = standing(store, conclude(second.id, approved())).await;
    assert_eq!((payment.cancelled, payment.cancels, payment.balance()), (1_000, 1, 0));
}

pub(crate) async fn a_cancels_order_number_is_used_once(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    let numbered = |number, ordinal| {
        let claim = Some(claim("C1", ClaimKind::Cancel));
        Command::Cancel(Box::new(Cancel { claim, ..cancel_of(1, number, 100, ordinal) }))
    };
    let begun = begin(store, numbered(10, 1)).await;
    submit(store, conclude(begun.id, approved())).await;
    assert_eq!(refusal(store, numbered(11, 2)).await, Refusal::OrderRepeated(Method::Card, of_cancel(10)));
    assert_eq!(stored(store, 1).await.cancelling, 0);
}
