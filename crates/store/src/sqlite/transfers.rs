//! The journal.

use batch::Failure;
use domain::time::Moment;
use domain::{Account, Money, RequestId, TradeId, Transfer, TransferKind, TrialBalance};
use rusqlite::types::Type;
use rusqlite::{Connection, Result, Row, params};

use super::accounts::Accounts;
use super::rows;
use crate::record::{TransferRecord, Unbalanced};

pub(super) fn insert(
    connection: &Connection,
    accounts: &Accounts,
    id: RequestId,
    line: u16,
    at: Moment,
    transfer: &Transfer,
) -> Result<bool, Failure> {
    const INSERT: &str = "INSERT INTO transfer (subject, operation, line, kind, at, debit, credit, amount, currency) \
                          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let debit = accounts.id(connection, &transfer.debit().name())?;
    let credit = accounts.id(connection, &transfer.credit().name())?;
    let mut statement = connection.prepare_cached(INSERT)?;
    Ok(statement.execute(params![
        id.subject.as_i64(),
        id.operation,
        line,
        transfer.kind() as u8,
        at.ms(),
        debit,
        credit,
        transfer.amount().minor(),
        transfer.amount().currency() as u8,
    ])? == 1)
}

/// A subject's lines.
pub(super) fn of(connection: &Connection, subject: TradeId) -> Result<Vec<TransferRecord>> {
    const QUERY: &str = "SELECT t.subject, t.operation, t.line, t.kind, t.at, d.name, c.name, t.amount, t.currency \
                         FROM transfer t JOIN account d ON d.id = t.debit JOIN account c ON c.id = t.credit \
                         WHERE t.subject = ? ORDER BY t.operation, t.line";
    connection.prepare_cached(QUERY)?.query_map([subject.as_i64()], record)?.collect()
}

fn record(row: &Row<'_>) -> Result<TransferRecord> {
    let kind = rows::known(row, 3, TransferKind::of)?;
    let account = |column| rows::known(row, column, |name: String| Account::from_name(&name));
    let currency = rows::known(row, 8, rows::currency)?;
    let amount = rows::known(row, 7, |minor| Money::new(minor, currency))?;
    let transfer = Transfer::new(kind, account(5)?, account(6)?, amount)
        .map_err(|why| rusqlite::Error::FromSqlConversionFailure(3, Type::Integer, why.into()))?;
    Ok(TransferRecord {
        id: RequestId { subject: rows::trade(row, 0)?, operation: row.get(1)? },
        line: row.get(2)?,
        at: Moment::from_ms(row.get(4)?),
        transfer,
    })
}

pub(super) fn trial_balance(connection: &Connection) -> Result<TrialBalance> {
    // A line of an account that isn't there has a name that no account has.
    const QUERY: &str = "SELECT COALESCE(a.name, 'account ' || s.account), s.currency, s.is_debit, SUM(s.amount) FROM ( \
             SELECT debit AS account, currency, 1 AS is_debit, SUM(amount) AS amount FROM transfer GROUP BY 1, 2 \
             UNION ALL \
             SELECT credit, currency, 0, SUM(amount) FROM transfer GROUP BY 1, 2) s \
         LEFT JOIN account a ON a.id = s.account GROUP BY 1, 2, 3";
    let mut trial = TrialBalance::default();
    let mut statement = connection.prepare_cached(QUERY)?;
    let mut sums = statement.query([])?;
    while let Some(row) = sums.next()? {
        let account = rows::known(row, 0, |name: String| Account::from_name(&name))?;
        let currency = rows::known(row, 1, rows::currency)?;
        let minor: i64 = row.get(3)?;
        if row.get(2)? {
            trial.add_debits(account, currency, minor.into());
        } else {
            trial.add_credits(account, currency, minor.into());
        }
    }
    Ok(trial)
}

pub(super) fn unbalanced(connection: &Connection) -> Result<Vec<Unbalanced>> {
    // What a merchant is owed for a payment is what was credited to it less what was debited.
    const QUERY: &str = "SELECT p.id, p.paid - p.cancelled AS stated, \
             COALESCE(SUM(CASE WHEN c.name = 'payable:' || p.merchant THEN t.amount END), 0) \
             - COALESCE(SUM(CASE WHEN d.name = 'payable:' || p.merchant THEN t.amount END), 0) AS posted \
         FROM payment p LEFT JOIN transfer t ON t.subject = p.id AND t.currency = p.currency \
         LEFT JOIN account d ON d.id = t.debit LEFT JOIN account c ON c.id = t.credit \
         GROUP BY p.id HAVING stated <> posted";
    connection
        .prepare_cached(QUERY)?
        .query_map([], |row| {
            Ok(Unbalanced { payment: rows::trade(row, 0)?, stated: row.get(1)?, posted: row.get(2)? })
        })?
        .collect()
}
