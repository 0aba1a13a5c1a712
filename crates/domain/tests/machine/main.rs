//! The state machine as a whole: whatever is commanded, in whatever order, however late, by whomever
//! and on however stale a reading, the books stay right.

mod invariants;
mod model;
mod steps;

use domain::decide;
use proptest::prelude::*;

use crate::invariants::{check_change, check_standing};
use crate::model::Model;
use crate::steps::{Step, any_step};

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_commands_breaks_the_books(steps in prop::collection::vec(any_step(), 1..120)) {
        let mut model = Model::new();
        for step in &steps {
            let before = model.clone();
            let lost = step.take(&mut model);
            prop_assert!(lost.is_none(), "alone, nobody loses a guard: {:?} at {:?}", lost, step);
            check_standing(&model)?;
            check_change(&before, &model)?;
        }
    }

    /// Two instances read the same state, both decide, and write one after the other: the guards
    /// alone have to keep them apart.
    #[test]
    fn guards_hold_against_decisions_made_on_a_stale_reading(
        steps in prop::collection::vec((any_step(), any_step()), 1..50),
    ) {
        let mut model = Model::new();
        for (first, second) in &steps {
            let before = model.clone();
            let commands = [first.command(&model), second.command(&model)];
            let decisions = commands.map(|command| command.map(|command| decide(&model.read(&command), &command)));
            for decision in decisions.into_iter().flatten() {
                let between = model.clone();
                // A lost guard leaves nothing behind; that is all that it may do.
                let lost = model.apply(&decision.writes).is_err();
                prop_assert!(!lost || model == between);
                check_standing(&model)?;
                check_change(&between, &model)?;
            }
            check_change(&before, &model)?;
        }
    }
}

/// The random walks must come by what they are meant to prove.
#[test]
fn walks_reach_every_state() {
    use domain::payment::{OperationState, Status};
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let (mut statuses, mut states, mut full, mut second_attempts) = (vec![], vec![], 0, 0);
    for _ in 0..200 {
        let steps = prop::collection::vec(any_step(), 160).new_tree(&mut runner).expect("a walk").current();
        let mut model = Model::new();
        for step in &steps {
            let step: &Step = step;
            step.take(&mut model);
            statuses.extend(model.payments.values().map(|payment| payment.status));
            states.extend(model.operations.values().map(|operation| operation.state));
        }
        full +=
            model.payments.values().filter(|payment| payment.cancels > 1 && payment.balance() == 0).count();
        second_attempts += model.payments.values().filter(|payment| payment.paid_by > 1).count();
    }
    let all = [0, 1, 2, 3, 4, 5].map(|number| Status::of(number).expect("a status"));
    assert!(all.iter().all(|status| statuses.contains(status)));
    let all = [0, 1, 2, 3, 4].map(|number| OperationState::of(number).expect("a state"));
    assert!(all.iter().all(|state| states.contains(state)));
    assert!(full > 20, "{full} payments were paid back in several parts");
    assert!(second_attempts > 20, "{second_attempts} were paid by a later operation");
}
