//! The beginning of a payment, by API and in a window.

use domain::billing_key::KeyState;
use domain::payment::{Claim, ClaimKind, Operation, OperationKind, OperationState, Payment, Status};
use domain::{
    Authorise, Claimant, Command, Reads, Refusal, Reply, State, WINDOW_LIFE_MS, WindowStep, Write, decide,
};

use crate::fault::{Fault, refuses_in_order};
use crate::given::{
    ANOTHER, KEY, NOW, PAYMENT, another_merchant, begun, claim, intent, new_payment, operation, order,
    payment, sealed_key, step,
};

fn by_api() -> Authorise {
    Authorise { payment: new_payment(), window: None, key: None, charged: None, intent: intent() }
}

fn in_window() -> (State, Authorise) {
    let state = State { window_step: Some(step().step), ..State::default() };
    (state, Authorise { window: Some(step()), ..by_api() })
}

fn command(command: Authorise) -> Command {
    Command::Authorise(Box::new(command))
}

fn held(status: Option<Status>) -> Option<Claimant> {
    Some(Claimant { trade: ANOTHER, status })
}

fn open(number: u16) -> Operation {
    operation(number, OperationKind::Authorise, OperationState::Open)
}

#[test]
fn an_api_takes_the_order_number_before_anything_else() {
    let decision = decide(&State::default(), &command(by_api()));
    let writes = [
        Write::Claim(claim(ClaimKind::Payment), PAYMENT),
        Write::InsertPayment(Box::new(payment(Status::Authorising)), order()),
        begun(&open(1)),
    ];
    assert_eq!(decision.writes, writes);
    assert_eq!(decision.reply, Reply::Begun(Box::new(open(1))));
}

#[test]
fn an_api_reads_nothing_unless_its_guard_is_lost() {
    let command = command(by_api());
    assert!(matches!(command.reads(), Reads::Nothing));
    assert_eq!(command.claim(), Some(&claim(ClaimKind::Payment)));
}

#[test]
fn a_charge_reads_its_billing_key_and_needs_it_alive() {
    let charge = Authorise { charged: Some(KEY), ..by_api() };
    assert!(matches!(command(charge.clone()).reads(), Reads::Key(KEY, _)));
    let alive = State { key: Some(KeyState::Active), ..State::default() };
    assert!(matches!(decide(&alive, &command(charge.clone())).reply, Reply::Begun(_)));
    for key in [None, Some(KeyState::Pending), Some(KeyState::Deleted)] {
        let state = State { key, ..State::default() };
        let decision = decide(&state, &command(charge.clone()));
        assert_eq!(decision.reply, Reply::Refused(Refusal::NoSuchBillingKey), "{key:?}");
        let repeated = State { claimant: held(Some(Status::Paid)), ..state };
        let decision = decide(&repeated, &command(charge.clone()));
        assert_eq!(decision.reply, Reply::Refused(Refusal::OrderPaid(ANOTHER)), "a repeat comes first");
    }
}

#[test]
fn a_repeated_order_number_is_told_what_became_of_the_first() {
    let table = [
        (Some(Status::Authorising), Refusal::OrderInProgress(ANOTHER)),
        (Some(Status::Reversing), Refusal::OrderInProgress(ANOTHER)),
        (Some(Status::Paid), Refusal::OrderPaid(ANOTHER)),
        (Some(Status::Declined), Refusal::OrderRepeated(ANOTHER)),
        (Some(Status::Reversed), Refusal::OrderRepeated(ANOTHER)),
        (Some(Status::Authenticated), Refusal::OrderRepeated(ANOTHER)),
        (None, Refusal::OrderRepeated(ANOTHER)),
    ];
    for (status, refusal) in table {
        let state = State { claimant: held(status), ..State::default() };
        assert_eq!(decide(&state, &command(by_api())).reply, Reply::Refused(refusal), "{status:?}");
    }
}

#[test]
fn a_window_gives_its_step_and_keeps_the_billing_key_pending() {
    let (state, sound) = in_window();
    let decision = decide(&state, &command(Authorise { key: Some(sealed_key()), ..sound }));
    let operation = Operation { key: Some(KEY), in_window: true, ..open(1) };
    let writes = [
        Write::TakeStep(step()),
        Write::Claim(claim(ClaimKind::Payment), PAYMENT),
        Write::InsertPayment(Box::new(payment(Status::Authorising)), order()),
        Write::InsertKey(Box::new(sealed_key()), domain::billing_key::KeyState::Pending),
        begun(&operation),
    ];
    assert_eq!(decision.writes, writes);
    assert_eq!(decision.reply, Reply::Begun(Box::new(operation)));
}

