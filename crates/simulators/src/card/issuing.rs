//! What the issuers do with a request: the decision, inside one transaction of their books.
//!
//! A request that the books know is answered as it was at first, whatever the scenario says: the
//! scenario can then only hurt the answer. A request for money that was reversed before it came
//! finds the tombstone and is declined.

use institutions::Answer;
use institutions::card::{Authorisation, Instrument};
use institutions::domain::facts::{Approval, CardFacts, Facts};
use institutions::domain::{Currency, DeclineCode, InstitutionId, Money, RequestId};
use institutions::rail::{Asked, Refund, Standing};
use institutions::scenario::Outcome;

use super::books::{BooksError, Entry, Ledger, Proof, State};
use super::issuers::Issuer;
use super::magic::Magic;
use super::reply::Reply;
use super::{codes, rules};

/// Asks for money. `told` is the scenario's word for this request, if there is one.
pub(super) fn authorise(
    ledger: &mut dyn Ledger,
    request: &Authorisation,
    told: Option<Outcome>,
) -> Result<Reply<Approval>, BooksError> {
    if told == Some(Outcome::Timeout) {
        return Ok(Reply::never());
    }
    if let Some(entry) = ledger.entry(request.id)? {
        return Ok(Reply::new(repeated_authorisation(entry), told.unwrap_or(Outcome::Approve)));
    }
    let presented = present(ledger, request)?;
    let magic = presented.as_ref().ok().and_then(|presented| presented.magic);
    let outcome = told.or(magic.map(|magic| magic.authorisation)).unwrap_or(Outcome::Approve);
    if outcome == Outcome::Timeout {
        return Ok(Reply::never());
    }
    let verdict = presented.and_then(|presented| {
        let refusal = declines(outcome).or_else(|| refuses(request));
        refusal.map_or(Ok(presented), Err)
    });
    let answer = match verdict {
        Ok(presented) => Answer::Approved(book_approval(ledger, request, presented.facts)?),
        Err(code) => book_decline(ledger, request.id, request.institution, request.amount, code)?,
    };
    Ok(Reply::new(answer, outcome))
}

/// Takes an authorisation back. What never came leaves a tombstone; what was declined has no effect
/// to take back; what was paid back, even in part, can't be reversed any more.
pub(super) fn reverse(ledger: &mut dyn Ledger, asked: &Asked) -> Result<Answer<()>, BooksError> {
    let (institution, amount) = match ledger.entry(asked.id)? {
        None => (asked.institution, Money::zero(Currency::Krw)),
        Some(Entry { institution, amount, state }) => match state {
            State::Authorised { refunded, .. } if refunded.is_zero() => (institution, amount),
            State::Authorised { .. } => return Ok(Answer::Declined(codes::ALREADY_CANCELLED)),
            State::Refunded { .. } => return Ok(Answer::Declined(codes::NOT_CANCELLABLE)),
            State::Declined { .. } | State::Reversed => return Ok(Answer::Approved(())),
        },
    };
    ledger.write_entry(asked.id, &Entry { institution, amount, state: State::Reversed })?;
    Ok(Answer::Approved(()))
}

/// Pays back. Never more than was authorised, all refunds together.
pub(super) fn refund(
    ledger: &mut dyn Ledger,
    request: &Refund,
    told: Option<Outcome>,
) -> Result<Reply<Approval>, BooksError> {
    if told == Some(Outcome::Timeout) {
        return Ok(Reply::never());
    }
    if let Some(entry) = ledger.entry(request.id)? {
        return Ok(Reply::new(repeated_refund(entry), told.unwrap_or(Outcome::Approve)));
    }
    let original = ledger.entry(request.original)?;
    let magic = match original.as_ref().map(|entry| &entry.state) {
        Some(State::Authorised { approval, .. }) => Magic::of_facts(&approval.facts),
        _ => None,
    };
    let outcome = told.or(magic.map(|magic| magic.refund)).unwrap_or(Outcome::Approve);
    let refused = declines(outcome);
    let answer = match refused.map_or_else(|| paid_back(original, request.amount), Err) {
        Ok(diminished) => {
            ledger.write_entry(request.original, &diminished)?;
            // An issuer numbers what it pays, not what it pays back.
            let approval = Approval::default();
            let state = State::Refunded { approval: approval.clone(), original: request.original };
            let entry = Entry { institution: request.institution, amount: request.amount, state };
            ledger.write_entry(request.id, &entry)?;
            Answer::Approved(approval)
        }
        Err(code) => book_decline(ledger, request.id, request.institution, request.amount, code)?,
    };
    Ok(Reply::new(answer, outcome))
}

/// What became of a request.
pub(super) fn inquire(ledger: &dyn Ledger, id: RequestId) -> Result<Standing, BooksError> {
    Ok(match ledger.entry(id)?.map(|entry| entry.state) {
        Some(State::Authorised { approval, .. } | State::Refunded { approval, .. }) => {
            Standing::Approved(approval)
        }
        Some(State::Declined { code }) => Standing::Declined(code),
        Some(State::Reversed) => Standing::Reversed,
        None => Standing::NotFound,
    })
}

