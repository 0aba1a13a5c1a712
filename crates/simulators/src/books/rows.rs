//! The tables of the institutions' books, and how an entry becomes a row.

use institutions::books::{Deed, Line};
use institutions::domain::facts::Approval;
use institutions::domain::time::Moment;
use institutions::domain::{Currency, DeclineCode, InstitutionId, Money, RequestId, TradeId};
use institutions::scenario::Scenario;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{BooksError, Entry, Ledger, State};
use crate::away::Session;

const VERSION: i64 = 3;

const TABLES: &str = "
    CREATE TABLE request (
        subject            INTEGER NOT NULL,
        operation          INTEGER NOT NULL,
        institution        TEXT    NOT NULL,
        deed               INTEGER NOT NULL CHECK (deed BETWEEN 1 AND 4),
        amount             INTEGER NOT NULL CHECK (amount >= 0),
        currency           TEXT    NOT NULL,
        refunded           INTEGER NOT NULL CHECK (refunded BETWEEN 0 AND amount),
        approval_no        TEXT,
        facts              TEXT,
        code               TEXT,
        original_subject   INTEGER,
        original_operation INTEGER,
        PRIMARY KEY (subject, operation)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE note (
        kind TEXT NOT NULL,
        key  TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE scenario (
        scenario TEXT NOT NULL
    ) STRICT;
    -- Numbers grow with age, so the oldest are found without an index on time.
    CREATE TABLE session (
        number    INTEGER PRIMARY KEY,
        id        TEXT    NOT NULL UNIQUE,
        reference TEXT    NOT NULL,
        begun_at  INTEGER NOT NULL,
        session   TEXT    NOT NULL
    ) STRICT;
    CREATE INDEX session_of_reference ON session (reference);
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

/// Shows every entry, ordered by request. One statement sees one state of the books.
pub(super) fn visit(connection: &Connection, visit: &mut dyn FnMut(Line)) -> Result<(), BooksError> {
    let mut statement = connection.prepare_cached(
        "SELECT subject, operation, institution, deed, amount, currency FROM request
         ORDER BY subject, operation",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = request_id(row.get(0)?, row.get(1)?)?;
        let institution = Some(institution(text(row, 2)?)?);
        visit(Line { id, institution, deed: deed(row.get(3)?)?, amount: money(row.get(4)?, text(row, 5)?)? });
    }
    Ok(())
}

/// The books inside a transaction of SQLite.
pub(super) struct Transaction<'a>(pub(super) &'a Connection);

impl Ledger for Transaction<'_> {
    fn entry(&self, id: RequestId) -> Result<Option<Entry>, BooksError> {
        let mut statement = self.0.prepare_cached(
            "SELECT institution, deed, amount, currency, refunded, approval_no, facts, code,
                    original_subject, original_operation
             FROM request WHERE subject = ?1 AND operation = ?2",
        )?;
        let mut rows = statement.query(params![id.subject.as_i64(), id.operation])?;
        rows.next()?.map(read_entry).transpose()
    }

    fn write_entry(&mut self, id: RequestId, entry: &Entry) -> Result<(), BooksError> {
        let mut row = Columns::default();
        match &entry.state {
            State::Authorised { approval, refunded } => {
                row.refunded = refunded.minor();
                row.approval = Some(approval);
            }
            State::Refunded { approval, original } => {
                row.approval = Some(approval);
                row.original = Some(*original);
            }
            State::Declined { code } => row.code = Some(code.as_str()),
            State::Reversed => {}
        }
        self.0
            .prepare_cached(
                "INSERT OR REPLACE INTO request (subject, operation, institution, deed, amount, currency,
                    refunded, approval_no, facts, code, original_subject, original_operation)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                id.subject.as_i64(),
                id.operation,
                entry.institution.as_str(),
                deed_number(entry.line(id).deed),
                entry.amount.minor(),
                entry.amount.currency().code(),
                row.refunded,
                row.approval.and_then(|approval| approval.approval_no.as_deref()),
                row.approval.map(|approval| to_json(&approval.facts)).transpose()?,
                row.code,
                row.original.map(|id| id.subject.as_i64()),
                row.original.map(|id| id.operation),
            ])?;
        Ok(())
    }

    fn note(&self, kind: &str, key: &str) -> Result<Option<String>, BooksError> {
        let mut statement = self.0.prepare_cached("SELECT text FROM note WHERE kind = ?1 AND key = ?2")?;
        Ok(statement.query_row([kind, key], |row| row.get(0)).optional()?)
    }

    fn write_note(&mut self, kind: &str, key: &str, text: &str) -> Result<(), BooksError> {
        self.0
            .prepare_cached("INSERT OR REPLACE INTO note (kind, key, text) VALUES (?1, ?2, ?3)")?
            .execute([kind, key, text])?;
        Ok(())
    }

    fn scenarios(&self) -> Result<Vec<Scenario>, BooksError> {
        let mut statement = self.0.prepare_cached("SELECT scenario FROM scenario ORDER BY rowid")?;
        let mut rows = statement.query([])?;
        let mut scenarios = Vec::new();
        while let Some(row) = rows.next()? {
            scenarios.push(from_json(text(row, 0)?)?);
        }
        Ok(scenarios)
    }

    /// All anew: there are few, and they change seldom.
    fn write_scenarios(&mut self, scenarios: &[Scenario]) -> Result<(), BooksError> {
        self.0.prepare_cached("DELETE FROM scenario")?.execute([])?;
        let mut statement = self.0.prepare_cached("INSERT INTO scenario (scenario) VALUES (?1)")?;
        for scenario in scenarios {
            statement.execute([to_json(scenario)?])?;
        }
        Ok(())
    }

    fn session(&self, id: &str) -> Result<Option<Session>, BooksError> {
        let mut statement = self.0.prepare_cached("SELECT session FROM session WHERE id = ?1")?;
        let mut rows = statement.query([id])?;
        rows.next()?.map(|row| from_json(text(row, 0)?)).transpose()
    }

    fn session_of(&self, reference: &str) -> Result<Option<(String, Session)>, BooksError> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, session FROM session WHERE reference = ?1 ORDER BY number DESC LIMIT 1",
        )?;
        let mut rows = statement.query([reference])?;
        rows.next()?.map(|row| Ok((row.get(0)?, from_json(text(row, 1)?)?))).transpose()
    }

    fn write_session(&mut self, id: &str, session: &Session) -> Result<(), BooksError> {
        self.0
            .prepare_cached(
                "INSERT INTO session (id, reference, begun_at, session) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET session = excluded.session",
            )?
            .execute(params![id, session.reference, session.begun_at.ms(), to_json(session)?])?;
        Ok(())
    }

    /// In small steps: a hundred of the oldest are looked at.
    fn forget_sessions(&mut self, until: Moment, capacity: u32) -> Result<(), BooksError> {
        self.0
            .prepare_cached(
                "DELETE FROM session WHERE begun_at <= ?1
                 AND number IN (SELECT number FROM session ORDER BY number LIMIT 100)",
            )?
            .execute([until.ms()])?;
        self.0
            .prepare_cached("DELETE FROM session WHERE number <= (SELECT max(number) FROM session) + 1 - ?1")?
            .execute([capacity])?;
        Ok(())
    }
}

