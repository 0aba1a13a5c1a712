//! Lines on their way into the file.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use batch::{Failure, Job, Refusal};
use domain::time::Moment;
use rusqlite::{Connection, params};

use super::Line;
use super::cut::cut;
use super::kept::Kept;

/// What the log's own thread and everybody else know of each other.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Lines in the queue.
    waiting: AtomicUsize,
    /// What they hold of the memory.
    held: AtomicUsize,
    /// The file is damaged or gone: another one is needed.
    pub(super) damaged: AtomicBool,
    /// Lines are being lost; said once, not for every line.
    losing: AtomicBool,
    /// What is in the file, unless a rollback has made that uncertain.
    kept: Mutex<Option<Kept>>,
}

/// Lines that wait at the most.
const LINES: usize = 20_000;
/// Bytes that they hold at the most: whoever sends long requests faster than they are written fills no memory.
const BYTES: usize = 64 << 20;

impl Shared {
    /// Takes a line's place in the queue, if there is one.
    pub(super) fn take_place(&self, bytes: usize) -> bool {
        let waiting = self.waiting.fetch_add(1, Ordering::Relaxed);
        let held = self.held.fetch_add(bytes, Ordering::Relaxed);
        let fits = waiting < LINES && held < BYTES;
        if !fits {
            self.give_place_back(bytes);
        }
        fits
    }

    fn give_place_back(&self, bytes: usize) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        self.held.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// Nothing waits any more.
    pub(super) fn clear_places(&self) {
        self.waiting.store(0, Ordering::Relaxed);
        self.held.store(0, Ordering::Relaxed);
    }
}

/// A line that waits to be written.
pub(super) struct Append {
    pub(super) line: Source,
    /// What it holds until then.
    pub(super) bytes: usize,
    pub(super) shared: Arc<Shared>,
}

/// A line is made once, even if its batch has to run again.
pub(super) enum Source {
    Unmade(Box<dyn FnOnce() -> Line + Send>),
    Made(Made),
    Making,
}

pub(super) struct Made {
    at: Moment,
    merchant: String,
    signed: bool,
    json: String,
}

impl Source {
    fn make(&mut self) -> Result<&Made, Failure> {
        if let Self::Unmade(_) = self
            && let Self::Unmade(make) = std::mem::replace(self, Self::Making)
        {
            // It explains a request; an error in it must not end the gateway.
            let line = catch_unwind(AssertUnwindSafe(make)).map_err(|_| "a line could not be made")?;
            let line = cut(line);
            let json = serde_json::to_string(&line)?;
            *self = Self::Made(Made { at: line.at, merchant: line.merchant, signed: line.signed, json });
        }
        match self {
            Self::Made(made) => Ok(made),
            Self::Unmade(_) | Self::Making => Err("a line that could not be written".into()),
        }
    }
}

impl Job for Append {
    fn run(&mut self, connection: &Connection) -> Result<(), Failure> {
        let Made { at, merchant, signed, json } = self.line.make()?;
        let sender = if *signed { merchant.as_str() } else { "" };
        let bytes = i64::try_from(json.len())?;
        connection
            .prepare_cached("INSERT INTO request (at, merchant, sender, bytes, line) VALUES (?, ?, ?, ?, ?)")?
            .execute(params![at.ms(), merchant, sender, bytes, json])?;
        let mut kept = self.shared.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.as_mut() {
            Some(kept) => kept.add(connection, sender, bytes, *at),
            None => {
                *kept = Some(Kept::count(connection)?);
                Ok(())
            }
        }
    }

    fn finish(self, result: Result<(), Failure>) {
        let shared = &self.shared;
        shared.give_place_back(self.bytes);
        let Err(failure) = result else {
            if shared.losing.swap(false, Ordering::Relaxed) {
                tracing::info!("requests are logged again");
            }
            return;
        };
        *shared.kept.lock().unwrap_or_else(PoisonError::into_inner) = None;
        if let Some(Refusal::Damaged(_)) = failure.downcast_ref() {
            shared.damaged.store(true, Ordering::Relaxed);
        }
        if !shared.losing.swap(true, Ordering::Relaxed) {
            tracing::warn!(%failure, "requests can't be logged; they are answered all the same");
        }
    }
}

impl fmt::Debug for Append {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Append")
    }
}
