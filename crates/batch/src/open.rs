//! How a database file is opened, for the writer and for readers.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

/// 3.51.3: earlier versions can lose commits when a write-ahead log is reset.
pub const MIN_SQLITE_VERSION: i32 = 3_051_003;

/// Whether a commit survives the loss of power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Every commit is on the disk before anybody hears of it.
    Full,
    /// A crash of the machine may lose the last commits; a crash of the process loses none.
    Unsynced,
}

/// A database file in write-ahead mode.
#[derive(Clone, Debug)]
pub struct Journal {
    path: PathBuf,
    durability: Durability,
}

/// Why a database can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The library is too old to be trusted with money.
    #[error("SQLite {0} is older than 3.51.3, which can lose commits")]
    TooOld(&'static str),
    /// The tables are of a later version of the program.
    #[error("the database was written by a newer version, and there is no way back")]
    Newer,
    /// The file can't be put into write-ahead mode.
    #[error("the database refuses write-ahead logging (journal mode {0})")]
    NoWriteAheadLog(String),
    /// SQLite's own words.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

impl Journal {
    /// The database at `path`, which need not exist yet.
    pub fn new(path: &Path, durability: Durability) -> Self {
        Self { path: path.to_owned(), durability }
    }

    /// The database's file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a commit is waited for until it is on the disk.
    pub(crate) fn durability(&self) -> Durability {
        self.durability
    }

    /// The write-ahead log beside the database.
    pub(crate) fn log_path(&self) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        path.push("-wal");
        path.into()
    }

    /// A connection that writes.
    pub fn open(&self) -> Result<Connection, OpenError> {
        if rusqlite::version_number() < MIN_SQLITE_VERSION {
            return Err(OpenError::TooOld(rusqlite::version()));
        }
        let connection = Connection::open(&self.path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(128);
        let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if mode != "wal" {
            return Err(OpenError::NoWriteAheadLog(mode));
        }
        // Checkpoints are done beside the writer, so that no payment waits for one.
        connection.execute_batch(
            "PRAGMA locking_mode = NORMAL;
             PRAGMA wal_autocheckpoint = 0;
             PRAGMA foreign_keys = OFF;
             PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -16384;",
        )?;
        connection.pragma_update(
            None,
            "synchronous",
            match self.durability {
                Durability::Full => "FULL",
                Durability::Unsynced => "OFF",
            },
        )?;
        Ok(connection)
    }

    /// A connection that only reads, also beside a running writer of another process.
    pub fn open_reader(&self) -> Result<Connection, OpenError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.execute_batch("PRAGMA cache_size = -2048; PRAGMA temp_store = MEMORY;")?;
        Ok(connection)
    }
}
