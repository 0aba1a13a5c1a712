//! Checkpoints, beside the writer.
//!
//! A passive checkpoint copies finished pages from the write-ahead log into the database without
//! stopping anybody. What it can't do under load is catch up entirely, which is when the log could
//! start over; so once the log has grown past a limit, the writer is asked to do the small rest
//! itself between two batches. Every job waits for that: it has to be seldom, and the rest small.
//!
//! SQLite puts what was copied on the disk only when it has copied everything, which under load is
//! when the writer does it: tens of milliseconds for all that was copied before. So it is flushed here.

use std::fs::{File, OpenOptions};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use crate::files::Files;
use crate::refusal::is_damage;
use crate::writer::die;
use crate::{Durability, Journal, OpenError};

/// Below this, a checkpoint isn't worth its fsync.
const WORTH_IT_BYTES: u64 = 4 << 20;
/// Above this many pages, the writer finishes the checkpoint so that the log starts over: 96 MiB of it.
/// The length of the file says nothing of that, since a log that starts over keeps its file.
const TOO_LONG_PAGES: i64 = (96 << 20) / 4_096;
const PERIOD: Duration = Duration::from_millis(100);

/// The checkpointer's side of the bargain with the writer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request(Arc<AtomicBool>);

impl Request {
    /// Whether the writer is asked to finish a checkpoint; asking ends with the answer.
    pub(crate) fn take(&self) -> bool {
        self.0.load(Ordering::Relaxed) && self.0.swap(false, Ordering::Relaxed)
    }

    fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Starts the thread that checkpoints until `stop` is set. It looks after the files, too: a database that
/// nobody writes to may be lost as well.
pub(crate) fn start(
    journal: &Journal,
    files: Files,
    request: Request,
    stop: Arc<AtomicBool>,
) -> Result<thread::JoinHandle<()>, OpenError> {
    let connection = journal.open()?;
    let journal = journal.clone();
    let database = match journal.durability() {
        Durability::Full => Some(open_for_good(&journal)?),
        Durability::Unsynced => None,
    };
    let run = move || {
        let mut seen = 0;
        while !stop.load(Ordering::Relaxed) {
            thread::park_timeout(PERIOD);
            let Some(length) = length(&journal, &files) else { return };
            // The file never shrinks while in use, so its length alone says little: a quiet log is
            // checkpointed once and then left alone.
            if length < WORTH_IT_BYTES || !grew(&connection, &mut seen) {
                continue;
            }
            let pages = passive(&journal, &connection);
            flush(database);
            if pages > TOO_LONG_PAGES {
                // What came in the meantime goes the same way, so that next to nothing is left to the writer.
                passive(&journal, &connection);
                flush(database);
                request.ask();
            }
        }
    };
    thread::Builder::new().name("checkpoint".into()).spawn(run).map_err(OpenError::NoThread)
}

/// How long the log is; `None` if there is nothing left to checkpoint. A loss of what has to be durable ends
/// the process then and there; any other is its writer's to tell.
fn length(journal: &Journal, files: &Files) -> Option<u64> {
    let lost = match (files.check(), journal.damage()) {
        (Ok(length), None) => return Some(length),
        (Ok(_), Some(damage)) => damage.to_owned(),
        (Err(lost), _) => lost.to_string(),
    };
    if journal.durability() == Durability::Full {
        die(&lost);
    }
    None
}

/// The database's file, never to be closed: by POSIX, closing any descriptor of a file gives up all of
/// the process's locks on it, and SQLite's are among them.
fn open_for_good(journal: &Journal) -> Result<&'static File, OpenError> {
    let opened = OpenOptions::new().write(true).open(journal.path());
    let file = opened.map_err(|error| OpenError::Io(journal.path().to_owned(), error))?;
    Ok(Box::leak(Box::new(file)))
}

/// Puts what was copied on the disk. A failure is no harm: SQLite does it again before it relies on it.
fn flush(database: Option<&File>) {
    if let Some(Err(error)) = database.map(File::sync_data) {
        tracing::warn!(%error, "what was checkpointed could not be flushed");
    }
}

/// Copies what can be copied, and says how many pages the log holds. A failure is no harm, since the log
/// still holds everything; damage is.
pub(crate) fn passive(journal: &Journal, connection: &Connection) -> i64 {
    let pages = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1));
    pages.unwrap_or_else(|error| {
        tracing::warn!(%error, "checkpoint failed");
        if is_damage(&error) {
            journal.condemn(&error);
        }
        0
    })
}

/// Whether anything was committed since `seen`.
fn grew(connection: &Connection, seen: &mut i64) -> bool {
    let version =
        connection.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0)).unwrap_or(*seen);
    let grew = version != *seen;
    *seen = version;
    grew
}
