//! The trial balance: what all postings together say.

use std::collections::BTreeMap;

use crate::{Account, Currency, Posting, Side};

/// Debits and credits of every account, summed. An `i128` can't overflow from `i64` postings.
#[derive(Clone, Debug, Default)]
pub struct TrialBalance {
    sums: BTreeMap<(Account, Currency), (i128, i128)>,
}

impl TrialBalance {
    /// Adds a posting.
    pub fn add(&mut self, posting: &Posting) {
        self.add_sum(
            posting.account.clone(),
            posting.amount.currency(),
            posting.side,
            posting.amount.minor().into(),
        );
    }

    /// Adds a sum of postings that the database has computed.
    pub fn add_sum(&mut self, account: Account, currency: Currency, side: Side, minor: i128) {
        let (debit, credit) = self.sums.entry((account, currency)).or_default();
        let total = match side {
            Side::Debit => debit,
            Side::Credit => credit,
        };
        *total = total.saturating_add(minor);
    }

    /// Debits less credits of an account.
    pub fn balance(&self, account: &Account, currency: Currency) -> i128 {
        self.sums.get(&(account.clone(), currency)).map_or(0, |(debit, credit)| debit.saturating_sub(*credit))
    }

    /// Every account with its debits and credits.
    pub fn accounts(&self) -> impl Iterator<Item = (&Account, Currency, i128, i128)> {
        self.sums.iter().map(|((account, currency), (debit, credit))| (account, *currency, *debit, *credit))
    }

    /// Currencies whose debits and credits differ, with debits less credits. Empty when the books balance.
    pub fn differences(&self) -> Vec<(Currency, i128)> {
        [Currency::Krw, Currency::Usd]
            .into_iter()
            .map(|currency| {
                let of_currency = self.accounts().filter(|(_, other, ..)| *other == currency);
                let total = of_currency.fold(0_i128, |sum, (_, _, debit, credit)| {
                    sum.saturating_add(debit).saturating_sub(credit)
                });
                (currency, total)
            })
            .filter(|(_, total)| *total != 0)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entry, Money};
    use proptest::prelude::*;

    #[test]
    fn names_the_currency_that_does_not_balance() {
        let mut trial = TrialBalance::default();
        trial.add_sum(Account::payable("m"), Currency::Usd, Side::Credit, 5);
        assert_eq!(trial.differences(), vec![(Currency::Usd, -5)]);
    }

    proptest! {
        #[test]
        fn entries_always_leave_the_books_balanced(amounts in prop::collection::vec((1..=i64::MAX, 0..4_u8, 0..4_u8), 0..40)) {
            let mut trial = TrialBalance::default();
            for (minor, from, to) in amounts {
                let amount = Money::new(minor, Currency::Krw).expect("positive");
                let accounts = |n: u8| Account::payable(&format!("m{n}"));
                let entry = Entry::transfer(accounts(from), accounts(to), amount).expect("balances");
                entry.postings().iter().for_each(|posting| trial.add(posting));
            }
            prop_assert!(trial.differences().is_empty());
        }
    }
}
