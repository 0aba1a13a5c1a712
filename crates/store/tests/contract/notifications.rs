//! Notifications: leased, tried, moved with their merchant's clock.

use store::domain::RequestId;
use store::domain::time::Moment;
use store::{DueNotification, NotificationRecord, NotificationState, NotificationTry, Store};

use crate::given::{NOW, another_merchant, merchant, paid, request};
use crate::merchants::{known, of_another_merchant};

const LEASED: Moment = NOW.plus_ms(60_000);
const HOUR_MS: i64 = 3_600_000;

async fn lease(store: &dyn Store, now: Moment) -> Vec<DueNotification> {
    store.lease_notifications(now, now.plus_ms(60_000), 10).await.expect("leases")
}

fn ids(due: &[DueNotification]) -> Vec<RequestId> {
    due.iter().map(|due| due.id).collect()
}

fn attempt(at: Moment, answer: &[u8]) -> NotificationTry {
    NotificationTry { at, status: Some(200), answer: answer.to_vec() }
}

async fn record(store: &dyn Store, id: RequestId) -> NotificationRecord {
    store.notification(id).await.expect("reads").expect("is there")
}

pub(crate) async fn a_success_is_leased_to_one_sender(store: &dyn Store) {
    let payment = paid(store, 1, "ORDER1").await;
    let due = lease(store, NOW).await;
    let [only] = due.as_slice() else { unreachable!("one, not {due:?}") };
    assert_eq!((only.id, only.tries, &only.payment.payment), (request(1, 1), 0, &payment));
    assert!(only.payment.operation(1).is_some(), "with what it tells of");
    let others = store.lease_notifications(NOW, LEASED, 10).await.expect("leases");
    assert_eq!(ids(&others), []);
    assert_eq!(ids(&lease(store, LEASED).await), [request(1, 1)], "until the sender is given up");
}

pub(crate) async fn the_oldest_are_leased_first(store: &dyn Store) {
    for number in 1..=3 {
        paid(store, number, &format!("ORDER{number}")).await;
    }
    assert_eq!(lease(store, NOW).await.len(), 3);
    for (number, wait) in [(1, 300), (2, 100), (3, 200)] {
        let next = NotificationState::Pending(NOW.plus_ms(wait));
        store.record_try(request(number, 1), attempt(NOW, b"NO"), next).await.expect("records");
    }
    let two = store.lease_notifications(NOW.plus_ms(300), LEASED, 2).await.expect("leases");
    assert_eq!(ids(&two), [request(2, 1), request(3, 1)]);
    assert_eq!(two.iter().map(|due| due.tries).collect::<Vec<_>>(), [1, 1]);
}

pub(crate) async fn tries_are_recorded_byte_for_byte(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    let id = request(1, 1);
    assert_eq!(
        record(store, id).await,
        NotificationRecord { state: NotificationState::Pending(NOW), tries: vec![] }
    );
    lease(store, NOW).await;
    let first = attempt(NOW, b"\r\n\xb0\xa1\0FAIL ");
    let again = NotificationState::Pending(LEASED);
    store.record_try(id, first.clone(), again).await.expect("records");
    assert_eq!(ids(&lease(store, LEASED.plus_ms(-1)).await), [], "not before it is due");
    assert_eq!(ids(&lease(store, LEASED).await), [id]);
    let second = NotificationTry { at: LEASED, status: None, answer: b"timed out".to_vec() };
    store.record_try(id, second.clone(), NotificationState::Delivered).await.expect("records");
    let tries = vec![first, second];
    assert_eq!(record(store, id).await, NotificationRecord { state: NotificationState::Delivered, tries });
    assert_eq!(ids(&lease(store, LEASED.plus_ms(HOUR_MS)).await), []);
}

pub(crate) async fn what_was_delivered_stays_delivered(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    let id = request(1, 1);
    store.record_try(id, attempt(NOW, b"OK"), NotificationState::Delivered).await.expect("records");
    // A sender whose lease ran out comes back late, or somebody sends it again by hand.
    for next in [NotificationState::Pending(NOW), NotificationState::GivenUp] {
        store.record_try(id, attempt(LEASED, b"FAIL"), next).await.expect("records");
        assert_eq!(record(store, id).await.state, NotificationState::Delivered);
    }
    assert_eq!(record(store, id).await.tries.len(), 3, "the tries are shown all the same");
    assert_eq!(ids(&lease(store, LEASED).await), []);
}

pub(crate) async fn what_was_given_up_may_be_sent_by_hand(store: &dyn Store) {
    paid(store, 1, "ORDER1").await;
    let id = request(1, 1);
    store.record_try(id, attempt(NOW, b"FAIL"), NotificationState::GivenUp).await.expect("records");
    assert_eq!(record(store, id).await.state, NotificationState::GivenUp);
    assert_eq!(ids(&lease(store, LEASED).await), []);
    store.record_try(id, attempt(LEASED, b"OK"), NotificationState::Delivered).await.expect("records");
    assert_eq!(record(store, id).await.state, NotificationState::Delivered);
}

pub(crate) async fn a_moved_clock_moves_what_waits(store: &dyn Store) {
    for merchant in [merchant(), another_merchant()] {
        store.put_merchant(known(merchant)).await.expect("is put");
    }
    for number in 1..=2 {
        paid(store, number, &format!("ORDER{number}")).await;
    }
    of_another_merchant(store, 3).await;
    let in_two_hours = NotificationState::Pending(NOW.plus_ms(2 * HOUR_MS));
    for number in [1, 3] {
        store.record_try(request(number, 1), attempt(NOW, b"NO"), in_two_hours).await.expect("records");
    }
    store
        .record_try(request(2, 1), attempt(NOW, b"OK"), NotificationState::Delivered)
        .await
        .expect("records");

    let due = |state| match state {
        NotificationState::Pending(due) => Some(due.since(NOW) / HOUR_MS),
        NotificationState::Delivered | NotificationState::GivenUp => None,
    };
    let moves = [
        (Some(merchant()), HOUR_MS, [Some(1), None, Some(2)]),
        (Some(merchant()), HOUR_MS, [Some(1), None, Some(2)]),
        (None, 2 * HOUR_MS, [Some(0), None, Some(0)]),
        (Some(merchant()), -HOUR_MS, [Some(3), None, Some(0)]),
    ];
    for (whose, offset, expected) in moves {
        store.move_clock(whose, offset).await.expect("moves");
        let mut found = Vec::new();
        for number in 1..=3 {
            found.push(due(record(store, request(number, 1)).await.state));
        }
        assert_eq!(found, expected, "{whose:?} to {offset}");
    }
}
