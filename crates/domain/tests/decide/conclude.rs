//! The outcome of a payment's operation.

use domain::credential::CredentialState;
use domain::facts::Approval;
use domain::operation::{Operation, OperationKind, OperationOutcome, OperationState};
use domain::payment::{Payment, Status};
use domain::{
    Changed, ClaimKind, Command, Conclude, Decision, InstitutionId, Outcome, OwnerId, Refusal, Reply,
    Standing, State, Transfer, Write, decide,
};

use crate::given::{
    ANOTHER, KEY, NOW, OWNER, PAYMENT, READ, acquirer, approval, changed, claim, closed, decline, key,
    operation, owed, paid_back, payment, refusal, request, told,
};

/// When the answer came.
const THEN: domain::time::Moment = NOW.plus_ms(900);

fn conclude(payment: Payment, operation: &Operation, outcome: Outcome) -> Decision {
    let credential = operation.credential.map(|_| key(CredentialState::Pending));
    let state =
        State { payment: Some(payment), operation: Some(operation.clone()), credential, ..State::default() };
    let command = Conclude { id: operation.id, owner: OWNER, outcome, at: THEN };
    decide(&state, &Command::Conclude(Box::new(command)))
}

fn approved() -> Outcome {
    Outcome::Approved(Box::new(approval()))
}

fn authorisation() -> Operation {
    Operation { version: READ, ..operation(1, OperationKind::Authorise, OperationState::Open) }
}

/// A cancel of 400 won under way.
fn cancelling() -> (Payment, Operation) {
    let held = Payment { cancelling: 400, operations: 2, ..payment(Status::Paid) };
    let open = operation(2, OperationKind::Cancel, OperationState::Open);
    (held, Operation { amount: 400, trade: ANOTHER, ordinal: 1, version: READ, ..open })
}

fn after(operation: &Operation, state: OperationState, outcome: OperationOutcome) -> Operation {
    Operation { state, outcome, ..operation.clone() }
}

fn close(operation: &Operation, state: OperationState, outcome: OperationOutcome) -> Write {
    closed(after(operation, state, outcome))
}

/// The first line of an operation's journal.
fn line(operation: u16, transfer: Transfer) -> Write {
    Write::Transfer { id: request(operation), line: 1, at: THEN, transfer }
}

fn key_becomes(state: CredentialState) -> Write {
    Write::Update(Changed::Credential(Box::new(key(state))))
}

fn paid() -> Payment {
    Payment { approved_at: Some(THEN), ..payment(Status::Paid) }
}

#[test]
fn reads_the_operation_its_payment_and_the_key_that_hangs_on_it() {
    let command = Conclude { id: request(2), owner: OWNER, outcome: approved(), at: THEN };
    let command = Command::Conclude(Box::new(command));
    let reads = command.reads();
    assert_eq!((reads.operation, reads.payment), (Some(request(2)), Some(request(2).subject)));
    assert!(reads.its_credential);
}

#[test]
fn an_approval_pays_posts_and_notifies_at_once() {
    let decision = conclude(payment(Status::Authorising), &authorisation(), approved());
    let after =
        after(&authorisation(), OperationState::Approved, OperationOutcome::approved(THEN, approval()));
    let writes = [closed(after.clone()), changed(paid()), line(1, owed(1_000)), told(1)];
    assert_eq!(decision.writes, writes);
    let standing = Standing { payment: Some(paid()), operation: after };
    assert_eq!(decision.reply, Reply::Standing(Box::new(standing)));
}

#[test]
fn an_approval_brings_the_billing_key_to_life() {
    let operation = Operation { credential: Some(KEY), ..authorisation() };
    let writes = conclude(payment(Status::Authorising), &operation, approved()).writes;
    assert!(writes.contains(&key_becomes(CredentialState::Active)), "{writes:?}");
}

#[test]
fn nobody_is_notified_who_did_not_ask() {
    let operation = Operation { notify: false, ..authorisation() };
    let writes = conclude(payment(Status::Authorising), &operation, approved()).writes;
    assert!(!writes.iter().any(|write| matches!(write, Write::Notify(_))), "{writes:?}");
}

#[test]
fn a_capture_pays_under_its_own_number() {
    let before = Payment { operations: 2, status: Status::Authorising, ..payment(Status::Authenticated) };
    let capture = operation(2, OperationKind::Capture, OperationState::Open);
    let writes = conclude(before, &capture, approved()).writes;
    let after = Payment { operations: 2, paid_by: 2, ..paid() };
    assert!(writes.contains(&changed(after)), "{writes:?}");
    assert!(writes.contains(&line(2, owed(1_000))), "{writes:?}");
}

#[test]
fn who_was_asked_owes_us_whatever_the_facts_say() {
    let asked = InstitutionId::new("CA11").expect("an id");
    let operation = Operation { institution: asked, ..authorisation() };
    let decision = conclude(payment(Status::Authorising), &operation, approved());
    let Reply::Standing(standing) = &decision.reply else { panic!("{:?}", decision.reply) };
    assert_eq!(standing.payment.as_ref().and_then(|payment| payment.institution), Some(asked));
    let debited = decision.writes.iter().find_map(|write| match write {
        Write::Transfer { transfer, .. } => Some(transfer.debit().name()),
        _ => None,
    });
    assert_eq!(debited.as_deref(), Some("receivable:CA11"));
}

