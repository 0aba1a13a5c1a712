//! Magic values: what a merchant's developer types to see a payment go wrong.

use institutions::scenario::Outcome;

/// A value with a fate: a card's number, a voucher's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Magic {
    /// What is typed.
    pub number: &'static str,
    /// What becomes of a request for money.
    pub authorisation: Outcome,
    /// What becomes of a check without money, for a billing key.
    pub verification: Outcome,
    /// What becomes of a refund of what it paid. An answer that gets lost gets lost once: the
    /// repetition is answered.
    pub refund: Outcome,
    /// The same in a few words, for people.
    pub en: &'static str,
    /// The same in Korean.
    pub ko: &'static str,
}

impl Magic {
    /// One that is special when money is asked for, and nowhere else.
    pub(crate) const fn asked(
        number: &'static str,
        outcome: Outcome,
        en: &'static str,
        ko: &'static str,
    ) -> Self {
        let (verification, refund) = (Outcome::Approve, Outcome::Approve);
        Self { number, authorisation: outcome, verification, refund, en, ko }
    }

    /// The magic of this very value.
    pub(crate) fn of(table: &'static [Self], number: &str) -> Option<&'static Self> {
        table.iter().find(|magic| magic.number == number)
    }
}
