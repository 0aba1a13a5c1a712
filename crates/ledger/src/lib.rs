//! Double entry: money, accounts, postings and the balances that follow from them.
//!
//! Pure: it knows no payment, no clock and no database. An [`Entry`] can't be made unless its debits
//! equal its credits in every currency, so books that are built from entries balance by construction;
//! `audit` proves it again from what was stored.

#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod account;
mod entry;
mod money;
mod trial;

pub use account::{Account, InstitutionId};
pub use entry::{Entry, Posting, Side, Unbalanced};
pub use money::{Currency, Money, MoneyError};
pub use trial::TrialBalance;
