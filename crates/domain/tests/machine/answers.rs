//! What is told is what is stored.

use domain::credential::CredentialState;
use domain::operation::Operation;
use domain::payment::Payment;
use domain::{Command, Decision, Reply};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::model::Model;

pub(crate) fn check_answer(
    before: &Model,
    after: &Model,
    command: &Command,
    reply: &Reply,
) -> Result<(), TestCaseError> {
    match reply {
        Reply::Refused(_) | Reply::NumberTaken => prop_assert_eq!(before, after, "a no writes nothing"),
        Reply::Begun(begun) => {
            check_told(after, begun.payment.as_deref(), &begun.operation)?;
            prop_assert!(begun.operation.state.is_unresolved(), "it is still to be asked");
            prop_assert!(!before.operations.contains_key(&begun.operation.id), "never asked under an old id");
        }
        Reply::Standing(standing) => check_told(after, standing.payment.as_ref(), &standing.operation)?,
        Reply::Done => {}
    }
    if let (Command::Authorise(authorise), Reply::Begun(_)) = (command, reply) {
        let charged = authorise.charged.and_then(|id| before.credentials.get(&id.0));
        let live = charged.is_some_and(|key| key.state == CredentialState::Active);
        prop_assert!(live || authorise.charged.is_none(), "only a living key is charged");
    }
    Ok(())
}

/// An institution is asked, and a merchant answered, by the very rows that were written. Only their versions are
/// those that were read.
fn check_told(model: &Model, payment: Option<&Payment>, operation: &Operation) -> Result<(), TestCaseError> {
    let stored = model.operations.get(&operation.id).map(|row| Operation { version: 0, ..row.clone() });
    prop_assert_eq!(stored, Some(Operation { version: 0, ..operation.clone() }));
    let stored = model.payments.get(&operation.id.subject).map(|row| Payment { version: 0, ..row.clone() });
    prop_assert_eq!(stored, payment.map(|told| Payment { version: 0, ..told.clone() }));
    Ok(())
}

/// An outcome commits under its lease only.
pub(crate) fn check_owner(
    before: &Model,
    command: &Command,
    decision: &Decision,
) -> Result<(), TestCaseError> {
    if let (Command::Conclude(conclude), false) = (command, decision.writes.is_empty()) {
        let owner = before.operations.get(&conclude.id).map(|operation| operation.owner);
        prop_assert_eq!(owner, Some(conclude.owner), "who lost the lease concludes nothing");
    }
    Ok(())
}
