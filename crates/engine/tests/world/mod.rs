//! The world around an engine: a folder on a disk, card issuers with books of their own and the wire
//! to them, all of which outlive the gateway; and the gateway's life, which can end at any moment.

#![allow(dead_code, unused_imports, reason = "each of the two tests uses its part of the world")]

mod customer;
mod life;
mod requests;
mod stop;
mod transfers;
mod wire;

use std::path::PathBuf;
use std::time::Duration;

use engine::Timing;
use institutions::books::{Books, Deed, Line};
use institutions::scenario::{Outcome, Scenario, Stage};
use simulators::card::CardSimulator;
use tempfile::TempDir;

pub(crate) use customer::{authenticate, window};
pub(crate) use life::Life;
pub(crate) use requests::{cancel, capture, declined, issue_key, merchant, pay, today, won};
pub(crate) use stop::Stop;
pub(crate) use transfers::{agree, at_noon, transfer};
pub(crate) use wire::{Ask, Cut, Wire};

/// What outlives the gateway.
pub(crate) struct World {
    disk: TempDir,
    pub(crate) wire: Wire,
}

/// Short enough that a test may wait for everything. The issuers answer at once or never: no answer
/// misses even so short a time.
pub(crate) const QUICK: Timing = Timing {
    institution: Duration::from_millis(20),
    answer: Duration::from_secs(25),
    lease: Duration::from_secs(40),
    retry_first: Duration::from_millis(1),
    retry_most: Duration::from_millis(16),
    recovery: Duration::from_millis(2),
};

impl World {
    /// A world whose issuers keep their books in memory, beside the gateway's crashes.
    pub(crate) fn new() -> Self {
        Self::with(CardSimulator::in_memory(""))
    }

    /// A world with these issuers.
    pub(crate) fn with(issuers: CardSimulator) -> Self {
        Self { disk: tempfile::tempdir().expect("a folder"), wire: Wire::to(issuers) }
    }

    /// The gateway's folder.
    pub(crate) fn ours(&self) -> PathBuf {
        self.disk.path().join("ours")
    }

    /// What the issuers do with so many of the next requests; with none, they are themselves again.
    pub(crate) async fn scenario(&self, outcome: Outcome, times: u32) {
        let told = Scenario { merchant: None, institution: None, outcome, times: Some(times) };
        self.wire.issuers().simulation().set(told).await.expect("set");
    }

    /// The issuers are themselves again; for between two lives, when no runtime is there to wait in.
    pub(crate) fn calm(&self) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(self.scenario(Outcome::Approve, 0));
    }

    /// Ends every lease, as if its time were over.
    pub(crate) fn end_leases(&self) {
        let connection = rusqlite::Connection::open(self.ours().join("hectare.db")).expect("a database");
        connection.busy_timeout(Duration::from_secs(10)).expect("a time-out");
        connection.execute("UPDATE operation SET lease_until = 0", []).expect("a statement");
    }

    /// What the issuers paid back, refund by refund, by their own books.
    pub(crate) fn refunded(&self) -> Vec<i64> {
        let mut amounts = Vec::new();
        let note = &mut |line: Line| {
            amounts.extend((line.deed == Deed::Refunded).then_some(line.amount.minor()));
        };
        self.wire.issuers().visit(note).expect("readable books");
        amounts
    }
}
