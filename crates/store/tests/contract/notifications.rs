//! Notifications: due, tried, hastened with their merchant's clock, and at last forgotten.

use futures_util::future::join_all;
use store::domain::payment::{Authorise, NewPayment};
use store::domain::time::Moment;
use store::domain::{Command, MerchantId, RequestId};
use store::exhibit::Exhibit;
use store::{
    DueNotification, Next, NotificationId, NotificationRecord, NotificationState, NotificationTry, Store,
};

use crate::database::Database;
use crate::given::{
    NOW, another_merchant, approve, approved, authorise, begin, cancel, conclude, declined, merchant,
    new_payment, paid, pay, pay_another, request, submit, trade,
};
use crate::merchants::known;

const HOUR_MS: i64 = 3_600_000;

fn first(number: u32) -> NotificationId {
    NotificationId { id: request(number, 1), part: 0 }
}

async fn due_for(store: &dyn Store, whose: MerchantId) -> Vec<DueNotification> {
    store.due(whose, 10).await.expect("reads")
}

async fn due(store: &dyn Store) -> Vec<RequestId> {
    due_for(store, merchant()).await.iter().map(|due| due.id.id).collect()
}

fn attempt(at: Moment, answer: &[u8]) -> NotificationTry {
    NotificationTry { at, status: Some(200), answer: answer.to_vec() }
}

async fn tried(store: &dyn Store, number: u32, answer: &[u8], next: Next) {
    store.record_try(first(number), attempt(NOW, answer), next).await.expect("records");
}

async fn record(store: &dyn Store, number: u32) -> NotificationRecord {
    let mut records = store.notifications(trade(number)).await.expect("reads");
    assert_eq!(records.len(), 1, "{records:?}");
    records.remove(0)
}

async fn due_at(store: &dyn Store, number: u32) -> Moment {
    match record(store, number).await.state {
        NotificationState::Pending(due) => due,
        over => unreachable!("it waits, and isn't {over:?}"),
    }
}

/// It stays due: whoever sends keeps in mind what is under way, and a sender that dies loses nothing.
pub(crate) async fn a_success_is_due_for_its_merchant_until_it_is_tried(store: &dyn Store) {
    assert_eq!(store.due_merchants().await, Ok(vec![]));
    paid(store, 1, "ORDER1").await;
    approve(store, pay_another(2)).await;
    for _ in 0..2 {
        assert_eq!(store.due_merchants().await, Ok(vec![merchant(), another_merchant()]));
        assert_eq!(due_for(store, merchant()).await, [DueNotification { id: first(1), tries: 0 }]);
        assert_eq!(due_for(store, another_merchant()).await, [DueNotification { id: first(2), tries: 0 }]);
    }
    tried(store, 1, b"FAIL", Next::Again(HOUR_MS)).await;
    assert_eq!((store.due_merchants().await, due(store).await), (Ok(vec![another_merchant()]), vec![]));
    tried(store, 2, b"OK", Next::Delivered).await;
    assert_eq!(store.due_merchants().await, Ok(vec![]));
}

pub(crate) async fn nothing_is_due_for_what_wants_no_notification_or_failed(store: &dyn Store) {
    let payment = NewPayment { notify: false, ..new_payment(1, "ORDER1") };
    approve(store, Command::Authorise(Box::new(Authorise { payment, ..authorise(1, "") }))).await;
    let second = begin(store, pay(2, "ORDER2")).await;
    submit(store, conclude(second.id, declined())).await;
    begin(store, pay(3, "ORDER3")).await;
    assert_eq!(store.due_merchants().await, Ok(vec![]));
    for number in 1..=3 {
        assert_eq!(store.notifications(trade(number)).await, Ok(vec![]));
    }
}

pub(crate) async fn the_longest_due_come_first(store: &dyn Store) {
    for number in 1..=3 {
        paid(store, number, &format!("ORDER{number}")).await;
    }
    for (number, ago) in [(1, 1_000), (2, 3_000), (3, 2_000)] {
        tried(store, number, b"NO", Next::Again(-ago)).await;
    }
    let two = store.due(merchant(), 2).await.expect("reads");
    let two: Vec<_> = two.iter().map(|due| (due.id, due.tries)).collect();
    assert_eq!(two, [(first(2), 1), (first(3), 1)]);
}

