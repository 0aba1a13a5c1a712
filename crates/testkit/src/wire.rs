//! Signing and encrypting, by the documents alone. PG 5.

use aes::Aes256;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

const BLOCK: usize = 16;

/// A merchant's keys.
#[derive(Clone, Copy)]
pub struct Keys {
    aes: &'static str,
    hash: &'static str,
}

impl Keys {
    /// The published keys of the test environment. PG 5.2, 5.4.
    pub const TEST: Self = Self::new("pgSettle30y739r82jtd709yOfZ2yK5K", "ST1009281328226982205");

    /// Keys of one's own: an AES key of 32 characters, and a hash key.
    pub const fn new(aes: &'static str, hash: &'static str) -> Self {
        Self { aes, hash }
    }

    /// AES-256, ECB, PKCS#7, Base64: every value on its own.
    pub fn seal(self, plain: &str) -> String {
        let mut bytes = plain.as_bytes().to_vec();
        let padding = BLOCK - bytes.len() % BLOCK;
        let filler = u8::try_from(padding).expect("at most a block");
        bytes.extend(std::iter::repeat_n(filler, padding));
        for block in bytes.chunks_exact_mut(BLOCK) {
            self.cipher().encrypt_block(block.try_into().expect("a whole block"));
        }
        BASE64_STANDARD.encode(bytes)
    }

    /// The plain text of a sealed value; `None` if these keys didn't seal it.
    pub fn open(self, sealed: &str) -> Option<String> {
        let mut bytes = BASE64_STANDARD.decode(sealed).ok()?;
        if bytes.is_empty() || bytes.len() % BLOCK != 0 {
            return None;
        }
        for block in bytes.chunks_exact_mut(BLOCK) {
            self.cipher().decrypt_block(block.try_into().expect("a whole block"));
        }
        let padding = usize::from(*bytes.last()?);
        let length = bytes.len().checked_sub(padding).filter(|_| (1..=BLOCK).contains(&padding))?;
        bytes.truncate(length);
        String::from_utf8(bytes).ok()
    }

    /// SHA-256 over the values, one after another, and the hash key.
    pub fn hash<'a>(self, values: impl IntoIterator<Item = &'a str>) -> String {
        let mut digest = Sha256::new();
        for value in values {
            digest.update(value);
        }
        digest.update(self.hash);
        hex::encode(digest.finalize())
    }

    fn cipher(self) -> Aes256 {
        Aes256::new_from_slice(self.aes.as_bytes()).expect("an AES key of 32 characters")
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_what_the_documents_print() {
        assert_eq!(Keys::TEST.seal("1000"), "AntV/eDpxIaKF0hJiePDKA==");
        let values = ["20211231", "100000", "nxca_jt_il", "ORDER20211231100000", "1000"];
        let printed = "a2d6d597d55d7c9b689baa2e08c1ddf0ce71f4248c5b9b59fe61bfbf949543e1";
        assert_eq!(Keys::TEST.hash(values), printed);
    }

    #[test]
    fn opens_what_it_sealed_whatever_the_length() {
        for plain in ["", "1", "한글", "123456789012345", "1234567890123456", "12345678901234567"] {
            assert_eq!(Keys::TEST.open(&Keys::TEST.seal(plain)).as_deref(), Some(plain));
        }
    }

    #[test]
    fn opens_nothing_that_another_key_sealed() {
        let other = Keys::new("01234567890123456789012345678901", "other");
        assert_eq!(Keys::TEST.open(&other.seal("1000")), None);
        assert_eq!(Keys::TEST.open("not base64"), None);
        assert_eq!(Keys::TEST.open(""), None);
    }
}
