//! Operations: written by decisions, leased to whoever carries them on.

use std::time::Duration;

use batch::Failure;
use domain::facts::Facts;
use domain::operation::{Operation, OperationOutcome};
use domain::tax::TaxParts;
use domain::{DeclineCode, InstitutionId, OwnerId, RequestId, TradeId};
use rusqlite::{Connection, Error, OptionalExtension, Result, params};

use super::{clock, rows};

pub(super) fn get(connection: &Connection, id: RequestId) -> Result<Option<Operation>> {
    const QUERY: &str =
        concat!("SELECT ", rows::operation_columns!(), " FROM operation WHERE subject = ? AND operation = ?");
    let mut statement = connection.prepare_cached(QUERY)?;
    statement.query_row(params![id.subject.as_i64(), id.operation], rows::operation).optional()
}

/// A subject's, by their numbers.
pub(super) fn of(connection: &Connection, subject: TradeId) -> Result<Vec<Operation>> {
    const QUERY: &str = concat!(
        "SELECT ",
        rows::operation_columns!(),
        " FROM operation WHERE subject = ? ORDER BY operation"
    );
    connection.prepare_cached(QUERY)?.query_map([subject.as_i64()], rows::operation)?.collect()
}

/// The one that waits for somebody: an authentication for its capture.
pub(super) fn waiting(connection: &Connection, subject: TradeId) -> Result<Option<Operation>> {
    const QUERY: &str =
        concat!("SELECT ", rows::operation_columns!(), " FROM operation WHERE subject = ? AND state = 2");
    connection.prepare_cached(QUERY)?.query_row([subject.as_i64()], rows::operation).optional()
}

/// The parts of a payment that its cancels have taken.
pub(super) fn refunded(connection: &Connection, id: TradeId) -> Result<TaxParts> {
    const QUERY: &str = "SELECT COALESCE(SUM(supply), 0), COALESCE(SUM(vat), 0), COALESCE(SUM(tax_free), 0), \
                         COALESCE(SUM(service), 0) FROM operation WHERE subject = ? AND kind = 2 AND state = 3";
    connection.prepare_cached(QUERY)?.query_row([id.as_i64()], |row| {
        Ok(TaxParts { supply: row.get(0)?, vat: row.get(1)?, tax_free: row.get(2)?, service: row.get(3)? })
    })
}

/// A new operation; nobody else touches it for `lease_ms`.
pub(super) fn insert(connection: &Connection, operation: &Operation, lease_ms: i64) -> Result<bool, Failure> {
    const INSERT: &str = concat!(
        "INSERT INTO operation (",
        rows::operation_columns!(),
        ", lease_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT DO NOTHING"
    );
    let outcome = &operation.outcome;
    let facts = facts(outcome)?;
    let mut statement = connection.prepare_cached(INSERT)?;
    Ok(statement.execute(params![
        operation.id.subject.as_i64(),
        operation.id.operation,
        operation.merchant.as_str(),
        operation.kind as u8,
        operation.rail as u8,
        operation.institution.as_str(),
        operation.state as u8,
        operation.currency as u8,
        operation.amount,
        operation.trade.as_i64(),
        operation.ordinal,
        operation.tax.supply,
        operation.tax.vat,
        operation.tax.tax_free,
        operation.tax.service,
        operation.notify,
        operation.in_window,
        operation.credential.map(|credential| credential.0),
        operation.begun_at.ms(),
        outcome.at.ms(),
        outcome.approval.approval_no,
        facts,
        outcome.code.as_ref().map(DeclineCode::as_str),
        operation.sealed.as_ref().map(|sealed| &sealed.0),
        operation.owner.0,
        operation.tries,
        operation.version,
        clock::now().plus_ms(lease_ms).ms(),
    ])? == 1)
}

/// An operation's new state and outcome.
pub(super) fn update(connection: &Connection, to: &Operation) -> Result<bool, Failure> {
    const UPDATE: &str = "UPDATE operation SET state = ?, concluded_at = ?, approval_no = ?, facts = ?, code = ?, \
                          sealed = ?, version = version + 1 WHERE subject = ? AND operation = ? AND version = ?";
    let outcome = &to.outcome;
    let facts = facts(outcome)?;
    let mut statement = connection.prepare_cached(UPDATE)?;
    Ok(statement.execute(params![
        to.state as u8,
        outcome.at.ms(),
        outcome.approval.approval_no,
        facts,
        outcome.code.as_ref().map(DeclineCode::as_str),
        to.sealed.as_ref().map(|sealed| &sealed.0),
        to.id.subject.as_i64(),
        to.id.operation,
        to.version,
    ])? == 1)
}

