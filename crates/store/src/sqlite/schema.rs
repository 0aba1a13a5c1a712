//! Migrations: each is applied once, in order, in a transaction of its own.

use batch::OpenError;
use rusqlite::Connection;

const MIGRATIONS: &[&str] = &[include_str!("schema.sql")];

/// Marks files whose migrations are these: `HCT2`. Those of the first version numbered theirs alike, and held other tables.
const APPLICATION: i64 = 0x4843_5432;

/// Brings the tables up to date.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let done = version(connection)?;
    for (number, migration) in (1_i64..).zip(MIGRATIONS).filter(|(number, _)| *number > done) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Refuses tables that aren't as this version knows them.
pub(super) fn check(connection: &Connection) -> Result<(), OpenError> {
    let done = version(connection)?;
    if done == 0 {
        return Err(OpenError::Unused);
    }
    if done < i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX) { Err(OpenError::Older) } else { Ok(()) }
}

fn version(connection: &Connection) -> Result<i64, OpenError> {
    let pragma = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let done = pragma("user_version")?;
    if done > 0 && pragma("application_id")? != APPLICATION {
        return Err(OpenError::Older);
    }
    if done > i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX) {
        return Err(OpenError::Newer);
    }
    Ok(done)
}
