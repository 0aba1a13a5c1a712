//! The random walks must come by what they are meant to prove.

use std::collections::HashMap;

use domain::operation::{OperationKind, OperationState};
use domain::payment::Status;
use domain::{Method, NumberKind, Refusal, Reply};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::model::Model;
use crate::steps::{Step, any_step};

/// What the walks came by, and how often.
#[derive(Default)]
struct Seen(HashMap<String, usize>);

impl Seen {
    fn see(&mut self, what: &impl std::fmt::Debug) {
        *self.0.entry(format!("{what:?}")).or_default() += 1;
    }

    fn often(&self, what: &impl std::fmt::Debug) -> usize {
        self.0.get(&format!("{what:?}")).copied().unwrap_or(0)
    }
}

fn walk(steps: &[Step], seen: &mut Seen) -> Model {
    let mut model = Model::default();
    for step in steps {
        let Some(command) = step.command(&model) else {
            step.take_over(&mut model);
            continue;
        };
        match model.submit(&command).expect("alone, nobody loses a guard") {
            Reply::Refused(Refusal::AlreadyCancelled(_)) => seen.see(&"already cancelled"),
            Reply::Refused(refusal) => seen.see(&refusal),
            Reply::Begun(begun) => seen.see(&begun.operation.kind),
            Reply::Standing(standing) => seen.see(&(standing.operation.kind, standing.operation.state)),
            Reply::NumberTaken => seen.see(&"number taken"),
            Reply::Done => {}
        }
        model.payments.values().for_each(|payment| seen.see(&payment.status));
        model.credentials.values().for_each(|key| seen.see(&key.state));
    }
    model
}

#[test]
fn walks_reach_every_state() {
    use OperationKind::{Authenticate, Authorise, Cancel, Capture, IssueKey};
    use OperationState::{Approved, Declined, Reversed, Reversing, Waiting};
    let (mut seen, mut runner) = (Seen::default(), TestRunner::deterministic());
    for _ in 0..200 {
        let steps = prop::collection::vec(any_step(), 160).new_tree(&mut runner).expect("a walk").current();
        let model = walk(&steps, &mut seen);
        for payment in model.payments.values() {
            let reaches: [(&str, bool); 3] = [
                ("paid back in several parts", payment.cancels > 1 && payment.balance() == 0),
                ("paid by a later operation", payment.paid_by > 1),
                ("paid in a window", payment.paid > 0 && payment.id.kind() == NumberKind::Window),
            ];
            reaches.iter().filter(|(_, reached)| *reached).for_each(|(name, _)| seen.see(name));
            seen.see(&payment.method);
        }
    }
    for status in (0..6).map(|number| Status::of(number).expect("a status")) {
        assert!(seen.often(&status) > 20, "{status:?}");
    }
    for method in Method::ALL {
        assert!(seen.often(&method) > 20, "{method:?}");
    }
    for kind in [Authorise, Capture, Cancel, IssueKey] {
        assert!(seen.often(&kind) > 20, "{kind:?} began");
        assert!(seen.often(&(kind, Approved)) > 20 && seen.often(&(kind, Declined)) > 20, "{kind:?}");
    }
    for kind in [Authorise, Capture] {
        assert!(seen.often(&(kind, Reversing)) > 20 && seen.often(&(kind, Reversed)) > 20, "{kind:?}");
    }
    assert!(seen.often(&(Authenticate, Waiting)) > 20 && seen.often(&(Authenticate, Declined)) > 20);
    let often = ["paid back in several parts", "paid by a later operation", "paid in a window"];
    let rarely = ["number taken", "already cancelled"];
    for name in often.into_iter().chain(rarely) {
        assert!(seen.often(&name) > 20, "{name}: {}", seen.often(&name));
    }
    for key in ["Pending", "Active", "Dead"] {
        assert!(seen.0.get(key).is_some_and(|often| *often > 20), "{key}");
    }
    for refusal in [
        Refusal::CancelInProgress,
        Refusal::NotNextOrdinal,
        Refusal::OverBalance,
        Refusal::NoSuchPayment,
        Refusal::CancelPeriodOver,
        Refusal::PartialNotAllowed,
        Refusal::StaleStep,
        Refusal::WindowExpired,
        Refusal::NoSuchBillingKey,
        Refusal::NoSuchAuthentication,
        Refusal::AuthenticationExpired,
        Refusal::AnotherAmount,
    ] {
        assert!(seen.often(&refusal) > 5, "{refusal:?}: {}", seen.often(&refusal));
    }
}
