//! Migrations: each is applied once, in order, in a transaction of its own.

use batch::OpenError;
use rusqlite::Connection;

const MIGRATIONS: &[&str] = &[include_str!("schema.sql")];

/// Brings the tables up to date.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let done: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if done > i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX) {
        return Err(OpenError::Newer);
    }
    for (number, migration) in (1_i64..).zip(MIGRATIONS).filter(|(number, _)| *number > done) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}
