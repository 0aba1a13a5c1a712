//! A card, for the calls that take its data.

use protocol::{Aes, N};

/// A card's data. Never printed, and wiped when dropped; it travels encrypted.
#[derive(Debug, Clone)]
pub struct Card {
    pub(crate) number: Aes<N<16>>,
    pub(crate) expiry_month: Aes<N<2>>,
    pub(crate) expiry_year: Aes<N<2>>,
    pub(crate) identity_no: Option<Aes<N<10>>>,
    pub(crate) pin_prefix: Option<Aes<N<2>>>,
}

impl Card {
    /// A card by its number, as people type it (blanks and hyphens are left out), and the two digits each of its
    /// expiry's month and year.
    pub fn new(number: &str, expiry_month: &str, expiry_year: &str) -> Self {
        let digits: String = number.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        Self {
            number: N::from(digits).into(),
            expiry_month: N::from(expiry_month).into(),
            expiry_year: N::from(expiry_year).into(),
            identity_no: None,
            pin_prefix: None,
        }
    }

    /// With what merchants of the legacy kind (구인증), and the issue of a billing key, ask for besides: the holder's
    /// birth date (yymmdd) or business number, and the first two digits of the PIN. PG 8.1, 8.5.
    #[must_use]
    pub fn with_holder(self, identity_no: &str, pin_prefix: &str) -> Self {
        Self {
            identity_no: Some(N::from(identity_no).into()),
            pin_prefix: Some(N::from(pin_prefix).into()),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_never_printed() {
        let card = Card::new("4111 1111-1111 1111", "12", "30").with_holder("991231", "57");
        let printed = format!("{card:?}");
        for secret in ["4111", "12", "30", "991231", "57"] {
            assert!(!printed.contains(secret), "{printed}");
        }
        assert_eq!(&**card.number, "4111111111111111");
    }
}
