//! Books that somebody tampered with, and operations under way that nobody did.

use std::path::Path;
use std::time::Duration;

use domain::{Currency, RequestId, TradeId};
use institutions::scenario::Outcome;
use store::Unbalanced;
use engine::{CancelResult, Difference, PayResult, Timing};
use rusqlite::Connection;
use simulators::card::CardSimulator;
use tempfile::TempDir;

use crate::world::{self, Ask, Cut, Life, QUICK, World};

/// A payment of 10,000 won of which 4,000 were paid back, with both books on the disk.
struct Books {
    world: World,
    theirs: TempDir,
    life: Life,
    payment: TradeId,
}

impl Books {
    fn new() -> Self {
        let theirs = tempfile::tempdir().expect("a folder");
        let issuers = CardSimulator::open(theirs.path(), "").expect("the issuers open");
        let world = World::with(issuers);
        // Issuers that write to a disk may take a moment.
        let patient = Timing { institution: Duration::from_secs(20), ..QUICK };
        let life = Life::start(&world, patient, None);
        let payment = life.run(paid_and_partly_back(&life));
        Self { world, theirs, life, payment }
    }

    /// Somebody writes into our database.
    fn tamper(&self, statement: &str) {
        change(&self.world.ours().join("hectare.db"), statement);
    }

    /// Somebody writes into the issuers' books.
    fn tamper_with_issuers(&self, statement: &str) {
        change(&self.theirs.path().join("issuers.db"), statement);
    }

    fn differences(&self) -> Vec<Difference> {
        self.life.run(self.life.audit()).differences
    }

    fn operation(&self, operation: u16) -> RequestId {
        RequestId { payment: self.payment, operation }
    }
}

async fn paid_and_partly_back(life: &Life) -> TradeId {
    let merchant = world::merchant(&life.engine, "nxca_jt_bi");
    let pay = world::pay(&life.engine, &merchant, "order", 10_000);
    let paid = life.engine.pay(&merchant, pay).await.expect("the store works");
    let PayResult::Approved(approved) = paid else { panic!("not approved: {paid:?}") };
    let id = approved.payment.id;
    let cancel = world::cancel(&merchant, id, "cancel", 1, 4_000);
    let cancelled = life.engine.cancel(&merchant, cancel).await.expect("the store works");
    assert!(matches!(cancelled, CancelResult::Cancelled(..)), "{cancelled:?}");
    life.assert_sound().await;
    id
}

/// Changes one row, no more and no less.
fn change(database: &Path, statement: &str) {
    let connection = Connection::open(database).expect("a database");
    assert_eq!(connection.execute(statement, []).expect("a statement"), 1, "{statement}");
}

fn institution(id: RequestId, ours: &str, theirs: &str) -> Difference {
    Difference::Institution(id, ours.to_owned(), theirs.to_owned())
}

#[test]
fn untouched_books_are_right() {
    let books = Books::new();
    let audit = books.life.run(books.life.audit());
    assert_eq!((audit.operations, audit.differences.as_slice(), audit.unresolved.len()), (2, &[][..], 0));
    assert_eq!(audit.stuck().count(), 0);
}

#[test]
fn a_posting_that_grew_upsets_the_books_and_its_payment() {
    let books = Books::new();
    // The payable side of the authorisation: the merchant would be owed more.
    books.tamper("UPDATE posting SET amount = 10500 WHERE operation = 1 AND side = 1");
    let payment = Unbalanced { payment: books.payment, stated: 6_000, posted: 6_500 };
    assert_eq!(books.differences(), [Difference::Books(Currency::Krw, -500), Difference::Payment(payment)]);
}

#[test]
fn postings_that_still_balance_are_found_out_by_the_payment() {
    let books = Books::new();
    let connection = Connection::open(books.world.ours().join("hectare.db")).expect("a database");
    let changed = connection.execute("UPDATE posting SET amount = 3000 WHERE operation = 2", []);
    assert_eq!(changed.expect("a statement"), 2);
    let payment = Unbalanced { payment: books.payment, stated: 6_000, posted: 7_000 };
    assert_eq!(books.differences(), [Difference::Payment(payment)]);
}

#[test]
fn a_lost_posting_upsets_the_books() {
    let books = Books::new();
    books.tamper("DELETE FROM posting WHERE operation = 2 AND side = 0");
    let payment = Unbalanced { payment: books.payment, stated: 6_000, posted: 10_000 };
    assert_eq!(books.differences(), [Difference::Books(Currency::Krw, -4_000), Difference::Payment(payment)]);
}

