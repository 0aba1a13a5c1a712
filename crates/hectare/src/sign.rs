//! `hectare sign` and `hectare verify`: hashes and encryption at the prompt.

use std::process::ExitCode;

use protocol::Keys;

use crate::cli::{KeyOptions, SignOptions, VerifyOptions};
use crate::data::Failure;

fn keys(options: &KeyOptions) -> Result<Keys, Failure> {
    Ok(Keys::new(&options.aes_key, &options.hash_key)?)
}

/// Prints the hash of the values, or the encrypted value.
pub(crate) fn sign(options: &SignOptions) -> Result<ExitCode, Failure> {
    let keys = keys(&options.keys)?;
    match &options.encrypt {
        Some(text) => println!("{}", keys.encrypt(text)),
        None => println!("{}", keys.sign(&options.values.concat())),
    }
    Ok(ExitCode::SUCCESS)
}

/// Says whether the hash is that of the values, or prints the decrypted value.
pub(crate) fn verify(options: &VerifyOptions) -> Result<ExitCode, Failure> {
    let keys = keys(&options.keys)?;
    if let Some(sealed) = &options.decrypt {
        let plain = keys.decrypt(sealed).ok_or("not encrypted with this key")?;
        println!("{}", &*plain);
        return Ok(ExitCode::SUCCESS);
    }
    let hash = options.hash.as_deref().unwrap_or_default();
    let joined = options.values.concat();
    if keys.agrees(&joined, hash) {
        println!("right");
        return Ok(ExitCode::SUCCESS);
    }
    println!("wrong: {joined} with the key makes {}", keys.sign(&joined));
    Ok(ExitCode::FAILURE)
}
