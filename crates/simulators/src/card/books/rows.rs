//! The tables of the issuers' books, and how an entry becomes a row.

use institutions::books::{Deed, Line};
use institutions::card::Approval;
use institutions::domain::{Currency, DeclineCode, Money, RequestId, TradeId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{BooksError, Entry, Ledger, Proof};

const VERSION: i64 = 1;

const TABLES: &str = "
    CREATE TABLE request (
        payment            INTEGER NOT NULL,
        operation          INTEGER NOT NULL,
        deed               INTEGER NOT NULL CHECK (deed BETWEEN 1 AND 4),
        amount             INTEGER NOT NULL CHECK (amount >= 0),
        currency           TEXT    NOT NULL,
        refunded           INTEGER NOT NULL CHECK (refunded BETWEEN 0 AND amount),
        approval_no        TEXT,
        card               TEXT,
        code               TEXT,
        original_payment   INTEGER,
        original_operation INTEGER,
        PRIMARY KEY (payment, operation)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE proof (
        token           TEXT NOT NULL PRIMARY KEY,
        card            TEXT NOT NULL,
        spent_payment   INTEGER,
        spent_operation INTEGER
    ) STRICT, WITHOUT ROWID;
";

/// Makes the tables of a new file, and refuses a file of another version.
pub(super) fn prepare(connection: &mut Connection) -> Result<(), BooksError> {
    if version(connection)? == 0 {
        let transaction = connection.transaction()?;
        transaction.execute_batch(TABLES)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
        transaction.commit()?;
    }
    check_version(connection)
}

/// Refuses a file of another version.
pub(super) fn check_version(connection: &Connection) -> Result<(), BooksError> {
    match version(connection)? {
        VERSION => Ok(()),
        other => Err(BooksError::Version(other)),
    }
}

fn version(connection: &Connection) -> Result<i64, BooksError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Shows every entry, ordered by request.
pub(super) fn visit(connection: &Connection, visit: &mut dyn FnMut(Line)) -> Result<(), BooksError> {
    let mut statement = connection.prepare_cached(
        "SELECT payment, operation, deed, amount, currency FROM request ORDER BY payment, operation",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = request_id(row.get(0)?, row.get(1)?)?;
        let amount = money(row.get(3)?, row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?)?;
        visit(Line { id, deed: deed(row.get(2)?)?, amount });
    }
    Ok(())
}

/// The books inside a transaction of SQLite.
pub(super) struct Transaction<'a>(pub(super) &'a Connection);

impl Ledger for Transaction<'_> {
    fn entry(&self, id: RequestId) -> Result<Option<Entry>, BooksError> {
        let mut statement = self.0.prepare_cached(
            "SELECT deed, amount, currency, refunded, approval_no, card, code,
                    original_payment, original_operation
             FROM request WHERE payment = ?1 AND operation = ?2",
        )?;
        let mut rows = statement.query(params![id.payment.as_i64(), id.operation])?;
        rows.next()?.map(read_entry).transpose()
    }

    fn write_entry(&mut self, id: RequestId, entry: &Entry) -> Result<(), BooksError> {
        let Line { deed, amount, .. } = entry.line(id);
        let mut row = Columns::default();
        match entry {
            Entry::Authorised { approval, refunded, .. } => {
                row.refunded = refunded.minor();
                row.approval_no = Some(&approval.approval_no);
                row.card = Some(to_json(&approval.card)?);
            }
            Entry::Refunded { original, .. } => row.original = Some(*original),
            Entry::Declined { code, .. } => row.code = Some(code.as_str()),
            Entry::Reversed { .. } => {}
        }
        self.0
            .prepare_cached(
                "INSERT OR REPLACE INTO request (payment, operation, deed, amount, currency, refunded,
                    approval_no, card, code, original_payment, original_operation)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                id.payment.as_i64(),
                id.operation,
                deed_number(deed),
                amount.minor(),
                amount.currency().code(),
                row.refunded,
                row.approval_no,
                row.card,
                row.code,
                row.original.map(|id| id.payment.as_i64()),
                row.original.map(|id| id.operation),
            ])?;
        Ok(())
    }

    fn proof(&self, token: &str) -> Result<Option<Proof>, BooksError> {
        let mut statement = self
            .0
            .prepare_cached("SELECT card, spent_payment, spent_operation FROM proof WHERE token = ?1")?;
        let row = statement.query_row([token], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, Option<i64>>(2)?))
        });
        let Some((card, payment, operation)) = row.optional()? else { return Ok(None) };
        let spent_on = payment.zip(operation).map(|(payment, operation)| request_id(payment, operation));
        Ok(Some(Proof { card: from_json(&card)?, spent_on: spent_on.transpose()? }))
    }

    fn write_proof(&mut self, token: &str, proof: &Proof) -> Result<(), BooksError> {
        self.0
            .prepare_cached(
                "INSERT OR REPLACE INTO proof (token, card, spent_payment, spent_operation)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                token,
                to_json(&proof.card)?,
                proof.spent_on.map(|id| id.payment.as_i64()),
                proof.spent_on.map(|id| id.operation),
            ])?;
        Ok(())
    }
}

/// What only some entries have.
#[derive(Default)]
struct Columns<'a> {
    refunded: i64,
    approval_no: Option<&'a str>,
    card: Option<String>,
    code: Option<&'a str>,
    original: Option<RequestId>,
}

fn read_entry(row: &Row<'_>) -> Result<Entry, BooksError> {
    let currency: String = row.get(2)?;
    let amount = money(row.get(1)?, &currency)?;
    Ok(match deed(row.get(0)?)? {
        Deed::Authorised => Entry::Authorised {
            approval: Approval { approval_no: row.get(4)?, card: from_json(&row.get::<_, String>(5)?)? },
            amount,
            refunded: money(row.get(3)?, &currency)?,
        },
        Deed::Reversed => Entry::Reversed { amount },
        Deed::Refunded => Entry::Refunded { amount, original: request_id(row.get(7)?, row.get(8)?)? },
        Deed::Declined => {
            let code = DeclineCode::new(&row.get::<_, String>(6)?).ok_or(BooksError::Unreadable("code"))?;
            Entry::Declined { code, amount }
        }
    })
}

const fn deed_number(deed: Deed) -> i64 {
    match deed {
        Deed::Authorised => 1,
        Deed::Reversed => 2,
        Deed::Refunded => 3,
        Deed::Declined => 4,
    }
}

fn deed(number: i64) -> Result<Deed, BooksError> {
    [Deed::Authorised, Deed::Reversed, Deed::Refunded, Deed::Declined]
        .into_iter()
        .find(|deed| deed_number(*deed) == number)
        .ok_or(BooksError::Unreadable("deed"))
}

fn request_id(payment: i64, operation: i64) -> Result<RequestId, BooksError> {
    let operation = u16::try_from(operation).map_err(|_| BooksError::Unreadable("operation"))?;
    Ok(RequestId { payment: TradeId::from_i64(payment), operation })
}

fn money(minor: i64, currency: &str) -> Result<Money, BooksError> {
    let currency = Currency::of(currency).ok_or(BooksError::Unreadable("currency"))?;
    Money::new(minor, currency).ok_or(BooksError::Unreadable("amount"))
}

fn to_json(card: &impl serde::Serialize) -> Result<String, BooksError> {
    serde_json::to_string(card).map_err(|_| BooksError::Unreadable("card"))
}

fn from_json<T: serde::de::DeserializeOwned>(card: &str) -> Result<T, BooksError> {
    serde_json::from_str(card).map_err(|_| BooksError::Unreadable("card"))
}