#[test]
fn a_decline_by_api_keeps_the_order_number() {
    let decision = conclude(payment(Status::Authorising), &authorisation(), Outcome::Declined(decline()));
    let outcome = OperationOutcome::declined(THEN, decline());
    let writes =
        [close(&authorisation(), OperationState::Declined, outcome), changed(payment(Status::Declined))];
    assert_eq!(decision.writes, writes, "neither posted nor notified");
}

#[test]
fn a_decline_in_a_window_gives_the_order_number_back_and_forgets_the_key() {
    let operation = Operation { in_window: true, credential: Some(KEY), ..authorisation() };
    let writes = conclude(payment(Status::Authorising), &operation, Outcome::Declined(decline())).writes;
    let last = [key_becomes(CredentialState::Dead), Write::Release(claim(ClaimKind::Payment), PAYMENT)];
    assert!(writes.ends_with(&last), "{writes:?}");
}

#[test]
fn no_answer_is_taken_back_until_that_is_acknowledged() {
    let operation = Operation { credential: Some(KEY), in_window: true, ..authorisation() };
    let unknown = conclude(payment(Status::Authorising), &operation, Outcome::Unknown);
    let nothing = OperationOutcome::nothing(THEN);
    let writes =
        [close(&operation, OperationState::Reversing, nothing.clone()), changed(payment(Status::Reversing))];
    assert_eq!(unknown.writes, writes, "the order number stays taken, the key pending");

    let operation = Operation { state: OperationState::Reversing, ..operation };
    let reversed = conclude(payment(Status::Reversing), &operation, Outcome::Reversed);
    let writes = [
        close(&operation, OperationState::Reversed, nothing),
        changed(payment(Status::Reversed)),
        key_becomes(CredentialState::Dead),
    ];
    assert_eq!(reversed.writes, writes, "neither posted nor notified");
}

#[test]
fn a_refund_pays_back_what_was_held() {
    let (before, cancel) = cancelling();
    let approval = Approval { approval_no: Some("1".to_owned()), ..Approval::default() };
    let decision = conclude(before.clone(), &cancel, Outcome::Approved(Box::new(approval.clone())));
    let after = Payment { cancelled: 400, cancelling: 0, cancels: 1, ..before.clone() };
    let writes = [
        close(&cancel, OperationState::Approved, OperationOutcome::approved(THEN, approval)),
        changed(after),
        line(2, paid_back(400)),
        told(2),
    ];
    assert_eq!(decision.writes, writes);
    assert_eq!(before.institution, Some(acquirer()), "paid back by who took the money");
}

#[test]
fn a_declined_cancel_lets_go_of_what_it_held() {
    let (before, cancel) = cancelling();
    let decision = conclude(before.clone(), &cancel, Outcome::Declined(decline()));
    let outcome = OperationOutcome::declined(THEN, decline());
    let after = Payment { cancelling: 0, ..before };
    assert_eq!(decision.writes, [close(&cancel, OperationState::Declined, outcome), changed(after)]);
}

#[test]
fn a_cancel_is_never_taken_back() {
    for outcome in [Outcome::Unknown, Outcome::Reversed, Outcome::Lapsed] {
        let (before, cancel) = cancelling();
        let decision = conclude(before, &cancel, outcome);
        assert_eq!(decision.writes, [], "it is repeated until it is acknowledged");
    }
}

#[test]
fn nothing_is_concluded_twice() {
    use OperationState::{Approved, Declined, Open, Reversed, Reversing};
    let outcomes =
        [approved(), Outcome::Declined(decline()), Outcome::Unknown, Outcome::Reversed, Outcome::Lapsed];
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
            let unchanged = Standing { payment: Some(payment(status)), operation: operation.clone() };
            let unchanged = Reply::Standing(Box::new(unchanged));
            assert!(!decision.writes.is_empty() || decision.reply == unchanged, "answers from the row");
            !decision.writes.is_empty()
        });
        let allowed = match state {
            Open => [true, true, true, false, false],
            Reversing => [false, false, false, true, false],
            _ => [false; 5],
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
        let standing = Standing { payment: Some(payment(Status::Authorising)), operation };
        assert_eq!(decision.reply, Reply::Standing(Box::new(standing)));
    }
}

#[test]
fn an_operation_that_nobody_began_can_not_be_concluded() {
    let command = Conclude { id: request(1), owner: OWNER, outcome: approved(), at: THEN };
    for payment in [None, Some(payment(Status::Paid))] {
        let state = State { payment, ..State::default() };
        let decision = decide(&state, &Command::Conclude(Box::new(command.clone())));
        assert_eq!(refusal(&decision), Some(Refusal::NoSuchPayment));
    }
}

#[test]
fn a_payments_operation_without_its_payment_can_not_be_concluded() {
    let command = Conclude { id: request(1), owner: OWNER, outcome: approved(), at: THEN };
    let state = State { operation: Some(authorisation()), ..State::default() };
    let decision = decide(&state, &Command::Conclude(Box::new(command)));
    assert_eq!(refusal(&decision), Some(Refusal::NoSuchPayment));
}
