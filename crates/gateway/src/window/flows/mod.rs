//! Every method's flow.

mod card;

use super::flow::Driven;

/// A line for each. The driver knows them by nothing else.
pub(super) const FLOWS: &[&dyn Driven] = &[&card::CardFlow];
