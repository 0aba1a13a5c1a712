//! What an audit is shown, read in one snapshot.
//!
//! Every table keyed by a subject's number is read along its key, so that what belongs together arrives together and no more
//! than one subject is ever in memory.

use std::cmp::Ordering;

use domain::credential::CredentialId;
use domain::operation::OperationState;
use domain::payment::Order;
use domain::{Claim, ClaimKind, RequestId, TradeId};
use rusqlite::{Connection, Error, Result, Row, Rows};

use super::{claims, credentials, merchants, notifications, payments, rows, transfers, windows};
use crate::exhibit::{ClaimRecord, CredentialDossier, Dossier, Exhibit, Held, Issue, Unreadable};
use crate::vault::Vault;

pub(super) const OPERATIONS: &str =
    concat!("SELECT ", rows::operation_columns!(), " FROM operation ORDER BY subject, operation");
pub(super) const NUMBERS: &str = "SELECT id FROM number ORDER BY id";
/// Few, and so sorted at once: order numbers aren't led by what they lead to.
const KEY_CLAIMS: &str = "SELECT trade, kind FROM claim WHERE kind NOT IN (0, 1) ORDER BY trade";
const CLAIMS: &str = "SELECT trade, held, day, order_no, merchant, kind, CASE kind \
     WHEN 0 THEN EXISTS (SELECT 1 FROM payment p WHERE p.id = c.trade AND p.merchant = c.merchant \
                         AND p.order_day = c.day AND p.order_no = c.order_no) \
     WHEN 1 THEN EXISTS (SELECT 1 FROM operation o WHERE o.trade = c.trade AND o.kind = 2 AND o.merchant = c.merchant) \
     WHEN 2 THEN EXISTS (SELECT 1 FROM operation o WHERE o.subject = c.trade AND o.kind = 4 AND o.merchant = c.merchant) \
     ELSE EXISTS (SELECT 1 FROM number n WHERE n.id = c.trade) END \
     FROM claim c";
const ISSUES: &str = "SELECT credential, subject, operation, merchant, state FROM operation \
                      WHERE credential IS NOT NULL ORDER BY credential";
const CREDENTIALS: &str = concat!("SELECT ", credentials::columns!(), " FROM credential ORDER BY id");

/// What the database finds wrong with itself.
pub(super) fn damages(connection: &Connection) -> Vec<String> {
    let found = connection.prepare("PRAGMA integrity_check").and_then(|mut statement| {
        let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
        // It may itself stumble over what it finds; what it found until then counts.
        Ok(lines.map(|line| line.unwrap_or_else(|error| error.to_string())).collect::<Vec<_>>())
    });
    let found = found.unwrap_or_else(|error| vec![error.to_string()]);
    found.into_iter().filter(|line| line != "ok").collect()
}

/// Shows everything.
pub(super) fn examine(connection: &Connection, vault: &Vault, visit: &mut dyn FnMut(Exhibit)) -> Result<()> {
    // What is sorted must not fill the memory.
    connection.execute_batch("PRAGMA temp_store = FILE")?;
    let snapshot = connection.unchecked_transaction()?;
    subjects(&snapshot, visit)?;
    claims(&snapshot, visit)?;
    credentials(&snapshot, vault, visit)?;
    merchants(&snapshot, vault, visit)
}

/// Rows of one table, by rising keys, one of them read ahead.
struct Stream<'s, K, T> {
    table: &'static str,
    rows: Rows<'s>,
    read: fn(&Row<'_>) -> Result<T>,
    next: Option<(K, Result<T, Unreadable>)>,
}

/// What rows are put together by.
trait Key: Ord + Clone {
    fn of(row: &Row<'_>) -> Result<Self>;
    fn shown(&self) -> String;
}

impl Key for i64 {
    fn of(row: &Row<'_>) -> Result<Self> {
        row.get(0)
    }

