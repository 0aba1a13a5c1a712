//! Trade numbers: each kind is guarded by one table's own key.

use domain::{New, TradeId, Write};
use rusqlite::{Connection, Result};

/// Whether any number that these writes take is taken already.
pub(super) fn taken(connection: &Connection, writes: &[Write]) -> Result<bool> {
    for write in writes {
        let Some(number) = write.number() else { continue };
        let taken = match write {
            Write::Insert(New::Payment(..)) => exists(connection, PAYMENT, number)?,
            Write::Insert(New::Window(_)) => exists(connection, WINDOW, number)?,
            Write::Insert(New::Operation(..)) => exists(connection, CANCEL, number)?,
            _ => exists(connection, OTHER, number)?,
        };
        if taken {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) const PAYMENT: &str = "SELECT 1 FROM payment WHERE id = ?1";
/// A window that was forgotten has left its number behind, or its payment.
pub(super) const WINDOW: &str = "SELECT 1 WHERE EXISTS (SELECT 1 FROM window WHERE payment = ?1) \
                      OR EXISTS (SELECT 1 FROM payment WHERE id = ?1) \
                      OR EXISTS (SELECT 1 FROM number WHERE id = ?1)";
pub(super) const CANCEL: &str = "SELECT 1 FROM operation WHERE trade = ?1 AND kind = 2";
pub(super) const OTHER: &str = "SELECT 1 FROM number WHERE id = ?1";

fn exists(connection: &Connection, query: &str, number: TradeId) -> Result<bool> {
    connection.prepare_cached(query)?.exists([number.as_i64()])
}

pub(super) fn insert(connection: &Connection, number: TradeId) -> Result<bool> {
    let mut statement =
        connection.prepare_cached("INSERT INTO number (id) VALUES (?) ON CONFLICT DO NOTHING")?;
    Ok(statement.execute([number.as_i64()])? == 1)
}
