//! What every institution does with a request: the decision, inside one transaction of the books.
//!
//! A request that the books know is answered as it was at first, whatever the scenario says: the
//! scenario can then only hurt the answer. A request for money that was reversed before it came
//! finds the tombstone and is declined.

use institutions::Answer;
use institutions::domain::facts::{Approval, Facts};
use institutions::domain::{Currency, DeclineCode, InstitutionId, Money, RequestId};
use institutions::rail::{Asked, Refund, Standing};
use institutions::scenario::Outcome;

use crate::books::{BooksError, Entry, Ledger, State};
use crate::reply::Reply;
use crate::scenarios;

/// What a family of institutions does in its own way.
pub(crate) trait Family {
    /// Its words for what every institution refuses.
    const CODES: Codes;

    /// What becomes of a refund of what was paid so: a magic value's fate.
    fn fate_of_refund(_paid: &Facts) -> Option<Outcome> {
        None
    }

    /// Puts money back where the request `paid` took it from. What comes with a yes: institutions number what
    /// they pay, and few what they pay back.
    fn give_back(_ledger: &mut dyn Ledger, _paid: RequestId, _amount: Money) -> Result<Approval, BooksError> {
        Ok(Approval::default())
    }
}

/// A family's codes for what every institution refuses.
pub(crate) struct Codes {
    pub(crate) unknown_original: DeclineCode,
    pub(crate) already_cancelled: DeclineCode,
    pub(crate) not_cancellable: DeclineCode,
    pub(crate) bad_amount: DeclineCode,
    pub(crate) over_balance: DeclineCode,
    pub(crate) reversed_before: DeclineCode,
    pub(crate) duplicate: DeclineCode,
}

/// A request for money, as its family understands it.
pub(crate) trait Charge: Send + 'static {
    fn asked(&self) -> Asked;
    fn amount(&self) -> Money;

    /// Finds what is to pay, or says why there is nothing.
    fn present(&self, ledger: &dyn Ledger) -> Result<Result<Presented, DeclineCode>, BooksError>;

    /// Takes the money: what the family writes of an approved request, beside its entry.
    fn take(&self, ledger: &mut dyn Ledger) -> Result<(), BooksError>;
}

/// What is to pay.
pub(crate) struct Presented {
    pub(crate) facts: Facts,
    /// What its magic makes of the request.
    pub(crate) fate: Option<Outcome>,
    /// Why the family's rules don't let it pay.
    pub(crate) refusal: Option<DeclineCode>,
}

/// Asks for money. A scenario goes before a magic value, and neither approves what the rules refuse.
pub(crate) fn charge<F: Family>(
    ledger: &mut dyn Ledger,
    request: &impl Charge,
) -> Result<Reply<Approval>, BooksError> {
    let asked = request.asked();
    let told = scenarios::take(ledger, &asked)?;
    if told == Some(Outcome::Timeout) {
        return Ok(Reply::never());
    }
    if let Some(entry) = ledger.entry(asked.id)? {
        return Ok(Reply::new(repeated_charge::<F>(entry), told.unwrap_or(Outcome::Approve)));
    }
    let presented = request.present(ledger)?;
    let fate = presented.as_ref().ok().and_then(|presented| presented.fate);
    let outcome = told.or(fate).unwrap_or(Outcome::Approve);
    if outcome == Outcome::Timeout {
        return Ok(Reply::never());
    }
    let verdict = presented
        .and_then(|presented| declines(outcome).or(presented.refusal).map_or(Ok(presented.facts), Err));
    let answer = match verdict {
        Ok(facts) => {
            request.take(ledger)?;
            Answer::Approved(book_approval(ledger, &asked, request.amount(), facts)?)
        }
        Err(code) => book_decline(ledger, asked.id, asked.institution, request.amount(), code)?,
    };
    Ok(Reply::new(answer, outcome))
}

/// Takes a request back. What never came leaves a tombstone; what was declined has no effect
/// to take back; what was paid back, even in part, can't be reversed any more.
pub(crate) fn reverse<F: Family>(ledger: &mut dyn Ledger, asked: &Asked) -> Result<Reply<()>, BooksError> {
    if scenarios::is_dead(ledger, asked)? {
        return Ok(Reply::never());
    }
    let done = |answer| Ok(Reply::new(answer, Outcome::Approve));
    let (institution, amount) = match ledger.entry(asked.id)? {
        None => (asked.institution, Money::zero(Currency::Krw)),
        Some(Entry { institution, amount, state }) => match state {
            State::Authorised { refunded, .. } if refunded.is_zero() => {
                F::give_back(ledger, asked.id, amount)?;
                (institution, amount)
            }
            State::Authorised { .. } => return done(Answer::Declined(F::CODES.already_cancelled)),
            State::Refunded { .. } => return done(Answer::Declined(F::CODES.not_cancellable)),
            State::Declined { .. } | State::Reversed => return done(Answer::Approved(())),
        },
    };
    ledger.write_entry(asked.id, &Entry { institution, amount, state: State::Reversed })?;
    done(Answer::Approved(()))
}