/// The card that is to pay.
struct Presented {
    facts: CardFacts,
    magic: Option<&'static Magic>,
}

/// The card of a request, or why there is none.
fn present(
    ledger: &dyn Ledger,
    request: &Authorisation,
) -> Result<Result<Presented, DeclineCode>, BooksError> {
    Ok(match &request.instrument {
        Instrument::Card { card, .. } => {
            let issuer = Issuer::of_number(card.number());
            let facts = issuer.facts(card.number(), card.masked(), request.instalments);
            Ok(Presented { facts, magic: Magic::of(card) })
        }
        Instrument::Authenticated { token, .. } => match ledger.proof(token)? {
            None => Err(codes::NO_AUTHENTICATION),
            Some(Proof { spent_on: Some(_), .. }) => Err(codes::DUPLICATE),
            Some(Proof { facts: Facts::Card(card), .. }) => {
                let magic = Magic::of_masked(&card.masked);
                Ok(Presented { facts: CardFacts { instalments: request.instalments, ..card }, magic })
            }
            Some(Proof { facts: Facts::None, .. }) => Err(codes::NO_AUTHENTICATION),
        },
    })
}

fn refuses(request: &Authorisation) -> Option<DeclineCode> {
    let card = match &request.instrument {
        Instrument::Card { card, holder } => rules::refuses_card(card, holder.as_ref(), request.at),
        Instrument::Authenticated { .. } => None,
    };
    card.or_else(|| rules::refuses_amount(request.amount, request.instalments))
}

fn declines(outcome: Outcome) -> Option<DeclineCode> {
    match outcome {
        Outcome::Decline(code) => Some(code),
        _ => None,
    }
}

fn book_approval(
    ledger: &mut dyn Ledger,
    request: &Authorisation,
    card: CardFacts,
) -> Result<Approval, BooksError> {
    let approval = Approval { approval_no: Some(approval_no(request.id)), facts: Facts::Card(card) };
    let refunded = Money::zero(request.amount.currency());
    let state = State::Authorised { approval: approval.clone(), refunded };
    let entry = Entry { institution: request.institution, amount: request.amount, state };
    ledger.write_entry(request.id, &entry)?;
    if let Instrument::Authenticated { token, .. } = &request.instrument
        && let Some(proof) = ledger.proof(token)?
    {
        ledger.write_proof(token, &Proof { spent_on: Some(request.id), ..proof })?;
    }
    Ok(approval)
}

fn book_decline<T>(
    ledger: &mut dyn Ledger,
    id: RequestId,
    institution: InstitutionId,
    amount: Money,
    code: DeclineCode,
) -> Result<Answer<T>, BooksError> {
    ledger.write_entry(id, &Entry { institution, amount, state: State::Declined { code } })?;
    Ok(Answer::Declined(code))
}

/// The original after a refund of `amount`, or why there can be none.
fn paid_back(original: Option<Entry>, amount: Money) -> Result<Entry, DeclineCode> {
    let Some(Entry { institution, amount: authorised, state }) = original else {
        return Err(codes::UNKNOWN_ORIGINAL);
    };
    let (approval, refunded) = match state {
        State::Authorised { approval, refunded } => (approval, refunded),
        State::Reversed => return Err(codes::ALREADY_CANCELLED),
        State::Refunded { .. } | State::Declined { .. } => return Err(codes::UNKNOWN_ORIGINAL),
    };
    if amount.is_zero() || amount.currency() != authorised.currency() {
        return Err(codes::BAD_AMOUNT);
    }
    let refunded = refunded.plus(amount).map_err(|_| codes::REFUND_FAILED)?;
    authorised.minus(refunded).map_err(|_| codes::REFUND_FAILED)?;
    Ok(Entry { institution, amount: authorised, state: State::Authorised { approval, refunded } })
}

fn repeated_authorisation(entry: Entry) -> Answer<Approval> {
    match entry.state {
        State::Authorised { approval, .. } => Answer::Approved(approval),
        State::Declined { code } => Answer::Declined(code),
        State::Reversed => Answer::Declined(codes::REVERSED_BEFORE),
        State::Refunded { .. } => Answer::Declined(codes::DUPLICATE),
    }
}

fn repeated_refund(entry: Entry) -> Answer<Approval> {
    match entry.state {
        State::Refunded { approval, .. } => Answer::Approved(approval),
        State::Declined { code } => Answer::Declined(code),
        State::Reversed => Answer::Declined(codes::REVERSED_BEFORE),
        State::Authorised { .. } => Answer::Declined(codes::DUPLICATE),
    }
}

/// Eight digits that look drawn by lot and are always the same for one request, so that a run can
/// be repeated. The mixing is SplitMix64's.
fn approval_no(id: RequestId) -> String {
    let seed = id.subject.as_i64().cast_unsigned().rotate_left(16) ^ u64::from(id.operation);
    let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    format!("{:08}", (mixed ^ (mixed >> 31)) % 100_000_000)
}
