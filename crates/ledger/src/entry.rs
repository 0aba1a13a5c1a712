//! Postings, and the balanced entries that are made of them.

use std::fmt;

use crate::{Account, Currency, Money};

/// The side of an account that a posting stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Side {
    /// Left.
    Debit = 0,
    /// Right.
    Credit = 1,
}

/// One line of an entry: always a positive amount; a correction is a new posting on the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The account.
    pub account: Account,
    /// Its side.
    pub side: Side,
    /// The amount.
    pub amount: Money,
}

/// Postings whose debits equal their credits in every currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry(Vec<Posting>);

/// Why postings don't make an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unbalanced {
    /// Debits and credits of this currency differ.
    In(Currency),
    /// A posting of nothing: it would say that something happened.
    ZeroPosting,
}

impl fmt::Display for Unbalanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::In(currency) => write!(f, "debits and credits differ in {}", currency.code()),
            Self::ZeroPosting => f.write_str("a posting of nothing"),
        }
    }
}

impl std::error::Error for Unbalanced {}

impl Entry {
    /// An entry of these postings, if it balances.
    pub fn new(postings: Vec<Posting>) -> Result<Self, Unbalanced> {
        if postings.iter().any(|posting| posting.amount.is_zero()) {
            return Err(Unbalanced::ZeroPosting);
        }
        for currency in [Currency::Krw, Currency::Usd] {
            if sum(&postings, Side::Debit, currency) != sum(&postings, Side::Credit, currency) {
                return Err(Unbalanced::In(currency));
            }
        }
        Ok(Self(postings))
    }

    /// One amount from one account to another: the commonest entry.
    pub fn transfer(debit: Account, credit: Account, amount: Money) -> Result<Self, Unbalanced> {
        Self::new(vec![
            Posting { account: debit, side: Side::Debit, amount },
            Posting { account: credit, side: Side::Credit, amount },
        ])
    }

    /// Its postings.
    pub fn postings(&self) -> &[Posting] {
        &self.0
    }
}

/// In `i128`: no number of `i64` postings that fits in memory can overflow it.
fn sum(postings: &[Posting], side: Side, currency: Currency) -> i128 {
    postings
        .iter()
        .filter(|posting| posting.side == side && posting.amount.currency() == currency)
        .fold(0_i128, |total, posting| total.saturating_add(posting.amount.minor().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn won(minor: i64) -> Money {
        Money::new(minor, Currency::Krw).expect("not negative")
    }

    #[test]
    fn refuses_an_entry_that_does_not_balance() {
        let one_sided = vec![Posting { account: Account::payable("m"), side: Side::Debit, amount: won(1) }];
        assert_eq!(Entry::new(one_sided), Err(Unbalanced::In(Currency::Krw)));
    }

    #[test]
    fn refuses_currencies_that_balance_only_together() {
        let cents = Money::new(100, Currency::Usd).expect("not negative");
        let postings = vec![
            Posting { account: Account::payable("m"), side: Side::Debit, amount: won(100) },
            Posting { account: Account::payable("n"), side: Side::Credit, amount: cents },
        ];
        assert_eq!(Entry::new(postings), Err(Unbalanced::In(Currency::Krw)));
    }

    #[test]
    fn refuses_a_posting_of_nothing() {
        let nothing = Entry::transfer(Account::payable("m"), Account::payable("n"), won(0));
        assert_eq!(nothing, Err(Unbalanced::ZeroPosting));
    }
}
