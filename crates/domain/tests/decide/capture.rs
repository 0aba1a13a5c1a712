//! The capture of an authentication.

use domain::payment::{Operation, OperationKind, OperationState, Payment, Status};
use domain::time::DAY_MS;
use domain::{Capture, Command, Intent, Refusal, Reply, State, Write, decide};

use crate::fault::{Fault, refuses_in_order};
use crate::given::{NOW, PAYMENT, another_merchant, begun, cents, intent, merchant, operation, payment, won};

fn capture() -> (State, Capture) {
    let state = State { payment: Some(payment(Status::Authenticated)), ..State::default() };
    let command = Capture {
        payment: PAYMENT,
        merchant: merchant(),
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

#[test]
fn begins_a_second_operation_on_the_same_payment() {
    let (state, sound) = capture();
    let decision = decide(&state, &command(sound));
    let second: Operation = operation(2, OperationKind::Capture, OperationState::Open);
    let after = Payment { approved_at: Some(NOW), operations: 2, ..payment(Status::Authorising) };
    let update = Write::UpdatePayment { to: Box::new(after), from: Status::Authenticated, operations: 1 };
    assert_eq!(decision.writes, [update, begun(&second)]);
    assert_eq!(decision.reply, Reply::Begun(Box::new(second)));
}

#[test]
fn refuses_in_this_order() {
    let faults: [Fault<Capture>; 11] = [
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
            name: "another order's",
            refusal: Refusal::NoSuchAuthentication,
            make: |_, command| command.order_no = "ORDER2".to_owned(),
        },
        Fault {
            name: "captured before",
            refusal: Refusal::OrderPaid(PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Paid)),
        },
        Fault {
            name: "being captured",
            refusal: Refusal::OrderInProgress(PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Authorising)),
        },
        Fault {
            name: "being taken back",
            refusal: Refusal::OrderInProgress(PAYMENT),
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
            refusal: Refusal::CaptureAmount,
            make: |_, command| command.amount = won(999),
        },
        Fault {
            name: "another currency",
            refusal: Refusal::CaptureAmount,
            make: |_, command| command.amount = cents(1_000),
        },
        Fault {
            name: "too late",
            refusal: Refusal::AuthenticationExpired,
            make: |_, command| command.intent.at = NOW.plus_ms(DAY_MS + 1),
        },
    ];
    refuses_in_order(&capture(), command, &faults);
}

#[test]
fn an_authentication_lasts_a_day_to_the_millisecond() {
    let (state, sound) = capture();
    let last = Capture { intent: Intent { at: NOW.plus_ms(DAY_MS), ..intent() }, ..sound };
    assert!(matches!(decide(&state, &command(last)).reply, Reply::Begun(_)));
}
