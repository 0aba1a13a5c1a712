//! The issuers' pages as HTML, in Korean and in English.

use askama::Template;
use institutions::domain::{Currency, Money};

use super::form::{Mistakes, PasswordMistake};
use super::sessions::Visit;
use crate::card::issuers::Issuer;

/// The page that asks the customer.
#[derive(Template)]
#[template(path = "issuer/authenticate.html")]
pub(super) struct Authenticate<'a> {
    pub(super) visit: &'a Visit,
    pub(super) id: &'a str,
    pub(super) way: Way,
}

/// The page that has nothing to ask any more, for a customer whose language nobody knows.
#[derive(Template)]
#[template(path = "issuer/gone.html")]
pub(super) struct Gone;

/// How the customer proves who they are.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// By the issuer's app on the phone.
    App,
    /// By the card's number and its payment password.
    Password(Mistakes),
}

impl Authenticate<'_> {
    fn say<'a>(&self, ko: &'a str, en: &'a str) -> &'a str {
        if self.in_english() { en } else { ko }
    }

    fn in_english(&self) -> bool {
        self.visit.request.language == "en"
    }

    fn issuer_name(&self) -> &'static str {
        let Issuer { ko, en, .. } = self.visit.issuer;
        self.say(ko, en)
    }

    /// The mark of the issuer: its name's first character, and no trademark.
    fn initial(&self) -> String {
        self.issuer_name().chars().take(1).collect()
    }

    fn amount(&self) -> String {
        written(self.visit.request.amount, self.in_english())
    }

    fn instalments(&self) -> String {
        match (self.visit.request.instalments, self.in_english()) {
            (0, false) => "일시불".to_owned(),
            (0, true) => "In full".to_owned(),
            (months, false) => format!("{months}개월"),
            (months, true) => format!("{months} months"),
        }
    }

    fn number_mistake(&self, mistakes: &Mistakes) -> Option<&'static str> {
        mistakes
            .number
            .then(|| self.say("카드번호 13~16자리를 입력해 주세요.", "Enter the card's 13 to 16 digits."))
    }

    fn password_mistake(&self, mistakes: &Mistakes) -> Option<String> {
        mistakes.password.map(|mistake| match mistake {
            PasswordMistake::Malformed => self
                .say("결제 비밀번호는 숫자 6자리입니다.", "The payment password has six digits.")
                .to_owned(),
            PasswordMistake::Wrong { left } if self.in_english() => {
                let attempts = if left == 1 { "attempt" } else { "attempts" };
                format!("Wrong password. {left} {attempts} left.")
            }
            PasswordMistake::Wrong { left } => {
                format!("비밀번호가 일치하지 않습니다. {left}회 더 입력할 수 있습니다.")
            }
        })
    }
}

/// `10,000원` or `₩10,000`; `$1.50`.
fn written(amount: Money, in_english: bool) -> String {
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
