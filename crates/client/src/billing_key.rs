//! Billing keys: whoever holds one can charge the card behind it.

use std::fmt;

/// A billing key. Its last four characters are printed, no more.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BillingKey(String);

impl BillingKey {
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The key itself, to be stored.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What may be shown of it: its end, where that keeps the rest a secret.
    pub fn masked(&self) -> String {
        let length = self.0.chars().count();
        let shown = if length < 8 { length } else { length - 4 };
        format!("***{}", self.0.chars().skip(shown).collect::<String>())
    }
}

impl fmt::Debug for BillingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_end_of_long_keys_only() {
        assert_eq!(format!("{:?}", BillingKey::new("SBILL_0123456789")), "***6789");
        assert_eq!(format!("{:?}", BillingKey::new("1234567")), "***");
    }
}
