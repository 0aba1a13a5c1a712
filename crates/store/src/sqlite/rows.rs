//! Rows of the tables as values.

use domain::billing_key::KeyId;
use domain::payment::{
    Method, Operation, OperationKind, OperationOutcome, OperationState, Payment, SealedProof, Status,
};
use domain::tax::{TaxParts, Taxation};
use domain::time::Moment;
use domain::{Currency, DeclineCode, InstitutionId, MerchantId, OwnerId, RequestId, TradeId};
use rusqlite::types::{FromSql, Type};
use rusqlite::{Result, Row};

use crate::record::OperationRecord;

/// The columns of a payment, in the order [`payment`] reads them.
macro_rules! payment_columns {
    () => {
        "id, merchant, method, status, currency, amount, paid, cancelled, cancelling, operations, cancels, \
         taxation, supply, vat, tax_free, service, approved_at, institution, paid_by, order_no, order_day"
    };
}

/// The columns of an operation, in the order [`operation`] reads them.
macro_rules! operation_columns {
    () => {
        "payment, operation, kind, state, amount, trade, ordinal, supply, vat, tax_free, service, notify, \
         in_window, billing_key, owner, tries, begun_at"
    };
}

/// The further columns of an operation's outcome, in the order [`operation_record`] reads them.
macro_rules! outcome_columns {
    () => {
        "concluded_at, approval_no, card, code, proof"
    };
}

pub(super) use {operation_columns, outcome_columns, payment_columns};

/// A value that the database holds but the code doesn't know: the file is of a newer version, or damaged.
fn unknown(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, "a value of another version".into())
}

/// Reads a column through a conversion that may not know the value.
fn known<S: FromSql, T>(row: &Row<'_>, column: usize, convert: impl Fn(S) -> Option<T>) -> Result<T> {
    convert(row.get(column)?).ok_or_else(|| unknown(column))
}

pub(super) fn merchant(row: &Row<'_>, column: usize) -> Result<MerchantId> {
    let text = row.get_ref(column)?.as_str()?;
    MerchantId::new(text).ok_or_else(|| unknown(column))
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

fn method(number: u8) -> Option<Method> {
    (number == Method::Card as u8).then_some(Method::Card)
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
    let institution: Option<String> = row.get(17)?;
    Ok(Payment {
        id: TradeId::from_i64(row.get(0)?),
        merchant: merchant(row, 1)?,
        method: known(row, 2, method)?,
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
        institution: institution.as_deref().and_then(InstitutionId::new),
        paid_by: row.get(18)?,
        order_no: row.get(19)?,
        order_day: row.get(20)?,
    })
}

/// An operation whose columns begin at `first`.
pub(super) fn operation(row: &Row<'_>, first: usize) -> Result<Operation> {
    let at = |offset: usize| first.saturating_add(offset);
    Ok(Operation {
        id: RequestId { payment: TradeId::from_i64(row.get(at(0))?), operation: row.get(at(1))? },
        kind: known(row, at(2), OperationKind::of)?,
        state: known(row, at(3), OperationState::of)?,
        amount: row.get(at(4))?,
        trade: TradeId::from_i64(row.get(at(5))?),
        ordinal: row.get(at(6))?,
        tax: tax(row, at(7))?,
        notify: row.get(at(11))?,
        in_window: row.get(at(12))?,
        key: row.get::<_, Option<[u8; 16]>>(at(13))?.map(KeyId),
        owner: OwnerId(row.get(at(14))?),
        tries: row.get(at(15))?,
    })
}

pub(super) fn operation_record(row: &Row<'_>) -> Result<OperationRecord> {
    let card: Option<String> = row.get(19)?;
    let code: Option<String> = row.get(20)?;
    Ok(OperationRecord {
        operation: operation(row, 0)?,
        begun_at: Moment::from_ms(row.get(16)?),
        outcome: OperationOutcome {
            at: Moment::from_ms(row.get(17)?),
            approval_no: row.get(18)?,
            card: card.and_then(|json| serde_json::from_str(&json).ok()),
            code: code.as_deref().and_then(DeclineCode::new),
        },
        proof: row.get::<_, Option<Vec<u8>>>(21)?.map(SealedProof),
    })
}
