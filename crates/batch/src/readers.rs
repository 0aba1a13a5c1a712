//! Connections that read while the writer writes.

use std::fmt;
use std::sync::Mutex;

use rusqlite::Connection;

use crate::{Journal, OpenError};

/// A pool of reading connections. It grows to the number of reads that were ever under way at once,
/// which the caller bounds, and keeps a few.
pub struct Readers {
    journal: Journal,
    idle: Mutex<Vec<Connection>>,
}

/// Connections kept for the next read.
const KEPT: usize = 4;

impl Readers {
    /// Readers of this database.
    pub fn new(journal: Journal) -> Self {
        Self { journal, idle: Mutex::new(Vec::new()) }
    }

    /// Runs `read` on a connection, in one read transaction: it sees one state of the database.
    /// Blocks; call it from a thread that may.
    pub fn read<T, E: From<OpenError> + From<rusqlite::Error>>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = match self.idle.lock().ok().and_then(|mut idle| idle.pop()) {
            Some(connection) => connection,
            None => self.journal.open_reader()?,
        };
        let transaction = connection.transaction()?;
        let result = read(&transaction);
        transaction.finish()?;
        if let Ok(mut idle) = self.idle.lock()
            && idle.len() < KEPT
        {
            idle.push(connection);
        }
        result
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers").field("journal", &self.journal).finish_non_exhaustive()
    }
}
