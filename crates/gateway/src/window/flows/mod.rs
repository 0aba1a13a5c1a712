//! Every method's flow.

mod card;
mod transfer;

use super::driven::Driven;

/// Cards.
pub(super) const CARD: &dyn Driven = &card::CardFlow;

/// Account transfers.
pub(super) const BANK: &dyn Driven = &transfer::TransferFlow;

/// A line for each. The driver knows them by nothing else.
pub(super) const FLOWS: &[&dyn Driven] = &[CARD, BANK];
