//! The request log: what merchants sent, masked, in a file of its own.
//!
//! It explains; it proves nothing. So it is unsynced and off the hot path: a full queue drops lines
//! rather than making a payment wait. Kept for 7 days and 10,000 requests a merchant.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use batch::{Durability, Failure, Job, Journal, OpenError, Readers, Writer};
use domain::time::{DAY_MS, Moment};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

/// One request as it came, masked, and what became of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    /// When, by real time.
    pub at: Moment,
    /// The merchant named in it; empty if none.
    pub merchant: String,
    /// The path it came to.
    pub path: String,
    /// The verdict: the answer's code, `0000` for success.
    pub code: String,
    /// The verdict in words.
    pub text: String,
    /// The wire name of the field at fault, where it is one field's.
    #[serde(default)]
    pub field: Option<String>,
    /// The string that was hashed, masked, its key left off.
    pub hashed: Option<String>,
    /// Names that no message defines.
    pub unknown: Vec<String>,
    /// The fields, masked, as JSON.
    pub fields: String,
    /// The merchant's number for the order that it is about.
    #[serde(default)]
    pub order_no: Option<String>,
    /// How long the answer took, in microseconds.
    pub took_us: u64,
}

/// Where lines go.
#[derive(Debug)]
pub struct RequestLog {
    writer: Writer<Append>,
    readers: Arc<Readers>,
    waiting: Arc<AtomicUsize>,
}

const KEPT_DAYS_MS: i64 = 7 * DAY_MS;
const KEPT_LINES: u32 = 10_000;
const QUEUE: usize = 20_000;

/// Every so many lines, what is too old or too much goes.
const SWEEP_EVERY: u32 = 5_000;

impl RequestLog {
    /// Opens the log at `path`.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let journal = Journal::new(path, Durability::Unsynced);
        let writer = Writer::start(&journal, "request-log", |connection| -> Result<(), OpenError> {
            connection.execute_batch(
                "CREATE TABLE IF NOT EXISTS request (
                     id INTEGER NOT NULL PRIMARY KEY, at INTEGER NOT NULL, merchant TEXT NOT NULL, line TEXT NOT NULL
                 ) STRICT;
                 CREATE INDEX IF NOT EXISTS request_merchant ON request (merchant, id);",
            )?;
            Ok(())
        })?;
        Ok(Self { writer, readers: Arc::new(Readers::new(journal)), waiting: Arc::default() })
    }

    /// Adds a line, unless too many are waiting. It is made on the log's own thread.
    pub fn append(&self, line: impl FnOnce() -> Line + Send + 'static) {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return;
        }
        // The log ends with the process; a line that comes later is lost with it.
        let line = Source::Unmade(Box::new(line));
        let _ = self.writer.submit(Append { line, waiting: Arc::clone(&self.waiting) });
    }

    /// The latest lines of a merchant, or of all, newest first, each as JSON. Blocks.
    pub fn latest(&self, merchant: Option<&str>, limit: u32) -> Result<Vec<String>, OpenError> {
        self.readers.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT line FROM request WHERE ?1 IS NULL OR merchant = ?1 ORDER BY id DESC LIMIT ?2",
            )?;
            let lines = statement.query_map(params![merchant, limit], |row| row.get(0))?;
            Ok(lines.collect::<rusqlite::Result<_>>()?)
        })
    }
}

struct Append {
    line: Source,
    waiting: Arc<AtomicUsize>,
}

/// A line is made once, even if its batch has to run again.
enum Source {
    Unmade(Box<dyn FnOnce() -> Line + Send>),
    Made(Moment, String, String),
    Making,
}

impl Source {
    /// When, whose, and the line as JSON.
    fn make(&mut self) -> Result<(Moment, &str, &str), Failure> {
        if let Self::Unmade(_) = self
            && let Self::Unmade(make) = std::mem::replace(self, Self::Making)
        {
            let line = make();
            let json = serde_json::to_string(&line)?;
            *self = Self::Made(line.at, line.merchant, json);
        }
        match self {
            Self::Made(at, merchant, json) => Ok((*at, merchant, json)),
            Self::Unmade(_) | Self::Making => Err("a line that could not be written".into()),
        }
    }
}

impl std::fmt::Debug for Append {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Append")
    }
}

impl Job for Append {
    fn run(&mut self, connection: &Connection) -> Result<(), Failure> {
        let (at, merchant, json) = self.line.make()?;
        let insert = "INSERT INTO request (at, merchant, line) VALUES (?, ?, ?)";
        connection.prepare_cached(insert)?.execute(params![at.ms(), merchant, json])?;
        if connection.last_insert_rowid() % i64::from(SWEEP_EVERY) == 0 {
            sweep(connection, at)?;
        }
        Ok(())
    }

    fn finish(self, result: Result<(), Failure>) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        if let Err(failure) = result {
            tracing::warn!(%failure, "a request could not be logged");
        }
    }
}

fn sweep(connection: &Connection, now: Moment) -> Result<(), Failure> {
    connection.execute("DELETE FROM request WHERE at < ?", [now.plus_ms(-KEPT_DAYS_MS).ms()])?;
    let merchants: Vec<String> = connection
        .prepare_cached("SELECT DISTINCT merchant FROM request")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for merchant in merchants {
        connection.execute(
            "DELETE FROM request WHERE merchant = ?1 AND id <= \
             (SELECT id FROM request WHERE merchant = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
            params![merchant, KEPT_LINES],
        )?;
    }
    Ok(())
}