/// A receiver that hangs keeps its own letters waiting, and nobody else's.
pub(crate) async fn thousands_of_one_merchant_hide_nobody_elses(store: &dyn Store) {
    let begun =
        join_all((1..=3_000).map(|number| store.submit(pay(number, &format!("ORDER{number}"))))).await;
    assert!(begun.iter().all(Result::is_ok));
    let outcomes = (1..=3_000).map(|number| store.submit(conclude(request(number, 1), approved())));
    assert!(join_all(outcomes).await.iter().all(Result::is_ok));
    approve(store, pay_another(9_000)).await;
    assert_eq!(store.due_merchants().await, Ok(vec![merchant(), another_merchant()]));
    assert_eq!(store.due(merchant(), 50).await.expect("reads").len(), 50);
    assert_eq!(due_for(store, another_merchant()).await, [DueNotification { id: first(9_000), tries: 0 }]);
}

pub(crate) async fn tries_are_recorded_byte_for_byte(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    assert_eq!(record(store, 1).await.tries, []);
    let one = attempt(NOW, b"\r\n\xb0\xa1\0FAIL ");
    store.record_try(first(1), one.clone(), Next::Again(HOUR_MS)).await.expect("records");
    assert_eq!(due(store).await, [], "not before it is due");
    store.record_try(first(1), one.clone(), Next::Again(0)).await.expect("records");
    assert_eq!(due(store).await, [request(1, 1)]);
    let last = NotificationTry { at: NOW.plus_ms(HOUR_MS), status: None, answer: b"timed out".to_vec() };
    store.record_try(first(1), last.clone(), Next::Delivered).await.expect("records");
    let tries = vec![one.clone(), one, last];
    let expected = NotificationRecord { id: first(1), state: NotificationState::Delivered, tries };
    assert_eq!(record(store, 1).await, expected);
    assert_eq!(due(store).await, []);
}

pub(crate) async fn where_the_latest_of_each_subject_stands_is_one_question(store: &dyn Store) {
    for number in 1..=2 {
        paid(store, number, &format!("ORDER{number}")).await;
        tried(store, number, b"OK", Next::Delivered).await;
    }
    begin(store, pay(3, "ORDER3")).await;
    let part = begin(store, cancel(2, 1, 100, 1)).await;
    submit(store, conclude(part.id, approved())).await;
    let subjects = [3, 2, 9, 1].map(trade).to_vec();
    let told = store.latest_notifications(subjects).await.expect("reads");
    let told: Vec<_> = told.iter().map(|told| (told.id.id, told.tries)).collect();
    assert_eq!(told, [(request(2, 2), 0), (request(1, 1), 1)], "in the order in which they were asked for");
}

pub(crate) async fn what_was_delivered_stays_delivered(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    tried(store, 1, b"OK", Next::Delivered).await;
    // A sender that was given up comes back late, or somebody sends it again by hand.
    for next in [Next::Again(0), Next::GivenUp] {
        tried(store, 1, b"FAIL", next).await;
        assert_eq!(record(store, 1).await.state, NotificationState::Delivered);
    }
    assert_eq!(record(store, 1).await.tries.len(), 3, "the tries are shown all the same");
    assert_eq!(due(store).await, []);
}

pub(crate) async fn what_was_given_up_may_be_sent_by_hand(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    tried(store, 1, b"FAIL", Next::GivenUp).await;
    assert_eq!(record(store, 1).await.state, NotificationState::GivenUp);
    assert_eq!(due(store).await, []);
    tried(store, 1, b"OK", Next::Delivered).await;
    assert_eq!(record(store, 1).await.state, NotificationState::Delivered);
}

pub(crate) async fn a_try_of_nothing_is_not_recorded(store: &dyn Store) {
    begin(store, pay(1, "ORDER1")).await;
    tried(store, 1, b"OK", Next::Delivered).await;
    assert_eq!(store.notifications(trade(1)).await, Ok(vec![]));
    let mut tries = 0;
    store
        .examine(&mut |exhibit| {
            if let Exhibit::Subject(dossier) = exhibit {
                tries += dossier.tries.len();
            }
        })
        .expect("is examined");
    assert_eq!(tries, 0);
}

