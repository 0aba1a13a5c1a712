//! The journal.

use batch::Failure;
use domain::time::Moment;
use domain::{Account, Money, RequestId, TradeId, Transfer, TransferKind};
use rusqlite::types::Type;
use rusqlite::{Connection, Result, Row, params};

use super::accounts::Accounts;
use super::rows;
use crate::record::TransferRecord;

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

/// A line with its accounts' names. One whose account is gone is there all the same.
macro_rules! lines {
    ($which:literal) => {
        concat!(
            "SELECT t.subject, t.operation, t.line, t.kind, t.at, d.name AS debit, c.name AS credit, t.amount, t.currency \
             FROM transfer t LEFT JOIN account d ON d.id = t.debit LEFT JOIN account c ON c.id = t.credit ",
            $which
        )
    };
}

/// Every line, subject by subject.
pub(super) const AUDITED: &str = lines!("ORDER BY t.subject, t.operation, t.line");

/// A subject's lines.
pub(super) fn of(connection: &Connection, subject: TradeId) -> Result<Vec<TransferRecord>> {
    const QUERY: &str = lines!("WHERE t.subject = ? ORDER BY t.operation, t.line");
    connection.prepare_cached(QUERY)?.query_map([subject.as_i64()], record)?.collect()
}

pub(super) fn record(row: &Row<'_>) -> Result<TransferRecord> {
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
