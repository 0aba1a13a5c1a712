//! Every method's flow.

mod card;

use super::driven::Driven;

/// Cards.
pub(super) const CARD: &dyn Driven = &card::CardFlow;

/// A line for each. The driver knows them by nothing else.
pub(super) const FLOWS: &[&dyn Driven] = &[CARD];
