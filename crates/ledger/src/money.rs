//! Amounts: checked integers of minor units that carry their currency.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A currency of the protocols. Amounts are always whole minor units: won, or cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Currency {
    /// South Korean won; it has no smaller unit.
    Krw = 0,
    /// US dollar, in cents: the wire multiplies by 100 (PG 6.2).
    Usd = 1,
}

impl Currency {
    /// The ISO 4217 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Krw => "KRW",
            Self::Usd => "USD",
        }
    }

    /// The currency of an ISO 4217 code.
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "KRW" => Some(Self::Krw),
            "USD" => Some(Self::Usd),
            _ => None,
        }
    }
}

/// An amount of money that is never negative: direction is which account it goes to, not a sign.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why two amounts can't be combined, or one can't be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyError {
    /// The amounts are in different currencies.
    CurrencyMismatch,
    /// The result would be negative or larger than an `i64` holds.
    OutOfRange,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CurrencyMismatch => "amounts of different currencies",
            Self::OutOfRange => "amount out of range",
        })
    }
}

impl std::error::Error for MoneyError {}

impl Money {
    /// `minor` units of `currency`; `None` if negative.
    pub const fn new(minor: i64, currency: Currency) -> Option<Self> {
        if minor < 0 { None } else { Some(Self { minor, currency }) }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// The amount in minor units: won, cents.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// The difference; an error if `other` is more than this.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    fn combine(self, other: Self, with: fn(i64, i64) -> Option<i64>) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch);
        }
        with(self.minor, other.minor)
            .and_then(|minor| Self::new(minor, self.currency))
            .ok_or(MoneyError::OutOfRange)
    }

    /// Splits a taxable amount into supply value and VAT: supply = amount / 1.1 to the nearest
    /// minor unit, VAT the rest (1,000 = 909 + 91).
    pub fn supply_and_vat(self) -> (Self, Self) {
        // Nearest to minor * 10 / 11, in i128 so that no amount overflows; 11 is odd, so no ties.
        let tenths = i128::from(self.minor).saturating_mul(10).saturating_add(5);
        let supply = i64::try_from(tenths.checked_div(11).unwrap_or(0)).unwrap_or(self.minor);
        let vat = self.minor.saturating_sub(supply);
        (Self { minor: supply, ..self }, Self { minor: vat, ..self })
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.minor, self.currency.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn won(minor: i64) -> Money {
        Money::new(minor, Currency::Krw).expect("not negative")
    }

    #[test]
    fn splits_vat_to_the_nearest_won() {
        for (amount, supply, vat) in
            [(1_000, 909, 91), (100, 91, 9), (11, 10, 1), (1, 1, 0), (0, 0, 0), (10_000, 9_091, 909)]
        {
            assert_eq!(won(amount).supply_and_vat(), (won(supply), won(vat)), "{amount}");
        }
    }

    #[test]
    fn refuses_to_go_below_zero() {
        assert_eq!(won(1).minus(won(2)), Err(MoneyError::OutOfRange));
        assert_eq!(Money::new(-1, Currency::Krw), None);
    }

    #[test]
    fn refuses_to_mix_currencies() {
        let cents = Money::new(1, Currency::Usd).expect("not negative");
        assert_eq!(won(1).plus(cents), Err(MoneyError::CurrencyMismatch));
    }

    proptest! {
        #[test]
        fn supply_and_vat_always_add_up(minor in 0..=i64::MAX) {
            let (supply, vat) = won(minor).supply_and_vat();
            prop_assert_eq!(supply.plus(vat), Ok(won(minor)));
        }

        #[test]
        fn sums_never_wrap(a in 0..=i64::MAX, b in 0..=i64::MAX) {
            match won(a).plus(won(b)) {
                Ok(sum) => prop_assert_eq!(i128::from(sum.minor()), i128::from(a) + i128::from(b)),
                Err(error) => prop_assert_eq!(error, MoneyError::OutOfRange),
            }
        }
    }
}
