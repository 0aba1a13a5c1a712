//! What the issuers do in their own way: whose card it is, whether it may pay, and what its magic is.

use institutions::Answer;
use institutions::card::{Authorisation, Instrument, Verification};
use institutions::domain::facts::{Approval, CardFacts, Facts};
use institutions::domain::{DeclineCode, Money};
use institutions::rail::Asked;
use institutions::scenario::Outcome;

use super::issuers::Issuer;
use super::{codes, magic, rules};
use crate::books::{BooksError, Ledger};
use crate::proofs::{self, Proof};
use crate::reply::Reply;
use crate::requests::{Charge, Codes, Family, Presented};
use crate::{Magic, away, scenarios};

/// The family of card issuers.
pub(super) enum Cards {}

impl Family for Cards {
    const CODES: Codes = Codes {
        unknown_original: codes::UNKNOWN_ORIGINAL,
        already_cancelled: codes::ALREADY_CANCELLED,
        not_cancellable: codes::NOT_CANCELLABLE,
        bad_amount: codes::BAD_AMOUNT,
        over_balance: codes::REFUND_FAILED,
        reversed_before: codes::REVERSED_BEFORE,
        duplicate: codes::DUPLICATE,
    };

    fn fate_of_refund(paid: &Facts) -> Option<Outcome> {
        magic::of_masked(&paid.card()?.masked).map(|magic| magic.refund)
    }
}

impl Charge for Authorisation {
    fn asked(&self) -> Asked {
        Asked { id: self.id, institution: self.institution, merchant: self.merchant }
    }

    fn amount(&self) -> Money {
        self.amount
    }

    fn present(&self, ledger: &dyn Ledger) -> Result<Result<Presented, DeclineCode>, BooksError> {
        let (card, magic, refusal) = match &self.instrument {
            Instrument::Card { card, holder } => {
                let facts = Issuer::of_number(card.number()).facts(card.masked(), self.instalments);
                let refusal = rules::refuses_card(card, holder.as_ref(), self.at);
                (facts, Magic::of(magic::MAGIC, card.number()), refusal)
            }
            Instrument::Authenticated { token, .. } => match proofs::find(ledger, token)? {
                Some(Proof { spent_on: Some(_), .. }) => return Ok(Err(codes::DUPLICATE)),
                Some(Proof { facts: Facts::Card(card), .. }) => {
                    let magic = magic::of_masked(&card.masked);
                    (CardFacts { instalments: self.instalments, ..card }, magic, None)
                }
                Some(Proof { facts: Facts::None, .. }) | None => return Ok(Err(away::NO_AUTHENTICATION)),
            },
        };
        Ok(Ok(Presented {
            facts: Facts::Card(card),
            fate: magic.map(|magic| magic.authorisation),
            refusal: refusal.or_else(|| rules::refuses_amount(self.amount, self.instalments)),
        }))
    }

    fn take(&self, ledger: &mut dyn Ledger) -> Result<(), BooksError> {
        match &self.instrument {
            Instrument::Authenticated { token, .. } => proofs::spend(ledger, token, self.id),
            Instrument::Card { .. } => Ok(()),
        }
    }
}

/// Checks a card without money. Of a scenario it knows declines and a dead acquirer alone.
pub(super) fn verify(ledger: &mut dyn Ledger, request: &Verification) -> Result<Reply<Approval>, BooksError> {
    let (card, merchant) = (&request.card, request.merchant);
    let issuer = Issuer::of_number(card.number());
    let institution = issuer.institution();
    if scenarios::is_dead(ledger, &Asked { id: request.id, institution, merchant })? {
        return Ok(Reply::never());
    }
    let told = scenarios::peek(ledger, merchant, institution)?;
    let fate = Magic::of(magic::MAGIC, card.number()).map(|magic| magic.verification);
    let refused = match told.or(fate) {
        Some(Outcome::Decline(code)) => Some(code),
        _ => rules::refuses_card(card, request.holder.as_ref(), request.at),
    };
    let answer = refused.map_or_else(
        || {
            let facts = Facts::Card(issuer.facts(card.masked(), 0));
            Answer::Approved(Approval { approval_no: None, facts })
        },
        Answer::Declined,
    );
    Ok(Reply::new(answer, Outcome::Approve))
}
