//! Amounts as customers read and type them.

use std::fmt;

use client::{Currency, Money};

use crate::language::Language;

/// `10,000원` or `₩10,000`, and `$1.50` in either language.
pub(crate) fn text(amount: Money, language: Language) -> String {
    let units = amount.minor_units();
    match amount.currency() {
        Currency::Krw if language.is_korean() => format!("{}원", Grouped(units)),
        Currency::Krw => format!("₩{}", Grouped(units)),
        Currency::Usd => format!("${}.{:02}", Grouped(units / 100), units % 100),
    }
}

/// An amount over zero, as somebody typed it: `4,500`, `3.5`, `$3.50`.
pub(crate) fn parse(typed: &str, currency: Currency) -> Option<Money> {
    let bare: String = typed.chars().filter(|c| !matches!(c, ' ' | '원' | '₩' | '$')).collect();
    let bare = ungrouped(&bare)?;
    let units = match currency {
        Currency::Krw => digits(&bare)?,
        Currency::Usd => cents(&bare)?,
    };
    (units > 0).then(|| Money::new(units, currency))
}

/// Without the commas of its thousands. `3,5` is refused: who means three and a half gets nothing like 35 back.
fn ungrouped(text: &str) -> Option<String> {
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut groups = whole.split(',');
    let first = groups.next()?.len();
    let is_grouped = !whole.contains(',') || (1..=3).contains(&first);
    (is_grouped && groups.all(|group| group.len() == 3)).then(|| whole.replace(',', "") + rest)
}

fn cents(text: &str) -> Option<u64> {
    let (dollars, rest) = text.split_once('.').unwrap_or((text, "00"));
    let cents = match rest.len() {
        1 => digits(rest)? * 10,
        2 => digits(rest)?,
        _ => return None,
    };
    digits(dollars)?.checked_mul(100)?.checked_add(cents)
}

fn digits(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
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
    fn reads_in_the_customers_language() {
        assert_eq!(text(Money::won(1_068_000), Language::KOREAN), "1,068,000원");
        assert_eq!(text(Money::won(900), Language::ENGLISH), "₩900");
        assert_eq!(text(Money::us_cents(123_405), Language::KOREAN), "$1,234.05");
    }

    #[test]
    fn takes_what_people_type() {
        for (typed, units) in [("4,500", 4_500), ("4500원", 4_500), (" 1 ", 1), ("1,068,000원", 1_068_000)]
        {
            assert_eq!(parse(typed, Currency::Krw), Some(Money::won(units)), "{typed}");
        }
        for (typed, units) in
            [("3.5", 350), ("$3.50", 350), ("12", 1_200), ("0.05", 5), ("1,234.05", 123_405)]
        {
            assert_eq!(parse(typed, Currency::Usd), Some(Money::us_cents(units)), "{typed}");
        }
    }

    #[test]
    fn rejects_a_comma_that_groups_no_thousands() {
        for typed in ["1,0", "4,50", "45,00", ",500", "1234,500", "1,,500", "1,500,"] {
            assert_eq!(parse(typed, Currency::Krw), None, "{typed}");
        }
        for typed in ["3,5", "3,50", "1.5,00", "1,2345.00"] {
            assert_eq!(parse(typed, Currency::Usd), None, "{typed}");
        }
    }

    #[test]
    fn rejects_what_is_no_amount() {
        for typed in ["", "0", "-5", "+5", "1.5", "abc", "99999999999999999999"] {
            assert_eq!(parse(typed, Currency::Krw), None, "{typed}");
        }
        for typed in ["1.234", ".", "1.", "0.00", "1.+5"] {
            assert_eq!(parse(typed, Currency::Usd), None, "{typed}");
        }
    }
}
