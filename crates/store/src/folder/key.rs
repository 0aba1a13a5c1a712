//! The master key, which seals what a folder keeps secret.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use zeroize::Zeroizing;

use super::FolderError;

/// A master key: 32 bytes, wiped when dropped.
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    /// 64 hexadecimal digits, white space around them aside.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut key = Zeroizing::new([0_u8; 32]);
        hex::decode_to_slice(text.trim(), &mut key[..]).ok()?;
        Some(Self(key))
    }

    /// The key in a file that nobody but its owner may read.
    pub fn read(path: &Path) -> Result<Self, FolderError> {
        let io = |error| FolderError::Io(path.to_owned(), error);
        let mut file = File::open(path).map_err(io)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            if file.metadata().map_err(io)?.permissions().mode() & 0o077 != 0 {
                return Err(FolderError::ExposedKey(path.to_owned()));
            }
        }
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text).map_err(io)?;
        Self::from_hex(&text).ok_or_else(|| FolderError::NotAKey(path.to_owned()))
    }

    /// A new one.
    pub(super) fn draw() -> Self {
        let mut key = Zeroizing::new([0_u8; 32]);
        getrandom::fill(&mut key[..]).expect("the operating system has random numbers");
        Self(key)
    }

    pub(super) fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(&self.0[..]))
    }

    pub(super) fn into_bytes(self) -> Zeroizing<[u8; 32]> {
        self.0
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_64_hexadecimal_digits() {
        for text in ["", "5a", &"5a".repeat(31), &"5a".repeat(33), &"zz".repeat(32)] {
            assert!(MasterKey::from_hex(text).is_none(), "{text}");
        }
        let shown = format!("{:?}", MasterKey::from_hex(&"5a".repeat(32)));
        assert_eq!(shown, "Some(MasterKey(***))");
    }
}
