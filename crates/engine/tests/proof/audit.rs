//! Books that somebody tampered with, and operations under way that nobody did.

use std::path::Path;
use std::time::Duration;

use domain::{RequestId, TradeId};
use engine::{CancelResult, PayResult, Timing, What};
use institutions::scenario::Outcome;
use rusqlite::Connection;
use simulators::card::CardSimulator;
use tempfile::TempDir;

use crate::world::{self, Ask, Cut, Life, QUICK, World};

/// A payment of 10,000 won of which 4,000 were paid back, with both books on the disk.
///
/// What has files open ends before they do.
struct Books {
    life: Life,
    world: World,
    theirs: TempDir,
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
        Self { life, world, theirs, payment }
    }

    /// Somebody writes into our database.
    fn tamper(&self, statement: &str) {
        change(&self.world.ours().join("hectare.db"), statement);
    }

    /// Somebody writes into the issuers' books.
    fn tamper_with_issuers(&self, statement: &str) {
        change(&self.theirs.path().join("issuers.db"), statement);
    }

    /// The kinds of what an audit finds, in its order.
    fn found(&self) -> Vec<What> {
        let differences = self.life.run(self.life.audit()).differences;
        differences.iter().map(|difference| difference.what).collect()
    }

    fn operation(&self, operation: u16) -> RequestId {
        RequestId { subject: self.payment, operation }
    }
}

async fn paid_and_partly_back(life: &Life) -> TradeId {
    let merchant = world::merchant(&life.engine, "nxca_jt_bi");
    let pay = world::pay(&merchant, "order", 10_000);
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

#[test]
fn untouched_books_are_right() {
    let books = Books::new();
    let audit = books.life.run(books.life.audit());
    assert_eq!((audit.operations, audit.differences.as_slice(), audit.unresolved.len()), (2, &[][..], 0));
    assert_eq!(audit.stuck().count(), 0);
}

#[test]
fn an_operation_that_was_changed_disagrees_with_everything_around_it() {
    let books = Books::new();
    books.tamper("UPDATE operation SET amount = 4001, supply = supply + 1 WHERE operation = 2");
    let expected = [What::Cancelled, What::TransferAmount, What::InstitutionAmount];
    assert_eq!(books.found(), expected);
}

/// What somebody did to the issuers' books on the disk, and what is found then.
#[test]
fn issuers_whose_books_differ_are_reported() {
    let table: [(&str, &[What]); 6] = [
        ("UPDATE request SET deed = 2 WHERE operation = 1", &[What::InstitutionDeed]),
        ("UPDATE request SET amount = 9000 WHERE operation = 1", &[What::InstitutionAmount]),
        ("UPDATE request SET currency = 'USD' WHERE operation = 1", &[What::InstitutionAmount]),
        ("UPDATE request SET institution = 'CA01' WHERE operation = 2", &[What::InstitutionName]),
        ("DELETE FROM request WHERE operation = 2", &[What::UnknownToInstitution]),
        (
            "UPDATE request SET operation = 7 WHERE operation = 2",
            &[What::UnknownToInstitution, What::UnknownToUs],
        ),
    ];
    for (statement, expected) in table {
        let books = Books::new();
        books.tamper_with_issuers(statement);
        assert_eq!(books.found(), expected, "{statement}");
    }
}

#[test]
fn issuers_whose_books_cannot_be_read_are_one_difference() {
    let books = Books::new();
    books.tamper_with_issuers("UPDATE request SET institution = '?' WHERE operation = 1");
    assert_eq!(books.found(), [What::InstitutionBooks]);
}

#[test]
fn operations_under_way_are_listed_and_no_differences() {
    let books = Books::new();
    books.world.wire.cut(Ask::Reverse, Cut::Before, 1_000);
    books.world.wire.cut(Ask::Refund, Cut::Behind, 1_000);
    let life = &books.life;
    let audit = life.run(async {
        books.world.scenario(Outcome::Garbled, 1).await;
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let pay = world::pay(&merchant, "another order", 5_000);
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
