//! Payment windows.

use domain::time::Moment;
use domain::window::{Window, WindowId, WindowStep};
use domain::{Claim, Method, TradeId};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::rows;

pub(super) fn insert(connection: &Connection, window: &Window) -> Result<bool> {
    const INSERT: &str = "INSERT INTO window (payment, id, merchant, method, order_day, order_no, step, stage, \
                          request, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    Ok(connection.prepare_cached(INSERT)?.execute(params![
        window.payment.as_i64(),
        window.id.0,
        window.merchant.as_str(),
        window.method as u8,
        window.order_day,
        window.order_no,
        window.step,
        window.stage,
        window.request,
        window.opened_at.ms(),
    ])? == 1)
}

macro_rules! columns {
    () => {
        "payment, id, merchant, method, order_day, order_no, step, stage, request, opened_at"
    };
}

/// Every window, by its payment's number.
pub(super) const AUDITED: &str = concat!("SELECT ", columns!(), " FROM window ORDER BY payment");

pub(super) fn get(connection: &Connection, id: WindowId) -> Result<Option<Window>> {
    const QUERY: &str = concat!("SELECT ", columns!(), " FROM window WHERE id = ?");
    connection.prepare_cached(QUERY)?.query_row([id.0], window).optional()
}

pub(super) fn window(row: &Row<'_>) -> Result<Window> {
    Ok(Window {
        payment: rows::trade(row, 0)?,
        id: WindowId(row.get(1)?),
        merchant: rows::merchant(row, 2)?,
        method: rows::known(row, 3, Method::of)?,
        order_day: row.get(4)?,
        order_no: row.get(5)?,
        step: row.get(6)?,
        stage: row.get(7)?,
        request: row.get(8)?,
        opened_at: Moment::from_ms(row.get(9)?),
    })
}

pub(super) fn step(connection: &Connection, id: WindowId) -> Result<Option<u32>> {
    let mut statement = connection.prepare_cached("SELECT step FROM window WHERE id = ?")?;
    statement.query_row([id.0], |row| row.get(0)).optional()
}

pub(super) const OPEN_FOR: &str =
    "SELECT COUNT(*) FROM window WHERE order_day = ? AND order_no = ? AND merchant = ?";

/// How many windows there are for an order.
pub(super) fn open_for(connection: &Connection, order: &Claim) -> Result<u32> {
    let key = params![order.day, order.order_no, order.merchant.as_str()];
    connection.prepare_cached(OPEN_FOR)?.query_row(key, |row| row.get(0))
}

/// Takes a step for a payment; what the page shows from then on follows from the payment.
pub(super) fn take_step(connection: &Connection, step: &WindowStep) -> Result<bool> {
    const UPDATE: &str = "UPDATE window SET step = step + 1 WHERE id = ? AND step = ?";
    Ok(connection.prepare_cached(UPDATE)?.execute(params![step.window.0, step.step])? == 1)
}

/// Takes a step, and says where the customer is now.
pub(super) fn advance(connection: &Connection, step: &WindowStep, stage: &str) -> Result<bool> {
    const UPDATE: &str = "UPDATE window SET step = step + 1, stage = ? WHERE id = ? AND step = ?";
    Ok(connection.prepare_cached(UPDATE)?.execute(params![stage, step.window.0, step.step])? == 1)
}

pub(super) const OLD: &str = "SELECT payment FROM window WHERE payment < ? ORDER BY payment LIMIT ?";

/// Forgets some windows that are older than a number. A number that nothing came of stays taken: somebody was told it.
pub(super) fn sweep(connection: &Connection, before: TradeId, limit: u32) -> Result<bool> {
    const RETIRE: &str = "INSERT INTO number (id) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM payment WHERE id = ?1) \
                          ON CONFLICT DO NOTHING";
    let old: Vec<i64> = connection
        .prepare_cached(OLD)?
        .query_map(params![before.as_i64(), limit], |row| row.get(0))?
        .collect::<Result<_>>()?;
    for payment in &old {
        connection.prepare_cached(RETIRE)?.execute([payment])?;
        connection.prepare_cached("DELETE FROM window WHERE payment = ?")?.execute([payment])?;
    }
    Ok(u32::try_from(old.len()).unwrap_or(u32::MAX) >= limit)
}
