//! Codes that an institution answers with.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why an institution declined, in the four characters that the merchant will read. The domain
/// carries it and gives it no meaning.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DeclineCode([u8; 4]);

impl DeclineCode {
    /// An institution's no in words that nobody knows.
    pub const UNKNOWN: Self = Self(*b"ST99");

    /// An institution that did not answer in its time.
    pub const NO_ANSWER: Self = Self(*b"VTIM");

    /// A code of exactly four ASCII capitals or digits.
    pub const fn new(code: &str) -> Option<Self> {
        match code.as_bytes() {
            &[a, b, c, d] if is_code(a) && is_code(b) && is_code(c) && is_code(d) => Some(Self([a, b, c, d])),
            _ => None,
        }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("ST99")
    }
}

const fn is_code(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

impl fmt::Debug for DeclineCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for DeclineCode {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::new(&code).ok_or("a decline code has four capitals or digits")
    }
}

impl From<DeclineCode> for String {
    fn from(code: DeclineCode) -> Self {
        code.as_str().to_owned()
    }
}
