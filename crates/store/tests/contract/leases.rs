//! Who carries an operation on.

use std::collections::BTreeSet;

use futures_util::future::join;
use store::domain::payment::{OperationState, Status};
use store::domain::time::Moment;
use store::domain::{Authorise, Command, Intent, OwnerId, RequestId};
use store::{Leased, Store};

use crate::database::Database;
use crate::given::{
    ANOTHER, LEASE_END, NOW, OWNER, approved, authorise, begin, cancel, conclude, conclude_as, declined,
    intent, paid, pay, request, standing, stored,
};

const LATER: Moment = LEASE_END.plus_ms(30_000);

fn ids(leased: &[Leased]) -> Vec<RequestId> {
    leased.iter().map(|leased| leased.operation.id).collect()
}

async fn take(store: &dyn Store, owner: OwnerId, now: Moment) -> Vec<RequestId> {
    ids(&store.take_expired(owner, now, now.plus_ms(30_000), 10).await.expect("takes"))
}

pub(crate) async fn who_lost_the_lease_changes_nothing_and_answers_from_the_row(store: &dyn Store) {
    let begun = begin(store, pay(1, "ORDER1")).await;
    assert_eq!(take(store, ANOTHER, LEASE_END).await, [begun.id]);

    let (payment, operation) = standing(store, conclude(begun.id, approved())).await;
    assert_eq!((payment.status, operation.state), (Status::Authorising, OperationState::Open));
    assert_eq!((operation.owner, operation.tries), (ANOTHER, 1));
    assert_eq!(stored(store, 1).await.paid, 0);
    assert_eq!(store.trial_balance().await.expect("sums").accounts().count(), 0);

    standing(store, conclude_as(ANOTHER, begun.id, declined())).await;
    let (payment, operation) = standing(store, conclude(begun.id, approved())).await;
    assert_eq!((payment.status, operation.state), (Status::Declined, OperationState::Declined));
    assert_eq!(stored(store, 1).await, payment);
    assert!(store.notification(begun.id).await.expect("reads").is_none());
}

pub(crate) async fn each_operation_is_given_to_one_owner_only(store: &dyn Store) {
    for number in 1..=20 {
        begin(store, pay(number, &format!("ORDER{number}"))).await;
    }
    let all: BTreeSet<_> = (1..=20).map(|number| request(number, 1)).collect();
    let mut given = Vec::new();
    for _ in 0..2 {
        let by = |owner| store.take_expired(owner, LEASE_END, LATER, 7);
        let (one, two) = join(by(OWNER), by(ANOTHER)).await;
        given.extend(ids(&one.expect("takes")));
        given.extend(ids(&two.expect("takes")));
    }
    assert_eq!(given.len(), 20, "seven at the most, and none twice");
    assert_eq!(given.into_iter().collect::<BTreeSet<_>>(), all);
}

pub(crate) async fn what_is_leased_or_resolved_is_not_given_away(store: &dyn Store) {
    begin(store, pay(1, "ORDER1")).await;
    paid(store, 2, "ORDER2").await;
    let third = begin(store, pay(3, "ORDER3")).await;
    standing(store, conclude(third.id, store::domain::Outcome::Unknown)).await;
    paid(store, 4, "ORDER4").await;
    begin(store, cancel(4, 10, 100, 1)).await;
    assert_eq!(take(store, ANOTHER, LEASE_END.plus_ms(-1)).await, [], "leased");
    let given: BTreeSet<_> = take(store, ANOTHER, LEASE_END).await.into_iter().collect();
    assert_eq!(given, [request(1, 1), request(3, 1), request(4, 2)].into(), "resolved are not among them");
    assert_eq!(take(store, OWNER, LEASE_END).await, [], "leased again");
}

pub(crate) async fn the_longest_abandoned_come_first(store: &dyn Store) {
    for (number, until) in [(1, 300), (2, 100), (3, 200)] {
        let intent = Intent { lease_until: NOW.plus_ms(until), ..intent() };
        let of = authorise(number, &format!("ORDER{number}"));
        begin(store, Command::Authorise(Box::new(Authorise { intent, ..of }))).await;
    }
    let two = store.take_expired(ANOTHER, LEASE_END, LATER, 2).await.expect("takes");
    assert_eq!(ids(&two), [request(2, 1), request(3, 1)]);
}

pub(crate) async fn a_retry_is_put_off_by_its_owner_only(store: &dyn Store) {
    let begun = begin(store, pay(1, "ORDER1")).await;
    store.retry_later(begun.id, ANOTHER, NOW).await.expect("is none of its business");
    assert_eq!(take(store, ANOTHER, NOW).await, [], "the lease still lasts");
    store.retry_later(begun.id, OWNER, LATER).await.expect("is put off");
    assert_eq!(take(store, ANOTHER, LEASE_END).await, []);
    assert_eq!(take(store, ANOTHER, LATER).await, [begun.id]);

    standing(store, conclude_as(ANOTHER, begun.id, approved())).await;
    store.retry_later(begun.id, ANOTHER, NOW).await.expect("comes too late");
    assert_eq!(take(store, OWNER, LATER).await, [], "what is resolved is not tried again");
}

pub(crate) async fn reopening_ends_every_lease(database: &mut dyn Database) {
    let open = begin(database.store(), pay(1, "ORDER1")).await;
    paid(database.store(), 2, "ORDER2").await;
    let sending = database.store().lease_notifications(NOW, LATER, 10).await.expect("leases");
    assert_eq!(sending.len(), 1);
    database.reopen();
    let store = database.store();
    assert_eq!(take(store, ANOTHER, NOW).await, [open.id]);
    let sending = store.lease_notifications(NOW, LATER, 10).await.expect("leases");
    assert_eq!(sending.iter().map(|due| due.id).collect::<Vec<_>>(), [request(2, 1)]);
}
