//! Order numbers.

use domain::payment::Status;
use domain::{Claim, ClaimKind, Claimant, Method, TradeId};
use rusqlite::{Connection, OptionalExtension, Result, params};

/// Takes an order number, if nobody holds it. One that a decline gave back is taken over.
pub(super) fn insert(connection: &Connection, claim: &Claim, trade: TradeId) -> Result<bool> {
    const INSERT: &str = "INSERT INTO claim (day, order_no, merchant, kind, trade, held) VALUES (?, ?, ?, ?, ?, 1) \
                          ON CONFLICT DO UPDATE SET trade = excluded.trade, held = 1 WHERE held = 0";
    let mut statement = connection.prepare_cached(INSERT)?;
    let key = params![claim.day, claim.order_no, claim.merchant.as_str(), claim.kind as u8, trade.as_i64()];
    Ok(statement.execute(key)? == 1)
}

/// Gives an order number back, if `trade` holds it.
pub(super) fn release(connection: &Connection, claim: &Claim, trade: TradeId) -> Result<bool> {
    const UPDATE: &str = "UPDATE claim SET held = 0 WHERE day = ? AND order_no = ? AND merchant = ? AND kind = ? \
                          AND trade = ? AND held = 1";
    let mut statement = connection.prepare_cached(UPDATE)?;
    let key = params![claim.day, claim.order_no, claim.merchant.as_str(), claim.kind as u8, trade.as_i64()];
    Ok(statement.execute(key)? == 1)
}

/// Who holds an order number. A cancel's number leads to the payment that it pays back; a key's to none: keys are cards'.
pub(super) fn holder(connection: &Connection, claim: &Claim) -> Result<Option<Claimant>> {
    const QUERY: &str = "SELECT c.trade, p.method, p.status FROM claim c \
                         LEFT JOIN operation o ON o.trade = c.trade AND o.kind = 2 AND c.kind = 1 \
                         LEFT JOIN payment p ON p.id = COALESCE(o.subject, c.trade) \
                         WHERE day = ? AND c.order_no = ? AND c.merchant = ? AND c.kind = ? AND held = 1";
    let mut statement = connection.prepare_cached(QUERY)?;
    let key = params![claim.day, claim.order_no, claim.merchant.as_str(), claim.kind as u8];
    let holder = statement.query_row(key, |row| {
        let (method, status): (Option<u8>, Option<u8>) = (row.get(1)?, row.get(2)?);
        Ok(Claimant {
            trade: TradeId::from_i64(row.get(0)?),
            method: method.and_then(Method::of).unwrap_or(Method::Card),
            status: status.filter(|_| claim.kind == ClaimKind::Payment).and_then(Status::of),
        })
    });
    holder.optional()
}

/// Who holds or held it last, and whether it is still held.
pub(super) fn standing(connection: &Connection, claim: &Claim) -> Result<Option<(TradeId, bool)>> {
    const QUERY: &str =
        "SELECT trade, held FROM claim WHERE day = ? AND order_no = ? AND merchant = ? AND kind = ?";
    let key = params![claim.day, claim.order_no, claim.merchant.as_str(), claim.kind as u8];
    let mut statement = connection.prepare_cached(QUERY)?;
    statement.query_row(key, |row| Ok((TradeId::from_i64(row.get(0)?), row.get(1)?))).optional()
}
