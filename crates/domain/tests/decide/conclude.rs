//! The outcome of an operation.

use domain::billing_key::KeyState;
use domain::payment::{
    ClaimKind, Operation, OperationKind, OperationOutcome, OperationState, Payment, Status,
};
use domain::{
    Command, Conclude, Decision, InstitutionId, Outcome, OwnerId, Refusal, Reply, State, Write, decide,
};

use crate::given::{
    ANOTHER, KEY, NOW, OWNER, acquirer, approval, claim, decline, operation, owed, paid_back, payment,
    request,
};

/// When the answer came, and when by real time.
const THEN: domain::time::Moment = NOW.plus_ms(900);
const REAL: domain::time::Moment = NOW.plus_ms(5_000);

fn conclude(payment: Payment, operation: &Operation, outcome: Outcome) -> Decision {
    let command = Conclude { id: operation.id, owner: OWNER, outcome, at: THEN, now: REAL };
    let state = State { payment: Some(payment), operation: Some(operation.clone()), ..State::default() };
    decide(&state, &Command::Conclude(Box::new(command)))
}

fn approved() -> Outcome {
    Outcome::Approved(Box::new(approval()))
}

fn authorisation() -> Operation {
    operation(1, OperationKind::Authorise, OperationState::Open)
}

/// A cancel of 400 won under way.
fn cancelling() -> (Payment, Operation) {
    let held = Payment { cancelling: 400, operations: 2, ..payment(Status::Paid) };
    let open = operation(2, OperationKind::Cancel, OperationState::Open);
    (held, Operation { amount: 400, trade: ANOTHER, ordinal: 1, ..open })
}

fn close(operation: &Operation, to: OperationState, outcome: OperationOutcome) -> Write {
    let outcome = Box::new(OperationOutcome { at: THEN, ..outcome });
    Write::CloseOperation { id: operation.id, from: operation.state, owner: OWNER, to, outcome }
}

fn update(before: &Payment, to: Payment) -> Write {
    Write::UpdatePayment { to: Box::new(to), from: before.status, operations: before.operations }
}

fn paid() -> Payment {
    Payment { approved_at: Some(THEN), ..payment(Status::Paid) }
}

#[test]
fn an_approval_pays_posts_and_notifies_at_once() {
    let before = payment(Status::Authorising);
    let decision = conclude(before.clone(), &authorisation(), approved());
    let writes = [
        close(&authorisation(), OperationState::Approved, approval()),
        update(&before, paid()),
        Write::Post(request(1), owed(1_000)),
        Write::Notify(request(1), REAL),
    ];
    assert_eq!(decision.writes, writes);
    let after = Operation { state: OperationState::Approved, ..authorisation() };
    assert_eq!(decision.reply, Reply::Standing(Box::new(paid()), Box::new(after)));
}

#[test]
fn an_approval_brings_the_billing_key_to_life() {
    let operation = Operation { key: Some(KEY), ..authorisation() };
    let writes = conclude(payment(Status::Authorising), &operation, approved()).writes;
    assert!(writes.contains(&Write::SetKey(KEY, KeyState::Pending, KeyState::Active)));
}

#[test]
fn nobody_is_notified_who_did_not_ask() {
    let operation = Operation { notify: false, ..authorisation() };
    let writes = conclude(payment(Status::Authorising), &operation, approved()).writes;
    assert!(!writes.iter().any(|write| matches!(write, Write::Notify(..))), "{writes:?}");
}

#[test]
fn a_capture_pays_under_its_own_number() {
    let before = Payment { approved_at: Some(NOW), operations: 2, ..payment(Status::Authorising) };
    let capture = operation(2, OperationKind::Capture, OperationState::Open);
    let writes = conclude(before.clone(), &capture, approved()).writes;
    let after = Payment { operations: 2, paid_by: 2, ..paid() };
    assert!(writes.contains(&update(&before, after)), "{writes:?}");
    assert!(writes.contains(&Write::Post(request(2), owed(1_000))), "{writes:?}");
}

#[test]
fn an_acquirer_without_a_code_is_00() {
    for acquirer in ["", "4", "404", "카"] {
        let mut outcome = approval();
        outcome.card.as_mut().expect("a card").acquirer = acquirer.to_owned();
        let outcome = Outcome::Approved(Box::new(outcome));
        let reply = conclude(payment(Status::Authorising), &authorisation(), outcome).reply;
        let Reply::Standing(payment, _) = reply else { panic!("{reply:?}") };
        assert_eq!(payment.institution, InstitutionId::new("CA00"), "{acquirer}");
    }
}

#[test]
fn a_decline_by_api_keeps_the_order_number() {
    let before = payment(Status::Authorising);
    let decision = conclude(before.clone(), &authorisation(), Outcome::Declined(decline()));
    let outcome = OperationOutcome { code: Some(decline()), ..OperationOutcome::default() };
    let writes = [
        close(&authorisation(), OperationState::Declined, outcome),
        update(&before, payment(Status::Declined)),
    ];
    assert_eq!(decision.writes, writes, "neither posted nor notified");
}

