//! What fails jobs that did nothing wrong, and what an error says of the database.

use std::any::Any;

use rusqlite::{Error, ErrorCode};

use crate::{Failure, OpenError};

/// Why a job was not done, though nothing was wrong with it. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody else is writing to the database, and doesn't end.
    #[error("the database is locked by another program")]
    Busy,
    /// It had to wait for its turn for too long: whoever asked has been told something else by now.
    #[error("the database had no time for it")]
    Overdue,
    /// The file is damaged, gone or another. Only an unsynced journal lives to say so.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// An unsynced journal could not be written: the disk is full, or broken.
    #[error("the database can't be written: {0}")]
    Unwritten(String),
}

impl Refusal {
    /// Why no transaction could begin.
    pub(crate) fn at_begin(error: &Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ if is_damage(error) => Self::Damaged(error.to_string()),
            _ => Self::Unwritten(error.to_string()),
        }
    }
}

/// Whether the file isn't a database any more.
pub(crate) fn is_damage(error: &Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// SQLite's error in the chain of a job's failure.
pub(crate) fn sqlite_error(failure: &Failure) -> Option<&Error> {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(failure.as_ref());
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<Error>() {
            return Some(found);
        }
        // This one is transparent: its source is that of the error inside.
        if let Some(OpenError::Sqlite(found)) = error.downcast_ref::<OpenError>() {
            return Some(found);
        }
        next = error.source();
    }
    None
}

/// The same for what a reader's caller made of it, where that is one of the usual types.
pub(crate) fn sqlite_error_in(error: &dyn Any) -> Option<&Error> {
    if let Some(failure) = error.downcast_ref::<Failure>() {
        return sqlite_error(failure);
    }
    if let Some(OpenError::Sqlite(found)) = error.downcast_ref::<OpenError>() {
        return Some(found);
    }
    error.downcast_ref::<Error>()
}
