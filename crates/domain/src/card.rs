//! Cards: what may be known of one, and for how long.

use std::fmt;

use zeroize::Zeroizing;

/// A card's number and expiry. Held in memory only while a payment is being authorised, or opened
/// from a billing key's seal; wiped when dropped and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Card {
    number: Zeroizing<String>,
    expiry: Expiry,
}

impl Card {
    /// A card of 13 to 16 digits.
    pub fn new(number: &str, expiry: Expiry) -> Option<Self> {
        let plausible = (13..=16).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        plausible.then(|| Self { number: Zeroizing::new(number.to_owned()), expiry })
    }

    /// The whole number.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Valid until the end of this month.
    pub fn expiry(&self) -> Expiry {
        self.expiry
    }

    /// First six, six stars, last four: all that a payment keeps (`949019******0402`).
    pub fn masked(&self) -> String {
        let (first, last) = (self.number.get(..6), self.number.get(self.number.len().saturating_sub(4)..));
        format!("{}******{}", first.unwrap_or_default(), last.unwrap_or_default())
    }
}

impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Card(***)")
    }
}

/// The last month a card is valid in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expiry {
    year: u8,
    month: u8,
}

impl Expiry {
    /// Month 1 to 12 of the year 2000 + `year`.
    pub fn new(year: u8, month: u8) -> Option<Self> {
        ((1..=12).contains(&month) && year < 100).then_some(Self { year, month })
    }

    /// Years since 2000.
    pub fn year(self) -> u8 {
        self.year
    }

    /// 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// `YYMM`.
    pub fn yymm(self) -> String {
        format!("{:02}{:02}", self.year, self.month)
    }
}

impl fmt::Debug for Expiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Expiry(**)")
    }
}

/// Who the holder says to be, where the merchant's contract asks for it (legacy authentication):
/// birth date or business number, and the first two digits of the PIN. Passed on, never stored.
#[derive(Clone)]
pub struct Holder {
    /// Six digits of a birth date or ten of a business number.
    pub identity: Zeroizing<String>,
    /// The PIN's first two digits.
    pub pin_prefix: Zeroizing<String>,
}

impl fmt::Debug for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Holder(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_nothing_of_a_card_but_its_ends() {
        let card = Card::new("9490191234560402", Expiry::new(30, 12).expect("valid")).expect("a card");
        assert_eq!(card.masked(), "949019******0402");
        assert_eq!(format!("{card:?} {:?}", card.expiry()), "Card(***) Expiry(**)");
    }

    #[test]
    fn a_card_has_13_to_16_digits() {
        let expiry = Expiry::new(30, 12).expect("valid");
        for bad in ["123456789012", "12345678901234567", "12345678901234a", ""] {
            assert_eq!(Card::new(bad, expiry), None, "{bad}");
        }
        assert_eq!(Expiry::new(30, 13), None);
        assert_eq!(Expiry::new(30, 0), None);
    }
}
