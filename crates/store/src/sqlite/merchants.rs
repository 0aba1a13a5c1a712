//! Merchants, their sealed keys and their clocks.

use batch::Failure;
use domain::MerchantId;
use domain::merchant::Merchant;
use rusqlite::{Connection, Row, params};
use zeroize::Zeroizing;

use crate::record::MerchantRecord;
use crate::vault::Vault;

const KIND: &str = "merchant keys";

/// Both keys under one seal; a NUL can't occur in either.
pub(super) fn put(connection: &Connection, vault: &Vault, record: &MerchantRecord) -> Result<(), Failure> {
    const INSERT: &str = "INSERT INTO merchant (id, contract, keys, clock_offset_ms) VALUES (?, ?, ?, ?) \
                          ON CONFLICT DO UPDATE SET contract = excluded.contract, keys = excluded.keys";
    let id = record.merchant.id;
    let plain = Zeroizing::new(format!("{}\0{}", record.cipher_key.as_str(), record.hash_key.as_str()));
    let sealed = vault.seal(KIND, id.as_str().as_bytes(), plain.as_bytes());
    let contract = serde_json::to_string(&record.merchant)?;
    let values = params![id.as_str(), contract, sealed, record.clock_offset_ms];
    connection.prepare_cached(INSERT)?.execute(values)?;
    changed(connection)
}

/// Every copy of the merchants is stale from now on.
fn changed(connection: &Connection) -> Result<(), Failure> {
    connection.prepare_cached("UPDATE generation SET number = number + 1")?.execute([])?;
    Ok(())
}

pub(super) fn generation(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("SELECT number FROM generation")?.query_row([], |row| row.get(0))
}

pub(super) const ALL: &str = "SELECT id, contract, keys, clock_offset_ms FROM merchant ORDER BY id";

pub(super) fn all(connection: &Connection, vault: &Vault) -> Result<Vec<MerchantRecord>, Failure> {
    let mut statement = connection.prepare_cached(ALL)?;
    let mut rows = statement.query([])?;
    let mut merchants = Vec::new();
    while let Some(row) = rows.next()? {
        merchants.push(record(row, vault)?);
    }
    Ok(merchants)
}

pub(super) fn record(row: &Row<'_>, vault: &Vault) -> Result<MerchantRecord, Failure> {
    let id: String = row.get(0)?;
    let opened = vault.open(KIND, id.as_bytes(), row.get_ref(2)?.as_blob()?)?;
    let text = std::str::from_utf8(&opened)?;
    let (cipher_key, hash_key) = text.split_once('\0').ok_or("merchant keys have no separator")?;
    let merchant: Merchant =
        serde_json::from_str(row.get_ref(1)?.as_str()?).map_err(|_| "a contract that can't be read")?;
    if merchant.id.as_str() != id {
        return Err("a contract of another merchant".into());
    }
    Ok(MerchantRecord {
        merchant,
        cipher_key: Zeroizing::new(cipher_key.to_owned()),
        hash_key: Zeroizing::new(hash_key.to_owned()),
        clock_offset_ms: row.get(3)?,
    })
}

/// Moves clocks, and by as much the notifications that wait for them. What waits because of a failure goes on waiting when
/// a clock is moved back.
pub(super) fn move_clock(
    connection: &Connection,
    merchant: Option<MerchantId>,
    offset_ms: i64,
) -> Result<(), Failure> {
    const CLOCKS: &str = "SELECT id, clock_offset_ms FROM merchant WHERE ?1 IS NULL OR id = ?1";
    let only = merchant.as_ref().map(MerchantId::as_str);
    let clocks: Vec<(String, i64)> = connection
        .prepare_cached(CLOCKS)?
        .query_map([only], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (id, before) in clocks {
        let update = "UPDATE merchant SET clock_offset_ms = ? WHERE id = ?";
        connection.prepare_cached(update)?.execute(params![offset_ms, id])?;
        let forward = offset_ms.saturating_sub(before);
        if let Some(merchant) = MerchantId::new(&id).filter(|_| forward > 0) {
            super::notifications::hasten(connection, merchant, forward)?;
        }
    }
    changed(connection)
}
