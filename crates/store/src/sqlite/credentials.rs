//! Credentials.

use domain::credential::{Credential, CredentialId, CredentialKind, CredentialState};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

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

/// The columns of a credential, in the order [`credential`] reads them.
macro_rules! columns {
    () => {
        "id, kind, merchant, state, fixed_amount, sealed, version"
    };
}

pub(super) use columns;

pub(super) fn get(connection: &Connection, id: CredentialId) -> Result<Option<Credential>> {
    const QUERY: &str = concat!("SELECT ", columns!(), " FROM credential WHERE id = ?");
    connection.prepare_cached(QUERY)?.query_row([id.0], credential).optional()
}

pub(super) fn credential(row: &Row<'_>) -> Result<Credential> {
    Ok(Credential {
        id: CredentialId(row.get(0)?),
        kind: rows::known(row, 1, CredentialKind::of)?,
        merchant: rows::merchant(row, 2)?,
        state: rows::known(row, 3, CredentialState::of)?,
        fixed_amount: row.get(4)?,
        sealed: row.get(5)?,
        version: row.get(6)?,
    })
}
