//! The scenarios in force, and how often each still applies: part of the books, and counted in the
//! transaction of the request that meets them, so that no two requests meet the same count.

use institutions::domain::{InstitutionId, MerchantId};
use institutions::rail::Asked;
use institutions::scenario::{Outcome, Scenario};

use crate::books::{BooksError, Ledger};

/// Replaces the scenario of the same merchant and institution. One that is to apply no times only takes the old
/// one away.
pub(crate) fn set(ledger: &mut dyn Ledger, scenario: Scenario) -> Result<(), BooksError> {
    let mut scenarios = ledger.scenarios()?;
    scenarios.retain(|old| old.merchant != scenario.merchant || old.institution != scenario.institution);
    if scenario.times != Some(0) {
        scenarios.push(scenario);
    }
    ledger.write_scenarios(&scenarios)
}

/// What a request for money or for a refund meets; it counts.
pub(crate) fn take(ledger: &mut dyn Ledger, asked: &Asked) -> Result<Option<Outcome>, BooksError> {
    meet(ledger, asked, |_| true)
}

/// Whether an inquiry or a reversal reaches nobody; if so it counts. Nothing else is told to these two: they are
/// how we learn what became of the rest.
pub(crate) fn is_dead(ledger: &mut dyn Ledger, asked: &Asked) -> Result<bool, BooksError> {
    Ok(meet(ledger, asked, Scenario::is_death)?.is_some())
}

/// What a request would meet; it doesn't count.
pub(crate) fn peek(
    ledger: &dyn Ledger,
    merchant: MerchantId,
    institution: InstitutionId,
) -> Result<Option<Outcome>, BooksError> {
    let scenarios = ledger.scenarios()?;
    let at = place(&scenarios, merchant, institution);
    Ok(at.and_then(|at| scenarios.get(at)).map(|scenario| scenario.outcome))
}

fn meet(
    ledger: &mut dyn Ledger,
    asked: &Asked,
    counts: impl Fn(&Scenario) -> bool,
) -> Result<Option<Outcome>, BooksError> {
    let mut scenarios = ledger.scenarios()?;
    let Some(at) = place(&scenarios, asked.merchant, asked.institution) else { return Ok(None) };
    let Some(scenario) = scenarios.get_mut(at).filter(|scenario| counts(scenario)) else { return Ok(None) };
    let outcome = scenario.outcome;
    let Some(times) = scenario.times else { return Ok(Some(outcome)) };
    scenario.times = Some(times.saturating_sub(1));
    if times <= 1 {
        scenarios.remove(at);
    }
    ledger.write_scenarios(&scenarios)?;
    Ok(Some(outcome))
}