/// What only some entries have.
#[derive(Default)]
struct Columns<'a> {
    refunded: i64,
    approval: Option<&'a Approval>,
    code: Option<&'a str>,
    original: Option<RequestId>,
}

fn read_entry(row: &Row<'_>) -> Result<Entry, BooksError> {
    let currency = text(row, 3)?;
    let approval = || -> Result<Approval, BooksError> {
        Ok(Approval { approval_no: row.get(5)?, facts: from_json(text(row, 6)?)? })
    };
    let state = match deed(row.get(1)?)? {
        Deed::Authorised => {
            State::Authorised { approval: approval()?, refunded: money(row.get(4)?, currency)? }
        }
        Deed::Reversed => State::Reversed,
        Deed::Refunded => {
            State::Refunded { approval: approval()?, original: request_id(row.get(8)?, row.get(9)?)? }
        }
        Deed::Declined => {
            State::Declined { code: DeclineCode::new(text(row, 7)?).ok_or(BooksError::Unreadable("code"))? }
        }
    };
    let amount = money(row.get(2)?, currency)?;
    Ok(Entry { institution: institution(text(row, 0)?)?, amount, state })
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

fn text<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a str, BooksError> {
    Ok(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?)
}

fn institution(id: &str) -> Result<InstitutionId, BooksError> {
    InstitutionId::new(id).ok_or(BooksError::Unreadable("institution"))
}

fn request_id(subject: i64, operation: i64) -> Result<RequestId, BooksError> {
    let operation = u16::try_from(operation).map_err(|_| BooksError::Unreadable("operation"))?;
    Ok(RequestId { subject: TradeId::from_i64(subject), operation })
}

fn money(minor: i64, currency: &str) -> Result<Money, BooksError> {
    let currency = Currency::of(currency).ok_or(BooksError::Unreadable("currency"))?;
    Money::new(minor, currency).ok_or(BooksError::Unreadable("amount"))
}

fn to_json(value: &impl serde::Serialize) -> Result<String, BooksError> {
    serde_json::to_string(value).map_err(|_| BooksError::Unreadable("JSON"))
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, BooksError> {
    serde_json::from_str(text).map_err(|_| BooksError::Unreadable("JSON"))
}
