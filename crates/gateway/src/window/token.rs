//! A window's token: whoever knows it holds the window, so only its hash is kept, and it is never logged.

use std::fmt;

use domain::window::WindowId;
use hex::FromHex;
use sha2::{Digest, Sha256};

/// 128 random bits, as 32 hexadecimal digits in an address.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Token([u8; 16]);

impl Token {
    pub(super) fn draw() -> Self {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the operating system has random numbers");
        Self(bytes)
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        <[u8; 16]>::from_hex(text).ok().map(Self)
    }

    pub(super) fn text(self) -> String {
        hex::encode(self.0)
    }

    /// What the database knows it by.
    pub(super) fn id(self) -> WindowId {
        let digest: [u8; 32] = Sha256::digest(self.0).into();
        let mut id = [0; 16];
        id.iter_mut().zip(digest).for_each(|(place, byte)| *place = byte);
        WindowId(id)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}