/// The scenario that goes before the others: one that names the institution, for a dead one answers nobody; then
/// one that names the merchant; of two that name the institution, the merchant's own.
fn place(scenarios: &[Scenario], merchant: MerchantId, institution: InstitutionId) -> Option<usize> {
    let speaking =
        scenarios.iter().enumerate().filter(|(_, scenario)| scenario.applies_to(merchant, institution));
    let weight = |scenario: &Scenario| (scenario.institution.is_some(), scenario.merchant.is_some());
    speaking.max_by_key(|(_, scenario)| weight(scenario)).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use institutions::domain::{RequestId, TradeId};

    use super::*;
    use crate::books::Tables;

    fn asked(merchant: &str, institution: &str) -> Asked {
        Asked {
            id: RequestId { subject: TradeId::from_i64(1), operation: 1 },
            institution: InstitutionId::new(institution).expect("an institution's id"),
            merchant: MerchantId::new(merchant).expect("a merchant's id"),
        }
    }

    fn scenario(merchant: Option<&str>, outcome: Outcome, times: Option<u32>) -> Scenario {
        Scenario { merchant: merchant.map(str::to_owned), institution: None, outcome, times }
    }

    fn of(institution: &str, scenario: Scenario) -> Scenario {
        Scenario { institution: Some(institution.to_owned()), ..scenario }
    }

    fn told(scenarios: &[Scenario]) -> Tables {
        let mut tables = Tables::default();
        for scenario in scenarios {
            set(&mut tables, scenario.clone()).expect("set");
        }
        tables
    }

    fn taken(tables: &mut Tables, merchant: &str, institution: &str) -> Option<Outcome> {
        take(tables, &asked(merchant, institution)).expect("readable books")
    }

    #[test]
    fn counts_down_and_then_is_gone() {
        let mut tables = told(&[scenario(None, Outcome::Timeout, Some(2))]);
        assert_eq!(taken(&mut tables, "a", "CA04"), Some(Outcome::Timeout));
        assert_eq!(tables.scenarios().expect("readable"), [scenario(None, Outcome::Timeout, Some(1))]);
        assert_eq!(taken(&mut tables, "b", "CA01"), Some(Outcome::Timeout));
        assert_eq!(taken(&mut tables, "a", "CA04"), None);
        assert_eq!(tables.scenarios().expect("readable"), []);
    }

    #[test]
    fn a_merchants_own_goes_before_that_of_all() {
        let own = scenario(Some("a"), Outcome::Approve, Some(1));
        let mut tables = told(&[scenario(None, Outcome::Garbled, None), own]);
        assert_eq!(taken(&mut tables, "b", "CA04"), Some(Outcome::Garbled));
        assert_eq!(taken(&mut tables, "a", "CA04"), Some(Outcome::Approve));
        assert_eq!(taken(&mut tables, "a", "CA04"), Some(Outcome::Garbled));
    }

    #[test]
    fn one_that_names_the_institution_goes_before_all() {
        let mut tables = told(&[
            of("CA04", scenario(None, Outcome::Timeout, None)),
            scenario(Some("a"), Outcome::Approve, None),
            of("CA04", scenario(Some("b"), Outcome::Garbled, None)),
        ]);
        assert_eq!(taken(&mut tables, "a", "CA04"), Some(Outcome::Timeout));
        assert_eq!(taken(&mut tables, "b", "CA04"), Some(Outcome::Garbled));
        assert_eq!(taken(&mut tables, "a", "CA01"), Some(Outcome::Approve));
        assert_eq!(taken(&mut tables, "c", "CA01"), None);
    }

    #[test]
    fn replaces_the_one_of_the_same_merchant_and_institution_and_leaves_the_others() {
        let tables = told(&[
            scenario(None, Outcome::Garbled, None),
            of("CA04", scenario(None, Outcome::Timeout, None)),
            scenario(Some("a"), Outcome::Timeout, None),
            scenario(Some("a"), Outcome::Approve, Some(0)),
        ]);
        let left =
            [scenario(None, Outcome::Garbled, None), of("CA04", scenario(None, Outcome::Timeout, None))];
        assert_eq!(tables.scenarios().expect("readable"), left);
    }

    #[test]
    fn a_look_does_not_count() {
        let mut tables = told(&[scenario(Some("a"), Outcome::Timeout, Some(1))]);
        let look = |tables: &Tables, merchant| {
            let Asked { merchant, institution, .. } = asked(merchant, "CA04");
            peek(tables, merchant, institution).expect("readable")
        };
        assert_eq!(look(&tables, "a"), Some(Outcome::Timeout));
        assert_eq!(look(&tables, "b"), None);
        assert_eq!(taken(&mut tables, "a", "CA04"), Some(Outcome::Timeout));
    }

    #[test]
    fn inquiries_and_reversals_meet_a_dead_institution_alone() {
        let dead = |tables: &mut Tables| is_dead(tables, &asked("a", "CA04")).expect("readable");
        for harmless in [
            scenario(None, Outcome::Timeout, Some(1)),
            of("CA04", scenario(None, Outcome::Garbled, Some(1))),
            of("CA01", scenario(None, Outcome::Timeout, Some(1))),
        ] {
            let mut tables = told(std::slice::from_ref(&harmless));
            assert!(!dead(&mut tables));
            assert_eq!(tables.scenarios().expect("readable"), [harmless], "not counted");
        }
        let mut tables = told(&[of("CA04", scenario(None, Outcome::Timeout, Some(1)))]);
        assert_eq!([dead(&mut tables), dead(&mut tables)], [true, false]);
    }
}
