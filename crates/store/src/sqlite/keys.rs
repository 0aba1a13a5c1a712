//! Billing keys.

use domain::MerchantId;
use domain::billing_key::{KeyId, KeyState, SealedKey};
use rusqlite::{Connection, OptionalExtension, Result, params};

use super::rows;

/// The state of a stored number.
pub(super) fn state(number: u8) -> Option<KeyState> {
    [KeyState::Pending, KeyState::Active, KeyState::Deleted].into_iter().find(|state| *state as u8 == number)
}

pub(super) fn insert(connection: &Connection, key: &SealedKey, state: KeyState) -> Result<bool> {
    const INSERT: &str =
        "INSERT INTO billing_key (id, merchant, state, sealed) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
    let mut statement = connection.prepare_cached(INSERT)?;
    Ok(statement.execute(params![key.id.0, key.merchant.as_str(), state as u8, key.sealed])? == 1)
}

/// A deleted key keeps its row, so that it is never issued again, but not its seal.
pub(super) fn set(connection: &Connection, id: KeyId, from: KeyState, to: KeyState) -> Result<bool> {
    const UPDATE: &str = "UPDATE billing_key SET state = ?1, sealed = CASE WHEN ?1 = 2 THEN X'' ELSE sealed END \
                          WHERE id = ?2 AND state = ?3";
    Ok(connection.prepare_cached(UPDATE)?.execute(params![to as u8, id.0, from as u8])? == 1)
}

pub(super) fn get(connection: &Connection, id: KeyId) -> Result<Option<(SealedKey, KeyState)>> {
    let mut statement =
        connection.prepare_cached("SELECT merchant, sealed, state FROM billing_key WHERE id = ?")?;
    let row = statement.query_row([id.0], |row| {
        let merchant: MerchantId = rows::merchant(row, 0)?;
        let state = state(row.get(2)?).unwrap_or(KeyState::Deleted);
        Ok((SealedKey { id, merchant, sealed: row.get(1)? }, state))
    });
    row.optional()
}
