//! What the issuers do in their own way: whose card it is, whether it may pay, and what its magic is.

use institutions::Answer;
use institutions::away::ProvenCharge;
use institutions::card::{Authorisation, Verification};
use institutions::domain::facts::{Approval, Facts};
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

    fn present(&self, _: &dyn Ledger) -> Result<Result<Presented, DeclineCode>, BooksError> {
        let card = &self.card;
        let refusal = rules::refuses_card(card, self.holder.as_ref(), self.at);
        Ok(Ok(Presented {
            facts: Facts::Card(Issuer::of_number(card.number()).facts(card.masked(), self.instalments)),
            fate: Magic::of(magic::MAGIC, card.number()).map(|magic| magic.authorisation),
            refusal: refusal.or_else(|| rules::refuses_amount(self.amount, self.instalments)),
        }))
    }

    fn take(&self, _: &mut dyn Ledger) -> Result<(), BooksError> {
        Ok(())
    }
}

/// What a customer came back with from an issuer's page.
pub(super) struct Proven(pub(super) ProvenCharge);

impl Charge for Proven {
    fn asked(&self) -> Asked {
        Asked { id: self.0.id, institution: self.0.institution, merchant: self.0.merchant }
    }

    fn amount(&self) -> Money {
        self.0.amount
    }

    fn present(&self, ledger: &dyn Ledger) -> Result<Result<Presented, DeclineCode>, BooksError> {
        let card = match proofs::find(ledger, &self.0.token)? {
            Some(Proof { spent_on: Some(_), .. }) => return Ok(Err(codes::DUPLICATE)),
            Some(Proof { facts: Facts::Card(card), .. }) => card,
            Some(_) | None => return Ok(Err(away::NO_AUTHENTICATION)),
        };
        Ok(Ok(Presented {
            fate: magic::of_masked(&card.masked).map(|magic| magic.authorisation),
            refusal: rules::refuses_amount(self.0.amount, card.instalments),
            facts: Facts::Card(card),
        }))
    }

    fn take(&self, ledger: &mut dyn Ledger) -> Result<(), BooksError> {
        proofs::spend(ledger, &self.0.token, self.0.id)
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
