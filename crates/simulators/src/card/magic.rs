//! Magic card numbers: what a merchant's developer types to see a payment go wrong.
//!
//! Any expiry in the future will do. What is kept of a card is its mask, so a refund, or a payment by
//! the issuer's own page, knows a magic card by its first six and last four digits.

use std::time::Duration;

use institutions::domain::DeclineCode;
use institutions::scenario::Outcome;

use super::codes;
use crate::Magic;

/// Every magic number.
pub const MAGIC: &[Magic] = &[
    over_limit("4000000000000002", codes::OVER_LIMIT, "over the limit", "한도 초과"),
    over_limit("4000000000009995", codes::OVER_DAILY_LIMIT, "over the day's limit", "1일 한도 초과"),
    bad_card("4000000000000069", codes::EXPIRED_CARD, "expired card", "유효기간 만료"),
    bad_card("4000000000000119", codes::ISSUER_DOWN, "issuer out of order", "카드사 장애"),
    bad_card("4000000000000127", codes::UNREGISTERED_CARD, "unregistered card", "미등록 카드"),
    bad_card("4000000000009987", codes::LOST_CARD, "lost card", "분실 카드"),
    bad_card("4000000000009979", codes::CALL_ISSUER, "call the issuer", "카드사 전화 요망"),
    Magic::asked("4000000000000200", Outcome::Timeout, "never reaches the issuer", "요청 유실"),
    Magic::asked(
        "4000000000000218",
        Outcome::LostAfterApproval,
        "approved, the answer gets lost",
        "승인 후 응답 유실",
    ),
    Magic::asked(
        "4000000000000226",
        Outcome::Garbled,
        "approved, the answer is garbled",
        "승인 후 응답 깨짐",
    ),
    Magic::asked(
        "4000000000000234",
        Outcome::Delay(Duration::from_secs(3)),
        "approved after 3 s",
        "3초 후 승인",
    ),
    unrefundable(
        "4000000000000309",
        Outcome::Decline(codes::REFUND_FAILED),
        "its refund is declined",
        "환불 거절",
    ),
    unrefundable(
        "4000000000000317",
        Outcome::LostAfterApproval,
        "its refund's answer gets lost once",
        "환불 응답 유실",
    ),
];

const fn over_limit(number: &'static str, code: DeclineCode, en: &'static str, ko: &'static str) -> Magic {
    Magic::asked(number, Outcome::Decline(code), en, ko)
}

const fn bad_card(number: &'static str, code: DeclineCode, en: &'static str, ko: &'static str) -> Magic {
    Magic { verification: Outcome::Decline(code), ..over_limit(number, code, en, ko) }
}

const fn unrefundable(number: &'static str, refund: Outcome, en: &'static str, ko: &'static str) -> Magic {
    Magic { refund, ..Magic::asked(number, Outcome::Approve, en, ko) }
}

/// The magic of the card with this mask.
pub(super) fn of_masked(masked: &str) -> Option<&'static Magic> {
    let (first, last) = masked.split_once("******")?;
    let whole = first.len() == 6 && last.len() == 4;
    MAGIC.iter().find(|magic| whole && magic.number.starts_with(first) && magic.number.ends_with(last))
}

#[cfg(test)]
mod tests {
    use institutions::domain::card::{Card, Expiry};

    use super::*;

    fn card(number: &str) -> Card {
        Card::new(number, Expiry::new(40, 1).expect("a month")).expect("a card")
    }

    /// Merchants' own forms check the last digit before they send a number anywhere.
    #[test]
    fn every_number_passes_the_luhn_check() {
        for magic in MAGIC {
            let digits = magic.number.bytes().rev().map(|byte| u32::from(byte - b'0')).enumerate();
            let sum: u32 = digits.map(|(i, d)| if i % 2 == 0 { d } else { d * 2 / 10 + d * 2 % 10 }).sum();
            assert_eq!(sum % 10, 0, "{}", magic.number);
        }
    }

    #[test]
    fn every_number_is_known_whole_and_masked() {
        for magic in MAGIC {
            let card = card(magic.number);
            assert_eq!(Magic::of(MAGIC, card.number()), Some(magic));
            assert_eq!(of_masked(&card.masked()), Some(magic));
        }
    }

    #[test]
    fn an_ordinary_number_has_no_magic() {
        let ordinary = card("9490191234560402");
        assert_eq!(Magic::of(MAGIC, ordinary.number()), None);
        assert_eq!(of_masked(&ordinary.masked()), None);
        assert_eq!(of_masked("******"), None);
    }
}
