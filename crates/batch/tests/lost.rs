//! Files that are damaged, deleted, replaced or cut while they are open: nobody is told that anything was
//! stored, and the process ends. So each of these is done to another process, which is this same test again.

#![allow(clippy::panic, reason = "tests speak by panicking")]

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use batch::{Durability, Failure, Job, Journal, OpenError, Readers, Refusal, Writer};
use rusqlite::Connection;

const PATIENCE: Duration = Duration::from_secs(20);

struct Insert {
    value: i64,
    done: Sender<Result<(), Failure>>,
}

impl Job for Insert {
    fn run(&mut self, connection: &Connection) -> Result<(), Failure> {
        connection.execute("INSERT INTO t (v, filler) VALUES (?, zeroblob(2000))", [self.value])?;
        Ok(())
    }

    fn finish(self, result: Result<(), Failure>) {
        let _ = self.done.send(result);
    }
}

fn start(journal: &Journal) -> Result<Writer<Insert>, OpenError> {
    Writer::start(journal, "test", |connection: &mut Connection| -> Result<(), OpenError> {
        connection.execute_batch("CREATE TABLE IF NOT EXISTS t (v INTEGER PRIMARY KEY, filler BLOB)")?;
        Ok(())
    })
}

fn store(writer: &Writer<Insert>, values: std::ops::Range<i64>) -> Result<(), Failure> {
    let (done, results) = channel();
    for value in values {
        writer.submit(Insert { value, done: done.clone() })?;
    }
    drop(done);
    results.iter().collect()
}

fn beside(path: &Path, end: &str) -> PathBuf {
    PathBuf::from(format!("{}{end}", path.display()))
}

fn cut_in_half(path: &Path) {
    let file = OpenOptions::new().write(true).open(path).expect("is there");
    file.set_len(file.metadata().expect("has a length").len() / 2).expect("can be cut");
}

/// Everything after the first page.
fn overwrite(path: &Path) {
    let mut file = OpenOptions::new().write(true).open(path).expect("is there");
    let length = file.metadata().expect("has a length").len();
    file.seek(SeekFrom::Start(4_096)).expect("seeks");
    file.write_all(&vec![0x5a; usize::try_from(length).expect("short") - 4_096]).expect("writes");
}

/// What is done to the files while they are open.
fn harm(kind: &str, database: &Path) {
    let log = beside(database, "-wal");
    match kind {
        "delete the database" => fs::remove_file(database).expect("deleted"),
        "replace the database" => {
            fs::copy(database, beside(database, "-copy")).expect("copied");
            fs::rename(beside(database, "-copy"), database).expect("replaced");
        }
        "delete the log" => fs::remove_file(log).expect("deleted"),
        "cut the log" => cut_in_half(&log),
        other => panic!("no such harm: {other}"),
    }
}

/// The other process: it only does something when it is told what.
#[test]
fn what_the_other_process_does() {
    let (Ok(kind), Ok(database)) = (std::env::var("BATCH_HARM"), std::env::var("BATCH_DATABASE")) else {
        return;
    };
    let database = PathBuf::from(database);
    let journal = Journal::new(&database, Durability::Full);
    let (writes, idle) = (kind.strip_suffix(", write"), kind.strip_suffix(", wait"));
    if let Some(kind) = writes.or(idle) {
        let writer = start(&journal).expect("starts");
        store(&writer, 0..50).expect("stored");
        harm(kind, &database);
        if writes.is_some() {
            store(&writer, 50..51).expect("stored");
            println!("ACKNOWLEDGED");
        }
        std::thread::sleep(PATIENCE);
        return;
    }
    store(&start(&journal).expect("starts"), 0..50).expect("stored");
    overwrite(&database);
    let prepare = |_: &mut Connection| -> Result<(), OpenError> { Ok(()) };
    let writer = Writer::start(&journal, "test", prepare).expect("nothing was read yet");
    match kind.as_str() {
        "damage, write" | "damage" => {
            let _ = store(&writer, 50..51);
        }
        "damage, read" => {
            let read = |connection: &Connection| -> Result<i64, Failure> {
                Ok(connection.query_row("SELECT sum(v) FROM t", [], |row| row.get(0))?)
            };
            Readers::new(journal).read(read).expect_err("can't be read");
        }
        other => panic!("no such harm: {other}"),
    }
    std::thread::sleep(PATIENCE);
}

fn ends_without_a_word(kind: &str) {
    let dir = tempfile::tempdir().expect("a directory");
    let output = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "what_the_other_process_does", "--nocapture"])
        .env("BATCH_HARM", kind)
        .env("BATCH_DATABASE", dir.path().join("t.db"))
        .output()
        .expect("runs");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert_eq!(output.status.code(), Some(75), "{kind}: {text}");
    assert!(!text.contains("ACKNOWLEDGED"), "{kind}: {text}");
}

#[test]
fn a_deleted_database_acknowledges_nothing() {
    ends_without_a_word("delete the database, write");
    ends_without_a_word("delete the database, wait");
}

#[test]
fn a_replaced_database_acknowledges_nothing() {
    ends_without_a_word("replace the database, write");
}

#[test]
fn a_log_that_is_deleted_or_cut_acknowledges_nothing() {
    ends_without_a_word("delete the log, write");
    ends_without_a_word("cut the log, write");
    ends_without_a_word("cut the log, wait");
}

#[test]
fn a_damaged_database_ends_the_process_whoever_meets_it() {
    ends_without_a_word("damage");
    ends_without_a_word("damage, read");
}

#[test]
fn an_unsynced_journal_that_is_lost_fails_its_jobs_and_ends_nobody() {
    for kind in ["delete the database", "replace the database", "delete the log", "cut the log"] {
        let dir = tempfile::tempdir().expect("a directory");
        let database = dir.path().join("t.db");
        let writer = start(&Journal::new(&database, Durability::Unsynced)).expect("starts");
        store(&writer, 0..50).expect("stored");
        harm(kind, &database);
        let failure = store(&writer, 50..51).expect_err(kind);
        assert!(matches!(failure.downcast_ref(), Some(Refusal::Damaged(_))), "{kind}: {failure}");
    }
}

#[test]
fn a_database_that_was_there_is_never_made_anew() {
    let dir = tempfile::tempdir().expect("a directory");
    let database = dir.path().join("t.db");
    let journal = Journal::new(&database, Durability::Full);
    store(&start(&journal).expect("starts"), 0..1).expect("stored");
    fs::rename(&database, dir.path().join("elsewhere")).expect("moved");
    let error = start(&journal).expect_err("is missed");
    assert!(matches!(error, OpenError::Missing(_)), "{error}");
    assert!(error.to_string().contains("t.db-made"), "{error}");
    assert!(!database.exists(), "and nothing was made");
    fs::write(&database, "").expect("an empty file");
    assert!(matches!(start(&journal), Err(OpenError::Missing(_))), "an empty one is none");
    fs::rename(dir.path().join("elsewhere"), &database).expect("moved back");
    store(&start(&journal).expect("starts"), 1..2).expect("stored");
}

#[test]
fn a_ping_reads_the_file_that_is_there_now() {
    let dir = tempfile::tempdir().expect("a directory");
    let database = dir.path().join("t.db");
    let journal = Journal::new(&database, Durability::Full);
    drop(start(&journal).expect("starts"));
    let readers = Readers::new(journal);
    readers.ping().expect("can be read");
    fs::rename(&database, dir.path().join("elsewhere")).expect("moved");
    readers.ping().expect_err("is gone");
    fs::write(&database, vec![b'x'; 8_192]).expect("written");
    readers.ping().expect_err("is no database");
}
