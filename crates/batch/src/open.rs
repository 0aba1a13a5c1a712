//! How a database file is opened, for the writer and for readers.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
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

/// How long anybody waits for a database that another program has locked: a few times within what a merchant
/// is answered in.
pub(crate) const BUSY: Duration = Duration::from_secs(3);
/// At the start nobody waits yet.
const BUSY_AT_START: Duration = Duration::from_secs(10);

/// A database file in write-ahead mode. Its clones speak of the same one.
#[derive(Clone, Debug)]
pub struct Journal {
    path: PathBuf,
    durability: Durability,
    /// What a reader found that must not be gone on with; the writer's threads look for it.
    damage: Arc<OnceLock<String>>,
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
    /// Nothing was ever written to it.
    #[error("the database is empty: no server has been started on this folder yet")]
    Unused,
    /// The tables are of an earlier version of the program, which this one doesn't read.
    #[error(
        "the database was written by an earlier version, which this one can't read: begin with a new data folder"
    )]
    Older,
    /// The file can't be put into write-ahead mode.
    #[error("the database refuses write-ahead logging (journal mode {0})")]
    NoWriteAheadLog(String),
    /// There was a database, and it isn't there any more. A new one would deny all that the old one promised.
    #[error(
        "{path} is missing, though there was one: put it back from its backup together with its -wal file; \
         only if it is meant to begin anew, remove {marker}, too", path = .0.display(), marker = marker_of(.0).display()
    )]
    Missing(PathBuf),
    /// The file has no tables.
    #[error("{0} holds no tables")]
    Empty(PathBuf),
    /// The files aren't what was opened a moment ago.
    #[error("the database's files changed while it was opened: {0}")]
    Changed(String),
    /// As many reads as there may be are under way, and none ends.
    #[error("too many reads are under way")]
    TooManyReaders,
    /// The operating system's own words.
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
    /// The operating system has no thread for it.
    #[error("no thread can be started: {0}")]
    NoThread(io::Error),
    /// SQLite's own words.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

impl Journal {
    /// The database at `path`, which need not exist yet.
    pub fn new(path: &Path, durability: Durability) -> Self {
        Self { path: path.to_owned(), durability, damage: Arc::default() }
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

    /// Says that the file is damaged. Where it is written to, that is the end of it.
    pub(crate) fn condemn(&self, why: &rusqlite::Error) {
        let _ = self.damage.set(why.to_string());
    }

    /// What was found to be damaged.
    pub(crate) fn damage(&self) -> Option<&str> {
        self.damage.get().map(String::as_str)
    }

    /// Whether the file holds anything yet. One that did once, and doesn't any more, is lost.
    fn holds_something(&self) -> Result<bool, OpenError> {
        let holds = fs::metadata(&self.path).is_ok_and(|found| found.len() > 0);
        if !holds && marker_of(&self.path).exists() {
            return Err(OpenError::Missing(self.path.clone()));
        }
        Ok(holds)
    }

    /// A connection that writes. It makes the file, unless there was one once.
    pub fn open(&self) -> Result<Connection, OpenError> {
        if rusqlite::version_number() < MIN_SQLITE_VERSION {
            return Err(OpenError::TooOld(rusqlite::version()));
        }
        self.holds_something()?;
        let connection = Connection::open(&self.path)?;
        connection.busy_timeout(BUSY_AT_START)?;
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

    /// Leaves a mark beside a database that holds something: from now on its absence is a loss. What isn't
    /// synced may be lost, and leaves none.
    pub(crate) fn mark(&self) -> Result<(), OpenError> {
        let marker = marker_of(&self.path);
        if self.durability == Durability::Unsynced || marker.exists() {
            return Ok(());
        }
        let io = |error| OpenError::Io(marker.clone(), error);
        File::create(&marker).and_then(|file| file.sync_all()).map_err(io)?;
        #[cfg(unix)]
        if let Some(folder) = marker.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(io)?;
        }
        Ok(())
    }

    /// A connection that only reads, also beside a running writer of another process.
    pub fn open_reader(&self) -> Result<Connection, OpenError> {
        if !self.holds_something()? {
            return Err(OpenError::Unused);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(BUSY)?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.execute_batch("PRAGMA cache_size = -2048; PRAGMA temp_store = MEMORY;")?;
        Ok(connection)
    }
}

/// An empty file that says that its database has been made.
fn marker_of(database: &Path) -> PathBuf {
    let mut path = database.to_owned().into_os_string();
    path.push("-made");
    path.into()
}
