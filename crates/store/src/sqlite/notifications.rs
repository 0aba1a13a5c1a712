//! What merchants are to be told. One process has the folder, so nothing is leased: whoever sends keeps in mind what is
//! under way, and the writer hears of a try when it is over.

use domain::time::Moment;
use domain::{Letter, MerchantId, RequestId, TradeId};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::{clock, rows};
use crate::LONGEST_PAUSE_MS;
use crate::exhibit::Told;
use crate::record::{
    DueNotification, Next, NotificationId, NotificationRecord, NotificationState, NotificationTry,
};

const PENDING: u8 = 0;
const DELIVERED: u8 = 1;
const GIVEN_UP: u8 = 2;

/// A pause may have begun a little later than this process believes.
const MARGIN_MS: i64 = 60_000;

/// Due from now on.
pub(super) fn insert(connection: &Connection, letter: Letter) -> Result<bool> {
    const INSERT: &str = "INSERT INTO notification (subject, operation, part, merchant, state, due_at, tries) \
                          VALUES (?, ?, ?, ?, 0, ?, 0)";
    let mut statement = connection.prepare_cached(INSERT)?;
    let (id, due) = (letter.id, clock::now());
    let key = params![id.subject.as_i64(), id.operation, letter.part, letter.merchant.as_str(), due.ms()];
    Ok(statement.execute(key)? == 1)
}

pub(super) const DUE_MERCHANTS: &str = "WITH RECURSIVE waiting(merchant) AS ( \
             SELECT MIN(merchant) FROM notification INDEXED BY notification_due WHERE state = 0 \
             UNION ALL \
             SELECT (SELECT MIN(merchant) FROM notification INDEXED BY notification_due \
                     WHERE state = 0 AND merchant > waiting.merchant) \
             FROM waiting WHERE waiting.merchant IS NOT NULL) \
         SELECT merchant FROM waiting WHERE merchant IS NOT NULL AND EXISTS ( \
             SELECT 1 FROM notification INDEXED BY notification_due \
             WHERE state = 0 AND merchant = waiting.merchant AND due_at <= ?)";

/// Merchants that something is due for. It steps from merchant to merchant along the index, however much waits.
pub(super) fn due_merchants(connection: &Connection) -> Result<Vec<MerchantId>> {
    let mut statement = connection.prepare_cached(DUE_MERCHANTS)?;
    statement.query_map([clock::now().ms()], |row| rows::merchant(row, 0))?.collect()
}

pub(super) const DUE: &str = "SELECT subject, operation, part, tries FROM notification INDEXED BY notification_due \
                       WHERE state = 0 AND merchant = ? AND due_at <= ? ORDER BY due_at LIMIT ?";

/// What is due for a merchant, the longest due first.
pub(super) fn due(connection: &Connection, merchant: MerchantId, limit: u32) -> Result<Vec<DueNotification>> {
    let mut statement = connection.prepare_cached(DUE)?;
    let found = statement.query_map(params![merchant.as_str(), clock::now().ms(), limit], |row| {
        Ok(DueNotification { id: id(row)?, tries: row.get(3)? })
    })?;
    found.collect()
}

pub(super) fn record_try(
    connection: &Connection,
    id: NotificationId,
    attempt: &NotificationTry,
    next: Next,
) -> Result<()> {
    // Counted on from the row, so that a try after older ones were forgotten has a number of its own.
    const INSERT: &str = "INSERT INTO notification_try (subject, operation, part, attempt, at, status, answer) \
                          SELECT subject, operation, part, tries + 1, ?4, ?5, ?6 FROM notification \
                          WHERE subject = ?1 AND operation = ?2 AND part = ?3";
    // What was delivered stays so, whatever a late sender or a try by hand comes back with.
    const UPDATE: &str = "UPDATE notification SET state = CASE WHEN state = 1 THEN 1 ELSE ? END, due_at = ?, \
                          tries = tries + 1 WHERE subject = ? AND operation = ? AND part = ?";
    let (subject, operation) = (id.id.subject.as_i64(), id.id.operation);
    let values = params![subject, operation, id.part, attempt.at.ms(), attempt.status, attempt.answer];
    connection.prepare_cached(INSERT)?.execute(values)?;
    let now = clock::now();
    let (state, due) = match next {
        Next::Again(pause_ms) => (PENDING, now.plus_ms(pause_ms)),
        Next::Delivered => (DELIVERED, now),
        Next::GivenUp => (GIVEN_UP, now),
    };
    let values = params![state, due.ms(), subject, operation, id.part];
    connection.prepare_cached(UPDATE)?.execute(values)?;
    Ok(())
}

/// A subject's notifications.
pub(super) fn of(connection: &Connection, subject: TradeId) -> Result<Vec<NotificationRecord>> {
    const QUERY: &str = "SELECT operation, part, state, due_at FROM notification WHERE subject = ? \
                         ORDER BY operation, part";
    let mut statement = connection.prepare_cached(QUERY)?;
    let mut found = statement.query([subject.as_i64()])?;
    let mut records = Vec::new();
    while let Some(row) = found.next()? {
        let id = RequestId { subject, operation: row.get(0)? };
        let id = NotificationId { id, part: row.get(1)? };
        let due = Moment::from_ms(row.get(3)?);
        let state = rows::known(row, 2, |number| state(number, due))?;
        records.push(NotificationRecord { id, state, tries: tries(connection, id)? });
    }
    Ok(records)
}

