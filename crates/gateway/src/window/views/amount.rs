//! Amounts as customers read them.

use std::fmt;

use domain::Currency;

use super::Language;

/// An amount to be shown: `10,000원` or `₩10,000`, and `$1.50` in either language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountText {
    minor: u64,
    unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Won,
    UsCents,
}

impl AmountText {
    /// An amount in minor units.
    pub const fn of(minor: u64, currency: Currency) -> Self {
        match currency {
            Currency::Krw => Self::won(minor),
            Currency::Usd => Self::us_cents(minor),
        }
    }

    /// An amount in won.
    pub const fn won(won: u64) -> Self {
        Self { minor: won, unit: Unit::Won }
    }

    /// An amount in US cents, which is how the wire counts dollars (PG 6.2).
    pub const fn us_cents(cents: u64) -> Self {
        Self { minor: cents, unit: Unit::UsCents }
    }

    /// The amount as this language writes it.
    pub fn text(self, language: Language) -> String {
        match (self.unit, language) {
            (Unit::Won, Language::Ko) => format!("{}원", Grouped(self.minor)),
            (Unit::Won, Language::En) => format!("₩{}", Grouped(self.minor)),
            (Unit::UsCents, _) => format!("${}.{:02}", Grouped(self.minor / 100), self.minor % 100),
        }
    }
}

/// A number with a comma before every three digits.
struct Grouped(u64);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1_000 {
            return write!(f, "{}", self.0);
        }
        write!(f, "{},{:03}", Self(self.0 / 1_000), self.0 % 1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn won_read_differently_in_korean_and_english() {
        for (won, ko, en) in [
            (0, "0원", "₩0"),
            (999, "999원", "₩999"),
            (1_000, "1,000원", "₩1,000"),
            (10_000, "10,000원", "₩10,000"),
            (1_000_005, "1,000,005원", "₩1,000,005"),
            (999_999_999_999, "999,999,999,999원", "₩999,999,999,999"),
        ] {
            assert_eq!(AmountText::won(won).text(Language::Ko), ko);
            assert_eq!(AmountText::won(won).text(Language::En), en);
        }
    }

    #[test]
    fn dollars_keep_two_places() {
        for (cents, text) in [(0, "$0.00"), (5, "$0.05"), (150, "$1.50"), (123_456_789, "$1,234,567.89")] {
            assert_eq!(AmountText::us_cents(cents).text(Language::Ko), text);
            assert_eq!(AmountText::us_cents(cents).text(Language::En), text);
        }
    }
}
