//! The scenarios in force, and how often each still applies.

use std::sync::{Mutex, MutexGuard, PoisonError};

use institutions::domain::MerchantId;
use institutions::scenario::{Outcome, Scenario};

/// What an institution has been told to answer. A merchant's own scenario goes before that of all.
#[derive(Debug, Default)]
pub(crate) struct Scenarios(Mutex<Vec<Scenario>>);

impl Scenarios {
    /// Replaces the scenario of the same merchant (or that of all). One that is to apply no times
    /// only takes the old one away.
    pub(crate) fn set(&self, scenario: Scenario) {
        let mut scenarios = self.lock();
        scenarios.retain(|old| old.merchant != scenario.merchant);
        if scenario.times != Some(0) {
            scenarios.push(scenario);
        }
    }

    /// The scenarios in force.
    pub(crate) fn all(&self) -> Vec<Scenario> {
        self.lock().clone()
    }

    /// What the merchant's next request meets; it counts.
    pub(crate) fn take(&self, merchant: MerchantId) -> Option<Outcome> {
        let mut scenarios = self.lock();
        let at = place(&scenarios, merchant)?;
        let scenario = scenarios.get_mut(at)?;
        let outcome = scenario.outcome;
        scenario.times = scenario.times.map(|times| times.saturating_sub(1));
        if scenario.times == Some(0) {
            scenarios.remove(at);
        }
        Some(outcome)
    }

    /// What the merchant's next request would meet; it doesn't count.
    pub(crate) fn peek(&self, merchant: MerchantId) -> Option<Outcome> {
        let scenarios = self.lock();
        let scenario = scenarios.get(place(&scenarios, merchant)?)?;
        Some(scenario.outcome)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Scenario>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn place(scenarios: &[Scenario], merchant: MerchantId) -> Option<usize> {
    let own = |scenario: &Scenario| scenario.merchant.is_some() && scenario.applies_to(merchant);
    let general = |scenario: &Scenario| scenario.merchant.is_none();
    scenarios.iter().position(own).or_else(|| scenarios.iter().position(general))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merchant(id: &str) -> MerchantId {
        MerchantId::new(id).expect("a merchant's id")
    }

    fn scenario(merchant: Option<&str>, outcome: Outcome, times: Option<u32>) -> Scenario {
        Scenario { merchant: merchant.map(str::to_owned), outcome, times }
    }

    #[test]
    fn counts_down_and_then_is_gone() {
        let scenarios = Scenarios::default();
        scenarios.set(scenario(None, Outcome::Timeout, Some(2)));
        assert_eq!(scenarios.take(merchant("a")), Some(Outcome::Timeout));
        assert_eq!(scenarios.all(), [scenario(None, Outcome::Timeout, Some(1))]);
        assert_eq!(scenarios.take(merchant("b")), Some(Outcome::Timeout));
        assert_eq!(scenarios.take(merchant("a")), None);
        assert_eq!(scenarios.all(), []);
    }

    #[test]
    fn a_merchants_own_goes_before_that_of_all() {
        let scenarios = Scenarios::default();
        scenarios.set(scenario(None, Outcome::Garbled, None));
        scenarios.set(scenario(Some("a"), Outcome::Approve, Some(1)));
        assert_eq!(scenarios.take(merchant("b")), Some(Outcome::Garbled));
        assert_eq!(scenarios.take(merchant("a")), Some(Outcome::Approve));
        assert_eq!(scenarios.take(merchant("a")), Some(Outcome::Garbled));
    }

    #[test]
    fn replaces_the_one_of_the_same_merchant_and_leaves_the_others() {
        let scenarios = Scenarios::default();
        scenarios.set(scenario(None, Outcome::Garbled, None));
        scenarios.set(scenario(Some("a"), Outcome::Timeout, None));
        scenarios.set(scenario(Some("a"), Outcome::Approve, Some(0)));
        assert_eq!(scenarios.all(), [scenario(None, Outcome::Garbled, None)]);
    }

    #[test]
    fn a_look_does_not_count() {
        let scenarios = Scenarios::default();
        scenarios.set(scenario(Some("a"), Outcome::Timeout, Some(1)));
        assert_eq!(scenarios.peek(merchant("a")), Some(Outcome::Timeout));
        assert_eq!(scenarios.peek(merchant("b")), None);
        assert_eq!(scenarios.take(merchant("a")), Some(Outcome::Timeout));
    }
}