pub(crate) async fn a_clock_moved_forward_hastens_what_waits(store: &dyn Store) {
    for merchant in [merchant(), another_merchant()] {
        store.put_merchant(known(merchant)).await.expect("is put");
    }
    for number in 1..=2 {
        paid(store, number, &format!("ORDER{number}")).await;
    }
    approve(store, pay_another(3)).await;
    for number in [1, 3] {
        tried(store, number, b"NO", Next::Again(4 * HOUR_MS)).await;
    }
    tried(store, 2, b"OK", Next::Delivered).await;
    let before = (due_at(store, 1).await, due_at(store, 3).await);

    // Whose clock is moved to how far ahead, and by how many hours each is nearer then than at first.
    let moves = [
        (Some(merchant()), HOUR_MS, (1, 0)),
        (Some(merchant()), HOUR_MS, (1, 0)),
        (None, 2 * HOUR_MS, (2, 2)),
        (Some(merchant()), -HOUR_MS, (2, 2)),
        (Some(merchant()), 0, (3, 2)),
    ];
    for (whose, offset, (own, other)) in moves {
        store.move_clock(whose, offset).await.expect("moves");
        let nearer = (before.0.since(due_at(store, 1).await), before.1.since(due_at(store, 3).await));
        assert_eq!(nearer, (own * HOUR_MS, other * HOUR_MS), "{whose:?} to {offset}");
        assert_eq!(record(store, 2).await.state, NotificationState::Delivered);
    }
    assert_eq!(due(store).await, []);
    store.move_clock(Some(merchant()), HOUR_MS).await.expect("moves");
    assert_eq!(due(store).await, [request(1, 1)], "four hours have passed by its clock");
}

pub(crate) async fn however_far_a_clock_is_moved_what_waits_stays_in_order_of_numbers(store: &dyn Store) {
    store.put_merchant(known(merchant())).await.expect("is put");
    paid(store, 1, "ORDER1").await;
    for _ in 0..3 {
        store.move_clock(Some(merchant()), i64::MAX).await.expect("moves");
        store.move_clock(Some(merchant()), i64::MIN).await.expect("moves");
    }
    assert_eq!(due_at(store, 1).await, Moment::from_ms(0));
    assert_eq!(due(store).await, [request(1, 1)]);
}

/// A row that a clock two hours ahead wrote, before it was put right.
pub(crate) async fn a_clock_set_back_keeps_no_notification_waiting(database: &mut dyn Database) {
    paid(&*database.store(), 1, "ORDER1").await;
    paid(&*database.store(), 2, "ORDER2").await;
    tried(&*database.store(), 1, b"NO", Next::Again(60_000 + 2 * HOUR_MS)).await;
    tried(&*database.store(), 2, b"NO", Next::Again(600_000)).await;
    let pause = due_at(&*database.store(), 2).await;
    assert_eq!(due(&*database.store()).await, []);
    database.reopen();
    assert_eq!(due(&*database.store()).await, [request(1, 1)]);
    assert_eq!(due_at(&*database.store(), 2).await, pause, "an ordinary pause goes on");
}

pub(crate) async fn tries_of_what_is_over_are_swept_in_steps(store: &dyn Store) {
    for number in 1..=6 {
        paid(store, number, &format!("ORDER{number}")).await;
    }
    for (number, next) in [
        (1, Next::Delivered),
        (2, Next::GivenUp),
        (3, Next::Again(HOUR_MS)),
        (4, Next::Delivered),
        (5, Next::Delivered),
    ] {
        tried(store, number, b"FAIL", Next::Again(0)).await;
        tried(store, number, b"whatever", next).await;
    }
    let mut kept = Vec::new();
    for expected in [true, false, false] {
        assert_eq!(store.sweep_tries(trade(5), 2).await, Ok(expected));
        let mut tries = Vec::new();
        for number in 1..=6 {
            tries.push(record(store, number).await.tries.len());
        }
        kept.push(tries);
    }
    assert_eq!(kept, [[0, 0, 2, 2, 2, 0], [0, 0, 2, 0, 2, 0], [0, 0, 2, 0, 2, 0]]);
    assert_eq!(record(store, 1).await.state, NotificationState::Delivered, "the rest of it stays");
}

pub(crate) async fn a_try_after_a_sweep_is_counted_on(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    for _ in 0..3 {
        tried(store, 1, b"FAIL", Next::GivenUp).await;
    }
    store.sweep_tries(trade(2), 10).await.expect("sweeps");
    tried(store, 1, b"FAIL", Next::Again(0)).await;
    assert_eq!(due_for(store, merchant()).await, [DueNotification { id: first(1), tries: 4 }]);
    let mut tries = Vec::new();
    store
        .examine(&mut |exhibit| {
            if let Exhibit::Subject(dossier) = exhibit {
                tries.extend(dossier.tries);
            }
        })
        .expect("is examined");
    assert_eq!(tries, [(first(1), 4)]);
}