/// Pays back. Never more than was authorised, all refunds together.
pub(crate) fn refund<F: Family>(
    ledger: &mut dyn Ledger,
    request: &Refund,
) -> Result<Reply<Approval>, BooksError> {
    let Refund { id, original, institution, merchant, amount, .. } = *request;
    let told = scenarios::take(ledger, &Asked { id, institution, merchant })?;
    if told == Some(Outcome::Timeout) {
        return Ok(Reply::never());
    }
    if let Some(entry) = ledger.entry(id)? {
        return Ok(Reply::new(repeated_refund::<F>(entry), told.unwrap_or(Outcome::Approve)));
    }
    let paid = ledger.entry(original)?;
    let fate = match paid.as_ref().map(|entry| &entry.state) {
        Some(State::Authorised { approval, .. }) => F::fate_of_refund(&approval.facts),
        _ => None,
    };
    let outcome = told.or(fate).unwrap_or(Outcome::Approve);
    let answer = match declines(outcome).map_or_else(|| diminished::<F>(paid, amount), Err) {
        Ok(left) => {
            ledger.write_entry(original, &left)?;
            let approval = F::give_back(ledger, original, amount)?;
            let state = State::Refunded { approval: approval.clone(), original };
            ledger.write_entry(id, &Entry { institution, amount, state })?;
            Answer::Approved(approval)
        }
        Err(code) => book_decline(ledger, id, institution, amount, code)?,
    };
    Ok(Reply::new(answer, outcome))
}

/// What became of a request.
pub(crate) fn inquire(ledger: &mut dyn Ledger, asked: &Asked) -> Result<Reply<Standing>, BooksError> {
    if scenarios::is_dead(ledger, asked)? {
        return Ok(Reply::never());
    }
    let standing = match ledger.entry(asked.id)?.map(|entry| entry.state) {
        Some(State::Authorised { approval, .. } | State::Refunded { approval, .. }) => {
            Standing::Approved(approval)
        }
        Some(State::Declined { code }) => Standing::Declined(code),
        Some(State::Reversed) => Standing::Reversed,
        None => Standing::NotFound,
    };
    Ok(Reply::new(Answer::Approved(standing), Outcome::Approve))
}

fn declines(outcome: Outcome) -> Option<DeclineCode> {
    match outcome {
        Outcome::Decline(code) => Some(code),
        _ => None,
    }
}

fn book_approval(
    ledger: &mut dyn Ledger,
    asked: &Asked,
    amount: Money,
    facts: Facts,
) -> Result<Approval, BooksError> {
    let approval = Approval { approval_no: Some(approval_no(asked.id)), facts };
    let refunded = Money::zero(amount.currency());
    let state = State::Authorised { approval: approval.clone(), refunded };
    ledger.write_entry(asked.id, &Entry { institution: asked.institution, amount, state })?;
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

/// What was paid, after a refund of `amount`; or why there can be none.
fn diminished<F: Family>(paid: Option<Entry>, amount: Money) -> Result<Entry, DeclineCode> {
    let codes = F::CODES;
    let Some(Entry { institution, amount: authorised, state }) = paid else {
        return Err(codes.unknown_original);
    };
    let (approval, refunded) = match state {
        State::Authorised { approval, refunded } => (approval, refunded),
        State::Reversed => return Err(codes.already_cancelled),
        State::Refunded { .. } | State::Declined { .. } => return Err(codes.unknown_original),
    };
    if amount.is_zero() || amount.currency() != authorised.currency() {
        return Err(codes.bad_amount);
    }
    let refunded = refunded.plus(amount).map_err(|_| codes.over_balance)?;
    authorised.minus(refunded).map_err(|_| codes.over_balance)?;
    Ok(Entry { institution, amount: authorised, state: State::Authorised { approval, refunded } })
}

fn repeated_charge<F: Family>(entry: Entry) -> Answer<Approval> {
    match entry.state {
        State::Authorised { approval, .. } => Answer::Approved(approval),
        State::Declined { code } => Answer::Declined(code),
        State::Reversed => Answer::Declined(F::CODES.reversed_before),
        State::Refunded { .. } => Answer::Declined(F::CODES.duplicate),
    }
}

fn repeated_refund<F: Family>(entry: Entry) -> Answer<Approval> {
    match entry.state {
        State::Refunded { approval, .. } => Answer::Approved(approval),
        State::Declined { code } => Answer::Declined(code),
        State::Reversed => Answer::Declined(F::CODES.reversed_before),
        State::Authorised { .. } => Answer::Declined(F::CODES.duplicate),
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
