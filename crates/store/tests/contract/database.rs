//! The databases under test.

use std::sync::Arc;

use store::Store;
use store::folder::{Environment, Folder};
use store::sqlite::SqliteStore;
use tempfile::TempDir;

/// A database that can be restarted, and damaged.
pub(crate) trait Database {
    /// The store on it.
    fn store(&self) -> Arc<dyn Store>;
    /// Ends the process, as it were, and starts another.
    fn reopen(&mut self);
    /// Changes rows behind the store's back; says how many, or what the database said against it.
    fn tamper(&self, sql: &str) -> Result<usize, String>;

    /// Changes at least one row behind the store's back.
    fn damage(&self, sql: &str) {
        let changed = self.tamper(sql);
        assert!(changed.as_ref().is_ok_and(|rows| *rows > 0), "{sql}: {changed:?}");
    }

    /// The database itself refuses this, by a check or by a key.
    fn refuses(&self, sql: &str, why: &str) {
        let refused = self.tamper(sql);
        let said = |words: &String| words.to_lowercase().contains(why);
        assert!(refused.as_ref().is_err_and(said), "{sql}: {refused:?}");
    }
}

/// The embedded store, in a folder of its own.
pub(crate) struct Sqlite {
    /// `None` while nobody has it open.
    open: Option<(Arc<SqliteStore>, Folder)>,
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
    fn store(&self) -> Arc<dyn Store> {
        let (store, _) = self.open.as_ref().expect("open between its methods");
        Arc::clone(store) as Arc<dyn Store>
    }

    fn reopen(&mut self) {
        let users = self.open.as_ref().map_or(1, |(store, _)| Arc::strong_count(store));
        assert_eq!(users, 1, "a store in use doesn't end");
        self.open = None;
        let folder = Folder::serve(self.dir.path(), Environment::Test).expect("nobody else has it");
        let store = SqliteStore::open(&folder).expect("opens");
        self.open = Some((Arc::new(store), folder));
    }

    fn tamper(&self, sql: &str) -> Result<usize, String> {
        let connection = rusqlite::Connection::open(self.dir.path().join("hectare.db")).expect("exists");
        connection.busy_timeout(std::time::Duration::from_secs(5)).expect("is set");
        connection.execute(sql, []).map_err(|error| error.to_string())
    }
}
