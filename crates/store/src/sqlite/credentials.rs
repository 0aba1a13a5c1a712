//! Credentials.

use domain::credential::{Credential, CredentialId, CredentialKind, CredentialState};
use rusqlite::{Connection, OptionalExtension, Result, params};

use super::rows;

pub(super) fn insert(connection: &Connection, credential: &Credential) -> Result<bool> {
    const INSERT: &str = "INSERT INTO credential (id, kind, merchant, state, fixed_amount, sealed, version) \
                          VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    let mut statement = connection.prepare_cached(INSERT)?;
    Ok(statement.execute(params![
        credential.id.0,
        credential.kind as u8,
        credential.merchant.as_str(),
        credential.state as u8,
        credential.fixed_amount,
        credential.sealed,
        credential.version,
    ])? == 1)
}

pub(super) fn update(connection: &Connection, to: &Credential) -> Result<bool> {
    const UPDATE: &str =
        "UPDATE credential SET state = ?, sealed = ?, version = version + 1 WHERE id = ? AND version = ?";
    let values = params![to.state as u8, to.sealed, to.id.0, to.version];
    Ok(connection.prepare_cached(UPDATE)?.execute(values)? == 1)
}

pub(super) fn get(connection: &Connection, id: CredentialId) -> Result<Option<Credential>> {
    const QUERY: &str =
        "SELECT kind, merchant, state, fixed_amount, sealed, version FROM credential WHERE id = ?";
    let row = connection.prepare_cached(QUERY)?.query_row([id.0], |row| {
        Ok(Credential {
            id,
            kind: rows::known(row, 0, CredentialKind::of)?,
            merchant: rows::merchant(row, 1)?,
            state: rows::known(row, 2, CredentialState::of)?,
            fixed_amount: row.get(3)?,
            sealed: row.get(4)?,
            version: row.get(5)?,
        })
    });
    row.optional()
}
