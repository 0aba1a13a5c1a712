//! The databases under test.

use store::Store;
use store::folder::{Environment, Folder};
use store::sqlite::SqliteStore;
use tempfile::TempDir;

/// A database that can be restarted, and damaged.
pub(crate) trait Database {
    /// The store on it.
    fn store(&self) -> &dyn Store;
    /// Ends the process, as it were, and starts another.
    fn reopen(&mut self);
    /// Changes rows behind the store's back; says how many, or what the database said against it.
    fn tamper(&self, sql: &str) -> Result<usize, String>;
}

/// The embedded store, in a folder of its own.
pub(crate) struct Sqlite {
    /// `None` while nobody has it open.
    open: Option<(SqliteStore, Folder)>,
    dir: TempDir,
}

impl Sqlite {
    pub(crate) fn start() -> Self {
        let mut started = Self { open: None, dir: tempfile::tempdir().expect("a directory") };
        started.reopen();
        started
    }
}

impl Database for Sqlite {
    fn store(&self) -> &dyn Store {
        &self.open.as_ref().expect("open between its methods").0
    }

    fn reopen(&mut self) {
        self.open = None;
        let folder = Folder::serve(self.dir.path(), Environment::Test).expect("nobody else has it");
        let store = SqliteStore::open(&folder).expect("opens");
        self.open = Some((store, folder));
    }

    fn tamper(&self, sql: &str) -> Result<usize, String> {
        let connection = rusqlite::Connection::open(self.dir.path().join("hectare.db")).expect("exists");
        connection.busy_timeout(std::time::Duration::from_secs(5)).expect("is set");
        connection.execute(sql, []).map_err(|error| error.to_string())
    }
}
