//! Billing keys: pending, active, deleted.

use store::domain::billing_key::{KeyId, KeyState, SealedKey};
use store::domain::payment::ClaimKind;
use store::domain::{Authorise, Command, DeleteKey, IssueKey, Outcome, Refusal, Reply};
use store::{Store, StoreError};

use crate::given::{approved, authorise, begin, claim, conclude, declined, merchant, refusal, submit, trade};

fn key(number: u8) -> SealedKey {
    SealedKey { id: KeyId([number; 16]), merchant: merchant(), sealed: vec![number; 60] }
}

/// A payment that brings its key to life.
fn with_key(number: u8) -> Command {
    let number_of = i64::from(number);
    let payment = authorise(number_of, &format!("ORDER{number}"));
    Command::Authorise(Box::new(Authorise { key: Some(key(number)), ..payment }))
}

fn issue(number: u8, order: &str) -> Command {
    let claim = claim(order, ClaimKind::IssueKey);
    Command::IssueKey(Box::new(IssueKey { claim, trade: trade(90), key: Some(key(number)) }))
}

fn delete(number: u8, order: &str) -> Command {
    let claim = claim(order, ClaimKind::DeleteKey);
    Command::DeleteKey(Box::new(DeleteKey { claim, trade: trade(91), key: KeyId([number; 16]) }))
}

async fn found(store: &dyn Store, number: u8) -> (SealedKey, KeyState) {
    store.billing_key(KeyId([number; 16])).await.expect("reads").expect("is there")
}

/// A key without its seal: nobody can charge the card any more.
fn wiped(number: u8) -> (SealedKey, KeyState) {
    (SealedKey { sealed: Vec::new(), ..key(number) }, KeyState::Deleted)
}

pub(crate) async fn an_approval_brings_a_key_to_life_and_a_deletion_wipes_it(store: &dyn Store) {
    let begun = begin(store, with_key(1)).await;
    assert_eq!(found(store, 1).await, (key(1), KeyState::Pending));
    assert_eq!(refusal(store, delete(1, "D1")).await, Refusal::NoSuchBillingKey);
    submit(store, conclude(begun.id, approved())).await;
    assert_eq!(found(store, 1).await, (key(1), KeyState::Active));
    assert_eq!(submit(store, delete(1, "D1")).await, Reply::Done);
    assert_eq!(found(store, 1).await, wiped(1));
    assert_eq!(refusal(store, delete(1, "D2")).await, Refusal::NoSuchBillingKey);
}

pub(crate) async fn a_key_whose_payment_fails_is_wiped(store: &dyn Store) {
    let first = begin(store, with_key(1)).await;
    submit(store, conclude(first.id, declined())).await;
    assert_eq!(found(store, 1).await, wiped(1));

    let second = begin(store, with_key(2)).await;
    submit(store, conclude(second.id, Outcome::Unknown)).await;
    assert_eq!(found(store, 2).await.1, KeyState::Pending);
    submit(store, conclude(second.id, Outcome::Reversed)).await;
    assert_eq!(found(store, 2).await, wiped(2));
}

pub(crate) async fn a_key_is_issued_without_a_payment_too(store: &dyn Store) {
    assert_eq!(submit(store, issue(1, "K1")).await, Reply::Done);
    assert_eq!(found(store, 1).await, (key(1), KeyState::Active));
    assert_eq!(refusal(store, issue(2, "K1")).await, Refusal::OrderRepeated(trade(90)));
    assert_eq!(store.billing_key(KeyId([2; 16])).await, Ok(None), "a refusal writes nothing");
    assert_eq!(
        submit(store, delete(1, "K1")).await,
        Reply::Done,
        "deletions have order numbers of their own"
    );
    submit(store, issue(2, "K2")).await;
    assert_eq!(refusal(store, delete(2, "K1")).await, Refusal::OrderRepeated(trade(91)));
    assert_eq!(found(store, 2).await.1, KeyState::Active);
}

pub(crate) async fn a_key_that_exists_is_never_replaced(store: &dyn Store) {
    submit(store, issue(1, "K1")).await;
    submit(store, delete(1, "D1")).await;
    assert_eq!(store.submit(issue(1, "K2")).await, Err(StoreError::NumberTaken));
    assert_eq!(found(store, 1).await, wiped(1), "a deleted key never comes back");
    assert_eq!(store.claimed(claim("K2", ClaimKind::IssueKey)).await, Ok(None));
}