/// The latest notification of each subject that has one.
pub(super) fn latest(connection: &Connection, subjects: &[TradeId]) -> Result<Vec<Told>> {
    const QUERY: &str = "SELECT subject, operation, part, merchant, state, due_at, tries FROM notification \
                         WHERE subject = ? ORDER BY operation DESC, part DESC LIMIT 1";
    let mut statement = connection.prepare_cached(QUERY)?;
    let mut latest = |subject: &TradeId| statement.query_row([subject.as_i64()], told).optional();
    subjects.iter().filter_map(|subject| latest(subject).transpose()).collect()
}

fn state(number: u8, due: Moment) -> Option<NotificationState> {
    match number {
        PENDING => Some(NotificationState::Pending(due)),
        DELIVERED => Some(NotificationState::Delivered),
        GIVEN_UP => Some(NotificationState::GivenUp),
        _ => None,
    }
}

/// Every notification, subject by subject.
pub(super) const AUDITED: &str = "SELECT subject, operation, part, merchant, state, due_at, tries FROM notification \
                                  ORDER BY subject, operation, part";

pub(super) fn told(row: &Row<'_>) -> Result<Told> {
    let due = Moment::from_ms(row.get(5)?);
    Ok(Told {
        id: id(row)?,
        merchant: rows::merchant(row, 3)?,
        state: rows::known(row, 4, |number| state(number, due))?,
        tries: row.get(6)?,
    })
}

/// Every try, subject by subject.
pub(super) const TRIES_AUDITED: &str = "SELECT subject, operation, part, attempt, at, status FROM notification_try \
                                        ORDER BY subject, operation, part, attempt";

/// Which notification's try it is, and the how manieth.
pub(super) fn attempt(row: &Row<'_>) -> Result<(NotificationId, u32)> {
    let (_at, _status): (i64, Option<u16>) = (row.get(4)?, row.get(5)?);
    Ok((id(row)?, row.get(3)?))
}

fn id(row: &Row<'_>) -> Result<NotificationId> {
    let id = RequestId { subject: rows::trade(row, 0)?, operation: row.get(1)? };
    Ok(NotificationId { id, part: row.get(2)? })
}

fn tries(connection: &Connection, id: NotificationId) -> Result<Vec<NotificationTry>> {
    const TRIES: &str = "SELECT at, status, answer FROM notification_try \
                         WHERE subject = ? AND operation = ? AND part = ? ORDER BY attempt";
    let key = params![id.id.subject.as_i64(), id.id.operation, id.part];
    let mut statement = connection.prepare_cached(TRIES)?;
    let tries = statement.query_map(key, |row| {
        Ok(NotificationTry { at: Moment::from_ms(row.get(0)?), status: row.get(1)?, answer: row.get(2)? })
    })?;
    tries.collect()
}

/// Never before 1970: however often a clock is moved, there is a number for it.
pub(super) const HASTEN: &str =
    "UPDATE notification SET due_at = MAX(due_at - ?, 0) WHERE state = 0 AND merchant = ?";

/// Moves what waits nearer by `ms`: its merchant's clock was moved on.
pub(super) fn hasten(connection: &Connection, merchant: MerchantId, ms: i64) -> Result<()> {
    connection.prepare_cached(HASTEN)?.execute(params![ms, merchant.as_str()])?;
    Ok(())
}

pub(super) const END_PAUSES: &str = "UPDATE notification INDEXED BY notification_due SET due_at = ?1 \
                                     WHERE state = 0 AND due_at > ?1 + ?2";

/// Nothing waits for longer than a pause can be, whatever the clock did while no process ran.
pub(super) fn end_pauses(connection: &Connection) -> Result<()> {
    connection.execute(END_PAUSES, params![clock::now().ms(), LONGEST_PAUSE_MS + MARGIN_MS])?;
    Ok(())
}

pub(super) const OLD: &str = "SELECT DISTINCT t.subject, t.operation, t.part FROM notification_try t \
                       JOIN notification n USING (subject, operation, part) \
                       WHERE t.subject < ? AND n.state <> 0 ORDER BY 1, 2, 3 LIMIT ?";

/// Forgets the answers of some old notifications that are over.
pub(super) fn sweep_tries(connection: &Connection, before: TradeId, limit: u32) -> Result<bool> {
    const DELETE: &str = "DELETE FROM notification_try WHERE subject = ? AND operation = ? AND part = ?";
    let old: Vec<(i64, u16, u8)> = connection
        .prepare_cached(OLD)?
        .query_map(params![before.as_i64(), limit], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_>>()?;
    for (subject, operation, part) in &old {
        connection.prepare_cached(DELETE)?.execute(params![subject, operation, part])?;
    }
    Ok(u32::try_from(old.len()).unwrap_or(u32::MAX) >= limit)
}
