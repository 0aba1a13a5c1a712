//! A merchant's keys, and the encryption of single values: AES-256, ECB, PKCS#7, then Base64.
//!
//! ECB is the protocol's choice, not ours: equal values have equal ciphertexts. It lives on the wire only.

use std::fmt;
use std::sync::Arc;

use aes::Aes256;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use cipher::block_padding::Pkcs7;
use cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyInit};
use zeroize::Zeroizing;

use crate::plain::Plain;

const BLOCK: usize = 16;

/// What a merchant and we share: the key that encrypts values and the one that ends every hashed text. Both are wiped
/// when the last clone is dropped, and never printed. Clones are cheap.
#[derive(Clone)]
pub struct Keys(Arc<Pair>);

struct Pair {
    aes: Zeroizing<[u8; 32]>,
    hash: Zeroizing<String>,
}

impl Keys {
    /// The AES key is the 32 bytes of its text as they stand, no encoding.
    pub fn new(aes: &str, hash: &str) -> Result<Self, InvalidKeys> {
        let aes = <[u8; 32]>::try_from(aes.as_bytes()).map_err(|_| InvalidKeys::Aes)?;
        if hash.is_empty() {
            return Err(InvalidKeys::Hash);
        }
        Ok(Self(Arc::new(Pair { aes: Zeroizing::new(aes), hash: Zeroizing::new(hash.to_owned()) })))
    }

    pub(crate) fn hash_key(&self) -> &str {
        &self.0.hash
    }

    /// AES-256, ECB, PKCS#7, then Base64. PG 5.1.
    pub fn encrypt(&self, plain: &str) -> String {
        let length = plain.len();
        let mut buffer = Zeroizing::new(vec![0; (length / BLOCK + 1) * BLOCK]);
        for (to, from) in buffer.iter_mut().zip(plain.bytes()) {
            *to = from;
        }
        let sealed = ecb::Encryptor::<Aes256>::new((&*self.0.aes).into())
            .encrypt_padded::<Pkcs7>(&mut buffer, length)
            .expect("the buffer has room for the padding");
        BASE64_STANDARD.encode(sealed)
    }

    /// The plain text; `None` where the value is not Base64, not made with this key, or not UTF-8.
    pub fn decrypt(&self, sealed: &str) -> Option<Plain> {
        if !is_whole_blocks(sealed) {
            return None;
        }
        let mut buffer = Zeroizing::new(BASE64_STANDARD.decode(sealed).ok()?);
        let plain = ecb::Decryptor::<Aes256>::new((&*self.0.aes).into()).decrypt_padded::<Pkcs7>(&mut buffer);
        Some(Plain::secret(std::str::from_utf8(plain.ok()?).ok()?.to_owned()))
    }
}

/// Whether the Base64 is that of one block or more, by its length. Texts in the clear seldom are.
fn is_whole_blocks(sealed: &str) -> bool {
    let padding = sealed.bytes().rev().take_while(|byte| *byte == b'=').count();
    let bytes = (sealed.len() / 4 * 3).saturating_sub(padding);
    sealed.len().is_multiple_of(4) && bytes > 0 && bytes.is_multiple_of(BLOCK)
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(***)")
    }
}

/// Keys that can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidKeys {
    Aes,
    Hash,
}

impl fmt::Display for InvalidKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Aes => "the encryption key must have 32 bytes",
            Self::Hash => "the hash key is empty",
        })
    }
}

impl std::error::Error for InvalidKeys {}
