//! Whatever comes in whatever order: money paid back was authorised, and what was reversed has no
//! effect.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
    Authorise(RequestId, i64),
    Reverse(RequestId),
    Refund(RequestId, RequestId, i64),
}

fn ids() -> impl Strategy<Value = RequestId> {
    (1..=2_i64, 1..=5_u16).prop_map(|(payment, operation)| id(payment, operation))
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        (ids(), 1..=100_i64).prop_map(|(id, amount)| Step::Authorise(id, amount)),
        ids().prop_map(Step::Reverse),
        (ids(), ids(), 1..=60_i64).prop_map(|(id, original, amount)| Step::Refund(id, original, amount)),
    ]
}

/// What a caller knows from the answers alone.
#[derive(Default)]
struct Known {
    authorised: HashMap<RequestId, i64>,
    reversed: HashMap<RequestId, ()>,
    refunds: HashMap<RequestId, (RequestId, i64)>,
}

impl Known {
    async fn take(&mut self, network: &CardSimulator, step: Step) {
        match step {
            Step::Authorise(id, amount) => {
                let answer = network.authorise(&authorisation(id, ORDINARY, amount)).await;
                if matches!(answer, Answer::Approved(_)) {
                    assert!(!self.reversed.contains_key(&id), "approved after its reversal");
                    self.authorised.entry(id).or_insert(amount);
                }
            }
            Step::Reverse(id) => {
                if network.reverse(&asked(id)).await == Answer::Approved(()) {
                    self.reversed.insert(id, ());
                    self.authorised.remove(&id);
                }
            }
            Step::Refund(id, original, amount) => {
                let answer = network.refund(&refund(id, original, amount)).await;
                if answer == refunded() {
                    assert!(!self.reversed.contains_key(&id), "paid back after its reversal");
                    self.refunds.entry(id).or_insert((original, amount));
                }
            }
        }
    }

    fn check(&self, network: &CardSimulator) {
        for original in self.refunds.values().map(|(original, _)| original) {
            let paid_back: i64 =
                self.refunds.values().filter(|(of, _)| of == original).map(|(_, amount)| amount).sum();
            let authorised = self.authorised.get(original).copied().unwrap_or(0);
            assert!((0..=authorised).contains(&paid_back), "{paid_back} of {authorised}");
        }
        let lines = books(network);
        let amounts = |wanted: Deed| {
            lines.iter().filter(move |(_, deed, _)| *deed == wanted).map(|(id, _, amount)| (*id, *amount))
        };
        assert_eq!(amounts(Deed::Authorised).collect::<HashMap<_, _>>(), self.authorised);
        let refunds: HashMap<_, _> = self.refunds.iter().map(|(id, (_, amount))| (*id, *amount)).collect();
        assert_eq!(amounts(Deed::Refunded).collect::<HashMap<_, _>>(), refunds);
    }
}

proptest! {
    #[test]
    fn the_books_add_up(steps in prop::collection::vec(steps(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async {
            let (network, mut known) = (network(), Known::default());
            for step in steps {
                known.take(&network, step).await;
                known.check(&network);
            }
        });
    }
}