#[test]
fn a_decline_in_a_window_gives_the_order_number_back_and_forgets_the_key() {
    let operation = Operation { in_window: true, key: Some(KEY), ..authorisation() };
    let writes = conclude(payment(Status::Authorising), &operation, Outcome::Declined(decline())).writes;
    let last =
        [Write::SetKey(KEY, KeyState::Pending, KeyState::Deleted), Write::Release(claim(ClaimKind::Payment))];
    assert!(writes.ends_with(&last), "{writes:?}");
}

#[test]
fn no_answer_is_taken_back_until_that_is_acknowledged() {
    let before = payment(Status::Authorising);
    let operation = Operation { key: Some(KEY), in_window: true, ..authorisation() };
    let unknown = conclude(before.clone(), &operation, Outcome::Unknown);
    let nothing = OperationOutcome::default();
    let writes = [
        close(&operation, OperationState::Reversing, nothing.clone()),
        update(&before, payment(Status::Reversing)),
    ];
    assert_eq!(unknown.writes, writes, "the order number stays taken, the key pending");

    let operation = Operation { state: OperationState::Reversing, ..operation };
    let before = payment(Status::Reversing);
    let reversed = conclude(before.clone(), &operation, Outcome::Reversed);
    let writes = [
        close(&operation, OperationState::Reversed, nothing),
        update(&before, payment(Status::Reversed)),
        Write::SetKey(KEY, KeyState::Pending, KeyState::Deleted),
    ];
    assert_eq!(reversed.writes, writes, "neither posted nor notified");
}

#[test]
fn a_refund_pays_back_what_was_held() {
    let (before, cancel) = cancelling();
    let outcome = OperationOutcome { approval_no: Some("1".to_owned()), ..OperationOutcome::default() };
    let decision = conclude(before.clone(), &cancel, Outcome::Approved(Box::new(outcome.clone())));
    let after = Payment { cancelled: 400, cancelling: 0, cancels: 1, ..before.clone() };
    let writes = [
        close(&cancel, OperationState::Approved, outcome),
        update(&before, after),
        Write::Post(request(2), paid_back(400)),
        Write::Notify(request(2), REAL),
    ];
    assert_eq!(decision.writes, writes);
    assert_eq!(before.institution, Some(acquirer()), "paid back by who took the money");
}

#[test]
fn a_declined_cancel_lets_go_of_what_it_held() {
    let (before, cancel) = cancelling();
    let decision = conclude(before.clone(), &cancel, Outcome::Declined(decline()));
    let outcome = OperationOutcome { code: Some(decline()), ..OperationOutcome::default() };
    let after = Payment { cancelling: 0, ..before.clone() };
    assert_eq!(decision.writes, [close(&cancel, OperationState::Declined, outcome), update(&before, after)]);
}

#[test]
fn a_cancel_is_never_taken_back() {
    for outcome in [Outcome::Unknown, Outcome::Reversed] {
        let (before, cancel) = cancelling();
        let decision = conclude(before, &cancel, outcome);
        assert_eq!(decision.writes, [], "it is repeated until it is acknowledged");
    }
}

#[test]
fn nothing_is_concluded_twice() {
    use OperationState::{Approved, Declined, Open, Reversed, Reversing};
    let outcomes = [approved(), Outcome::Declined(decline()), Outcome::Unknown, Outcome::Reversed];
    let standing = [
        (Open, Status::Authorising),
        (Reversing, Status::Reversing),
        (Approved, Status::Paid),
        (Declined, Status::Declined),
        (Reversed, Status::Reversed),
    ];
    for (state, status) in standing {
        let operation = Operation { state, ..authorisation() };
        let written = outcomes.clone().map(|outcome| {
            let decision = conclude(payment(status), &operation, outcome);
            let unchanged = Reply::Standing(Box::new(payment(status)), Box::new(operation.clone()));
            assert!(!decision.writes.is_empty() || decision.reply == unchanged, "answers from the row");
            !decision.writes.is_empty()
        });
        let allowed = match state {
            Open => [true, true, true, false],
            Reversing => [false, false, false, true],
            Approved | Declined | Reversed => [false; 4],
        };
        assert_eq!(written, allowed, "{state:?}");
    }
}

#[test]
fn who_lost_the_lease_answers_from_the_row() {
    for outcome in [approved(), Outcome::Declined(decline()), Outcome::Unknown] {
        let operation = Operation { owner: OwnerId(8), ..authorisation() };
        let decision = conclude(payment(Status::Authorising), &operation, outcome);
        assert_eq!(decision.writes, []);
        let standing = Reply::Standing(Box::new(payment(Status::Authorising)), Box::new(operation));
        assert_eq!(decision.reply, standing);
    }
}

#[test]
fn an_operation_that_nobody_began_can_not_be_concluded() {
    let command = Conclude { id: request(1), owner: OWNER, outcome: approved(), at: THEN, now: REAL };
    for payment in [None, Some(payment(Status::Paid))] {
        let state = State { payment, ..State::default() };
        let decision = decide(&state, &Command::Conclude(Box::new(command.clone())));
        assert_eq!(decision.reply, Reply::Refused(Refusal::NoSuchPayment));
    }
}
