//! The trial balance: what all transfers together say.

use std::collections::BTreeMap;

use crate::{Account, Currency, Transfer};

/// Debits and credits of every account, summed. An `i128` can't overflow from `i64` amounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrialBalance {
    sums: BTreeMap<(Account, Currency), (i128, i128)>,
}

impl TrialBalance {
    /// Adds a transfer.
    pub fn add(&mut self, transfer: &Transfer) {
        let (currency, minor) = (transfer.amount().currency(), i128::from(transfer.amount().minor()));
        let (debits, _) = self.sums.entry((transfer.debit().clone(), currency)).or_default();
        *debits = debits.saturating_add(minor);
        let (_, credits) = self.sums.entry((transfer.credit().clone(), currency)).or_default();
        *credits = credits.saturating_add(minor);
    }

    /// Debits less credits of an account.
    pub fn balance(&self, account: &Account, currency: Currency) -> i128 {
        self.sums.get(&(account.clone(), currency)).map_or(0, |(debit, credit)| debit.saturating_sub(*credit))
    }

    /// Every account with its debits and credits.
    pub fn accounts(&self) -> impl Iterator<Item = (&Account, Currency, i128, i128)> {
        self.sums.iter().map(|((account, currency), (debit, credit))| (account, *currency, *debit, *credit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{InstitutionId, Money, TransferKind};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn transfers_always_leave_the_books_balanced(amounts in prop::collection::vec((1..=i64::MAX, 0..4_u8, any::<bool>()), 0..40)) {
            let mut trial = TrialBalance::default();
            for (minor, merchant, back) in amounts {
                let amount = Money::new(minor, Currency::Krw).expect("positive");
                let acquirer = Account::Receivable(InstitutionId::new("CA04").expect("an id"));
                let payable = Account::payable(&merchant.to_string());
                let transfer = if back {
                    Transfer::new(TransferKind::Refund, payable, acquirer, amount)
                } else {
                    Transfer::new(TransferKind::Payment, acquirer, payable, amount)
                };
                trial.add(&transfer.expect("a transfer"));
            }
            let total: i128 = trial.accounts().map(|(_, _, debit, credit)| debit - credit).sum();
            prop_assert_eq!(total, 0);
        }
    }
}
