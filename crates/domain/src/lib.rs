//! What payments, cancels, windows and credentials may do: a folder a noun.
//!
//! [`decide`] is the heart: given what the database knows and a [`Command`], it says what to write and what to
//! answer. It is synchronous and total, and knows no wire name, clock, socket or database; the store runs it
//! inside the transaction that writes its [`Decision`].

#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

pub mod account;
pub mod card;
mod claim;
mod code;
mod conclude;
pub mod credential;
mod decide;
pub mod facts;
mod id;
pub mod merchant;
mod method;
pub mod operation;
pub mod payment;
pub mod policy;
mod refusal;
pub mod tax;
pub mod time;
pub mod window;

pub use claim::{Claim, ClaimKind, Claimant};
pub use code::DeclineCode;
pub use conclude::{Conclude, Outcome, Standing};
pub use decide::{
    Begun, Changed, Command, Decision, Intent, Letter, New, Reads, Reply, State, Write, decide,
};
pub use id::{MerchantId, NumberKind, OwnerId, RequestId, TradeId};
pub use ledger::{
    Account, Currency, Family, InstitutionId, Money, MoneyError, Transfer, TransferKind, TrialBalance,
};
pub use method::Method;
pub use refusal::Refusal;