    fn shown(&self) -> String {
        format!("{:?}", TradeId::from_i64(*self))
    }
}

impl Key for Vec<u8> {
    fn of(row: &Row<'_>) -> Result<Self> {
        row.get(0)
    }

    fn shown(&self) -> String {
        hex::encode(self)
    }
}

impl<'s, K: Key, T> Stream<'s, K, T> {
    fn new(table: &'static str, rows: Rows<'s>, read: fn(&Row<'_>) -> Result<T>) -> Result<Self> {
        let mut stream = Self { table, rows, read, next: None };
        stream.advance()?;
        Ok(stream)
    }

    fn advance(&mut self) -> Result<()> {
        self.next = None;
        if let Some(row) = self.rows.next()? {
            let key = K::of(row)?;
            let value = (self.read)(row).map_err(|error| unreadable(self.table, key.shown(), row, &error));
            self.next = Some((key, value));
        }
        Ok(())
    }

    fn key(&self) -> Option<&K> {
        self.next.as_ref().map(|(key, _)| key)
    }

    /// Every row of this key; it is the least of the stream.
    fn take(&mut self, key: &K, unreadable: &mut Vec<Unreadable>) -> Result<Vec<T>> {
        let mut taken = Vec::new();
        while self.key() == Some(key) {
            match self.next.take() {
                Some((_, Ok(value))) => taken.push(value),
                Some((_, Err(why))) => unreadable.push(why),
                None => {}
            }
            self.advance()?;
        }
        Ok(taken)
    }
}

/// A row in words: never with what is in it.
fn unreadable(table: &'static str, key: String, row: &Row<'_>, error: &Error) -> Unreadable {
    let column = |index: usize| row.as_ref().column_name(index).unwrap_or("?").to_owned();
    let why = match error {
        Error::FromSqlConversionFailure(index, _, why) => format!("{}: {why}", column(*index)),
        Error::InvalidColumnType(index, _, kind) => format!("{}: {kind} is no value of it", column(*index)),
        Error::IntegralValueOutOfRange(index, _) => format!("{}: out of range", column(*index)),
        _ => "no value of its columns".to_owned(),
    };
    Unreadable { table, row: key, why }
}

fn subjects(connection: &Connection, visit: &mut dyn FnMut(Exhibit)) -> Result<()> {
    macro_rules! stream {
        ($name:ident: $table:literal, $query:expr, $read:expr) => {
            let mut statement = connection.prepare($query)?;
            let mut $name = Stream::<i64, _>::new($table, statement.query([])?, $read)?;
        };
    }
    stream!(payments: "payment", payments::AUDITED, |row| {
        // It is never decided by, but it must be there to be shown.
        rows::json::<Order>(row, payments::DETAIL)?;
        rows::payment(row)
    });
    stream!(windows: "window", windows::AUDITED, windows::window);
    stream!(operations: "operation", OPERATIONS, rows::operation);
    stream!(transfers: "transfer", transfers::AUDITED, transfers::record);
    stream!(notifications: "notification", notifications::AUDITED, notifications::told);
    stream!(tries: "notification_try", notifications::TRIES_AUDITED, notifications::attempt);
    stream!(numbers: "number", NUMBERS, |_| Ok(()));
    stream!(claimed: "claim", KEY_CLAIMS, |row| rows::known(row, 1, ClaimKind::of));
    loop {
        let keys = [
            payments.key(),
            windows.key(),
            operations.key(),
            transfers.key(),
            notifications.key(),
            tries.key(),
            numbers.key(),
            claimed.key(),
        ];
        let Some(key) = keys.into_iter().flatten().min().copied() else { return Ok(()) };
        let mut unreadable = Vec::new();
        let payment = payments.take(&key, &mut unreadable)?.pop();
        let claim = match &payment {
            Some(payment) => claims::standing(connection, &payment.claim())?,
            None => None,
        };
        let dossier = Dossier {
            subject: TradeId::from_i64(key),
            claim: claim.map(|(trade, held)| Held { trade, held }),
            payment,
            window: windows.take(&key, &mut unreadable)?.pop(),
            operations: operations.take(&key, &mut unreadable)?,
            transfers: transfers.take(&key, &mut unreadable)?,
            notifications: notifications.take(&key, &mut unreadable)?,
            tries: tries.take(&key, &mut unreadable)?,
            number: !numbers.take(&key, &mut unreadable)?.is_empty(),
            claimed_as: claimed.take(&key, &mut unreadable)?,
            unreadable,
        };
        visit(Exhibit::Subject(Box::new(dossier)));
    }
}

fn claims(connection: &Connection, visit: &mut dyn FnMut(Exhibit)) -> Result<()> {
    let read = |row: &Row<'_>| {
        let claim = Claim {
            day: row.get(2)?,
            order_no: row.get(3)?,
            merchant: rows::merchant(row, 4)?,
            kind: rows::known(row, 5, ClaimKind::of)?,
        };
        let to = Held { trade: rows::trade(row, 0)?, held: row.get(1)? };
        Ok(ClaimRecord { claim, to, exists: row.get(6)? })
    };
    let mut statement = connection.prepare(CLAIMS)?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let leads_to = || format!("that leads to {:?}", TradeId::from_i64(row.get(0).unwrap_or_default()));
        visit(match read(row) {
            Ok(claim) => Exhibit::Claim(claim),
            Err(error) => Exhibit::Unreadable(unreadable("claim", leads_to(), row, &error)),
        });
    }
    Ok(())
}

