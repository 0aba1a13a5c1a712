//! Payments as they are shown and audited.

use domain::payment::{Claim, Order};
use domain::time::Moment;
use domain::{Account, OwnerId, RequestId, Side, TradeId, TrialBalance};
use rusqlite::{Connection, OptionalExtension, Result, params};

use super::{decide, rows};
use crate::record::{Leased, OperationRecord, PaymentRecord, Unbalanced};

pub(super) fn record(connection: &Connection, id: TradeId) -> Result<Option<PaymentRecord>> {
    const PAYMENT: &str = concat!("SELECT ", rows::payment_columns!(), ", detail FROM payment WHERE id = ?");
    const OPERATIONS: &str = concat!(
        "SELECT ",
        rows::operation_columns!(),
        ", ",
        rows::outcome_columns!(),
        " FROM operation WHERE payment = ? ORDER BY operation"
    );
    let found = connection.prepare_cached(PAYMENT)?.query_row([id.as_i64()], |row| {
        let order: Order = serde_json::from_str(row.get_ref(21)?.as_str()?).unwrap_or_default();
        Ok((rows::payment(row)?, order))
    });
    let Some((payment, order)) = found.optional()? else { return Ok(None) };
    let mut statement = connection.prepare_cached(OPERATIONS)?;
    let operations = statement.query_map([id.as_i64()], rows::operation_record)?.collect::<Result<_>>()?;
    Ok(Some(PaymentRecord { payment, order, operations }))
}

pub(super) fn claimed(connection: &Connection, claim: &Claim) -> Result<Option<TradeId>> {
    const QUERY: &str =
        "SELECT trade FROM claim WHERE day = ? AND order_no = ? AND merchant = ? AND kind = ?";
    let key = params![claim.day, claim.order_no, claim.merchant.as_str(), claim.kind as u8];
    let trade = connection.prepare_cached(QUERY)?.query_row(key, |row| row.get(0)).optional()?;
    Ok(trade.map(TradeId::from_i64))
}

/// Gives `owner` what nobody is carrying on.
pub(super) fn take_expired(
    connection: &Connection,
    owner: OwnerId,
    now: Moment,
    lease_until: Moment,
    limit: u32,
) -> Result<Vec<Leased>> {
    const EXPIRED: &str = "SELECT payment, operation, begun_at FROM operation INDEXED BY operation_unresolved \
                           WHERE state <= 1 AND lease_until <= ? ORDER BY lease_until LIMIT ?";
    const TAKE: &str = "UPDATE operation SET owner = ?, lease_until = ?, tries = tries + 1 \
                        WHERE payment = ? AND operation = ?";
    let expired: Vec<(i64, u16, i64)> = connection
        .prepare_cached(EXPIRED)?
        .query_map(params![now.ms(), limit], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_>>()?;
    let mut taken = Vec::with_capacity(expired.len());
    for (payment, operation, begun_at) in expired {
        connection.prepare_cached(TAKE)?.execute(params![owner.0, lease_until.ms(), payment, operation])?;
        let id = RequestId { payment: TradeId::from_i64(payment), operation };
        let begun_at = Moment::from_ms(begun_at);
        if let (Some(payment), Some(operation)) =
            (decide::payment(connection, id.payment)?, decide::operation(connection, id)?)
        {
            taken.push(Leased { payment, operation, begun_at });
        }
    }
    Ok(taken)
}

pub(super) fn retry_later(
    connection: &Connection,
    id: RequestId,
    owner: OwnerId,
    lease_until: Moment,
) -> Result<()> {
    const UPDATE: &str = "UPDATE operation SET lease_until = ? \
                          WHERE payment = ? AND operation = ? AND owner = ? AND state <= 1";
    let values = params![lease_until.ms(), id.payment.as_i64(), id.operation, owner.0];
    connection.prepare_cached(UPDATE)?.execute(values)?;
    Ok(())
}

pub(super) fn trial_balance(connection: &Connection) -> Result<TrialBalance> {
    // A posting to an account that isn't there has a name that no account has.
    const QUERY: &str = "SELECT COALESCE(a.name, 'account ' || p.account), p.currency, p.side, SUM(p.amount) \
                         FROM posting p LEFT JOIN account a ON a.id = p.account GROUP BY 1, 2, 3";
    let mut trial = TrialBalance::default();
    let mut statement = connection.prepare_cached(QUERY)?;
    let mut sums = statement.query([])?;
    while let Some(row) = sums.next()? {
        let name: String = row.get(0)?;
        let account = Account::from_name(&name);
        let currency = rows::currency(row.get(1)?);
        let side = if row.get::<_, u8>(2)? == Side::Debit as u8 { Side::Debit } else { Side::Credit };
        let minor: i64 = row.get(3)?;
        match (account, currency) {
            (Some(account), Some(currency)) => trial.add_sum(account, currency, side, minor.into()),
            _ => return Err(rusqlite::Error::InvalidColumnName(name)),
        }
    }
    Ok(trial)
}

pub(super) fn unbalanced(connection: &Connection) -> Result<Vec<Unbalanced>> {
    // What a merchant is owed for a payment is what was credited to it less what was debited. Postings
    // of a payment that isn't there are never right.
    const QUERY: &str = "SELECT p.id, p.paid - p.cancelled AS stated, \
             COALESCE(SUM(CASE WHEN a.name = 'payable:' || p.merchant AND s.currency = p.currency \
                          THEN (2 * s.side - 1) * s.amount END), 0) AS posted \
         FROM payment p LEFT JOIN posting s ON s.payment = p.id LEFT JOIN account a ON a.id = s.account \
         GROUP BY p.id HAVING stated <> posted \
         UNION ALL \
         SELECT s.payment, 0, COALESCE(SUM(CASE WHEN a.name LIKE 'payable:%' THEN (2 * s.side - 1) * s.amount END), 0) \
         FROM posting s LEFT JOIN account a ON a.id = s.account \
         WHERE NOT EXISTS (SELECT 1 FROM payment p WHERE p.id = s.payment) GROUP BY s.payment";
    connection
        .prepare_cached(QUERY)?
        .query_map([], |row| {
            Ok(Unbalanced {
                payment: TradeId::from_i64(row.get(0)?),
                stated: row.get(1)?,
                posted: row.get(2)?,
            })
        })?
        .collect()
}

pub(super) fn visit_operations(
    connection: &Connection,
    visit: &mut dyn FnMut(OperationRecord),
) -> Result<()> {
    const QUERY: &str = concat!(
        "SELECT ",
        rows::operation_columns!(),
        ", ",
        rows::outcome_columns!(),
        " FROM operation ORDER BY payment, operation"
    );
    let mut statement = connection.prepare_cached(QUERY)?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        visit(rows::operation_record(row)?);
    }
    Ok(())
}
