//! Notifications: due, leased, tried.

use domain::time::Moment;
use domain::{MerchantId, RequestId, TradeId};
use rusqlite::{Connection, OptionalExtension, Result, params};

use crate::record::{DueNotification, NotificationRecord, NotificationState, NotificationTry};

const PENDING: u8 = 0;
const DELIVERED: u8 = 1;
const GIVEN_UP: u8 = 2;

pub(super) fn insert(connection: &Connection, id: RequestId, due: Moment) -> Result<bool> {
    const INSERT: &str = "INSERT INTO notification (payment, operation, state, due_at, lease_until, tries) \
                          VALUES (?, ?, 0, ?, 0, 0)";
    let mut statement = connection.prepare_cached(INSERT)?;
    Ok(statement.execute(params![id.payment.as_i64(), id.operation, due.ms()])? == 1)
}

/// Takes due notifications until `lease_until`, oldest first.
pub(super) fn lease(
    connection: &Connection,
    now: Moment,
    lease_until: Moment,
    limit: u32,
) -> Result<Vec<DueNotification>> {
    const DUE: &str = "SELECT payment, operation, tries FROM notification \
                       WHERE state = 0 AND due_at <= ? AND lease_until <= ? ORDER BY due_at LIMIT ?";
    const LEASE: &str = "UPDATE notification SET lease_until = ? WHERE payment = ? AND operation = ?";
    let due: Vec<(i64, u16, u32)> = connection
        .prepare_cached(DUE)?
        .query_map(params![now.ms(), now.ms(), limit], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_>>()?;
    let mut leased = Vec::with_capacity(due.len());
    for (payment, operation, tries) in due {
        connection.prepare_cached(LEASE)?.execute(params![lease_until.ms(), payment, operation])?;
        let id = RequestId { payment: TradeId::from_i64(payment), operation };
        if let Some(payment) = super::payments::record(connection, id.payment)? {
            leased.push(DueNotification { id, tries, payment });
        }
    }
    Ok(leased)
}

pub(super) fn record_try(
    connection: &Connection,
    id: RequestId,
    attempt: &NotificationTry,
    next: NotificationState,
) -> Result<()> {
    const INSERT: &str = "INSERT INTO notification_try (payment, operation, attempt, at, status, answer) \
                          SELECT ?1, ?2, COALESCE(MAX(attempt), 0) + 1, ?3, ?4, ?5 FROM notification_try \
                          WHERE payment = ?1 AND operation = ?2";
    // What was delivered stays so, whatever a late sender or a try by hand comes back with.
    const UPDATE: &str = "UPDATE notification SET state = CASE WHEN state = 1 THEN 1 ELSE ? END, due_at = ?, \
                          lease_until = 0, tries = tries + 1 WHERE payment = ? AND operation = ?";
    let (payment, operation) = (id.payment.as_i64(), id.operation);
    let values = params![payment, operation, attempt.at.ms(), attempt.status, attempt.answer];
    connection.prepare_cached(INSERT)?.execute(values)?;
    let (state, due) = match next {
        NotificationState::Pending(due) => (PENDING, due.ms()),
        NotificationState::Delivered => (DELIVERED, attempt.at.ms()),
        NotificationState::GivenUp => (GIVEN_UP, attempt.at.ms()),
    };
    connection.prepare_cached(UPDATE)?.execute(params![state, due, payment, operation])?;
    Ok(())
}

pub(super) fn get(connection: &Connection, id: RequestId) -> Result<Option<NotificationRecord>> {
    const STATE: &str = "SELECT state, due_at FROM notification WHERE payment = ? AND operation = ?";
    const TRIES: &str = "SELECT at, status, answer FROM notification_try WHERE payment = ? AND operation = ? ORDER BY attempt";
    let key = params![id.payment.as_i64(), id.operation];
    let state = connection.prepare_cached(STATE)?.query_row(key, |row| {
        Ok(match row.get(0)? {
            PENDING => NotificationState::Pending(Moment::from_ms(row.get(1)?)),
            DELIVERED => NotificationState::Delivered,
            _ => NotificationState::GivenUp,
        })
    });
    let Some(state) = state.optional()? else { return Ok(None) };
    let tries = connection
        .prepare_cached(TRIES)?
        .query_map(key, |row| {
            Ok(NotificationTry { at: Moment::from_ms(row.get(0)?), status: row.get(1)?, answer: row.get(2)? })
        })?
        .collect::<Result<_>>()?;
    Ok(Some(NotificationRecord { state, tries }))
}

/// Moves what waits nearer by `ms` (or farther, if negative): its merchant's clock was moved on.
pub(super) fn shift(connection: &Connection, merchant: MerchantId, ms: i64) -> Result<()> {
    const UPDATE: &str = "UPDATE notification SET due_at = due_at - ? WHERE state = 0 \
                          AND payment IN (SELECT id FROM payment WHERE merchant = ? AND payment.id = notification.payment)";
    connection.prepare_cached(UPDATE)?.execute(params![ms, merchant.as_str()])?;
    Ok(())
}
