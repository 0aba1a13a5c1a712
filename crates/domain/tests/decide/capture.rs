//! The capture of an authentication, and the way of the proof that it shows to the issuer.

use domain::operation::{Operation, OperationKind, OperationState};
use domain::payment::{Capture, Payment, Status};
use domain::time::DAY_MS;
use domain::{
    Begun, Changed, Command, Conclude, Intent, Method, New, Outcome, OwnerId, Refusal, Reply, Standing,
    State, Write, decide,
};

use crate::fault::{Fault, refuses_in_order};
use crate::given::{
    NOW, OWNER, PAYMENT, READ, another_merchant, approval, begins, begun, cents, changed, closed, decline,
    intent, merchant, operation, payment, proof, refusal, waiting, won,
};

fn capture() -> (State, Capture) {
    let state = State {
        payment: Some(payment(Status::Authenticated)),
        operation: Some(waiting()),
        ..State::default()
    };
    let command = Capture {
        payment: PAYMENT,
        merchant: merchant(),
        method: Method::Card,
        order_no: "ORDER1".to_owned(),
        amount: won(1_000),
        notify: true,
        intent: intent(),
    };
    (state, command)
}

fn command(command: Capture) -> Command {
    Command::Capture(Box::new(command))
}

/// The payment while it is captured.
fn capturing() -> Payment {
    Payment { operations: 2, status: Status::Authorising, ..payment(Status::Authenticated) }
}

/// The capture, with the proof that it was given.
fn open_capture() -> Operation {
    Operation { sealed: Some(proof()), ..operation(2, OperationKind::Capture, OperationState::Open) }
}

fn conclude(payment: Payment, operation: Operation, outcome: Outcome) -> Operation {
    let command = Conclude { id: operation.id, owner: OWNER, outcome, at: NOW.plus_ms(DAY_MS) };
    let state = State { payment: Some(payment), operation: Some(operation), ..State::default() };
    let decision = decide(&state, &Command::Conclude(Box::new(command)));
    let operation = match &decision.reply {
        Reply::Standing(standing) => Some(standing.operation.clone()),
        _ => None,
    };
    let operation = operation.expect("it is told where things stand");
    assert!(decision.writes.contains(&closed(operation.clone())), "what is told is what is stored");
    operation
}

#[test]
fn reads_the_authentication_that_waits_for_it() {
    let command = command(capture().1);
    assert_eq!(command.reads().payment, Some(PAYMENT));
    assert!(command.reads().waiting);
}

#[test]
fn begins_a_second_operation_on_the_same_payment() {
    let (state, sound) = capture();
    let decision = decide(&state, &command(sound));
    let authentication = Operation { state: OperationState::Approved, sealed: None, ..waiting() };
    assert_eq!(decision.writes, [closed(authentication), changed(capturing()), begun(&open_capture())]);
}

#[test]
fn the_issuer_is_shown_what_the_transaction_decided_on() {
    let (state, sound) = capture();
    let decision = decide(&state, &command(sound));
    let expected = Begun { payment: Some(Box::new(capturing())), operation: Box::new(open_capture()) };
    assert_eq!(decision.reply, Reply::Begun(expected));
}

#[test]
fn the_capture_goes_to_who_authenticated() {
    let (state, sound) = capture();
    let elsewhere = domain::InstitutionId::new("CA11").expect("an id");
    let authentication = Operation { institution: elsewhere, ..waiting() };
    let decision = decide(&State { operation: Some(authentication), ..state }, &command(sound));
    let Reply::Begun(begun) = decision.reply else { panic!("{:?}", decision.reply) };
    assert_eq!(begun.operation.institution, elsewhere);
}

#[test]
fn the_proof_moves_to_the_capture_and_is_gone_from_the_authentication() {
    let (state, sound) = capture();
    let decision = decide(&state, &command(sound));
    let with_proof = |operation: &Operation| operation.sealed.is_some();
    let written: Vec<_> = decision
        .writes
        .iter()
        .filter_map(|write| match write {
            Write::Insert(New::Operation(operation, _)) | Write::Update(Changed::Operation(operation)) => {
                Some((operation.kind, with_proof(operation)))
            }
            _ => None,
        })
        .collect();
    assert_eq!(written, [(OperationKind::Authenticate, false), (OperationKind::Capture, true)]);
}

#[test]
fn the_proof_is_gone_once_the_capture_is_approved_or_declined() {
    for outcome in [Outcome::Approved(Box::new(approval())), Outcome::Declined(decline())] {
        let after = conclude(capturing(), open_capture(), outcome.clone());
        assert_eq!((after.state.is_unresolved(), after.sealed), (false, None), "{outcome:?}");
    }
}

#[test]
fn the_proof_is_kept_while_a_capture_is_taken_back_and_gone_once_it_is() {
    let reversing = conclude(capturing(), open_capture(), Outcome::Unknown);
    assert_eq!((reversing.state, &reversing.sealed), (OperationState::Reversing, &Some(proof())));
    let payment = Payment { status: Status::Reversing, ..capturing() };
    let reversed = conclude(payment, reversing, Outcome::Reversed);
    assert_eq!((reversed.state, reversed.sealed), (OperationState::Reversed, None));
}

