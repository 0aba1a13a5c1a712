//! An authentication whose capture comes later.

use domain::payment::{ClaimKind, Operation, OperationKind, OperationState, Payment, SealedProof, Status};
use domain::{Authenticate, Command, Refusal, Reply, State, WINDOW_LIFE_MS, Write, decide};

use crate::fault::{Fault, refuses_in_order};
use crate::given::{NOW, PAYMENT, approval, claim, intent, new_payment, operation, order, payment, step};

fn authenticate() -> (State, Authenticate) {
    let state = State { window_step: Some(step().step), ..State::default() };
    let command = Authenticate {
        payment: new_payment(),
        window: step(),
        proof: SealedProof(b"the issuer's word".to_vec()),
        outcome: approval(),
        intent: intent(),
    };
    (state, command)
}

fn command(command: Authenticate) -> Command {
    Command::Authenticate(Box::new(command))
}

#[test]
fn records_the_proof_and_asks_for_no_money() {
    let (state, sound) = authenticate();
    let decision = decide(&state, &command(sound));
    let authenticated = Operation {
        in_window: true,
        notify: false,
        ..operation(1, OperationKind::Authenticate, OperationState::Approved)
    };
    let closed = Write::InsertOperation(
        Box::new(authenticated.clone()),
        intent().lease_until,
        NOW,
        Some(Box::new(approval())),
        Some(SealedProof(b"the issuer's word".to_vec())),
    );
    let standing = payment(Status::Authenticated);
    let writes = [
        Write::TakeStep(step()),
        Write::Claim(claim(ClaimKind::Payment), PAYMENT),
        Write::InsertPayment(Box::new(standing.clone()), order()),
        closed,
    ];
    assert_eq!(decision.writes, writes, "no posting and no notification");
    assert_eq!(decision.reply, Reply::Standing(Box::new(standing), Box::new(authenticated)));
}

#[test]
fn may_follow_a_decline() {
    let (state, sound) = authenticate();
    let decision =
        decide(&State { payment: Some(payment(Status::Declined)), ..state }, &command(sound)).writes;
    let again = Payment { operations: 2, ..payment(Status::Authenticated) };
    let update = Write::UpdatePayment { to: Box::new(again), from: Status::Declined, operations: 1 };
    assert!(decision.contains(&update), "{decision:?}");
}

#[test]
fn refuses_in_this_order() {
    let faults: [Fault<Authenticate>; 4] = [
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
            refusal: Refusal::OrderRepeated(PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Authenticated)),
        },
        Fault {
            name: "being captured",
            refusal: Refusal::OrderInProgress(PAYMENT),
            make: |state, _| state.payment = Some(payment(Status::Authorising)),
        },
    ];
    refuses_in_order(&authenticate(), command, &faults);
}
