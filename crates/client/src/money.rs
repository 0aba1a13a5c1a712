//! Money, as the wire counts it: whole minor units.

use std::fmt;

/// What a merchant is paid in. A merchant id is contracted for one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Currency {
    #[default]
    Krw,
    /// Paid by cards from abroad. The wire counts cents.
    Usd,
}

impl Currency {
    /// The wire's `crcCd`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Krw => "KRW",
            Self::Usd => "USD",
        }
    }
}

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Money {
    minor_units: u64,
    currency: Currency,
}

impl Money {
    pub const fn new(minor_units: u64, currency: Currency) -> Self {
        Self { minor_units, currency }
    }

    pub const fn won(won: u64) -> Self {
        Self::new(won, Currency::Krw)
    }

    pub const fn us_cents(cents: u64) -> Self {
        Self::new(cents, Currency::Usd)
    }

    /// Won, or cents.
    pub const fn minor_units(self) -> u64 {
        self.minor_units
    }

    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// `None` where the currencies differ or the sum is no amount.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let sum = self.minor_units.checked_add(other.minor_units)?;
        (self.currency == other.currency).then(|| Self::new(sum, self.currency))
    }

    /// `None` where the currencies differ or `other` is the larger.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        let rest = self.minor_units.checked_sub(other.minor_units)?;
        (self.currency == other.currency).then(|| Self::new(rest, self.currency))
    }
}

/// `10000 KRW`, `1.50 USD`: for logs. How customers read amounts is the merchant's choice.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.currency {
            Currency::Krw => write!(f, "{} KRW", self.minor_units),
            Currency::Usd => write!(f, "{}.{:02} USD", self.minor_units / 100, self.minor_units % 100),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_do_not_mix() {
        assert_eq!(Money::won(100).checked_add(Money::us_cents(100)), None);
        assert_eq!(Money::won(100).checked_sub(Money::us_cents(1)), None);
    }

    #[test]
    fn sums_and_rests_stay_amounts() {
        assert_eq!(Money::won(1).checked_sub(Money::won(2)), None);
        assert_eq!(Money::won(u64::MAX).checked_add(Money::won(1)), None);
        assert_eq!(Money::us_cents(150).checked_sub(Money::us_cents(50)), Some(Money::us_cents(100)));
    }

    #[test]
    fn cents_print_as_dollars() {
        assert_eq!(Money::us_cents(1205).to_string(), "12.05 USD");
        assert_eq!(Money::won(1205).to_string(), "1205 KRW");
    }
}
