//! Trade numbers, drawn without asking anybody.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::TradeId;
use domain::time::Moment;

/// A number that is taken is drawn again this often before giving up.
pub(crate) const DRAWS: usize = 5;

/// Draws numbers under an instance's two digits. The counter starts anywhere, so that a restart
/// within a second rarely meets its own numbers; if it does, the database says so.
#[derive(Debug)]
pub(crate) struct Numbers {
    instance: u8,
    counter: AtomicU32,
}

impl Numbers {
    pub(crate) fn new(instance: u8) -> Self {
        let start = random().rem_euclid(100_000);
        Self { instance, counter: AtomicU32::new(u32::try_from(start).unwrap_or(0)) }
    }

    pub(crate) fn draw(&self, now: Moment) -> TradeId {
        let counter = self.counter.fetch_add(1, Ordering::Relaxed) % 100_000;
        TradeId::draw(now, self.instance, counter)
    }
}

/// Any number.
pub(crate) fn random() -> i64 {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).expect("the operating system has random numbers");
    i64::from_le_bytes(bytes)
}
