//! Trade numbers, drawn without asking anybody.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::time::Moment;
use domain::{NumberKind, TradeId};

/// A number that is taken is drawn again this often before giving up.
pub(crate) const DRAWS: usize = 8;

/// Draws numbers under an instance's two digits, each kind by a counter of its own. The counters start anywhere, so that a
/// restart within a second rarely meets its own numbers; if it does, the database says so.
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
        let anywhere = || AtomicU32::new(u32::try_from(random().rem_euclid(100_000)).unwrap_or(0));
        Self { instance, payments: anywhere(), windows: anywhere(), cancels: anywhere(), others: anywhere() }
    }

    pub(crate) fn draw(&self, kind: NumberKind, now: Moment) -> TradeId {
        let counter = match kind {
            NumberKind::Payment => &self.payments,
            NumberKind::Window => &self.windows,
            NumberKind::Cancel => &self.cancels,
            NumberKind::Other => &self.others,
        };
        TradeId::draw(now, self.instance, kind, counter.fetch_add(1, Ordering::Relaxed))
    }
}

/// Any number.
pub(crate) fn random() -> i64 {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).expect("the operating system has random numbers");
    i64::from_le_bytes(bytes)
}
