//! The codes that the simulated issuers decline with (PG 41.1), by what each means here.

use institutions::domain::DeclineCode;

pub(super) const ISSUER_DOWN: DeclineCode = code("CA02");
pub(super) const MALFORMED: DeclineCode = code("CA03");
pub(super) const UNKNOWN_ORIGINAL: DeclineCode = code("CA10");
pub(super) const ALREADY_CANCELLED: DeclineCode = code("CA12");
pub(super) const EXPIRED_CARD: DeclineCode = code("CA20");
pub(super) const INSTALMENTS_OF_SMALL_AMOUNT: DeclineCode = code("CA21");
pub(super) const INSTALMENT_MONTHS: DeclineCode = code("CA22");
pub(super) const INSTALMENTS_ABROAD: DeclineCode = code("CA23");
pub(super) const WRONG_PIN: DeclineCode = code("CA27");
pub(super) const PIN_ATTEMPTS: DeclineCode = code("CA29");
pub(super) const WRONG_IDENTITY: DeclineCode = code("CA30");
pub(super) const OVER_LIMIT: DeclineCode = code("CA31");
pub(super) const OVER_DAILY_LIMIT: DeclineCode = code("CA32");
pub(super) const BAD_AMOUNT: DeclineCode = code("CA40");
pub(super) const AMOUNT_TOO_LARGE: DeclineCode = code("CA42");
pub(super) const LOST_CARD: DeclineCode = code("CA50");
pub(super) const UNREGISTERED_CARD: DeclineCode = code("CA58");
pub(super) const UNSERVED: DeclineCode = code("CA80");
pub(super) const REVERSED_BEFORE: DeclineCode = code("CA81");
pub(super) const CALL_ISSUER: DeclineCode = code("CA82");
pub(super) const NOT_CANCELLABLE: DeclineCode = code("CA83");
pub(super) const REFUND_FAILED: DeclineCode = code("CA85");
pub(super) const DUPLICATE: DeclineCode = code("CA86");

const fn code(text: &str) -> DeclineCode {
    DeclineCode::new(text).expect("four capitals or digits")
}
