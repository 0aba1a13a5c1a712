//! Accounts, by their names.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Result};

/// The ids of account names, so that no transfer has to look one up. A rollback may take an account with it, and its id may
/// go to another one then: so [`Accounts::forget`] runs at every rollback.
#[derive(Debug, Default)]
pub(super) struct Accounts(Mutex<HashMap<String, i64>>);

impl Accounts {
    fn ids(&self) -> MutexGuard<'_, HashMap<String, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets every id.
    pub(super) fn forget(&self) {
        self.ids().clear();
    }

    /// The id of a name, which has one from now on.
    pub(super) fn id(&self, connection: &Connection, name: &str) -> Result<i64> {
        if let Some(id) = self.ids().get(name) {
            return Ok(*id);
        }
        // Unlocked: a full disk rolls back right here, and the rollback forgets.
        let insert = "INSERT INTO account (name) VALUES (?) ON CONFLICT DO NOTHING";
        connection.prepare_cached(insert)?.execute([name])?;
        let mut select = connection.prepare_cached("SELECT id FROM account WHERE name = ?")?;
        let id = select.query_row([name], |row| row.get(0))?;
        self.ids().insert(name.to_owned(), id);
        Ok(id)
    }
}