#[test]
fn the_proof_is_gone_once_the_authentication_has_lapsed() {
    let lapsed = conclude(payment(Status::Authenticated), waiting(), Outcome::Lapsed);
    assert_eq!((lapsed.state, lapsed.sealed), (OperationState::Declined, None));
}

#[test]
fn a_lapse_ends_the_authentication_and_nothing_was_paid() {
    let at = NOW.plus_ms(DAY_MS);
    let command = Conclude { id: waiting().id, owner: OWNER, outcome: Outcome::Lapsed, at };
    let decision = decide(&capture().0, &Command::Conclude(Box::new(command)));
    let mut lapsed = Operation { state: OperationState::Declined, sealed: None, ..waiting() };
    lapsed.outcome.at = at;
    assert_eq!(lapsed.version, READ);
    let ended = Payment { status: Status::Declined, ..payment(Status::Authenticated) };
    let writes = [closed(lapsed.clone()), changed(ended.clone())];
    assert_eq!(decision.writes, writes, "neither posted nor notified, and the order number stays used");
    let standing = Standing { payment: Some(ended), operation: lapsed };
    assert_eq!(decision.reply, Reply::Standing(Box::new(standing)));
}

#[test]
fn what_waits_for_a_capture_can_only_lapse() {
    let others = [
        Outcome::Approved(Box::new(approval())),
        Outcome::Declined(decline()),
        Outcome::Unknown,
        Outcome::Reversed,
    ];
    for outcome in others {
        let command = Conclude { id: waiting().id, owner: OWNER, outcome, at: NOW };
        let decision = decide(&capture().0, &Command::Conclude(Box::new(command)));
        assert_eq!(decision.writes, []);
    }
    let foreign = Conclude { id: waiting().id, owner: OwnerId(8), outcome: Outcome::Lapsed, at: NOW };
    assert_eq!(decide(&capture().0, &Command::Conclude(Box::new(foreign))).writes, [], "nor by anybody");
}

#[test]
fn an_authentication_that_is_being_captured_does_not_lapse() {
    let authentication = Operation { state: OperationState::Approved, sealed: None, ..waiting() };
    let state = State { payment: Some(capturing()), operation: Some(authentication), ..State::default() };
    let command = Conclude { id: waiting().id, owner: OWNER, outcome: Outcome::Lapsed, at: NOW };
    assert_eq!(decide(&state, &Command::Conclude(Box::new(command))).writes, []);
}

#[test]
fn refuses_in_this_order() {
    let faults: [Fault<Capture>; 13] = [
        Fault {
            name: "nothing was authenticated",
            refusal: Refusal::NoSuchAuthentication,
            make: |state, _| state.payment = None,
        },
        Fault {
            name: "another merchant's",
            refusal: Refusal::NoSuchAuthentication,
            make: |_, command| command.merchant = another_merchant(),
        },
        Fault {
            name: "another method's",
            refusal: Refusal::NoSuchAuthentication,
            make: |_, command| command.method = Method::Wallet,
        },
        Fault {
            name: "another order's",
            refusal: Refusal::NoSuchAuthentication,
            make: |_, command| command.order_no = "ORDER2".to_owned(),
        },
        Fault {
            name: "captured before",
            refusal: Refusal::OrderPaid(Method::Card, PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Paid)),
        },
        Fault {
            name: "being captured",
            refusal: Refusal::OrderInProgress(Method::Card, PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Authorising)),
        },
        Fault {
            name: "being taken back",
            refusal: Refusal::OrderInProgress(Method::Card, PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Reversing)),
        },
        Fault {
            name: "declined",
            refusal: Refusal::NoSuchAuthentication,
            make: |state, _| state.payment = Some(payment(Status::Declined)),
        },
        Fault {
            name: "taken back",
            refusal: Refusal::NoSuchAuthentication,
            make: |state, _| state.payment = Some(payment(Status::Reversed)),
        },
        Fault {
            name: "a part only",
            refusal: Refusal::AnotherAmount,
            make: |_, command| command.amount = won(999),
        },
        Fault {
            name: "another currency",
            refusal: Refusal::AnotherAmount,
            make: |_, command| command.amount = cents(1_000),
        },
        Fault {
            name: "too late",
            refusal: Refusal::AuthenticationExpired,
            make: |_, command| command.intent.at = NOW.plus_ms(DAY_MS + 1),
        },
        Fault {
            name: "nothing waits for it",
            refusal: Refusal::NoSuchAuthentication,
            make: |state, _| state.operation = None,
        },
    ];
    refuses_in_order(&capture(), command, &faults);
}

#[test]
fn an_authentication_lasts_a_day_to_the_millisecond() {
    let (state, sound) = capture();
    let last = Capture { intent: Intent { at: NOW.plus_ms(DAY_MS), ..intent() }, ..sound };
    assert!(begins(&decide(&state, &command(last))));
}

#[test]
fn an_expired_authentication_is_told_so_whether_or_not_its_lapse_was_recorded() {
    let lapsed = Payment { status: Status::Declined, ..payment(Status::Authenticated) };
    for payment in [payment(Status::Authenticated), lapsed] {
        let (state, sound) = capture();
        let late = Capture { intent: Intent { at: NOW.plus_ms(DAY_MS + 1), ..intent() }, ..sound };
        let decision = decide(&State { payment: Some(payment), ..state }, &command(late));
        assert_eq!(refusal(&decision), Some(Refusal::AuthenticationExpired));
    }
}
