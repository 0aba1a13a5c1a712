//! Amounts, instalments and marks, as people read them.

use institutions::domain::{Currency, Money};

/// The mark of an institution: its name's first character, and no trademark.
pub(crate) fn initial(name: &str) -> String {
    name.chars().take(1).collect()
}

pub(crate) fn instalments(months: u8, in_english: bool) -> String {
    match (months, in_english) {
        (0, false) => "일시불".to_owned(),
        (0, true) => "In full".to_owned(),
        (months, false) => format!("{months}개월"),
        (months, true) => format!("{months} months"),
    }
}

/// `10,000원` or `₩10,000`; `$1.50`.
pub(crate) fn written(amount: Money, in_english: bool) -> String {
    let minor = amount.minor();
    match amount.currency() {
        Currency::Usd => format!("${}.{:02}", grouped(minor / 100), minor % 100),
        Currency::Krw if in_english => format!("₩{}", grouped(minor)),
        Currency::Krw => format!("{}원", grouped(minor)),
    }
}

/// Digits in groups of three.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len().saturating_mul(2));
    for (behind, digit) in (0..digits.len()).rev().zip(digits.chars()) {
        text.push(digit);
        if behind > 0 && behind % 3 == 0 {
            text.push(',');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_amounts_as_people_do() {
        let money = |minor, currency| Money::new(minor, currency).expect("not negative");
        for (minor, ko) in [(0, "0원"), (999, "999원"), (1_000, "1,000원"), (12_345_678, "12,345,678원")]
        {
            assert_eq!(written(money(minor, Currency::Krw), false), ko);
        }
        assert_eq!(written(money(10_000, Currency::Krw), true), "₩10,000");
        assert_eq!(written(money(150, Currency::Usd), false), "$1.50");
        assert_eq!(written(money(123_456_705, Currency::Usd), true), "$1,234,567.05");
    }
}
