//! Trade numbers: whatever was ever told to anybody stands for one thing, across restarts within a second and clocks set
//! back.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::operation::OperationKind;
use domain::{NumberKind, TradeId};
use engine::{CancelResult, KeyIssue, PayResult};
use rusqlite::Connection;

use crate::world::{self, Life, QUICK, World};

async fn issue_key(life: &Life, order_no: &str) -> TradeId {
    match world::issue_key(&life.engine, order_no).await {
        KeyIssue::Verified(trade, ..) => trade,
        other => panic!("not issued: {other:?}"),
    }
}

async fn open_window(life: &Life, order_no: &str) -> TradeId {
    let merchant = world::merchant(&life.engine, "nxca_jt_il");
    let opened = life.engine.open_window(world::window(&merchant, order_no)).await;
    opened.expect("the store works").expect("a new order").payment
}

/// A payment, a cancel of it, a window and a key, each with the number that somebody was told.
async fn a_number_of_each_kind(life: &Life, round: u32) -> [TradeId; 4] {
    let merchant = world::merchant(&life.engine, "nxca_jt_bi");
    let pay = world::pay(&merchant, &format!("order {round}"), 1_000);
    let PayResult::Approved(paid) = life.engine.pay(&merchant, pay).await.expect("the store works") else {
        panic!("not approved");
    };
    let cancel = world::cancel(&merchant, paid.payment.id, &format!("cancel {round}"), 1, 400);
    let CancelResult::Cancelled(_, cancel) = life.engine.cancel(&merchant, cancel).await.expect("works")
    else {
        panic!("not cancelled");
    };
    let window = open_window(life, &format!("window {round}")).await;
    [paid.payment.id, cancel.trade, window, issue_key(life, &format!("key {round}")).await]
}

#[test]
fn numbers_are_handed_out_once_across_restarts_within_a_second() {
    let world = World::new();
    let mut told = BTreeSet::new();
    for round in 0..25 {
        let life = Life::start(&world, QUICK, None);
        life.run(async {
            for number in a_number_of_each_kind(&life, round).await {
                assert!(told.insert(number), "{number:?} stands for two things");
            }
        });
        life.crash();
    }
    let life = Life::start(&world, QUICK, None);
    life.run(life.assert_sound());
}

/// Numbers that the database has are taken, whoever drew them: half of those of the next seconds are there already, as after
/// a clock that was set back.
#[test]
fn a_number_that_is_taken_is_drawn_again_and_costs_nothing_else() {
    draws_around(|count, _| count % 2 == 0);
}

/// As a life leaves them that drew one after the other.
#[test]
fn a_run_of_taken_numbers_is_left_behind() {
    draws_around(|count, counters| count < counters / 2);
}

fn draws_around(is_taken: fn(u32, u32) -> bool) {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    let taken = take_numbers(&world, &life, is_taken);
    life.run(async {
        for round in 0..10 {
            for number in [
                issue_key(&life, &format!("key {round}")).await,
                open_window(&life, &format!("window {round}")).await,
            ] {
                assert!(!taken.contains(&number), "{number:?} was taken");
            }
        }
    });
}

fn take_numbers(world: &World, life: &Life, is_taken: fn(u32, u32) -> bool) -> BTreeSet<TradeId> {
    let now = life.engine.now();
    let seconds = (0..40).map(|second| now.plus_ms(second * 1_000));
    let kinds = [(NumberKind::Other, 10_000), (NumberKind::Window, 20_000)];
    let numbers = seconds.flat_map(|second| {
        kinds.into_iter().flat_map(move |(kind, counters)| {
            let counts = (0..counters).filter(move |count| is_taken(*count, counters));
            counts.map(move |count| TradeId::draw(second, 0, kind, count))
        })
    });
    let mut connection = Connection::open(world.ours().join("hectare.db")).expect("a database");
    connection.busy_timeout(Duration::from_secs(10)).expect("a time-out");
    let transaction = connection.transaction().expect("a transaction");
    let mut taken = BTreeSet::new();
    for number in numbers {
        let mut insert =
            transaction.prepare_cached("INSERT INTO number (id) VALUES (?)").expect("a statement");
        insert.execute([number.as_i64()]).expect("a new number");
        taken.insert(number);
    }
    transaction.commit().expect("committed");
    taken
}

/// A window finds its payment by number and order: another order's payment under its number is not its own.
#[test]
fn a_window_never_takes_another_orders_payment_for_its_own() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let merchant = world::merchant(&life.engine, "nxca_jt_il");
        let mut window = world::window(&merchant, "window");
        window = life.engine.open_window(window).await.expect("the store works").expect("a new order");
        let seller = world::merchant(&life.engine, "nxca_jt_bi");
        life.engine.pay(&seller, world::pay(&seller, "order", 990_000)).await.expect("the store works");
        let paid = life.operations().await[0].0.subject;
        let connection = Connection::open(world.ours().join("hectare.db")).expect("a database");
        // As two numbers that collided would have it, were there no guard.
        let collide = "UPDATE payment SET id = ?1, merchant = 'nxca_jt_il' WHERE id = ?2";
        connection.execute(collide, [window.payment.as_i64(), paid.as_i64()]).expect("a statement");
        let view = life.engine.window(window.id).await.expect("the store works").expect("a window");
        assert!(view.payment.is_none(), "somebody else's payment: {:?}", view.payment);
    });
}

/// What a merchant is told of a key's issue that the issuer declines is durable, too.
#[test]
fn the_number_of_a_declined_issue_is_durable() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        world.scenario(world::declined("CA11"), 1).await;
        let told = world::issue_key(&life.engine, "key").await;
        let KeyIssue::Declined(trade, code) = told else { panic!("told {told:?}") };
        assert_eq!(code.as_str(), "CA11");
        let operations = life.operations_of(trade).await;
        assert_eq!(operations.len(), 1);
        assert_eq!(operations[0].kind, OperationKind::IssueKey);
        life.assert_sound().await;
    });
}
