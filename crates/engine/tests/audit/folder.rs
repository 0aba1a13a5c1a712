//! Folders to be damaged.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use engine::{Audit, Difference, What};
use institutions::books::{Books, Line};
use rusqlite::Connection;
use store::folder::{Environment, Folder};
use store::sqlite::SqliteStore;
use tempfile::TempDir;

use crate::history;

/// An institution's books: these lines.
#[derive(Clone, Default)]
pub(crate) struct Lines(pub(crate) Arc<Mutex<Vec<Line>>>);

impl From<Vec<Line>> for Lines {
    fn from(lines: Vec<Line>) -> Self {
        Self(Arc::new(Mutex::new(lines)))
    }
}

impl Books for Lines {
    fn visit(&self, visit: &mut dyn FnMut(Line)) -> Result<(), String> {
        let mut lines = self.0.lock().map_err(|_| "poisoned")?.clone();
        lines.sort_by_key(|line| line.id);
        lines.into_iter().for_each(visit);
        Ok(())
    }
}

/// A folder in which everything happened, closed; and copies of it.
pub(crate) struct Original {
    dir: TempDir,
}

impl Original {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let folder = Folder::serve(dir.path(), Environment::Test).expect("nobody else's folder");
        let store = SqliteStore::open(&folder).expect("opens");
        runtime.block_on(history::write(&store, &folder));
        drop(runtime);
        drop((store, folder));
        // All of it in one file, and no traces of earlier versions of a row on its pages.
        let database = Connection::open(dir.path().join("hectare.db")).expect("a database");
        database.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)").expect("is packed");
        Self { dir }
    }

    /// A copy, to be damaged.
    pub(crate) fn copy(&self) -> Damaged {
        let dir = tempfile::tempdir().expect("a folder");
        for entry in fs::read_dir(self.dir.path()).expect("is there") {
            let entry = entry.expect("is read");
            fs::copy(entry.path(), dir.path().join(entry.file_name())).expect("is copied");
        }
        Damaged { dir }
    }
}

/// A folder that somebody wrote into.
pub(crate) struct Damaged {
    dir: TempDir,
}

impl Damaged {
    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.path().join("hectare.db")
    }

    /// Changes rows; at least one.
    pub(crate) fn tamper(&self, sql: &str) {
        let database = Connection::open(self.file()).expect("a database");
        database.execute_batch("PRAGMA ignore_check_constraints = ON").expect("is set");
        for statement in sql.split(';') {
            let changed =
                database.execute(statement, []).unwrap_or_else(|error| panic!("{statement}: {error}"));
            assert!(changed > 0, "{statement}");
        }
    }

    /// Overwrites bytes of the file.
    pub(crate) fn overwrite(&self, at: usize, with: &[u8]) {
        let mut bytes = fs::read(self.file()).expect("is read");
        bytes[at..at + with.len()].copy_from_slice(with);
        fs::write(self.file(), bytes).expect("is written");
    }

    /// Audits it beside these books; an error is what can't even be opened.
    pub(crate) fn audit(&self, books: &Lines) -> Result<Audit, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let folder = Folder::examine(self.path()).map_err(|error| error.to_string())?;
        let store = SqliteStore::examine(&folder).map_err(|error| error.to_string())?;
        let books: &[&dyn Books] = &[books];
        runtime.block_on(Audit::run(&store, books)).map_err(|error| error.to_string())
    }

    /// What is found, beside books that agree with what happened.
    pub(crate) fn differences(&self) -> Vec<Difference> {
        self.audit(&history::lines().into()).expect("is audited").differences
    }
}

/// The kinds of some differences.
pub(crate) fn kinds(differences: &[Difference]) -> BTreeSet<What> {
    differences.iter().map(|difference| difference.what).collect()
}
