//! Trade numbers, drawn without asking anybody.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::time::Moment;
use domain::{NumberKind, TradeId};

/// A number that is taken is drawn again this often before giving up: half of a second's may be taken.
pub(crate) const DRAWS: usize = 32;

/// Draws numbers under an instance's two digits, each kind by a counter of its own. The counters start anywhere, so that a
/// restart within a second rarely meets its own numbers. If it does, the database says so, and the counter goes on from
/// somewhere else: numbers are taken in runs.
#[derive(Debug)]
pub(crate) struct Numbers {
    instance: u8,
    payments: AtomicU32,
    windows: AtomicU32,
    cancels: AtomicU32,
    others: AtomicU32,
}

impl Numbers {
    pub(crate) fn new(instance: u8) -> Self {
        let counter = || AtomicU32::new(anywhere());
        Self { instance, payments: counter(), windows: counter(), cancels: counter(), others: counter() }
    }

    pub(crate) fn draw(&self, kind: NumberKind, now: Moment) -> TradeId {
        TradeId::draw(now, self.instance, kind, self.counter(kind).fetch_add(1, Ordering::Relaxed))
    }

    /// The last one was taken.
    pub(crate) fn leave(&self, kind: NumberKind) {
        self.counter(kind).store(anywhere(), Ordering::Relaxed);
    }

    fn counter(&self, kind: NumberKind) -> &AtomicU32 {
        match kind {
            NumberKind::Payment => &self.payments,
            NumberKind::Window => &self.windows,
            NumberKind::Cancel => &self.cancels,
            NumberKind::Other => &self.others,
        }
    }
}

/// A count to begin at.
fn anywhere() -> u32 {
    u32::try_from(random().rem_euclid(100_000)).unwrap_or(0)
}

/// Any number.
pub(crate) fn random() -> i64 {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).expect("the operating system has random numbers");
    i64::from_le_bytes(bytes)
}
