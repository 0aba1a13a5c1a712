//! Magic account numbers: what a merchant's developer types to see a transfer go wrong.
//!
//! What is kept of an account is its mask, so all of them begin with 999 and differ in their last three digits.

use std::time::Duration;

use institutions::domain::DeclineCode;
use institutions::scenario::Outcome;

use super::codes;
use crate::Magic;

/// Every magic number.
pub const MAGIC: &[Magic] = &[
    declined("999000000005", codes::TOO_LITTLE, "too little money", "잔액 부족"),
    declined("999000000001", codes::TOO_OFTEN, "too many transfers", "이체횟수 초과"),
    declined("999000000002", codes::OVER_LIMIT, "over the limit", "이체 한도 초과"),
    declined("999000000011", codes::NOT_THE_HOLDER, "another holder", "고객정보 불일치"),
    declined("999000000021", codes::BAD_ACCOUNT, "account out of use", "계좌 상태 오류"),
    declined("999000000086", codes::BANK_DOWN, "bank out of order", "은행 오류"),
    Magic::asked("999000000200", Outcome::Timeout, "never reaches the bank", "요청 유실"),
    Magic::asked(
        "999000000218",
        Outcome::LostAfterApproval,
        "transferred, the answer gets lost",
        "이체 후 응답 유실",
    ),
    Magic::asked("999000000226", Outcome::Garbled, "transferred, the answer is garbled", "이체 후 응답 깨짐"),
    Magic::asked(
        "999000000234",
        Outcome::Delay(Duration::from_secs(3)),
        "transferred after 3 s",
        "3초 후 이체",
    ),
    refund("999000000309", Outcome::Decline(codes::NOT_CANCELLABLE), "its refund is declined", "환불 거절"),
    refund(
        "999000000317",
        Outcome::LostAfterApproval,
        "its refund's answer gets lost once",
        "환불 응답 유실",
    ),
];

const fn declined(number: &'static str, code: DeclineCode, en: &'static str, ko: &'static str) -> Magic {
    Magic::asked(number, Outcome::Decline(code), en, ko)
}

const fn refund(number: &'static str, refund: Outcome, en: &'static str, ko: &'static str) -> Magic {
    Magic { refund, ..Magic::asked(number, Outcome::Approve, en, ko) }
}

/// The magic of the account with this mask.
pub(super) fn of_masked(masked: &str) -> Option<&'static Magic> {
    let (first, last) = (masked.get(..3)?, masked.get(masked.len().checked_sub(3)?..)?);
    let as_long = |magic: &&Magic| magic.number.len() == masked.len();
    MAGIC.iter().filter(as_long).find(|magic| magic.number.starts_with(first) && magic.number.ends_with(last))
}

#[cfg(test)]
mod tests {
    use institutions::domain::account::AccountNo;

    use super::*;

    #[test]
    fn every_number_is_known_by_its_mask_and_no_other_is() {
        for magic in MAGIC {
            let masked = AccountNo::new(magic.number).expect("a number").masked();
            assert_eq!(of_masked(&masked), Some(magic));
        }
        for ordinary in ["110123456789", "99900000005"] {
            assert_eq!(of_masked(&AccountNo::new(ordinary).expect("a number").masked()), None);
        }
        assert_eq!(of_masked(""), None);
    }
}
