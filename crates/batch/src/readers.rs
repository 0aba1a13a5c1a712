//! Connections that read while the writer writes.

use std::fmt;
use std::ops::DerefMut;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use crate::refusal::{is_damage, sqlite_error_in};
use crate::{Journal, OpenError};

/// A pool of reading connections. It grows to the number of reads that were ever under way at once,
/// up to a bound, and keeps them: to open one costs more than most reads, as it reads the tables' definitions.
pub struct Readers {
    journal: Journal,
    pool: Mutex<Pool>,
    freed: Condvar,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Connection>,
    /// Idle ones included.
    open: usize,
}

/// How long a read waits for another to end.
const PATIENCE: Duration = Duration::from_secs(5);

impl Readers {
    /// Reads that can be under way at once. A read is a processor's work, so more would only wait for each other.
    pub const MOST: usize = 8;

    /// Readers of this database.
    pub fn new(journal: Journal) -> Self {
        Self { journal, pool: Mutex::default(), freed: Condvar::new() }
    }

    /// Runs `read` on a connection, in one read transaction: it sees one state of the database.
    /// Blocks; call it from a thread that may.
    pub fn read<T, E: From<OpenError> + From<rusqlite::Error> + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut taken = self.take()?;
        let result = taken.read(read);
        match &result {
            Ok(_) => taken.healthy = true,
            Err(error) => {
                let damage = sqlite_error_in(error).filter(|error| is_damage(error));
                damage.into_iter().for_each(|error| self.journal.condemn(error));
            }
        }
        result
    }

    /// Whether the database can be read: its first page and its tables, through a connection that is
    /// opened for it and remembers nothing. Blocks.
    pub fn ping(&self) -> Result<(), OpenError> {
        let connection = self.journal.open_reader()?;
        let tables: rusqlite::Result<i64> =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0));
        if let Some(error) = tables.as_ref().err().filter(|error| is_damage(error)) {
            self.journal.condemn(error);
        }
        match tables? {
            0 => Err(OpenError::Empty(self.journal.path().to_owned())),
            _ => Ok(()),
        }
    }

    fn take(&self) -> Result<Taken<'_>, OpenError> {
        let full = |pool: &mut Pool| pool.idle.is_empty() && pool.open >= Self::MOST;
        let waited = self.freed.wait_timeout_while(self.pool(), PATIENCE, full);
        let (mut pool, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() {
            return Err(OpenError::TooManyReaders);
        }
        if let Some(connection) = pool.idle.pop() {
            return Ok(Taken { readers: self, connection: Some(connection), healthy: false });
        }
        pool.open = pool.open.saturating_add(1);
        drop(pool);
        // From here on the place is given back, even if it can't be filled.
        let mut taken = Taken { readers: self, connection: None, healthy: false };
        taken.connection = Some(self.journal.open_reader()?);
        Ok(taken)
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection in use. One whose read failed isn't used again.
struct Taken<'a> {
    readers: &'a Readers,
    connection: Option<Connection>,
    healthy: bool,
}

impl Taken<'_> {
    fn read<T, E: From<OpenError> + From<rusqlite::Error>>(
        &mut self,
        read: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let connection = self.connection.as_mut().ok_or(OpenError::TooManyReaders)?;
        let transaction = connection.transaction()?;
        let result = read(&transaction);
        transaction.finish()?;
        result
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let connection = self.connection.take().filter(|_| self.healthy);
        let mut pool = self.readers.pool();
        let Pool { idle, open } = pool.deref_mut();
        match connection {
            Some(connection) => idle.push(connection),
            None => *open = open.saturating_sub(1),
        }
        drop(pool);
        self.readers.freed.notify_one();
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers").field("journal", &self.journal).finish_non_exhaustive()
    }
}
