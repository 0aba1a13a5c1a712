//! Billing keys outside payments.

use domain::billing_key::KeyState;
use domain::payment::ClaimKind;
use domain::{Claimant, Command, DeleteKey, IssueKey, Reads, Refusal, Reply, State, Write, decide};

use crate::fault::{Fault, refuses_in_order};
use crate::given::{ANOTHER, KEY, PAYMENT, claim, sealed_key};

fn issue() -> IssueKey {
    IssueKey { claim: claim(ClaimKind::IssueKey), trade: PAYMENT, key: Some(sealed_key()) }
}

fn delete() -> (State, DeleteKey) {
    let state = State { key: Some(KeyState::Active), ..State::default() };
    (state, DeleteKey { claim: claim(ClaimKind::DeleteKey), trade: PAYMENT, key: KEY })
}

fn command(command: DeleteKey) -> Command {
    Command::DeleteKey(Box::new(command))
}

#[test]
fn an_issued_key_is_active_at_once() {
    let decision = decide(&State::default(), &Command::IssueKey(Box::new(issue())));
    let writes = [
        Write::Claim(claim(ClaimKind::IssueKey), PAYMENT),
        Write::InsertKey(Box::new(sealed_key()), KeyState::Active),
    ];
    assert_eq!(decision.writes, writes);
    assert_eq!(decision.reply, Reply::Done);
}

#[test]
fn a_check_alone_uses_its_order_number_up_and_issues_nothing() {
    let check = Command::IssueKey(Box::new(IssueKey { key: None, ..issue() }));
    let decision = decide(&State::default(), &check);
    assert_eq!(decision.writes, [Write::Claim(claim(ClaimKind::IssueKey), PAYMENT)]);
}

#[test]
fn an_issue_refuses_a_repeated_order_number() {
    let fault = Fault::<IssueKey> {
        name: "repeated",
        refusal: Refusal::OrderRepeated(ANOTHER),
        make: |state, _| state.claimant = Some(Claimant { trade: ANOTHER, status: None }),
    };
    let command = |command| Command::IssueKey(Box::new(command));
    refuses_in_order(&(State::default(), issue()), command, &[fault]);
}

#[test]
fn a_deletion_reads_its_key_and_ends_it() {
    let (state, sound) = delete();
    let command = command(sound);
    assert!(matches!(command.reads(), Reads::Key(KEY, _)));
    let writes = [
        Write::Claim(claim(ClaimKind::DeleteKey), PAYMENT),
        Write::SetKey(KEY, KeyState::Active, KeyState::Deleted),
    ];
    assert_eq!(decide(&state, &command).writes, writes);
}

#[test]
fn a_deletion_refuses_in_this_order() {
    let faults: [Fault<DeleteKey>; 4] = [
        Fault {
            name: "repeated",
            refusal: Refusal::OrderRepeated(ANOTHER),
            make: |state, _| state.claimant = Some(Claimant { trade: ANOTHER, status: None }),
        },
        Fault { name: "unknown", refusal: Refusal::NoSuchBillingKey, make: |state, _| state.key = None },
        Fault {
            name: "not alive yet",
            refusal: Refusal::NoSuchBillingKey,
            make: |state, _| state.key = Some(KeyState::Pending),
        },
        Fault {
            name: "deleted before",
            refusal: Refusal::NoSuchBillingKey,
            make: |state, _| state.key = Some(KeyState::Deleted),
        },
    ];
    refuses_in_order(&delete(), command, &faults);
}
