//! What the simulated issuers approve.
//!
//! Any number of 13 to 16 digits is a card. The rules are the sandbox's own, in this order; the
//! codes are the protocol's (PG 41.1).
//!
//! | what | code |
//! | --- | --- |
//! | the card's last month is over by the request's time in KST | CA20 |
//! | the holder's identity is neither a birth date (6) nor a business number (10 digits) | CA30 |
//! | the PIN prefix isn't two digits, or is 99 | CA27 |
//! | the PIN prefix is 98: too many wrong ones before | CA29 |
//! | nothing is asked for | CA40 |
//! | 99,999,999 won or more | CA42 |
//! | instalments in dollars | CA23 |
//! | instalments over 1 month, or over more than 36 | CA22 |
//! | instalments of less than 50,000 won | CA21 |

use institutions::domain::card::{Card, Holder};
use institutions::domain::time::{Day, Moment};
use institutions::domain::{Currency, DeclineCode, Money};

use super::codes;

const TOO_LARGE_WON: i64 = 99_999_999;
const INSTALMENTS_FROM_WON: i64 = 50_000;
const INSTALMENT_MONTHS: std::ops::RangeInclusive<u8> = 2..=36;
const PINS: &[(&str, DeclineCode)] = &[("99", codes::WRONG_PIN), ("98", codes::PIN_ATTEMPTS)];

/// Why this card, of this holder, can't pay at this time.
pub(super) fn refuses_card(card: &Card, holder: Option<&Holder>, at: Moment) -> Option<DeclineCode> {
    if has_expired(card, at) {
        return Some(codes::EXPIRED_CARD);
    }
    holder.and_then(refuses_holder)
}

/// Why this amount can't be paid in so many months.
pub(super) fn refuses_amount(amount: Money, instalments: u8) -> Option<DeclineCode> {
    let in_won = amount.currency() == Currency::Krw;
    let in_instalments = instalments > 0;
    if amount.is_zero() {
        Some(codes::BAD_AMOUNT)
    } else if in_won && amount.minor() >= TOO_LARGE_WON {
        Some(codes::AMOUNT_TOO_LARGE)
    } else if in_instalments && !in_won {
        Some(codes::INSTALMENTS_ABROAD)
    } else if in_instalments && !INSTALMENT_MONTHS.contains(&instalments) {
        Some(codes::INSTALMENT_MONTHS)
    } else if in_instalments && amount.minor() < INSTALMENTS_FROM_WON {
        Some(codes::INSTALMENTS_OF_SMALL_AMOUNT)
    } else {
        None
    }
}

fn has_expired(card: &Card, at: Moment) -> bool {
    let last_month =
        i32::from(card.expiry().year()).saturating_mul(100).saturating_add(i32::from(card.expiry().month()));
    let this_month = (at.kst().day().number() / 100).saturating_sub(200_000);
    last_month < this_month
}

fn refuses_holder(holder: &Holder) -> Option<DeclineCode> {
    let (identity, pin) = (holder.identity.as_str(), holder.pin_prefix.as_str());
    if !is_birth_date(identity) && !is_digits(identity, 10) {
        return Some(codes::WRONG_IDENTITY);
    }
    if !is_digits(pin, 2) {
        return Some(codes::WRONG_PIN);
    }
    PINS.iter().find(|(wrong, _)| *wrong == pin).map(|(_, code)| *code)
}

/// `yyMMdd` of the last century or of this.
fn is_birth_date(text: &str) -> bool {
    let of_century = |century: &str| format!("{century}{text}").parse().ok().and_then(Day::of);
    is_digits(text, 6) && ["19", "20"].into_iter().any(|century| of_century(century).is_some())
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use institutions::domain::card::Expiry;

    use super::*;

    fn money(minor: i64, currency: Currency) -> Money {
        Money::new(minor, currency).expect("not negative")
    }

    fn midnight(day: i32) -> Moment {
        Day::of(day).expect("a day").start()
    }

    fn card(year: u8, month: u8) -> Card {
        Card::new("9490191234560402", Expiry::new(year, month).expect("a month")).expect("a card")
    }

    fn holder(identity: &str, pin: &str) -> Holder {
        Holder { identity: identity.to_owned().into(), pin_prefix: pin.to_owned().into() }
    }

    #[test]
    fn a_card_is_good_until_its_last_month_ends_in_seoul() {
        let next_month = midnight(20_261_201);
        assert_eq!(refuses_card(&card(26, 11), None, next_month.plus_ms(-1)), None);
        assert_eq!(refuses_card(&card(26, 11), None, next_month), Some(codes::EXPIRED_CARD));
        assert_eq!(refuses_card(&card(26, 12), None, next_month), None);
        assert_eq!(refuses_card(&card(25, 12), None, midnight(20_260_101)), Some(codes::EXPIRED_CARD));
        assert_eq!(refuses_card(&card(27, 1), None, midnight(20_261_231)), None);
    }

    #[test]
    fn a_holder_is_a_person_or_a_business_that_knows_the_pin() {
        let rows = [
            ("880101", "12", None),
            ("000229", "12", None),
            ("1234567890", "00", None),
            ("010229", "12", Some(codes::WRONG_IDENTITY)),
            ("881301", "12", Some(codes::WRONG_IDENTITY)),
            ("88010", "12", Some(codes::WRONG_IDENTITY)),
            ("12345678901", "12", Some(codes::WRONG_IDENTITY)),
            ("12345a7890", "12", Some(codes::WRONG_IDENTITY)),
            ("", "12", Some(codes::WRONG_IDENTITY)),
            ("880101", "1", Some(codes::WRONG_PIN)),
            ("880101", "1a", Some(codes::WRONG_PIN)),
            ("880101", "99", Some(codes::WRONG_PIN)),
            ("880101", "98", Some(codes::PIN_ATTEMPTS)),
        ];
        for (identity, pin, code) in rows {
            let refusal = refuses_card(&card(30, 1), Some(&holder(identity, pin)), midnight(20_260_101));
            assert_eq!(refusal, code, "{identity} {pin}");
        }
    }

    #[test]
    fn an_expired_card_says_so_before_its_holder_is_asked() {
        let refusal = refuses_card(&card(20, 1), Some(&holder("", "")), midnight(20_260_101));
        assert_eq!(refusal, Some(codes::EXPIRED_CARD));
    }

    #[test]
    fn amounts_and_instalments_have_limits() {
        use Currency::{Krw, Usd};
        let rows = [
            (0, Krw, 0, Some(codes::BAD_AMOUNT)),
            (1, Krw, 0, None),
            (99_999_998, Krw, 0, None),
            (99_999_999, Krw, 0, Some(codes::AMOUNT_TOO_LARGE)),
            (99_999_999, Usd, 0, None),
            (50_000, Krw, 1, Some(codes::INSTALMENT_MONTHS)),
            (50_000, Krw, 2, None),
            (50_000, Krw, 36, None),
            (50_000, Krw, 37, Some(codes::INSTALMENT_MONTHS)),
            (49_999, Krw, 2, Some(codes::INSTALMENTS_OF_SMALL_AMOUNT)),
            (50_000, Usd, 2, Some(codes::INSTALMENTS_ABROAD)),
        ];
        for (minor, currency, months, code) in rows {
            assert_eq!(refuses_amount(money(minor, currency), months), code, "{minor} {currency:?} {months}");
        }
    }
}