fn facts(outcome: &OperationOutcome) -> Result<Option<String>, Failure> {
    match &outcome.approval.facts {
        Facts::None => Ok(None),
        facts => Ok(Some(serde_json::to_string(facts)?)),
    }
}

pub(super) const LANES: &str = "WITH RECURSIVE lane(id) AS ( \
             SELECT MIN(institution) FROM operation INDEXED BY operation_unresolved WHERE state <= 2 \
             UNION ALL \
             SELECT (SELECT MIN(institution) FROM operation INDEXED BY operation_unresolved \
                     WHERE state <= 2 AND institution > lane.id) FROM lane WHERE lane.id IS NOT NULL) \
         SELECT id FROM lane WHERE id IS NOT NULL AND EXISTS ( \
             SELECT 1 FROM operation INDEXED BY operation_unresolved \
             WHERE state <= 2 AND institution = lane.id AND lease_until <= ?)";

/// Institutions with operations that nobody is carrying on. It steps from lane to lane along the index, however many
/// operations a lane holds.
pub(super) fn expired_lanes(connection: &Connection) -> Result<Vec<InstitutionId>> {
    let mut statement = connection.prepare_cached(LANES)?;
    statement.query_map([clock::now().ms()], |row| rows::institution(row, 0))?.collect()
}

pub(super) const EXPIRED: &str = "SELECT subject, operation FROM operation INDEXED BY operation_unresolved \
                           WHERE state <= 2 AND institution = ? AND lease_until <= ? ORDER BY lease_until LIMIT ?";

/// Gives `owner` what nobody is carrying on.
pub(super) fn take_expired(
    connection: &Connection,
    lane: InstitutionId,
    owner: OwnerId,
    lease: Duration,
    limit: u32,
) -> Result<Vec<Operation>> {
    const TAKE: &str = "UPDATE operation SET owner = ?, lease_until = ?, tries = tries + 1, version = version + 1 \
                        WHERE subject = ? AND operation = ?";
    let now = clock::now();
    let expired: Vec<(i64, u16)> = connection
        .prepare_cached(EXPIRED)?
        .query_map(params![lane.as_str(), now.ms(), limit], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_>>()?;
    let lease_until = now.plus_ms(ms(lease)).ms();
    let mut taken = Vec::with_capacity(expired.len());
    for (subject, operation) in expired {
        connection.prepare_cached(TAKE)?.execute(params![owner.0, lease_until, subject, operation])?;
        let id = RequestId { subject: TradeId::from_i64(subject), operation };
        match get(connection, id) {
            Ok(operation) => taken.extend(operation),
            // Nobody can carry it on. What waits behind it must not wait for ever; an audit names it.
            Err(error @ (Error::FromSqlConversionFailure(..) | Error::InvalidColumnType(..))) => {
                tracing::error!(operation = %id, %error, "an operation can't be read: an operator should look");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(taken)
}

pub(super) fn retry_later(
    connection: &Connection,
    id: RequestId,
    owner: OwnerId,
    pause: Duration,
) -> Result<()> {
    const UPDATE: &str = "UPDATE operation SET lease_until = ? \
                          WHERE subject = ? AND operation = ? AND owner = ? AND state <= 2";
    let lease_until = clock::now().plus_ms(ms(pause)).ms();
    let values = params![lease_until, id.subject.as_i64(), id.operation, owner.0];
    connection.prepare_cached(UPDATE)?.execute(values)?;
    Ok(())
}

/// Each says `state <= 2`, too, as the index does: of all operations ever, only the unresolved ones are read.
pub(super) const END_LEASES: &str = "UPDATE operation INDEXED BY operation_unresolved SET lease_until = 0 \
                                     WHERE state <= 2 AND state <= 1 AND lease_until > 0";
pub(super) const SHORTEN_WAITS: &str = "UPDATE operation INDEXED BY operation_unresolved \
                                        SET lease_until = ?1 WHERE state <= 2 AND state = 2 AND lease_until > ?1";

/// A process that is gone carries nothing on: what it left open may be taken at once. What waits goes on waiting, but no
/// longer than it can have meant.
pub(super) fn end_leases(connection: &Connection) -> Result<()> {
    connection.execute(END_LEASES, [])?;
    connection
        .execute(SHORTEN_WAITS, [clock::now().plus_ms(domain::payment::AUTHENTICATION_LIFE_MS).ms()])?;
    Ok(())
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
