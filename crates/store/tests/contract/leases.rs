//! Who carries an operation on.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::{join, join_all};
use store::domain::operation::{Operation, OperationState};
use store::domain::payment::{Authorise, Status};
use store::domain::time::DAY_MS;
use store::domain::{Command, OwnerId, Reply, RequestId};
use store::{Store, wall_clock};

use crate::database::Database;
use crate::given::{
    ANOTHER, OWNER, abandoned, acquirer, approved, authorise, begin, cancel, cancel_of, conclude,
    conclude_as, declined, institution, paid, pay, pay_stuck, request, standing, stored, trade, trial,
};
use crate::windows;

const LEASE: Duration = Duration::from_secs(30);
const TWO_HOURS_MS: i64 = 7_200_000;

fn ids(taken: &[Operation]) -> Vec<RequestId> {
    taken.iter().map(|operation| operation.id).collect()
}

async fn take(store: &dyn Store, owner: OwnerId) -> Vec<RequestId> {
    ids(&store.take_expired(acquirer(), owner, LEASE, 10).await.expect("takes"))
}

/// A payment that nobody carries on any more.
fn stuck(number: u32) -> Command {
    pay_stuck(number, acquirer(), 1)
}

pub(crate) async fn who_lost_the_lease_changes_nothing_and_answers_from_the_row(store: &dyn Store) {
    let begun = begin(store, stuck(1)).await;
    assert_eq!(take(store, ANOTHER).await, [begun.id]);

    let (payment, operation) = standing(store, conclude(begun.id, approved())).await;
    assert_eq!((payment.status, operation.state), (Status::Authorising, OperationState::Open));
    assert_eq!((operation.owner, operation.tries), (ANOTHER, 1));
    assert_eq!(stored(store, 1).await.paid, 0);
    assert_eq!(trial(store).accounts().count(), 0);

    standing(store, conclude_as(ANOTHER, begun.id, declined())).await;
    let (payment, operation) = standing(store, conclude(begun.id, approved())).await;
    assert_eq!((payment.status, operation.state), (Status::Declined, OperationState::Declined));
    assert_eq!(stored(store, 1).await, payment);
    assert_eq!(store.notifications(trade(1)).await.expect("reads"), []);
}