#[test]
fn a_window_refuses_in_this_order() {
    let faults: [Fault<Authorise>; 8] = [
        Fault {
            name: "no such window",
            refusal: Refusal::StaleStep,
            make: |state, _| state.window_step = None,
        },
        Fault {
            name: "the window has moved on",
            refusal: Refusal::StaleStep,
            make: |state, _| state.window_step = Some(step().step + 1),
        },
        Fault {
            name: "open for too long",
            refusal: Refusal::WindowExpired,
            make: |_, command| command.intent.at = step().opened_at.plus_ms(WINDOW_LIFE_MS + 1),
        },
        Fault {
            name: "already paid here",
            refusal: Refusal::OrderPaid(PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Paid)),
        },
        Fault {
            name: "being paid here",
            refusal: Refusal::OrderInProgress(PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Authorising)),
        },
        Fault {
            name: "taken back here",
            refusal: Refusal::OrderRepeated(PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Reversed)),
        },
        Fault {
            name: "authenticated here",
            refusal: Refusal::OrderRepeated(PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Authenticated)),
        },
        Fault {
            name: "paid elsewhere",
            refusal: Refusal::OrderPaid(ANOTHER),
            make: |state, _| state.claimant = held(Some(Status::Paid)),
        },
    ];
    refuses_in_order(&in_window(), command, &faults);
}

#[test]
fn a_window_lives_for_ten_minutes_to_the_millisecond() {
    let (state, sound) = in_window();
    let at = step().opened_at.plus_ms(WINDOW_LIFE_MS);
    let last = Authorise { intent: domain::Intent { at, ..intent() }, ..sound };
    assert!(matches!(decide(&state, &command(last)).reply, Reply::Begun(_)));
    let opened_later = WindowStep { opened_at: NOW.plus_ms(1), ..step() };
    assert!(!opened_later.expired(NOW), "a clock that was set back expires nothing");
}

#[test]
fn another_attempt_follows_a_decline_on_the_same_payment() {
    let (state, sound) = in_window();
    let state = State { payment: Some(payment(Status::Declined)), ..state };
    let decision = decide(&state, &command(sound));
    let second = Operation { in_window: true, ..open(2) };
    let again = Payment { operations: 2, ..payment(Status::Authorising) };
    let writes = [
        Write::TakeStep(step()),
        Write::Claim(claim(ClaimKind::Payment), PAYMENT),
        Write::UpdatePayment { to: Box::new(again), from: Status::Declined, operations: 1 },
        begun(&second),
    ];
    assert_eq!(decision.writes, writes);
}

#[test]
fn a_decline_that_kept_the_order_number_allows_no_further_attempt() {
    // So it is after a capture was declined: only a decline in the window gives the number back.
    let (state, sound) = in_window();
    let own = Some(Claimant { trade: PAYMENT, status: Some(Status::Declined) });
    let state = State { payment: Some(payment(Status::Declined)), claimant: own, ..state };
    let refused = decide(&state, &command(sound)).reply;
    assert_eq!(refused, Reply::Refused(Refusal::OrderRepeated(PAYMENT)));
}

#[test]
fn a_number_that_another_order_drew_is_never_written_over() {
    let others = [
        Payment { merchant: another_merchant(), ..payment(Status::Declined) },
        Payment { order_no: "ORDER2".to_owned(), ..payment(Status::Declined) },
        Payment { order_day: 20_260_103, ..payment(Status::Declined) },
        Payment { merchant: another_merchant(), ..payment(Status::Paid) },
    ];
    for other in others {
        let (state, sound) = in_window();
        let decision = decide(&State { payment: Some(other), ..state }, &command(sound));
        // The guard of a new payment finds its number taken.
        assert!(decision.writes.iter().any(|write| matches!(write, Write::InsertPayment(..))));
        assert!(!decision.writes.iter().any(|write| matches!(write, Write::UpdatePayment { .. })));
    }
}

#[test]
fn a_window_reads_its_payment_its_step_and_its_order_number() {
    let command = command(in_window().1);
    let Reads::Window(payment, read, of) = command.reads() else { panic!("{:?}", command.reads()) };
    let expected: (_, _, &Claim) = (PAYMENT, &step(), &claim(ClaimKind::Payment));
    assert_eq!((payment, read, of), expected);
}
