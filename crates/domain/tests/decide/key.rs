//! Billing keys outside payments: their issue is an operation with an intent, their deletion is none.

use domain::credential::{Credential, CredentialState, DeleteKey, IssueKey};
use domain::operation::{Operation, OperationKind, OperationOutcome, OperationState, Rail};
use domain::tax::TaxParts;
use domain::{
    Begun, Changed, ClaimKind, Command, Conclude, Decision, DeclineCode, Method, New, Outcome, OwnerId,
    Refusal, Reply, Standing, State, Write, decide,
};

use crate::fault::{Fault, refuses_in_order};
use crate::given::{
    ANOTHER, KEY, NOW, OWNER, PAYMENT, READ, acquirer, approval, begins, begun, claim, closed, decline, held,
    intent, key, operation,
};

fn issue() -> IssueKey {
    IssueKey {
        claim: claim(ClaimKind::IssueKey),
        trade: PAYMENT,
        rail: Rail::Cards,
        institution: acquirer(),
        key: Some(key(CredentialState::Pending)),
        intent: intent(),
    }
}

fn issue_command(command: IssueKey) -> Command {
    Command::IssueKey(Box::new(command))
}

/// The check of the card that the issue begins with.
fn check() -> Operation {
    Operation {
        amount: 0,
        tax: TaxParts::default(),
        notify: false,
        credential: Some(KEY),
        ..operation(1, OperationKind::IssueKey, OperationState::Open)
    }
}

fn delete() -> (State, DeleteKey) {
    let state = State { credential: Some(active()), ..State::default() };
    (state, DeleteKey { claim: claim(ClaimKind::DeleteKey), trade: PAYMENT, key: KEY })
}

fn delete_command(command: DeleteKey) -> Command {
    Command::DeleteKey(Box::new(command))
}

fn active() -> Credential {
    Credential { version: READ, ..key(CredentialState::Active) }
}

fn conclude(operation: &Operation, credential: Option<Credential>, outcome: Outcome) -> Decision {
    let state = State { operation: Some(operation.clone()), credential, ..State::default() };
    let command = Conclude { id: operation.id, owner: OWNER, outcome, at: NOW };
    decide(&state, &Command::Conclude(Box::new(command)))
}

#[test]
fn an_issue_is_durable_with_its_key_pending_before_the_issuer_is_asked() {
    let decision = decide(&State::default(), &issue_command(issue()));
    let writes = [
        Write::Claim(claim(ClaimKind::IssueKey), PAYMENT),
        Write::Number(PAYMENT),
        Write::Insert(New::Credential(Box::new(key(CredentialState::Pending)))),
        begun(&check()),
    ];
    assert_eq!(decision.writes, writes);
    let begun = Begun { payment: None, operation: Box::new(check()) };
    assert_eq!(decision.reply, Reply::Begun(begun), "the subject is no payment");
}

#[test]
fn a_key_is_pending_until_the_issuer_said_yes_whatever_was_handed_in() {
    let active = Some(key(CredentialState::Active));
    let decision = decide(&State::default(), &issue_command(IssueKey { key: active, ..issue() }));
    let pending = Write::Insert(New::Credential(Box::new(key(CredentialState::Pending))));
    assert!(decision.writes.contains(&pending), "{:?}", decision.writes);
}

#[test]
fn a_check_alone_uses_its_order_number_up_and_issues_nothing() {
    let alone = Operation { credential: None, ..check() };
    let decision = decide(&State::default(), &issue_command(IssueKey { key: None, ..issue() }));
    let writes = [Write::Claim(claim(ClaimKind::IssueKey), PAYMENT), Write::Number(PAYMENT), begun(&alone)];
    assert_eq!(decision.writes, writes);
    let writes = conclude(&alone, None, Outcome::Approved(Box::new(approval()))).writes;
    assert_eq!(writes.len(), 1, "{writes:?}");
}

#[test]
fn an_issue_reads_its_order_number() {
    assert_eq!(issue_command(issue()).reads().claim, Some(&claim(ClaimKind::IssueKey)));
}

#[test]
fn an_issue_refuses_a_repeated_order_number() {
    let fault = Fault::<IssueKey> {
        name: "repeated",
        refusal: Refusal::OrderRepeated(Method::Card, ANOTHER),
        make: |state, _| state.claimant = held(None),
    };
    refuses_in_order(&(State::default(), issue()), issue_command, &[fault]);
}

