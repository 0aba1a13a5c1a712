//! An authentication whose capture comes later.

use domain::operation::{Operation, OperationState, Rail};
use domain::payment::{Authenticate, Payment, Status};
use domain::time::DAY_MS;
use domain::window::{MOST_ATTEMPTS, WINDOW_LIFE_MS};
use domain::{ClaimKind, Command, Method, New, Refusal, Reply, Standing, State, Write, decide};

use crate::fault::{Fault, refuses_in_order};
use crate::given::{
    ANOTHER, NOW, PAYMENT, acquirer, approval, changed, claim, held, intent, new_payment, new_row, payment,
    proof, step, waiting,
};

fn authenticate() -> (State, Authenticate) {
    let state = State { window_step: Some(step().step), ..State::default() };
    let command = Authenticate {
        payment: new_payment(),
        rail: Rail::Cards,
        institution: acquirer(),
        window: step(),
        proof: proof(),
        approval: approval(),
        intent: intent(),
    };
    (state, command)
}

fn command(command: Authenticate) -> Command {
    Command::Authenticate(Box::new(command))
}

#[test]
fn leaves_an_operation_that_waits_with_its_proof_and_asks_for_no_money() {
    let (state, sound) = authenticate();
    let decision = decide(&state, &command(sound));
    let authentication = Operation { version: 0, ..waiting() };
    assert_eq!((authentication.state, &authentication.sealed), (OperationState::Waiting, &Some(proof())));
    let standing = Payment { version: 0, ..payment(Status::Authenticated) };
    let writes = [
        Write::Claim(claim(ClaimKind::Payment), PAYMENT),
        Write::TakeStep(step()),
        new_row(standing.clone()),
        // It isn't carried on but waited for: a day, and then it lapses.
        Write::Insert(New::Operation(Box::new(authentication.clone()), DAY_MS)),
    ];
    assert_eq!(decision.writes, writes, "no transfer and no notification");
    let standing = Standing { payment: Some(standing), operation: authentication };
    assert_eq!(decision.reply, Reply::Standing(Box::new(standing)));
}

#[test]
fn reads_its_payment_its_step_and_its_order_number() {
    let command = command(authenticate().1);
    let reads = command.reads();
    assert_eq!((reads.payment, reads.window), (Some(PAYMENT), Some(step().window)));
    assert_eq!(reads.claim, Some(&claim(ClaimKind::Payment)));
}

#[test]
fn may_follow_a_decline() {
    let (state, sound) = authenticate();
    let state = State { payment: Some(payment(Status::Declined)), ..state };
    let writes = decide(&state, &command(sound)).writes;
    let again = Payment { operations: 2, ..payment(Status::Authenticated) };
    assert!(writes.contains(&changed(again)), "{writes:?}");
}

#[test]
fn refuses_in_this_order() {
    let faults: [Fault<Authenticate>; 6] = [
        Fault {
            name: "the window has moved on",
            refusal: Refusal::StaleStep,
            make: |state, _| state.window_step = Some(0),
        },
        Fault {
            name: "open for too long",
            refusal: Refusal::WindowExpired,
            make: |_, command| command.window.opened_at = NOW.plus_ms(-WINDOW_LIFE_MS - 1),
        },
        Fault {
            name: "authenticated before",
            refusal: Refusal::OrderRepeated(Method::Card, PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Authenticated)),
        },
        Fault {
            name: "being captured",
            refusal: Refusal::OrderInProgress(Method::Card, PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Authorising)),
        },
        Fault {
            name: "paid elsewhere",
            refusal: Refusal::OrderPaid(Method::Card, ANOTHER),
            make: |state, _| state.claimant = held(Some(Status::Paid)),
        },
        Fault {
            name: "too many cards",
            refusal: Refusal::TooManyAttempts,
            make: |state, _| {
                state.payment = Some(Payment { operations: MOST_ATTEMPTS, ..payment(Status::Declined) });
            },
        },
    ];
    refuses_in_order(&authenticate(), command, &faults);
}
