//! The codes that the simulated banks decline with (PG 41.1), by what each means here.

use institutions::domain::DeclineCode;

pub(super) const TOO_OFTEN: DeclineCode = code("RA01");
pub(super) const OVER_LIMIT: DeclineCode = code("RA02");
pub(super) const TOO_LITTLE: DeclineCode = code("RA05");
pub(super) const WRONG_PASSWORD: DeclineCode = code("RA10");
pub(super) const NOT_THE_HOLDER: DeclineCode = code("RA11");
pub(super) const OVER_AMOUNT: DeclineCode = code("RA14");
pub(super) const BAD_AMOUNT: DeclineCode = code("RA15");
pub(super) const DUPLICATE: DeclineCode = code("RA16");
pub(super) const NO_BANK: DeclineCode = code("RA17");
pub(super) const BAD_ACCOUNT: DeclineCode = code("RA21");
pub(super) const CLOSED: DeclineCode = code("RA30");
pub(super) const ALREADY_CANCELLED: DeclineCode = code("RA33");
pub(super) const UNKNOWN_ORIGINAL: DeclineCode = code("RA34");
pub(super) const REVERSED_BEFORE: DeclineCode = code("RA35");
pub(super) const NOT_CANCELLABLE: DeclineCode = code("RA82");
pub(super) const MALFORMED: DeclineCode = code("RA84");
pub(super) const BANK_DOWN: DeclineCode = code("RA86");

const fn code(text: &str) -> DeclineCode {
    DeclineCode::new(text).expect("four capitals or digits")
}
