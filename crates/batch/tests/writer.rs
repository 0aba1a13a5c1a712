//! What the writer promises.

use std::sync::mpsc::{Sender, channel};

use batch::{Durability, Failure, Job, Journal, OpenError, Readers, Writer};
use rusqlite::Connection;

struct Insert {
    value: i64,
    done: Sender<(i64, bool)>,
}

impl Job for Insert {
    fn run(&mut self, connection: &Connection) -> Result<(), Failure> {
        connection.prepare_cached("INSERT INTO t (v) VALUES (?)")?.execute([self.value])?;
        if self.value < 0 {
            return Err("a negative value".into());
        }
        Ok(())
    }

    fn finish(self, result: Result<(), Failure>) {
        let _ = self.done.send((self.value, result.is_ok()));
    }
}

fn journal(dir: &tempfile::TempDir) -> Journal {
    Journal::new(&dir.path().join("t.db"), Durability::Full)
}

fn start(journal: &Journal) -> Writer<Insert> {
    let prepare = |connection: &mut Connection| -> Result<(), OpenError> {
        Ok(connection.execute_batch("CREATE TABLE IF NOT EXISTS t (v INTEGER NOT NULL)")?)
    };
    Writer::start(journal, "test", prepare).expect("starts")
}

fn stored(journal: &Journal) -> Vec<i64> {
    Readers::new(journal.clone())
        .read(|connection| -> Result<_, OpenError> {
            let mut statement = connection.prepare("SELECT v FROM t ORDER BY v")?;
            Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
        .expect("reads")
}

#[test]
fn a_job_hears_only_of_what_is_stored() {
    let dir = tempfile::tempdir().expect("a directory");
    let journal = journal(&dir);
    let writer = start(&journal);
    let (done, results) = channel();
    for value in 0..1_000 {
        writer.submit(Insert { value, done: done.clone() }).expect("queued");
    }
    drop(done);
    let heard: Vec<_> = results.iter().collect();
    assert_eq!(heard.len(), 1_000);
    assert!(heard.iter().all(|(_, stored)| *stored));
    assert_eq!(stored(&journal), (0..1_000).collect::<Vec<_>>());
}

#[test]
fn a_bad_job_fails_alone() {
    let dir = tempfile::tempdir().expect("a directory");
    let journal = journal(&dir);
    let writer = start(&journal);
    let (done, results) = channel();
    for value in [1, 2, -3, 4, -5, 6] {
        writer.submit(Insert { value, done: done.clone() }).expect("queued");
    }
    drop(done);
    let mut heard: Vec<_> = results.iter().collect();
    heard.sort_unstable();
    assert_eq!(heard, [(-5, false), (-3, false), (1, true), (2, true), (4, true), (6, true)]);
    assert_eq!(stored(&journal), [1, 2, 4, 6]);
}

#[test]
fn finishes_its_queue_before_it_ends() {
    for durability in [Durability::Full, Durability::Unsynced] {
        let dir = tempfile::tempdir().expect("a directory");
        let journal = Journal::new(&dir.path().join("t.db"), durability);
        let writer = start(&journal);
        let (done, _results) = channel();
        for value in 0..500 {
            writer.submit(Insert { value, done: done.clone() }).expect("queued");
        }
        drop(writer);
        assert_eq!(stored(&journal).len(), 500, "{durability:?}");
    }
}
