//! Whether the files that are open are still the ones that bear their names, in full length.
//!
//! A process may go on writing to a file that somebody has deleted, and SQLite does: everything succeeds,
//! and nothing is there at the next start. So whoever acknowledges a commit looks first.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::Journal;

/// What has become of a file behind our back.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Lost {
    #[error("{0} is gone")]
    Gone(PathBuf),
    #[error("{0} is another file than the one that is open")]
    Replaced(PathBuf),
    #[error("{0} has lost its end")]
    Cut(PathBuf),
    #[error("{0} can't be seen: {1}")]
    Hidden(PathBuf, io::Error),
}

/// A database and its write-ahead log, as they were when anybody last looked: what the writer has seen grow,
/// the checkpointer must not find shorter.
#[derive(Clone, Debug)]
pub(crate) struct Files(Arc<Mutex<[Seen; 2]>>);

#[derive(Debug)]
struct Seen {
    path: PathBuf,
    identity: (u64, u64),
    length: u64,
}

impl Files {
    /// Those of a journal that is open, its log included.
    pub(crate) fn of(journal: &Journal) -> Result<Self, Lost> {
        let files = [Seen::now(journal.path())?, Seen::now(&journal.log_path())?];
        Ok(Self(Arc::new(Mutex::new(files))))
    }

    /// How long the log is, if both are still there. Nothing shrinks while it is in use: the log keeps its
    /// file when it starts over, and nobody vacuums.
    pub(crate) fn check(&self) -> Result<u64, Lost> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [database, log] = &mut *files;
        database.check()?;
        log.check()?;
        Ok(log.length)
    }
}

impl Seen {
    fn now(path: &Path) -> Result<Self, Lost> {
        let found = look(path)?;
        Ok(Self { path: path.to_owned(), identity: identity(&found), length: found.len() })
    }

    fn check(&mut self) -> Result<(), Lost> {
        let found = look(&self.path)?;
        if identity(&found) != self.identity {
            return Err(Lost::Replaced(self.path.clone()));
        }
        if found.len() < self.length {
            return Err(Lost::Cut(self.path.clone()));
        }
        self.length = found.len();
        Ok(())
    }
}

fn look(path: &Path) -> Result<Metadata, Lost> {
    fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Lost::Gone(path.to_owned()),
        _ => Lost::Hidden(path.to_owned(), error),
    })
}

/// Device and number: what a name leads to.
#[cfg(unix)]
fn identity(found: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (found.dev(), found.ino())
}

/// Elsewhere an open file can't be deleted or replaced.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, u64) {
    (0, 0)
}
