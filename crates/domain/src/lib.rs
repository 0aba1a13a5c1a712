//! What payments, cancels and billing keys may do.
//!
//! [`decide`] is the heart: given what the database knows and a [`Command`], it says what to write
//! and what to answer. It is synchronous and total, and knows no wire name, clock, socket or
//! database; the store runs it inside the transaction that writes its [`Decision`].

#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

pub mod billing_key;
pub mod card;
mod code;
mod decide;
mod id;
pub mod merchant;
pub mod payment;
mod refusal;
pub mod tax;
pub mod time;

pub use code::DeclineCode;
pub use decide::{
    Authenticate, Authorise, Cancel, Capture, Claimant, Command, Conclude, Decision, DeleteKey, Intent,
    IssueKey, NewPayment, Outcome, PaymentRequest, Reads, Reply, State, WINDOW_LIFE_MS, WindowStep, Write,
    check_day, decide,
};
pub use id::{MerchantId, OwnerId, RequestId, TradeId};
pub use ledger::{Account, Currency, Entry, InstitutionId, Money, MoneyError, Posting, Side, TrialBalance};
pub use refusal::Refusal;
