//! A database that refuses an outcome: a merchant is then promised nothing that a crash could break.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use domain::operation::OperationState;
use domain::payment::Status;
use engine::{CancelResult, Observer, PayResult, Step, Timing};
use rusqlite::Connection;

use crate::world::{self, Ask, Life, QUICK, World};

/// Recovery may take an operation from its very beginning.
const HASTY: Timing = Timing { lease: Duration::ZERO, ..QUICK };

/// Lets the database take intents, and no outcome.
fn refuse_outcomes(world: &World) {
    execute(
        world,
        "CREATE TRIGGER refuse BEFORE UPDATE OF state ON operation \
         BEGIN SELECT RAISE(ABORT, 'the disk is on fire'); END",
    );
}

fn accept_outcomes(world: &World) {
    execute(world, "DROP TRIGGER refuse");
}

fn execute(world: &World, statement: &str) {
    let connection = Connection::open(world.ours().join("hectare.db")).expect("a database");
    connection.busy_timeout(Duration::from_secs(10)).expect("a time-out");
    connection.execute_batch(statement).expect("a statement");
}

#[test]
fn nothing_is_promised_of_a_payment_whose_approval_cannot_be_stored_and_it_stands() {
    let world = World::new();
    let life = Life::start(&world, HASTY, None);
    life.run(async {
        refuse_outcomes(&world);
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let pay = world::pay(&merchant, "order", 10_000);
        let told = life.engine.pay(&merchant, pay).await.expect("an answer");
        let PayResult::InDoubt(Some(id)) = told else { panic!("told {told:?}") };
        life.engine.recover_once().await.expect("an operation is leased");
        assert_eq!(life.payment(id).await.payment.status, Status::Authorising, "still refused");
        accept_outcomes(&world);
        life.assert_sound().await;
        assert_eq!(life.payment(id).await.payment.status, Status::Paid, "the issuer says that it approved");
        assert!(!world.wire.asked(Ask::Inquire).is_empty());
    });
}

#[test]
fn a_cancel_whose_outcome_cannot_be_stored_is_repeated_and_paid_back_once() {
    let world = World::new();
    let life = Life::start(&world, HASTY, None);
    life.run(async {
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let pay = world::pay(&merchant, "order", 10_000);
        life.engine.pay(&merchant, pay).await.expect("the store works");
        let id = life.operations().await[0].0.subject;
        refuse_outcomes(&world);
        let cancel = world::cancel(&merchant, id, "cancel", 1, 4_000);
        let told = life.engine.cancel(&merchant, cancel).await.expect("an answer");
        assert!(matches!(told, CancelResult::InDoubt(_)), "{told:?}");
        accept_outcomes(&world);
        life.assert_sound().await;
        assert_eq!(life.operations().await[1].1, OperationState::Approved);
        assert_eq!(world.refunded(), [4_000]);
    });
}

/// A fault of our own, between the issuer's answer and its commit.
struct Fault;

impl Observer for Fault {
    fn reached(&self, step: Step) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        assert!(!matches!(step, Step::Answered(_)), "a fault of our own");
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn a_payment_that_ends_in_a_fault_of_ours_is_in_doubt_and_stands() {
    let world = World::new();
    let life = Life::start(&world, HASTY, Some(Arc::new(Fault)));
    life.run(async {
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let told = life.engine.pay(&merchant, world::pay(&merchant, "order", 10_000)).await;
        let Ok(PayResult::InDoubt(Some(id))) = told else { panic!("told {told:?}") };
        life.assert_sound().await;
        assert_eq!(life.payment(id).await.payment.status, Status::Paid);
    });
}