#[test]
fn a_payment_whose_amounts_were_changed_is_found_out_by_its_postings() {
    let books = Books::new();
    books.tamper("UPDATE payment SET cancelled = 0");
    let payment = Unbalanced { payment: books.payment, stated: 10_000, posted: 6_000 };
    assert_eq!(books.differences(), [Difference::Payment(payment)]);
}

#[test]
fn an_operation_that_was_changed_disagrees_with_the_institution() {
    let books = Books::new();
    books.tamper("UPDATE operation SET amount = 4001 WHERE operation = 2");
    assert_eq!(books.differences(), [institution(books.operation(2), "Refunded 4001", "Refunded 4000")]);
    books.tamper("UPDATE operation SET amount = 4000, state = 3 WHERE operation = 2");
    assert_eq!(books.differences(), [institution(books.operation(2), "Declined 4000", "Refunded 4000")]);
}

#[test]
fn an_institution_that_did_something_else_is_reported() {
    let books = Books::new();
    books.tamper_with_issuers("UPDATE request SET deed = 2 WHERE operation = 1");
    assert_eq!(books.differences(), [institution(books.operation(1), "Authorised 10000", "Reversed 10000")]);
}

#[test]
fn an_institution_that_took_another_amount_is_reported() {
    let books = Books::new();
    books.tamper_with_issuers("UPDATE request SET amount = 9000 WHERE operation = 1");
    assert_eq!(books.differences(), [institution(books.operation(1), "Authorised 10000", "Authorised 9000")]);
}

#[test]
fn an_institution_that_knows_nothing_is_reported() {
    let books = Books::new();
    books.tamper_with_issuers("DELETE FROM request WHERE operation = 2");
    assert_eq!(books.differences(), [institution(books.operation(2), "Refunded 4000", "nothing")]);
}

#[test]
fn an_institution_that_did_what_nobody_asked_for_is_reported() {
    let books = Books::new();
    books.tamper_with_issuers("UPDATE request SET operation = 7 WHERE operation = 2");
    let differences = books.differences();
    assert_eq!(differences.len(), 2, "{differences:?}");
    for (operation, ours) in [(2, "Refunded 4000"), (7, "nothing")] {
        let about = |difference: &&Difference| matches!(difference, Difference::Institution(id, said, _) if *id == books.operation(operation) && said == ours);
        assert_eq!(differences.iter().filter(about).count(), 1, "{differences:?}");
    }
}

#[test]
fn operations_under_way_are_listed_and_no_differences() {
    let books = Books::new();
    books.world.scenario(Outcome::Garbled, 1);
    books.world.wire.cut(Ask::Reverse, Cut::Before, 1_000);
    books.world.wire.cut(Ask::Refund, Cut::Behind, 1_000);
    let life = &books.life;
    let audit = life.run(async {
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let pay = world::pay(&life.engine, &merchant, "another order", 5_000);
        life.engine.pay(&merchant, pay).await.expect("the store works");
        let cancel = world::cancel(&merchant, books.payment, "another cancel", 2, 1_000);
        life.engine.cancel(&merchant, cancel).await.expect("the store works");
        life.audit().await
    });
    let mut listed: Vec<_> = audit.unresolved.iter().map(|(id, ..)| id.operation).collect();
    listed.sort_unstable();
    assert_eq!((listed.as_slice(), audit.differences.as_slice()), (&[1, 3][..], &[][..]));
    books.world.wire.mend();
    life.run(life.assert_sound());
}

#[test]
fn what_was_tried_too_often_is_an_operators() {
    let books = Books::new();
    books.world.wire.cut(Ask::Refund, Cut::Before, 1_000);
    let life = &books.life;
    life.run(async {
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let cancel = world::cancel(&merchant, books.payment, "another cancel", 2, 1_000);
        life.engine.cancel(&merchant, cancel).await.expect("the store works");
        while life.audit().await.stuck().next().is_none() {
            life.engine.recover_once().await.expect("the store works");
            tokio::time::sleep(QUICK.retry_first).await;
        }
        let stuck: Vec<_> = life.audit().await.stuck().collect();
        assert_eq!(stuck, [books.operation(3)]);
        assert!(books.world.wire.asked(Ask::Refund).len() > 10, "it was tried often");
        books.world.wire.mend();
        life.assert_sound().await;
    });
}
