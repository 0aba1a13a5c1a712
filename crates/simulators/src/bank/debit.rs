//! What the banks do in their own way: money that leaves an account by its holder's word, and comes back.

use institutions::away::ProvenCharge;
use institutions::domain::facts::{AccountFacts, Approval, Facts};
use institutions::domain::{Currency, DeclineCode, Money, RequestId};
use institutions::rail::Asked;
use institutions::scenario::Outcome;
use serde::{Deserialize, Serialize};

use super::banks::Bank;
use super::{accounts, codes, magic};
use crate::away::{self, Means};
use crate::books::{BooksError, Ledger};
use crate::proofs::{self, Proof};
use crate::requests::{Charge, Codes, Family, Presented};

/// The most that one transfer moves, in won.
const MOST: i64 = 50_000_000;
/// By request: the account that paid it, and how its passbook names it.
const PAID_FROM: &str = "account of request";

/// The family of banks.
pub(super) enum Banks {}

/// Money to be taken from an account, by its holder's word.
pub(super) struct Debit(pub(super) ProvenCharge);

#[derive(Serialize, Deserialize)]
struct PaidFrom {
    account: String,
    passbook: String,
}

impl Family for Banks {
    const CODES: Codes = Codes {
        unknown_original: codes::UNKNOWN_ORIGINAL,
        already_cancelled: codes::ALREADY_CANCELLED,
        not_cancellable: codes::NOT_CANCELLABLE,
        bad_amount: codes::BAD_AMOUNT,
        over_balance: codes::OVER_AMOUNT,
        reversed_before: codes::REVERSED_BEFORE,
        duplicate: codes::DUPLICATE,
    };

    fn fate_of_refund(paid: &Facts) -> Option<Outcome> {
        magic::of_masked(&paid.account()?.masked).map(|magic| magic.refund)
    }

    fn give_back(ledger: &mut dyn Ledger, paid: RequestId, amount: Money) -> Result<Approval, BooksError> {
        if let Some(text) = ledger.note(PAID_FROM, &paid.to_string())? {
            let from: PaidFrom =
                serde_json::from_str(&text).map_err(|_| BooksError::Unreadable("account of request"))?;
            if let Some(account) = accounts::find(ledger, &from.account)? {
                let line = (away::now(), from.passbook.as_str(), amount.minor());
                accounts::enter(ledger, &from.account, account, line)?;
            }
        }
        Ok(Approval::default())
    }
}

impl Charge for Debit {
    fn asked(&self) -> Asked {
        Asked { id: self.0.id, institution: self.0.institution, merchant: self.0.merchant }
    }

    fn amount(&self) -> Money {
        self.0.amount
    }

    fn present(&self, ledger: &dyn Ledger) -> Result<Result<Presented, DeclineCode>, BooksError> {
        let (facts, means) = match proofs::find(ledger, &self.0.token)? {
            Some(Proof { spent_on: Some(_), .. }) => return Ok(Err(codes::DUPLICATE)),
            Some(Proof { facts: Facts::Account(facts), means: Some(means), .. }) => (facts, means),
            Some(_) | None => return Ok(Err(away::NO_AUTHENTICATION)),
        };
        let Means::Account { key, masked, receipt, .. } = &means else {
            return Ok(Err(away::NO_AUTHENTICATION));
        };
        let balance = accounts::named(ledger, key, &facts.bank, masked)?.balance;
        Ok(Ok(Presented {
            fate: magic::of_masked(masked).map(|magic| magic.authorisation),
            refusal: self.refusal(balance),
            facts: Facts::Account(AccountFacts { receipt_no: receipt.then(|| self.receipt_no()), ..facts }),
        }))
    }

    fn take(&self, ledger: &mut dyn Ledger) -> Result<(), BooksError> {
        let Some(Proof { means: Some(means), .. }) = proofs::find(ledger, &self.0.token)? else {
            return Ok(());
        };
        proofs::spend(ledger, &self.0.token, self.0.id)?;
        let Means::Account { key, masked, passbook, .. } = means else { return Ok(()) };
        let bank = Bank::of_institution(self.0.institution).map_or("", |bank| bank.code);
        let account = accounts::named(ledger, &key, bank, &masked)?;
        let out = self.0.amount.minor().saturating_neg();
        accounts::enter(ledger, &key, account, (self.0.at, &passbook, out))?;
        let from = PaidFrom { account: key, passbook };
        let text = serde_json::to_string(&from).map_err(|_| BooksError::Unreadable("account of request"))?;
        ledger.write_note(PAID_FROM, &self.0.id.to_string(), &text)
    }
}

impl Debit {
    /// Why the bank doesn't let so much go from an account with this balance.
    fn refusal(&self, balance: i64) -> Option<DeclineCode> {
        let amount = self.0.amount;
        let closed = Bank::of_institution(self.0.institution).is_none_or(|bank| bank.is_closed(self.0.at));
        if closed {
            Some(codes::CLOSED)
        } else if amount.currency() != Currency::Krw || amount.is_zero() {
            Some(codes::BAD_AMOUNT)
        } else if amount.minor() > MOST {
            Some(codes::OVER_AMOUNT)
        } else if amount.minor() > balance {
            Some(codes::TOO_LITTLE)
        } else {
            None
        }
    }

    /// Nine digits that are always the same for one request.
    fn receipt_no(&self) -> String {
        let mixed = self.0.id.subject.as_i64().cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        format!("{:09}", mixed % 1_000_000_000)
    }
}
