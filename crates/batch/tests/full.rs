//! What the writer does when the disk is full: SQLite says so in the middle of a job, and has rolled the
//! whole transaction back by then.

use std::sync::mpsc::{Receiver, Sender, channel};

use batch::{Durability, Failure, Job, Journal, OpenError, Readers, Refusal, Writer};
use rusqlite::Connection;

/// What became of a job.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    Stored,
    /// It failed, and `rolled_back` if SQLite had left no transaction when it did.
    Failed {
        rolled_back: bool,
    },
    /// Nothing was wrong with it.
    Refused,
}

/// Stores a number with so many bytes beside it.
struct Fill {
    value: i64,
    bytes: i64,
    /// Begins only when this says so.
    held: Option<Receiver<()>>,
    /// Asks for more room first.
    pages: Option<u32>,
    rolled_back: bool,
    done: Sender<(i64, Fate)>,
}

impl Job for Fill {
    fn run(&mut self, connection: &Connection) -> Result<(), Failure> {
        if let Some(held) = self.held.take() {
            held.recv()?;
        }
        if let Some(pages) = self.pages {
            limit(connection, pages)?;
        }
        let mut insert = connection.prepare_cached("INSERT INTO t (v, filler) VALUES (?, zeroblob(?))")?;
        if let Err(error) = insert.execute((self.value, self.bytes)) {
            self.rolled_back = connection.is_autocommit();
            return Err(error.into());
        }
        Ok(())
    }

    fn finish(self, result: Result<(), Failure>) {
        let fate = match result {
            Ok(()) => Fate::Stored,
            Err(failure) if failure.is::<Refusal>() => Fate::Refused,
            Err(_) => Fate::Failed { rolled_back: self.rolled_back },
        };
        let _ = self.done.send((self.value, fate));
    }
}

/// A database of 16 pages at the most, and its writer.
struct Small {
    writer: Writer<Fill>,
    journal: Journal,
    done: Sender<(i64, Fate)>,
    results: Receiver<(i64, Fate)>,
    _dir: tempfile::TempDir,
}

/// More than those pages hold.
const TOO_MUCH: i64 = 1 << 20;

fn limit(connection: &Connection, pages: u32) -> rusqlite::Result<()> {
    connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
}

impl Small {
    fn start() -> Self {
        Self::of(Durability::Full)
    }

    fn of(durability: Durability) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let journal = Journal::new(&dir.path().join("t.db"), durability);
        let prepare = |connection: &mut Connection| -> Result<(), OpenError> {
            connection.execute_batch("CREATE TABLE t (v INTEGER NOT NULL, filler BLOB NOT NULL)")?;
            Ok(limit(connection, 16)?)
        };
        let writer = Writer::start(&journal, "test", prepare).expect("starts");
        let (done, results) = channel();
        Self { writer, journal, done, results, _dir: dir }
    }

    fn job(&self, value: i64, bytes: i64) -> Fill {
        Fill { value, bytes, held: None, pages: None, rolled_back: false, done: self.done.clone() }
    }

    fn submit(&self, job: Fill) {
        self.writer.submit(job).expect("queued");
    }

    fn next(&self) -> (i64, Fate) {
        self.results.recv().expect("every job is finished")
    }

    fn stored(&self) -> Vec<i64> {
        Readers::new(self.journal.clone())
            .read(|connection| -> Result<_, OpenError> {
                let mut statement = connection.prepare("SELECT v FROM t ORDER BY v")?;
                Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
            })
            .expect("reads")
    }
}

#[test]
fn a_full_database_fails_the_job_that_does_not_fit_and_takes_the_next() {
    let small = Small::start();
    small.submit(small.job(1, TOO_MUCH));
    assert_eq!(small.next(), (1, Fate::Failed { rolled_back: true }));
    small.submit(small.job(2, 10));
    assert_eq!(small.next(), (2, Fate::Stored));
    assert_eq!(small.stored(), [2]);
}

#[test]
fn a_full_database_takes_what_did_not_fit_once_there_is_room() {
    let small = Small::start();
    small.submit(small.job(1, TOO_MUCH));
    assert_eq!(small.next(), (1, Fate::Failed { rolled_back: true }));
    small.submit(Fill { pages: Some(4_096), ..small.job(2, TOO_MUCH) });
    assert_eq!(small.next(), (2, Fate::Stored));
    assert_eq!(small.stored(), [2]);
}

#[test]
fn what_does_not_fit_fails_alone_in_its_batch() {
    let small = Small::start();
    let (go, held) = channel();
    small.submit(Fill { held: Some(held), ..small.job(0, 10) });
    for (value, bytes) in [(1, 10), (2, TOO_MUCH), (3, 10)] {
        small.submit(small.job(value, bytes));
    }
    // What was queued meanwhile is one batch.
    go.send(()).expect("somebody waits");
    let fates = [0, 1, 2, 3].map(|_| small.next());
    let stored = |value| (value, Fate::Stored);
    assert_eq!(fates, [stored(0), stored(1), (2, Fate::Failed { rolled_back: true }), stored(3)]);
    assert_eq!(small.stored(), [0, 1, 3]);
}

#[test]
fn an_unsynced_journal_on_a_full_disk_drops_its_batch_and_goes_on() {
    let small = Small::of(Durability::Unsynced);
    for (value, bytes) in [(1, 10), (2, TOO_MUCH), (3, 10)] {
        small.submit(small.job(value, bytes));
    }
    assert_eq!([0; 3].map(|_| small.next()), [1, 2, 3].map(|value| (value, Fate::Refused)));
    small.submit(Fill { pages: Some(4_096), ..small.job(4, TOO_MUCH) });
    assert_eq!(small.next(), (4, Fate::Stored));
    assert_eq!(small.stored(), [4]);
}

#[test]
fn an_unsynced_journal_that_can_not_commit_drops_its_batch_and_goes_on() {
    let dir = tempfile::tempdir().expect("a directory");
    let journal = Journal::new(&dir.path().join("t.db"), Durability::Unsynced);
    let mut refused = false;
    let prepare = |connection: &mut Connection| -> Result<(), OpenError> {
        connection.execute_batch("CREATE TABLE t (v INTEGER NOT NULL, filler BLOB NOT NULL)")?;
        // The first commit that is tried fails.
        Ok(connection.commit_hook(Some(move || !std::mem::replace(&mut refused, true)))?)
    };
    let writer = Writer::start(&journal, "test", prepare).expect("starts");
    let (done, results) = channel();
    for (value, fate) in [(1, Fate::Refused), (2, Fate::Stored)] {
        let done = done.clone();
        let job = Fill { value, bytes: 10, held: None, pages: None, rolled_back: false, done };
        writer.submit(job).expect("queued");
        assert_eq!(results.recv().expect("is finished"), (value, fate));
    }
}
