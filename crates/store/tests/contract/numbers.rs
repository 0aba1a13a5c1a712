//! Trade numbers: each stands for one thing, and a taken one costs another draw.

use store::Store;
use store::domain::payment::{Authorise, Cancel, NewPayment, Status};
use store::domain::{ClaimKind, Command, Reply};

use crate::credentials::{self, delete, issue};
use crate::given::{
    approve, approved, authorise, begin, cancel, cancel_of, claim, conclude, new_payment, of_cancel, of_key,
    of_window, paid, pay, submit, trade,
};
use crate::windows::{in_window, open, open_command, record, step};

pub(crate) async fn a_taken_number_is_drawn_again_and_leaves_nothing_behind(store: &dyn Store) {
    let (first, second) = (paid(store, 1, "ORDER1").await, paid(store, 2, "ORDER2").await);
    begin(store, cancel(1, 10, 100, 1)).await;
    credentials::issued(store, 1, "K1").await;
    credentials::issued(store, 2, "K2").await;
    open(store, 1, "ORDER8").await;

    let numbered = Cancel { claim: Some(claim("C2", ClaimKind::Cancel)), ..cancel_of(2, 10, 100, 1) };
    let mut same_issue = issue(3, "K3");
    same_issue.trade = of_key(1);
    let another = record(9, "ORDER9");
    let taken = [
        pay(1, "ORDER3"),
        Command::Cancel(Box::new(numbered)),
        Command::IssueKey(Box::new(same_issue)),
        delete(2, 1, "D2"),
        open_command(store::domain::window::Window { payment: of_window(1), ..another }),
    ];
    for command in taken {
        assert_eq!(submit(store, command.clone()).await, Reply::NumberTaken, "{command:?}");
    }
    for (order, kind) in [
        ("ORDER3", ClaimKind::Payment),
        ("C2", ClaimKind::Cancel),
        ("K3", ClaimKind::IssueKey),
        ("D2", ClaimKind::DeleteKey),
    ] {
        assert_eq!(store.claimed(claim(order, kind)).await, Ok(None), "not even {order} is taken");
    }
    let untouched = store.payment(trade(2)).await.expect("reads").expect("is there");
    assert_eq!((untouched.payment, untouched.operations.len()), (second, 1));
    assert_eq!(
        store.payment(trade(1)).await.expect("reads").map(|it| it.payment.order_no),
        Some(first.order_no)
    );
    assert_eq!(store.credential(credentials::id(3)).await, Ok(None));
    assert_eq!(store.credential(credentials::id(2)).await, Ok(Some(credentials::active(2))));
    assert_eq!(store.window(record(9, "").id).await, Ok(None));

    // With another number, each is as if nothing had been.
    begin(store, pay(3, "ORDER3")).await;
    begin(store, cancel(2, 11, 100, 1)).await;
    assert_eq!(submit(store, delete(2, 4, "D2")).await, Reply::Done);
}

/// The first digit of a counter says what drew it, so that no table has to look into another.
pub(crate) async fn kinds_of_things_do_not_take_each_others_numbers(store: &dyn Store) {
    let drawn = |count| [trade(count), of_window(count), of_cancel(count), of_key(count)];
    let mut all: Vec<_> = (1..=3).flat_map(drawn).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 12);
    for number in 1..=3 {
        paid(store, number, &format!("ORDER{number}")).await;
        begin(store, cancel(number, number, 100, 1)).await;
        open(store, number, &format!("WINDOW{number}")).await;
        credentials::issued(store, u8::try_from(number).expect("small"), &format!("K{number}")).await;
    }
}

/// Whatever number a window names: the payment of another order isn't its own.
pub(crate) async fn a_window_of_another_order_never_finds_a_payment_by_number(store: &dyn Store) {
    open(store, 1, "ORDER1").await;
    let first = approve(store, in_window(1, "ORDER1", 0)).await;
    open(store, 2, "ORDER2").await;
    for (order, window_step) in [("ORDER2", step(2, 0)), ("ORDER1 ", step(2, 0))] {
        let payment = NewPayment { id: of_window(1), ..new_payment(1, order) };
        let of = Authorise { payment, window: Some(window_step), ..authorise(1, order) };
        assert_eq!(submit(store, Command::Authorise(Box::new(of))).await, Reply::NumberTaken, "{order}");
    }
    let stored = store.payment(of_window(1)).await.expect("reads").expect("is there");
    assert_eq!((stored.payment, stored.operations.len()), (first, 1));
    let second = begin(store, in_window(2, "ORDER2", 0)).await;
    assert_eq!(second.id.subject, of_window(2), "the step was not taken, and the window goes on");
}

pub(crate) async fn the_number_of_a_swept_window_stays_taken(store: &dyn Store) {
    open(store, 1, "ORDER1").await;
    open(store, 2, "ORDER2").await;
    let begun = begin(store, in_window(2, "ORDER2", 0)).await;
    submit(store, conclude(begun.id, approved())).await;
    assert_eq!(store.sweep_windows(of_window(3), 10).await, Ok(false));
    for number in [1, 2] {
        assert_eq!(store.window(record(number, "").id).await, Ok(None));
        let again = store::domain::window::Window { payment: of_window(number), ..record(5, "ORDER5") };
        assert_eq!(submit(store, open_command(again)).await, Reply::NumberTaken, "{number}");
    }
    let paid = store.payment(of_window(2)).await.expect("reads").expect("is there").payment;
    assert_eq!(paid.status, Status::Paid, "a payment outlives its window");
}
