//! A database with many payments in it, without having paid them one by one.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::{Connection, named_params};

use crate::Failure;

const STATEMENTS: &str = include_str!("prefill.sql");

/// Adds `count` payments to the database of a folder that no server uses.
pub(crate) fn fill(folder: &Path, count: u64) -> Result<(), Failure> {
    let connection = Connection::open(folder.join("hectare.db"))?;
    // Nothing here needs to survive a crash; the server that opens it next sets its own ways.
    connection.execute_batch(
        "PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;",
    )?;
    connection.execute_batch("PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY;")?;
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let (count, now) = (i64::try_from(count)?, i64::try_from(since.as_secs())?);
    insert(&connection, count, now)?;
    connection.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;")?;
    Ok(())
}

fn insert(connection: &Connection, count: i64, now: i64) -> Result<(), Failure> {
    connection.execute_batch("BEGIN")?;
    let mut batch = rusqlite::Batch::new(connection, STATEMENTS);
    while let Some(mut statement) = batch.next()? {
        match statement.parameter_count() {
            0 => statement.execute([])?,
            _ => statement.execute(named_params! { ":count": count, ":now": now })?,
        };
    }
    connection.execute_batch("COMMIT")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_every_table_with_payments_that_balance() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(include_str!("../../crates/store/src/sqlite/schema.sql")).unwrap();
        insert(&connection, 1_000, 1_790_000_000).unwrap();
        for (table, rows) in [
            ("claim", 1_000),
            ("payment", 1_000),
            ("operation", 1_000),
            ("credential", 1_000),
            ("transfer", 1_000),
            ("notification", 1_000),
            ("notification_try", 1_000),
            ("account", 2),
        ] {
            let count = format!("SELECT count(*) FROM {table}");
            assert_eq!(connection.query_row(&count, [], |row| row.get(0)), Ok(rows), "{table}");
        }
        let moved = "SELECT sum(amount) FROM transfer";
        assert_eq!(connection.query_row(moved, [], |row| row.get(0)), Ok(12_300_000));
        // 2026-09-21 23:13:20 in Seoul is the moment given.
        let latest = "SELECT max(id) / 10000000 FROM payment";
        let latest: i64 = connection.query_row(latest, [], |row| row.get(0)).unwrap();
        assert_eq!(latest / 1_000_000, 260_921);
    }
}