#[test]
fn the_issuers_yes_brings_the_key_to_life() {
    let pending = Some(key(CredentialState::Pending));
    let decision = conclude(&check(), pending, Outcome::Approved(Box::new(approval())));
    let outcome = OperationOutcome::approved(NOW, approval());
    let after = Operation { state: OperationState::Approved, outcome, ..check() };
    let live = Write::Update(Changed::Credential(Box::new(key(CredentialState::Active))));
    assert_eq!(decision.writes, [closed(after.clone()), live], "nothing is posted, nobody is told");
    let standing = Standing { payment: None, operation: after };
    assert_eq!(decision.reply, Reply::Standing(Box::new(standing)));
}

#[test]
fn a_declined_unanswered_or_lapsed_issue_kills_the_pending_key() {
    let table = [
        (Outcome::Declined(decline()), decline()),
        (Outcome::Unknown, DeclineCode::NO_ANSWER),
        (Outcome::Lapsed, DeclineCode::NO_ANSWER),
    ];
    for (outcome, code) in table {
        let decision = conclude(&check(), Some(key(CredentialState::Pending)), outcome.clone());
        let declined = OperationOutcome::declined(NOW, code);
        let after = Operation { state: OperationState::Declined, outcome: declined, ..check() };
        let dead = key(CredentialState::Dead);
        assert_eq!(dead.sealed, [], "and with it what was sealed");
        let dead = Write::Update(Changed::Credential(Box::new(dead)));
        assert_eq!(decision.writes, [closed(after), dead], "{outcome:?}");
    }
}

#[test]
fn an_issue_is_concluded_once_and_by_its_owner() {
    let outcomes = [
        Outcome::Approved(Box::new(approval())),
        Outcome::Declined(decline()),
        Outcome::Unknown,
        Outcome::Reversed,
        Outcome::Lapsed,
    ];
    let concluded = [
        Operation { state: OperationState::Approved, ..check() },
        Operation { state: OperationState::Declined, ..check() },
        Operation { owner: OwnerId(8), ..check() },
    ];
    for operation in &concluded {
        for outcome in outcomes.clone() {
            let decision = conclude(operation, Some(key(CredentialState::Pending)), outcome);
            assert_eq!(decision.writes, []);
            let standing = Standing { payment: None, operation: operation.clone() };
            assert_eq!(decision.reply, Reply::Standing(Box::new(standing)), "answers from the row");
        }
    }
}

#[test]
fn nothing_is_taken_back_of_an_issue() {
    assert_eq!(conclude(&check(), Some(key(CredentialState::Pending)), Outcome::Reversed).writes, []);
}

#[test]
fn a_deletion_reads_its_key_and_ends_it() {
    let (state, sound) = delete();
    let command = delete_command(sound);
    assert_eq!(command.reads().credential, Some(KEY));
    assert_eq!(command.reads().claim, Some(&claim(ClaimKind::DeleteKey)));
    let dead = Credential { version: READ, ..key(CredentialState::Dead) };
    let writes = [
        Write::Claim(claim(ClaimKind::DeleteKey), PAYMENT),
        Write::Number(PAYMENT),
        Write::Update(Changed::Credential(Box::new(dead))),
    ];
    let decision = decide(&state, &command);
    assert_eq!(decision.writes, writes);
    assert_eq!((decision.reply, begins(&decide(&state, &command))), (Reply::Done, false));
}

#[test]
fn a_deletion_refuses_in_this_order() {
    let faults: [Fault<DeleteKey>; 4] = [
        Fault {
            name: "repeated",
            refusal: Refusal::OrderRepeated(Method::Card, ANOTHER),
            make: |state, _| state.claimant = held(None),
        },
        Fault {
            name: "unknown",
            refusal: Refusal::NoSuchBillingKey,
            make: |state, _| state.credential = None,
        },
        Fault {
            name: "not alive yet",
            refusal: Refusal::NoSuchBillingKey,
            make: |state, _| state.credential = Some(key(CredentialState::Pending)),
        },
        Fault {
            name: "deleted before",
            refusal: Refusal::NoSuchBillingKey,
            make: |state, _| state.credential = Some(key(CredentialState::Dead)),
        },
    ];
    refuses_in_order(&delete(), delete_command, &faults);
}

#[test]
fn a_dead_key_keeps_its_row_and_not_its_seal() {
    let dead = active().with(CredentialState::Dead);
    assert_eq!((dead.id, dead.sealed.len(), dead.version), (KEY, 0, READ));
    assert_eq!(key(CredentialState::Pending).with(CredentialState::Active).sealed, active().sealed);
}
