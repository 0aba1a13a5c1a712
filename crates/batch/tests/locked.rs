//! A database that somebody else has locked, or that has no time: everybody hears of it soon.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use batch::{Durability, Failure, Job, Journal, OpenError, Readers, Refusal, Writer};
use rusqlite::Connection;

struct Insert {
    value: i64,
    /// Says that it has begun, and goes on only when it is told.
    held: Option<(Sender<()>, Receiver<()>)>,
    done: Sender<(i64, Result<(), Failure>)>,
}

impl Job for Insert {
    fn run(&mut self, connection: &Connection) -> Result<(), Failure> {
        if let Some((begun, go)) = self.held.take() {
            begun.send(())?;
            go.recv()?;
        }
        connection.execute("INSERT INTO t (v) VALUES (?)", [self.value])?;
        Ok(())
    }

    fn finish(self, result: Result<(), Failure>) {
        let _ = self.done.send((self.value, result));
    }
}

fn start(journal: &Journal) -> Writer<Insert> {
    let prepare = |connection: &mut Connection| -> Result<(), OpenError> {
        Ok(connection.execute_batch("CREATE TABLE t (v INTEGER NOT NULL)")?)
    };
    Writer::start(journal, "test", prepare).expect("starts")
}

#[test]
fn a_locked_database_fails_its_batch_once_and_within_a_merchants_patience() {
    let dir = tempfile::tempdir().expect("a directory");
    let journal = Journal::new(&dir.path().join("t.db"), Durability::Full);
    let writer = start(&journal);
    let other = journal.open().expect("opens");
    other.execute_batch("BEGIN IMMEDIATE").expect("is free");
    let (done, results) = channel();
    for value in 0..30 {
        writer.submit(Insert { value, held: None, done: done.clone() }).expect("queued");
    }
    for _ in 0..30 {
        // In turn they would be told after 3, 6, 9 s …
        let (value, result) = results.recv_timeout(Duration::from_secs(15)).expect("told in time");
        let failure = result.expect_err("the database is locked");
        let refusal = failure.downcast_ref::<Refusal>();
        assert!(matches!(refusal, Some(Refusal::Busy | Refusal::Overdue)), "{value}: {failure}");
    }
    other.execute_batch("ROLLBACK").expect("lets go");
    writer.submit(Insert { value: 30, held: None, done }).expect("queued");
    results.recv().expect("told").1.expect("stored, now that it is free");
}

#[test]
fn what_has_waited_for_too_long_is_not_tried() {
    let dir = tempfile::tempdir().expect("a directory");
    let journal = Journal::new(&dir.path().join("t.db"), Durability::Full);
    let writer = start(&journal);
    let (done, results) = channel();
    let ((go, gone), (begun, has_begun)) = (channel(), channel());
    writer.submit(Insert { value: 0, held: Some((begun, gone)), done: done.clone() }).expect("queued");
    has_begun.recv().expect("its turn comes");
    writer.submit(Insert { value: 1, held: None, done }).expect("queued");
    thread::sleep(Duration::from_millis(5_100));
    go.send(()).expect("somebody waits");
    results.recv().expect("told").1.expect("stored");
    let (value, result) = results.recv().expect("told");
    let failure = result.expect_err("too late");
    assert_eq!((value, failure.downcast_ref()), (1, Some(&Refusal::Overdue)));
}

#[test]
fn no_more_than_thirty_two_read_at_once_and_all_have_their_turn() {
    let dir = tempfile::tempdir().expect("a directory");
    let journal = Journal::new(&dir.path().join("t.db"), Durability::Full);
    let _writer = start(&journal);
    let readers = Readers::new(journal);
    let (reading, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..100 {
            scope.spawn(|| {
                let read = readers.read(|connection| -> Result<i64, OpenError> {
                    most.fetch_max(reading.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    thread::sleep(Duration::from_millis(50));
                    reading.fetch_sub(1, Ordering::SeqCst);
                    Ok(connection.query_row("SELECT count(*) FROM t", [], |row| row.get(0))?)
                });
                assert_eq!(read.expect("has its turn"), 0);
            });
        }
    });
    assert!(most.into_inner() <= 32);
}
