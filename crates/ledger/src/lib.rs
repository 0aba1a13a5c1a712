//! Double entry: money, accounts, transfers and the balances that follow from them.
//!
//! Pure: it knows no payment, no clock and no database. A [`Transfer`] has one amount and two accounts,
//! so books that are made of transfers balance by their shape; there is no other way to write in them.

#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod account;
mod money;
mod transfer;
mod trial;

pub use account::{Account, Family, InstitutionId};
pub use money::{Currency, Money, MoneyError};
pub use transfer::{NoTransfer, Transfer, TransferKind};
pub use trial::TrialBalance;
