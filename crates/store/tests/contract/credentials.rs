//! Credentials: pending, active, dead.

use store::domain::credential::{
    Credential, CredentialId, CredentialKind, CredentialState, DeleteKey, IssueKey,
};
use store::domain::operation::{OperationState, Rail};
use store::domain::payment::Authorise;
use store::domain::{ClaimKind, Command, DeclineCode, Method, Outcome, Refusal, Reply};
use store::{Store, StoreError};

use crate::given::{
    acquirer, approved, authorise, begin, claim, conclude, declined, intent, merchant, of_key, refusal,
    submit,
};

pub(crate) fn id(number: u8) -> CredentialId {
    CredentialId([number; 16])
}

fn pending(number: u8) -> Credential {
    Credential {
        id: id(number),
        kind: CredentialKind::BillingKey,
        merchant: merchant(),
        state: CredentialState::Pending,
        fixed_amount: None,
        sealed: vec![number; 60],
        version: 0,
    }
}

pub(crate) fn active(number: u8) -> Credential {
    Credential { state: CredentialState::Active, version: 1, ..pending(number) }
}

/// A key without its seal: nobody can charge the card any more.
pub(crate) fn wiped(number: u8) -> Credential {
    Credential { state: CredentialState::Dead, sealed: Vec::new(), version: 2, ..pending(number) }
}

/// One that never came to life.
fn stillborn(number: u8) -> Credential {
    Credential { version: 1, ..wiped(number) }
}

/// A payment that brings its key to life.
fn with_key(number: u8) -> Command {
    let payment = authorise(number.into(), &format!("ORDER{number}"));
    Command::Authorise(Box::new(Authorise { key: Some(pending(number)), ..payment }))
}

/// The issue of a key without a payment.
pub(crate) fn issue(number: u8, order: &str) -> IssueKey {
    IssueKey {
        claim: claim(order, ClaimKind::IssueKey),
        trade: of_key(number.into()),
        rail: Rail::Cards,
        institution: acquirer(),
        key: Some(pending(number)),
        intent: intent(),
    }
}

/// The deletion of a key, under the number `trade`.
pub(crate) fn delete(number: u8, trade: u32, order: &str) -> Command {
    let claim = claim(order, ClaimKind::DeleteKey);
    Command::DeleteKey(Box::new(DeleteKey { claim, trade: of_key(trade), key: id(number) }))
}

/// Issues a key without a payment.
pub(crate) async fn issued(store: &dyn Store, number: u8, order: &str) {
    let begun = begin(store, Command::IssueKey(Box::new(issue(number, order)))).await;
    submit(store, conclude(begun.id, approved())).await;
}

async fn found(store: &dyn Store, number: u8) -> Credential {
    store.credential(id(number)).await.expect("reads").expect("is there")
}

pub(crate) async fn an_approval_brings_a_key_to_life_and_a_deletion_wipes_it(store: &dyn Store) {
    let begun = begin(store, with_key(1)).await;
    assert_eq!(begun.credential, Some(id(1)));
    assert_eq!(found(store, 1).await, pending(1));
    assert_eq!(refusal(store, delete(1, 50, "D1")).await, Refusal::NoSuchBillingKey);
    submit(store, conclude(begun.id, approved())).await;
    assert_eq!(found(store, 1).await, active(1));
    assert_eq!(submit(store, delete(1, 50, "D1")).await, Reply::Done);
    assert_eq!(found(store, 1).await, wiped(1));
    assert_eq!(refusal(store, delete(1, 51, "D2")).await, Refusal::NoSuchBillingKey);
}

pub(crate) async fn a_key_whose_payment_fails_is_wiped(store: &dyn Store) {
    let first = begin(store, with_key(1)).await;
    submit(store, conclude(first.id, declined())).await;
    assert_eq!(found(store, 1).await, stillborn(1));

    let second = begin(store, with_key(2)).await;
    submit(store, conclude(second.id, Outcome::Unknown)).await;
    assert_eq!(found(store, 2).await, pending(2));
    submit(store, conclude(second.id, Outcome::Reversed)).await;
    assert_eq!(found(store, 2).await, stillborn(2));
}

pub(crate) async fn a_key_is_issued_without_a_payment_too(store: &dyn Store) {
    issued(store, 1, "K1").await;
    assert_eq!(found(store, 1).await, active(1));
    let repeat = Command::IssueKey(Box::new(issue(2, "K1")));
    assert_eq!(refusal(store, repeat).await, Refusal::OrderRepeated(Method::Card, of_key(1)));
    assert_eq!(store.credential(id(2)).await, Ok(None), "a refusal writes nothing");
    let deleted = submit(store, delete(1, 50, "K1")).await;
    assert_eq!(deleted, Reply::Done, "deletions have order numbers of their own");
    issued(store, 2, "K2").await;
    assert_eq!(refusal(store, delete(2, 51, "K1")).await, Refusal::OrderRepeated(Method::Card, of_key(50)));
    assert_eq!(found(store, 2).await, active(2));
}

pub(crate) async fn a_failed_check_leaves_no_key(store: &dyn Store) {
    for (number, outcome) in [(1, declined()), (2, Outcome::Unknown), (3, Outcome::Lapsed)] {
        let command = Command::IssueKey(Box::new(issue(number, &format!("K{number}"))));
        let begun = begin(store, command).await;
        submit(store, conclude(begun.id, outcome)).await;
        assert_eq!(found(store, number).await, stillborn(number));
        let operations = store.operations(of_key(number.into())).await.expect("reads");
        let states: Vec<_> = operations.iter().map(|it| (it.state, it.outcome.code)).collect();
        let code = if number == 1 { DeclineCode::new("CA31") } else { Some(DeclineCode::NO_ANSWER) };
        assert_eq!(states, [(OperationState::Declined, code)]);
    }
}

pub(crate) async fn a_key_that_exists_is_never_replaced(store: &dyn Store) {
    issued(store, 1, "K1").await;
    submit(store, delete(1, 50, "D1")).await;
    let again = IssueKey { trade: of_key(2), ..issue(1, "K2") };
    let failed = store.submit(Command::IssueKey(Box::new(again))).await;
    assert!(matches!(failed, Err(StoreError::Database(_))), "{failed:?}");
    assert_eq!(found(store, 1).await, wiped(1), "a deleted key never comes back");
    assert_eq!(store.claimed(claim("K2", ClaimKind::IssueKey)).await, Ok(None));
}
