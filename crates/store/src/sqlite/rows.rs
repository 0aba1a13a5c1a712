//! Rows as values.

use domain::credential::CredentialId;
use domain::facts::{Approval, Facts};
use domain::operation::{Operation, OperationKind, OperationOutcome, OperationState, Rail, Sealed};
use domain::payment::{Payment, Status};
use domain::tax::{TaxParts, Taxation};
use domain::time::Moment;
use domain::{Currency, DeclineCode, InstitutionId, MerchantId, Method, OwnerId, RequestId, TradeId};
use rusqlite::types::{FromSql, Type, ValueRef};
use rusqlite::{Result, Row};
use serde::de::DeserializeOwned;

/// The columns of a payment, in the order [`payment`] reads them.
macro_rules! payment_columns {
    () => {
        "id, merchant, method, status, currency, amount, paid, cancelled, cancelling, operations, cancels, \
         taxation, supply, vat, tax_free, service, approved_at, institution, paid_by, order_no, order_day, version"
    };
}

/// The columns of an operation, in the order [`operation`] reads them.
macro_rules! operation_columns {
    () => {
        "subject, operation, merchant, kind, rail, institution, state, currency, amount, trade, ordinal, supply, \
         vat, tax_free, service, notify, in_window, credential, begun_at, concluded_at, approval_no, facts, code, \
         sealed, owner, tries, version"
    };
}

pub(super) use {operation_columns, payment_columns};

/// A value that the database holds but the code doesn't know: the file is of a newer version, or damaged.
fn unknown(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, "a value of another version".into())
}

/// Reads a column through a conversion that may not know the value.
pub(super) fn known<S: FromSql, T>(
    row: &Row<'_>,
    column: usize,
    convert: impl Fn(S) -> Option<T>,
) -> Result<T> {
    convert(row.get(column)?).ok_or_else(|| unknown(column))
}

/// Reads a column of JSON.
pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T> {
    serde_json::from_str(row.get_ref(column)?.as_str()?).map_err(|_| unknown(column))
}

pub(super) fn merchant(row: &Row<'_>, column: usize) -> Result<MerchantId> {
    MerchantId::new(row.get_ref(column)?.as_str()?).ok_or_else(|| unknown(column))
}

pub(super) fn institution(row: &Row<'_>, column: usize) -> Result<InstitutionId> {
    InstitutionId::new(row.get_ref(column)?.as_str()?).ok_or_else(|| unknown(column))
}

pub(super) fn trade(row: &Row<'_>, column: usize) -> Result<TradeId> {
    row.get(column).map(TradeId::from_i64)
}

pub(super) fn currency(number: u8) -> Option<Currency> {
    [Currency::Krw, Currency::Usd].into_iter().find(|currency| *currency as u8 == number)
}

pub(super) fn taxation_number(taxation: Taxation) -> u8 {
    match taxation {
        Taxation::Taxable => 0,
        Taxation::Exempt => 1,
        Taxation::Mixed => 2,
    }
}

fn taxation(number: u8) -> Option<Taxation> {
    [Taxation::Taxable, Taxation::Exempt, Taxation::Mixed]
        .into_iter()
        .find(|taxation| taxation_number(*taxation) == number)
}

fn tax(row: &Row<'_>, first: usize) -> Result<TaxParts> {
    Ok(TaxParts {
        supply: row.get(first)?,
        vat: row.get(first.saturating_add(1))?,
        tax_free: row.get(first.saturating_add(2))?,
        service: row.get(first.saturating_add(3))?,
    })
}

pub(super) fn payment(row: &Row<'_>) -> Result<Payment> {
    let named: Option<String> = row.get(17)?;
    Ok(Payment {
        id: trade(row, 0)?,
        merchant: merchant(row, 1)?,
        method: known(row, 2, Method::of)?,
        status: known(row, 3, Status::of)?,
        currency: known(row, 4, currency)?,
        amount: row.get(5)?,
        paid: row.get(6)?,
        cancelled: row.get(7)?,
        cancelling: row.get(8)?,
        operations: row.get(9)?,
        cancels: row.get(10)?,
        taxation: known(row, 11, taxation)?,
        tax: tax(row, 12)?,
        approved_at: row.get::<_, Option<i64>>(16)?.map(Moment::from_ms),
        institution: named.map(|id| InstitutionId::new(&id).ok_or_else(|| unknown(17))).transpose()?,
        paid_by: row.get(18)?,
        order_no: row.get(19)?,
        order_day: row.get(20)?,
        version: row.get(21)?,
    })
}

pub(super) fn operation(row: &Row<'_>) -> Result<Operation> {
    Ok(Operation {
        id: RequestId { subject: trade(row, 0)?, operation: row.get(1)? },
        merchant: merchant(row, 2)?,
        kind: known(row, 3, OperationKind::of)?,
        rail: known(row, 4, Rail::of)?,
        institution: institution(row, 5)?,
        state: known(row, 6, OperationState::of)?,
        currency: known(row, 7, currency)?,
        amount: row.get(8)?,
        trade: trade(row, 9)?,
        ordinal: row.get(10)?,
        tax: tax(row, 11)?,
        notify: row.get(15)?,
        in_window: row.get(16)?,
        credential: row.get::<_, Option<[u8; 16]>>(17)?.map(CredentialId),
        begun_at: Moment::from_ms(row.get(18)?),
        outcome: outcome(row)?,
        sealed: row.get::<_, Option<Vec<u8>>>(23)?.map(Sealed),
        owner: OwnerId(row.get(24)?),
        tries: row.get(25)?,
        version: row.get(26)?,
    })
}

fn outcome(row: &Row<'_>) -> Result<OperationOutcome> {
    let facts: Option<Facts> = match row.get_ref(21)? {
        ValueRef::Null => None,
        _ => Some(json(row, 21)?),
    };
    let code = row.get_ref(22)?.as_str_or_null()?;
    Ok(OperationOutcome {
        at: Moment::from_ms(row.get(19)?),
        approval: Approval { approval_no: row.get(20)?, facts: facts.unwrap_or_default() },
        code: code.map(|code| DeclineCode::new(code).ok_or_else(|| unknown(22))).transpose()?,
    })
}