fn credentials(connection: &Connection, vault: &Vault, visit: &mut dyn FnMut(Exhibit)) -> Result<()> {
    let issue = |row: &Row<'_>| {
        let id = RequestId { subject: rows::trade(row, 1)?, operation: row.get(2)? };
        let state = rows::known(row, 4, OperationState::of)?;
        Ok(Issue { id, merchant: rows::merchant(row, 3)?, state })
    };
    let (mut statement, mut others) = (connection.prepare(CREDENTIALS)?, connection.prepare(ISSUES)?);
    let mut found = Stream::<Vec<u8>, _>::new("credential", statement.query([])?, credentials::credential)?;
    let mut issues = Stream::<Vec<u8>, _>::new("operation", others.query([])?, issue)?;
    loop {
        let key = match (found.key(), issues.key()) {
            (Some(one), Some(other)) if one.cmp(other) == Ordering::Greater => other.clone(),
            (Some(one), _) => one.clone(),
            (None, Some(other)) => other.clone(),
            (None, None) => return Ok(()),
        };
        let mut unreadable = Vec::new();
        let credential = found.take(&key, &mut unreadable)?.pop();
        let issued_by = issues.take(&key, &mut unreadable)?;
        if let (Ok(id), []) = (<[u8; 16]>::try_from(key), unreadable.as_slice()) {
            let opens = credential.as_ref().is_some_and(|credential| vault.leads_back(credential));
            let id = CredentialId(id);
            visit(Exhibit::Credential(Box::new(CredentialDossier { id, credential, opens, issued_by })));
        }
        unreadable.into_iter().for_each(|row| visit(Exhibit::Unreadable(row)));
    }
}

fn merchants(connection: &Connection, vault: &Vault, visit: &mut dyn FnMut(Exhibit)) -> Result<()> {
    if merchants::generation(connection).is_err() {
        let (row, why) = ("of merchants".to_owned(), "it isn't there".to_owned());
        visit(Exhibit::Unreadable(Unreadable { table: "generation", row, why }));
    }
    let mut statement = connection.prepare(merchants::ALL)?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let id: String = row.get(0).unwrap_or_default();
        if let Err(failure) = merchants::record(row, vault) {
            let why = failure.to_string();
            visit(Exhibit::Unreadable(Unreadable { table: "merchant", row: id, why }));
        }
    }
    Ok(())
}
