//! What a voucher pays: as much as is left on it.

use institutions::domain::facts::{Approval, Facts};
use institutions::domain::{Currency, DeclineCode, Money, RequestId};
use institutions::rail::Asked;
use institutions::scenario::Outcome;

use super::Redemption;
use crate::Magic;
use crate::books::{BooksError, Ledger};
use crate::requests::{Charge, Codes, Family, Presented};

pub(super) const MAGIC: &[Magic] =
    &[Magic::asked("LOST", Outcome::LostAfterApproval, "answer lost", "응답 유실")];

pub(super) const UNKNOWN_VOUCHER: DeclineCode = code("TC01");
pub(super) const OVER_BALANCE: DeclineCode = code("TC02");
pub(super) const REVERSED_BEFORE: DeclineCode = code("TC03");

const BALANCE: &str = "voucher balance";
/// By request: the voucher that paid it.
const PAID_BY: &str = "voucher of request";

pub(super) enum Vouchers {}

impl Family for Vouchers {
    const CODES: Codes = Codes {
        unknown_original: code("TC10"),
        already_cancelled: code("TC11"),
        not_cancellable: code("TC12"),
        bad_amount: code("TC13"),
        over_balance: OVER_BALANCE,
        reversed_before: REVERSED_BEFORE,
        duplicate: code("TC14"),
    };

    fn give_back(ledger: &mut dyn Ledger, paid: RequestId, amount: Money) -> Result<Approval, BooksError> {
        if let Some(voucher) = ledger.note(PAID_BY, &paid.to_string())? {
            let left = balance(ledger, &voucher)?.unwrap_or(0);
            set_balance(ledger, &voucher, left + amount.minor())?;
        }
        // This issuer numbers what it pays back.
        Ok(Approval { approval_no: Some(format!("back {paid}")), facts: Facts::None })
    }
}

impl Charge for Redemption {
    fn asked(&self) -> Asked {
        Asked { id: self.id, institution: self.institution, merchant: self.merchant }
    }

    fn amount(&self) -> Money {
        self.amount
    }

    fn present(&self, ledger: &dyn Ledger) -> Result<Result<Presented, DeclineCode>, BooksError> {
        let Some(left) = balance(ledger, &self.voucher)? else { return Ok(Err(UNKNOWN_VOUCHER)) };
        let fits = self.amount.currency() == Currency::Krw && self.amount.minor() <= left;
        Ok(Ok(Presented {
            facts: Facts::None,
            fate: Magic::of(MAGIC, &self.voucher).map(|magic| magic.authorisation),
            refusal: (!fits).then_some(OVER_BALANCE),
        }))
    }

    fn take(&self, ledger: &mut dyn Ledger) -> Result<(), BooksError> {
        let left = balance(ledger, &self.voucher)?.unwrap_or(0);
        set_balance(ledger, &self.voucher, left - self.amount.minor())?;
        ledger.write_note(PAID_BY, &self.id.to_string(), &self.voucher)
    }
}

pub(super) fn balance(ledger: &dyn Ledger, voucher: &str) -> Result<Option<i64>, BooksError> {
    let text = ledger.note(BALANCE, voucher)?;
    text.map(|text| text.parse().map_err(|_| BooksError::Unreadable("balance"))).transpose()
}

pub(super) fn set_balance(ledger: &mut dyn Ledger, voucher: &str, left: i64) -> Result<(), BooksError> {
    ledger.write_note(BALANCE, voucher, &left.to_string())
}

const fn code(text: &str) -> DeclineCode {
    DeclineCode::new(text).expect("four capitals or digits")
}
