//! Payments.

use batch::Failure;
use domain::payment::{Order, Payment};
use domain::time::Moment;
use domain::{InstitutionId, MerchantId, TradeId};
use rusqlite::{Connection, OptionalExtension, Result, params};

use super::{operations, rows};
use crate::record::PaymentRecord;

pub(super) fn get(connection: &Connection, id: TradeId) -> Result<Option<Payment>> {
    const QUERY: &str = concat!("SELECT ", rows::payment_columns!(), " FROM payment WHERE id = ?");
    connection.prepare_cached(QUERY)?.query_row([id.as_i64()], rows::payment).optional()
}

pub(super) fn insert(connection: &Connection, payment: &Payment, order: &Order) -> Result<bool, Failure> {
    const INSERT: &str = concat!(
        "INSERT INTO payment (",
        rows::payment_columns!(),
        ", detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
    );
    let detail = serde_json::to_string(order)?;
    let mut statement = connection.prepare_cached(INSERT)?;
    Ok(statement.execute(params![
        payment.id.as_i64(),
        payment.merchant.as_str(),
        payment.method as u8,
        payment.status as u8,
        payment.currency as u8,
        payment.amount,
        payment.paid,
        payment.cancelled,
        payment.cancelling,
        payment.operations,
        payment.cancels,
        rows::taxation_number(payment.taxation),
        payment.tax.supply,
        payment.tax.vat,
        payment.tax.tax_free,
        payment.tax.service,
        payment.approved_at.map(Moment::ms),
        payment.institution.as_ref().map(InstitutionId::as_str),
        payment.paid_by,
        payment.order_no,
        payment.order_day,
        payment.version,
        detail,
    ])? == 1)
}

/// What of a payment ever changes. The rest is as its order was.
pub(super) fn update(connection: &Connection, to: &Payment) -> Result<bool> {
    const UPDATE: &str = "UPDATE payment SET status = ?, paid = ?, cancelled = ?, cancelling = ?, operations = ?, \
                          cancels = ?, approved_at = ?, institution = ?, paid_by = ?, version = version + 1 \
                          WHERE id = ? AND version = ?";
    let mut statement = connection.prepare_cached(UPDATE)?;
    Ok(statement.execute(params![
        to.status as u8,
        to.paid,
        to.cancelled,
        to.cancelling,
        to.operations,
        to.cancels,
        to.approved_at.map(Moment::ms),
        to.institution.as_ref().map(InstitutionId::as_str),
        to.paid_by,
        to.id.as_i64(),
        to.version,
    ])? == 1)
}

/// Every payment, by its number, with its order behind.
pub(super) const AUDITED: &str =
    concat!("SELECT ", rows::payment_columns!(), ", detail FROM payment ORDER BY id");
/// Where the order stands behind a payment's own columns.
pub(super) const DETAIL: usize = 22;

/// A payment with its order and operations.
pub(super) fn record(connection: &Connection, id: TradeId) -> Result<Option<PaymentRecord>> {
    const PAYMENT: &str = concat!("SELECT ", rows::payment_columns!(), ", detail FROM payment WHERE id = ?");
    let found = connection
        .prepare_cached(PAYMENT)?
        .query_row([id.as_i64()], |row| Ok((rows::payment(row)?, rows::json(row, DETAIL)?)));
    let Some((payment, order)) = found.optional()? else { return Ok(None) };
    Ok(Some(PaymentRecord { payment, order, operations: operations::of(connection, id)? }))
}

/// The latest, latest first.
pub(super) fn latest(
    connection: &Connection,
    merchant: Option<MerchantId>,
    limit: u32,
) -> Result<Vec<PaymentRecord>> {
    const QUERY: &str = "SELECT id FROM payment WHERE ?1 IS NULL OR merchant = ?1 ORDER BY id DESC LIMIT ?2";
    let only = merchant.as_ref().map(MerchantId::as_str);
    let ids: Vec<i64> = connection
        .prepare_cached(QUERY)?
        .query_map(params![only, limit], |row| row.get(0))?
        .collect::<Result<_>>()?;
    let records = ids.into_iter().map(|id| record(connection, TradeId::from_i64(id)));
    records.filter_map(Result::transpose).collect()
}
