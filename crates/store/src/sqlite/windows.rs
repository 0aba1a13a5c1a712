//! Payment windows.

use domain::time::Moment;
use domain::{TradeId, WindowStep};
use rusqlite::{Connection, OptionalExtension, Result, params};

use super::rows;
use crate::record::WindowRecord;

pub(super) fn insert(connection: &Connection, window: &WindowRecord) -> Result<()> {
    const INSERT: &str = "INSERT INTO window (id, payment, merchant, step, stage, request, opened_at) \
                          VALUES (?, ?, ?, ?, ?, ?, ?)";
    connection.prepare_cached(INSERT)?.execute(params![
        window.id,
        window.payment.as_i64(),
        window.merchant.as_str(),
        window.step,
        window.stage,
        window.request,
        window.opened_at.ms(),
    ])?;
    Ok(())
}

pub(super) fn get(connection: &Connection, id: [u8; 16]) -> Result<Option<WindowRecord>> {
    const QUERY: &str = "SELECT payment, merchant, step, stage, request, opened_at FROM window WHERE id = ?";
    let row = connection.prepare_cached(QUERY)?.query_row([id], |row| {
        Ok(WindowRecord {
            id,
            payment: TradeId::from_i64(row.get(0)?),
            merchant: rows::merchant(row, 1)?,
            step: row.get(2)?,
            stage: row.get(3)?,
            request: row.get(4)?,
            opened_at: Moment::from_ms(row.get(5)?),
        })
    });
    row.optional()
}

/// Takes a step for a payment; what the page shows from then on follows from the payment.
pub(super) fn take_step(connection: &Connection, step: &WindowStep) -> Result<bool> {
    const UPDATE: &str = "UPDATE window SET step = step + 1 WHERE id = ? AND step = ?";
    Ok(connection.prepare_cached(UPDATE)?.execute(params![step.window, step.step])? == 1)
}

/// Takes a step, and says where the customer is now.
pub(super) fn advance(connection: &Connection, step: &WindowStep, stage: &str) -> Result<bool> {
    const UPDATE: &str = "UPDATE window SET step = step + 1, stage = ? WHERE id = ? AND step = ?";
    Ok(connection.prepare_cached(UPDATE)?.execute(params![stage, step.window, step.step])? == 1)
}

/// A window's number tells by real time when it was opened, whatever its merchant's clock said.
pub(super) fn sweep(connection: &Connection, before: TradeId) -> Result<()> {
    connection.prepare_cached("DELETE FROM window WHERE payment < ?")?.execute([before.as_i64()])?;
    Ok(())
}
