//! `hectare merchant`: who trades here, changed while the server runs.

mod terms;

use std::process::ExitCode;

use domain::MerchantId;
use domain::merchant::Merchant;
use notify::Destination;
use store::folder::{Environment, Folder};
use store::sqlite::SqliteStore;
use store::{Directory, MerchantRecord};
use zeroize::Zeroizing;

use crate::cli::{MerchantChange, MerchantCommand, MerchantList};
use crate::data::Failure;
use crate::serve;

pub(crate) fn run(command: &MerchantCommand) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        match command {
            MerchantCommand::List(options) => list(options).await,
            MerchantCommand::Add(options) => add(options).await,
            MerchantCommand::Set(options) => set(options).await,
        }
    })
}

async fn list(options: &MerchantList) -> Result<ExitCode, Failure> {
    let folder = Folder::examine(&options.data)?;
    let (_, mut merchants) = SqliteStore::examine(&folder)?.merchants().await?;
    merchants.sort_by_key(|record| record.merchant.id);
    let rows: Vec<[String; 6]> = merchants.iter().map(row).collect();
    let head = ["id", "currency", "taxation", "methods", "cancels", "clock"].map(str::to_owned);
    let mut widths = [0_usize; 6];
    for row in std::iter::once(&head).chain(&rows) {
        widths.iter_mut().zip(row).for_each(|(width, cell)| *width = (*width).max(cell.chars().count()));
    }
    for row in std::iter::once(&head).chain(&rows) {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    Ok(ExitCode::SUCCESS)
}

fn row(record: &MerchantRecord) -> [String; 6] {
    let Merchant { id, currency, cancel_notifications, .. } = &record.merchant;
    [
        id.to_string(),
        currency.code().to_owned(),
        terms::taxation_in_words(record.merchant.taxation),
        terms::contracts_in_words(&record.merchant),
        if *cancel_notifications { "notified" } else { "not notified" }.to_owned(),
        terms::offset_in_words(record.clock_offset_ms),
    ]
}

async fn add(options: &MerchantChange) -> Result<ExitCode, Failure> {
    let (folder, store, known) = opened(options).await?;
    if known.is_some() {
        return Err(format!("{} is a merchant already; `hectare merchant set` changes it", options.id).into());
    }
    let id = MerchantId::new(&options.id)
        .ok_or("a merchant's id has 1 to 10 letters, digits or _: a trade number has room for no more")?;
    check_address(options, &folder)?;
    let merchant = terms::changed(terms::new(id, folder.environment()), options)?;
    if merchant.contracts.is_empty() {
        return Err("a merchant needs a contract: --methods CA, say".into());
    }
    let (cipher_key, hash_key) =
        (cipher_key(options.aes_key.as_deref())?, hash_key(options.hash_key.as_deref())?);
    let drawn = options.aes_key.is_none() || options.hash_key.is_none();
    let clock_offset_ms = ahead(options, &folder)?.unwrap_or(0);
    let record = MerchantRecord { merchant, cipher_key, hash_key, clock_offset_ms };
    let shown = drawn.then(|| (record.cipher_key.clone(), record.hash_key.clone()));
    store.put_merchant(record).await?;
    println!("{id} is a merchant. A running server knows it within a second.");
    if let Some((aes, hash)) = shown {
        println!("its AES key   {}\nits hash key  {}", aes.as_str(), hash.as_str());
        println!("They are shown this once.");
    }
    Ok(ExitCode::SUCCESS)
}

async fn set(options: &MerchantChange) -> Result<ExitCode, Failure> {
    let (folder, store, known) = opened(options).await?;
    let record =
        known.ok_or_else(|| format!("nobody is called {}; `hectare merchant list` names all", options.id))?;
    let id = record.merchant.id;
    check_address(options, &folder)?;
    let ahead = ahead(options, &folder)?;
    let record = MerchantRecord {
        cipher_key: match &options.aes_key {
            Some(key) => cipher_key(Some(key))?,
            None => record.cipher_key,
        },
        hash_key: match &options.hash_key {
            Some(key) => hash_key(Some(key))?,
            None => record.hash_key,
        },
        merchant: terms::changed(record.merchant, options)?,
        clock_offset_ms: record.clock_offset_ms,
    };
    if let Some(offset_ms) = ahead {
        store.move_clock(Some(id), offset_ms).await?;
    }
    store.put_merchant(record).await?;
    println!("{id} is changed. A running server knows within a second.");
    Ok(ExitCode::SUCCESS)
}

/// How far ahead its clock is to be, if it is to be moved.
fn ahead(options: &MerchantChange, folder: &Folder) -> Result<Option<i64>, Failure> {
    let Some(ahead) = &options.clock else { return Ok(None) };
    if folder.environment() == Environment::Live {
        return Err("clocks of a live folder show the time".into());
    }
    terms::offset(ahead).map(Some)
}

/// An address that no notification would ever go to is told while somebody is there to read it.
fn check_address(options: &MerchantChange, folder: &Folder) -> Result<(), Failure> {
    let Some(url) = options.noti_url.as_deref().filter(|url| !url.is_empty()) else { return Ok(()) };
    let destination = Destination::new(url, serve::reach(folder.environment()));
    destination.map(drop).map_err(|why| format!("nobody can be notified at this --noti-url: {why}").into())
}

async fn opened(options: &MerchantChange) -> Result<(Folder, SqliteStore, Option<MerchantRecord>), Failure> {
    let folder = Folder::examine(&options.data)?;
    let store = SqliteStore::attach(&folder)?;
    let (_, merchants) = store.merchants().await?;
    let known = merchants.into_iter().find(|record| record.merchant.id.as_str() == options.id);
    Ok((folder, store, known))
}

/// An AES key as it is given, which has 32 characters, or a new one.
fn cipher_key(given: Option<&str>) -> Result<Zeroizing<String>, Failure> {
    match given {
        Some(given) if given.len() != 32 => Err("an AES key has 32 characters".into()),
        Some(given) => Ok(Zeroizing::new(given.to_owned())),
        None => drawn(),
    }
}

/// A hash key as it is given, or a new one.
fn hash_key(given: Option<&str>) -> Result<Zeroizing<String>, Failure> {
    match given {
        Some("") => Err("a hash key can't be empty".into()),
        Some(given) => Ok(Zeroizing::new(given.to_owned())),
        None => drawn(),
    }
}

/// 32 letters and digits that nobody can guess.
fn drawn() -> Result<Zeroizing<String>, Failure> {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut key = Zeroizing::new(String::with_capacity(32));
    while key.len() < 32 {
        let mut random = Zeroizing::new([0_u8; 64]);
        getrandom::fill(&mut random[..])?;
        // A byte of 248 and more would make some letters likelier than others.
        let fair = random.iter().filter(|byte| **byte < 248);
        let letters =
            fair.filter_map(|byte| LETTERS.get(usize::from(byte % 62)).map(|letter| char::from(*letter)));
        let left = 32_usize.saturating_sub(key.len());
        key.extend(letters.take(left));
    }
    Ok(key)
}
