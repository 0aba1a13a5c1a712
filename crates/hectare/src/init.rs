//! `hectare init`: a data folder, before anything is served from it.

use std::env;
use std::path::Path;
use std::process::ExitCode;

use store::folder::{Environment, Folder, MasterKey};

use crate::cli::InitOptions;
use crate::data::Failure;

/// Where a key may come from. Not from the command line, which other users of the machine can read.
const VARIABLE: &str = "HECTARE_MASTER_KEY";

pub(crate) fn run(options: &InitOptions) -> Result<ExitCode, Failure> {
    let environment = if options.live { Environment::Live } else { Environment::Test };
    let key = key(options.master_key_file.as_deref())?;
    if options.live && key.is_none() {
        return Err(format!(
            "a live folder is sealed by a key of yours: name its file with --master-key-file, or set {VARIABLE} \
             (64 hexadecimal digits, such as `openssl rand -hex 32` prints)"
        )
        .into());
    }
    Folder::init(&options.data, environment, key)?;
    let (kind, data) = (if options.live { "live" } else { "test" }, options.data.display());
    println!("{data} is a {kind} folder now. Keep a copy of its master.key apart from the rest.");
    Ok(ExitCode::SUCCESS)
}

fn key(file: Option<&Path>) -> Result<Option<MasterKey>, Failure> {
    if let Some(file) = file {
        return Ok(Some(MasterKey::read(file)?));
    }
    match env::var(VARIABLE) {
        Ok(text) => {
            let key = MasterKey::from_hex(&text);
            Ok(Some(key.ok_or_else(|| format!("{VARIABLE} holds no key: it takes 64 hexadecimal digits"))?))
        }
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(format!("{VARIABLE} holds no key").into()),
    }
}
