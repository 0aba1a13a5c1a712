//! The state machine as a whole: whatever is commanded, in whatever order, however late, by whomever
//! and on however stale a reading, the books stay right.

mod answers;
mod changes;
mod commands;
mod given;
mod invariants;
mod methods;
mod model;
mod steps;
mod walks;
mod ways;
mod write;

use domain::decide;
use proptest::prelude::*;

use crate::answers::{check_answer, check_owner};
use crate::changes::check_change;
use crate::invariants::check_standing;
use crate::model::{Lost, Model};
use crate::steps::any_step;

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_commands_breaks_the_books(steps in prop::collection::vec(any_step(), 1..120)) {
        let mut model = Model::default();
        for step in &steps {
            let before = model.clone();
            match step.command(&model) {
                Some(command) => {
                    let reply = model.submit(&command);
                    prop_assert!(reply.is_ok(), "alone, nobody loses a guard: {:?} at {:?}", reply, step);
                    check_answer(&before, &model, &command, &reply.expect("just asserted"))?;
                }
                None => step.take_over(&mut model),
            }
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
        let mut model = Model::default();
        for (first, second) in &steps {
            let read = model.clone();
            let decided = [first, second].map(|step| {
                let command = step.command(&read)?;
                Some((decide(&read.read(&command), &command), command))
            });
            for (step, decided) in [first, second].into_iter().zip(decided) {
                let before = model.clone();
                match decided {
                    None => step.take_over(&mut model),
                    Some((decision, command)) => match model.apply(&decision.writes) {
                        Ok(()) => check_owner(&before, &command, &decision)?,
                        // A guard refuses first: no constraint is left to catch what a decision got wrong.
                        Err(Lost::Check(what)) => prop_assert!(false, "{what}: {command:?}"),
                        // A lost guard leaves nothing behind; that is all that it may do.
                        Err(_) => prop_assert!(model == before),
                    },
                }
                check_standing(&model)?;
                check_change(&before, &model)?;
            }
            check_change(&read, &model)?;
        }
    }
}