pub(crate) async fn each_operation_is_given_to_one_owner_only(store: &dyn Store) {
    for number in 1..=20 {
        begin(store, stuck(number)).await;
    }
    let all: BTreeSet<_> = (1..=20).map(|number| request(number, 1)).collect();
    let mut given = Vec::new();
    for _ in 0..2 {
        let by = |owner| store.take_expired(acquirer(), owner, LEASE, 7);
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
    assert_eq!(store.expired_lanes().await, Ok(vec![]));
    assert_eq!(take(store, ANOTHER).await, [], "leased, and resolved");

    begin(store, stuck(3)).await;
    let fourth = begin(store, stuck(4)).await;
    standing(store, conclude(fourth.id, store::domain::Outcome::Unknown)).await;
    paid(store, 5, "ORDER5").await;
    let cancel = store::domain::payment::Cancel { intent: abandoned(1), ..cancel_of(5, 10, 100, 1) };
    begin(store, Command::Cancel(Box::new(cancel))).await;
    let given: BTreeSet<_> = take(store, ANOTHER).await.into_iter().collect();
    assert_eq!(given, [request(3, 1), request(4, 1), request(5, 2)].into(), "resolved are not among them");
    assert_eq!(take(store, OWNER).await, [], "leased again");
}

pub(crate) async fn the_longest_abandoned_come_first(store: &dyn Store) {
    for (number, ago_ms) in [(1, 1_000), (2, 3_000), (3, 2_000)] {
        begin(store, pay_stuck(number, acquirer(), ago_ms)).await;
    }
    let two = store.take_expired(acquirer(), ANOTHER, LEASE, 2).await.expect("takes");
    assert_eq!(ids(&two), [request(2, 1), request(3, 1)]);
}

pub(crate) async fn a_retry_is_put_off_by_its_owner_only(store: &dyn Store) {
    let begun = begin(store, pay(1, "ORDER1")).await;
    store.retry_later(begun.id, ANOTHER, Duration::ZERO).await.expect("is none of its business");
    assert_eq!(take(store, ANOTHER).await, [], "the lease still lasts");
    store.retry_later(begun.id, OWNER, LEASE).await.expect("is put off");
    assert_eq!(take(store, ANOTHER).await, []);
    store.retry_later(begun.id, OWNER, Duration::ZERO).await.expect("is due at once");
    assert_eq!(take(store, ANOTHER).await, [begun.id]);

    standing(store, conclude_as(ANOTHER, begun.id, approved())).await;
    store.retry_later(begun.id, ANOTHER, Duration::ZERO).await.expect("comes too late");
    assert_eq!(take(store, OWNER).await, [], "what is resolved is not tried again");
}

/// One institution is dead; the others' customers get their money back all the same.
pub(crate) async fn a_thousand_stuck_at_one_institution_hide_nobody_elses(store: &dyn Store) {
    let (dead, alive) = (institution("CA01"), institution("CA21"));
    let begun = join_all((1..=1_000).map(|number| store.submit(pay_stuck(number, dead, 60_000)))).await;
    assert!(begun.iter().all(|reply| matches!(reply, Ok(Reply::Begun(_)))));
    let only = begin(store, pay_stuck(1_001, alive, 0)).await;
    assert_eq!(store.expired_lanes().await, Ok(vec![dead, alive]));
    let taken = store.take_expired(alive, ANOTHER, LEASE, 32).await.expect("takes");
    assert_eq!(ids(&taken), [only.id], "at once, and none but its own");
    let taken = store.take_expired(dead, ANOTHER, LEASE, 32).await.expect("takes");
    assert_eq!(taken.len(), 32);
    assert!(taken.iter().all(|operation| operation.institution == dead));
    assert_eq!(store.expired_lanes().await, Ok(vec![dead]), "of the other nothing is left");
}

pub(crate) async fn an_institution_is_a_lane_only_while_something_of_it_has_expired(store: &dyn Store) {
    let of = |id: &str, number| {
        let payment = authorise(number, &format!("ORDER{number}"));
        Command::Authorise(Box::new(Authorise { institution: institution(id), ..payment }))
    };
    for (number, id) in (1..).zip(["CA01", "CA02", "CA03"]) {
        begin(store, of(id, number)).await;
    }
    begin(store, cancel_of_paid(store, 4).await).await;
    assert_eq!(store.expired_lanes().await, Ok(vec![]));
    store.retry_later(request(2, 1), OWNER, Duration::ZERO).await.expect("is due");
    assert_eq!(store.expired_lanes().await, Ok(vec![institution("CA02")]));
    let taken = store.take_expired(institution("CA02"), ANOTHER, Duration::ZERO, 10).await.expect("takes");
    assert_eq!(ids(&taken), [request(2, 1)]);
    standing(store, conclude_as(ANOTHER, request(2, 1), declined())).await;
    assert_eq!(store.expired_lanes().await, Ok(vec![]));
}

async fn cancel_of_paid(store: &dyn Store, number: u32) -> Command {
    paid(store, number, &format!("ORDER{number}")).await;
    cancel(number, 10, 100, 1)
}

pub(crate) async fn reopening_ends_every_lease(database: &mut dyn Database) {
    let open = begin(&*database.store(), pay(1, "ORDER1")).await;
    let unknown = begin(&*database.store(), pay(2, "ORDER2")).await;
    standing(&*database.store(), conclude(unknown.id, store::domain::Outcome::Unknown)).await;
    paid(&*database.store(), 3, "ORDER3").await;
    assert_eq!(take(&*database.store(), ANOTHER).await, []);
    database.reopen();
    assert_eq!(take(&*database.store(), ANOTHER).await, [open.id, unknown.id]);
}

/// Rows that a clock two hours ahead wrote, before it was put right.
pub(crate) async fn a_clock_set_back_keeps_no_operation_waiting(database: &mut dyn Database) {
    let open = begin(&*database.store(), pay(1, "ORDER1")).await;
    database.damage(&format!("UPDATE operation SET lease_until = lease_until + {TWO_HOURS_MS}"));
    assert_eq!(take(&*database.store(), ANOTHER).await, []);
    database.reopen();
    assert_eq!(take(&*database.store(), ANOTHER).await, [open.id]);
}

pub(crate) async fn an_authentication_waits_for_a_day_at_the_most(database: &mut dyn Database) {
    for (number, wait) in [(1, 3_600_000), (2, 400 * DAY_MS), (3, -1)] {
        windows::authenticated(&*database.store(), number, &format!("ORDER{number}")).await;
        let (of, until) = (crate::given::of_window(number).as_i64(), wall_clock().plus_ms(wait).ms());
        database.damage(&format!("UPDATE operation SET lease_until = {until} WHERE subject = {of}"));
    }
    database.reopen();
    let store = database.store();
    let lapsing = store.take_expired(acquirer(), ANOTHER, LEASE, 10).await.expect("takes");
    let lapsing: Vec<_> = lapsing.iter().map(|operation| (operation.id.subject, operation.state)).collect();
    assert_eq!(lapsing, [(crate::given::of_window(3), OperationState::Waiting)], "a restart lapses none");
    let until = wall_clock().plus_ms(DAY_MS).ms();
    let within = database.tamper(&format!("UPDATE operation SET tries = tries WHERE lease_until <= {until}"));
    assert_eq!(within, Ok(3), "a day is as long as an authentication can be captured");
}
