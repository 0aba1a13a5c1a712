//! What the log says of tries that failed: each of a few, and a sum of many. A dead receiver with thousands waiting
//! must not drown the rest of the log. Pure; it is told the time.

use std::collections::HashMap;
use std::time::Duration;

use store::domain::MerchantId;
use tokio::time::Instant;

/// Failures that may yet be told of, merchant by merchant.
#[derive(Debug, Default)]
pub(crate) struct Complaints(HashMap<MerchantId, Minute>);

/// What failed for one merchant within a minute.
#[derive(Debug)]
struct Minute {
    began: Instant,
    /// Told one by one.
    failed: u32,
    given_up: u32,
    untold: Sum,
}

/// Failures that were not told one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    /// How many will be tried again.
    pub(crate) failed: u32,
    /// How many won't.
    pub(crate) given_up: u32,
    /// Why the last of them failed.
    pub(crate) reason: String,
}

const PERIOD: Duration = Duration::from_secs(60);
/// Lines a minute and merchant, of either kind: what a developer tries by hand is all told.
const LINES: u32 = 5;

impl Complaints {
    /// Notes a failure; whether it is to be told by itself.
    pub(crate) fn note(&mut self, merchant: MerchantId, given_up: bool, reason: &str, now: Instant) -> bool {
        let minute = self.0.entry(merchant).or_insert_with(|| Minute {
            began: now,
            failed: 0,
            given_up: 0,
            untold: Sum::default(),
        });
        let (told, untold) = if given_up {
            (&mut minute.given_up, &mut minute.untold.given_up)
        } else {
            (&mut minute.failed, &mut minute.untold.failed)
        };
        if *told < LINES {
            *told = told.saturating_add(1);
            return true;
        }
        *untold = untold.saturating_add(1);
        reason.clone_into(&mut minute.untold.reason);
        false
    }

    /// The sums of the minutes that are over at `now`, or of all.
    pub(crate) fn sums(&mut self, now: Option<Instant>) -> Vec<(MerchantId, Sum)> {
        let is_over = |began| now.is_none_or(|now| now.duration_since(began) >= PERIOD);
        let over = self.0.extract_if(|_, minute| is_over(minute.began));
        let sums = over.map(|(merchant, minute)| (merchant, minute.untold));
        sums.filter(|(_, sum)| sum.failed > 0 || sum.given_up > 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merchant(id: &str) -> MerchantId {
        MerchantId::new(id).expect("valid")
    }

    #[test]
    fn a_few_failures_are_told_each_and_thousands_in_one_line_a_minute() {
        let (mut complaints, start) = (Complaints::default(), Instant::now());
        let (dead, other) = (merchant("dead"), merchant("other"));
        let told = (0..20_000).filter(|_| complaints.note(dead, false, "refused", start)).count();
        assert_eq!(told, 5);
        let told = (0..300).filter(|_| complaints.note(dead, true, "refused at last", start)).count();
        assert_eq!(told, 5, "that one is given up is told apart from its failures");
        assert!(complaints.note(other, false, "refused", start), "each merchant has lines of its own");

        assert_eq!(complaints.sums(Some(start + Duration::from_secs(59))), []);
        let sum = Sum { failed: 19_995, given_up: 295, reason: "refused at last".to_owned() };
        assert_eq!(complaints.sums(Some(start + Duration::from_secs(60))), [(dead, sum)]);
        assert_eq!(complaints.sums(Some(start + Duration::from_secs(120))), [], "told once");
        assert!(complaints.note(dead, false, "refused", start + Duration::from_secs(61)), "a new minute");
    }
}
