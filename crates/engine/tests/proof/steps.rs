//! A crash at each step between intent and notification: after it, a payment is approved or taken
//! back, on both books alike.

use std::sync::Arc;

use domain::operation::OperationState;
use domain::{DeclineCode, Method, RequestId, TradeId};
use engine::{CancelPayment, CapturePayment, Step};
use institutions::scenario::Outcome;

use crate::world::{self, Ask, Cut, Life, QUICK, Stop, World};

/// What the merchant does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deal {
    Pay,
    Capture,
    Cancel,
    /// Pays from an account.
    Transfer,
    /// Captures what an account's holder agreed to.
    TransferLater,
    /// Pays a transfer back, all of it: it is its day.
    TransferBack,
}

const PRICE: i64 = 10_000;
const PAID_BACK: i64 = 4_000;

impl Deal {
    /// The operation that the deal begins: a cancel and a capture come second.
    fn operation(self) -> u16 {
        if matches!(self, Self::Pay | Self::Transfer) { 1 } else { 2 }
    }

    fn pays_back(self) -> bool {
        matches!(self, Self::Cancel | Self::TransferBack)
    }

    /// What has to be there before it.
    async fn prepare(self, life: &Life, world: &World) -> Option<TradeId> {
        let engine = &life.engine;
        match self {
            Self::Pay | Self::Transfer => None,
            Self::Capture => {
                let merchant = world::merchant(engine, "nxca_jt_hd");
                Some(world::authenticate(engine, &world.wire, &merchant, "order", PRICE).await)
            }
            Self::Cancel => {
                let merchant = world::merchant(engine, "nxca_jt_bi");
                engine.pay(&merchant, world::pay(&merchant, "order", PRICE)).await.expect("works");
                Some(life.operations().await[0].0.subject)
            }
            Self::TransferLater => {
                let merchant = world::at_noon(engine, "nx_mid_hd").await;
                Some(world::agree(engine, &world.wire, &merchant, "order", PRICE).await)
            }
            Self::TransferBack => {
                let merchant = world::at_noon(engine, "nx_mid_il").await;
                world::transfer(engine, &world.wire, &merchant, "order", PRICE).await;
                Some(life.operations().await[0].0.subject)
            }
        }
    }

    /// The deal itself; its answer is nobody's.
    async fn begin(self, life: &Life, world: &World, before: Option<TradeId>) {
        let engine = &life.engine;
        match (self, before) {
            (Self::Cancel, Some(payment)) => {
                let merchant = world::merchant(engine, "nxca_jt_bi");
                let cancel = world::cancel(&merchant, payment, "cancel", 1, PAID_BACK);
                engine.cancel(&merchant, cancel).await.expect("the store works");
            }
            (Self::Capture, Some(payment)) => {
                let merchant = world::merchant(engine, "nxca_jt_hd");
                let capture = world::capture(&merchant, payment, "order", PRICE);
                engine.capture(&merchant, capture).await.expect("the store works");
            }
            (Self::TransferLater, Some(payment)) => {
                let merchant = world::at_noon(engine, "nx_mid_hd").await;
                let capture = world::capture(&merchant, payment, "order", PRICE);
                let capture = CapturePayment { method: Method::Transfer, ..capture };
                engine.capture(&merchant, capture).await.expect("the store works");
            }
            (Self::TransferBack, Some(payment)) => {
                let merchant = world::at_noon(engine, "nx_mid_il").await;
                let cancel = world::cancel(&merchant, payment, "cancel", 1, PRICE);
                let cancel = CancelPayment { method: Method::Transfer, ..cancel };
                engine.cancel(&merchant, cancel).await.expect("the store works");
            }
            (Self::Transfer, _) => {
                let merchant = world::at_noon(engine, "nx_mid_il").await;
                world::transfer(engine, &world.wire, &merchant, "order", PRICE).await;
            }
            _ => {
                let merchant = world::merchant(engine, "nxca_jt_bi");
                engine.pay(&merchant, world::pay(&merchant, "order", PRICE)).await.expect("works");
            }
        }
    }
}

type Place = fn(RequestId) -> Step;

const PLACES: [(&str, Place); 5] = [
    ("intended", Step::Intended),
    ("answered", Step::Answered),
    ("concluded", Step::Concluded),
    ("reversing", Step::Reversing),
    ("reversed", Step::Reversed),
];

fn decline() -> Outcome {
    Outcome::Decline(DeclineCode::new("CA11").expect("a code"))
}

/// Stops at a step of a payment's operation of this number.
pub(crate) fn stop_at(place: Place, operation: u16) -> Arc<Stop> {
    Stop::when(move |step| {
        let (Step::Intended(id)
        | Step::Answered(id)
        | Step::Concluded(id)
        | Step::Reversing(id)
        | Step::Reversed(id)) = step;
        id.operation == operation && step == place(id)
    })
}

/// Begins a deal in a world where the issuers do this once, and ends the process at this place. Says
/// whether the deal came by there.
fn crash_at(world: &World, deal: Deal, outcome: Outcome, place: Place) -> bool {
    let stop = stop_at(place, deal.operation());
    let life = Life::start(world, QUICK, Some(stop.clone()));
    let stopped = life.run(async {
        let before = deal.prepare(&life, world).await;
        world.scenario(outcome, 1).await;
        let goes_on = async {
            deal.begin(&life, world, before).await;
            life.settle().await;
        };
        tokio::select! {
            () = stop.stopped() => true,
            () = goes_on => false,
        }
    });
    life.crash();
    world.calm();
    stopped
}

/// The deal's operation, after a restart and a settlement in which all else was found sound.
fn state_after_restart(world: &World, deal: Deal) -> OperationState {
    let life = Life::start(world, QUICK, None);
    let state = life.run(async {
        life.assert_sound().await;
        let operations = life.operations().await;
        let deals = operations.iter().filter(|(id, _)| id.operation == deal.operation());
        let states: Vec<_> = deals.map(|(_, state)| *state).collect();
        assert_eq!(states.len(), 1, "one deal, one operation");
        states[0]
    });
    life.crash();
    state
}

/// Whether a deal comes by a place.
fn comes_by(deal: Deal, outcome: Outcome, place: &str) -> bool {
    let answered = matches!(outcome, Outcome::Approve | Outcome::Decline(_));
    match place {
        // What a cancel isn't answered it asks again.
        "intended" | "answered" | "concluded" => true,
        _ => !deal.pays_back() && !answered,
    }
}

/// How a deal ends that was interrupted there.
fn end(deal: Deal, outcome: Outcome, place: &str) -> OperationState {
    use OperationState::{Approved, Declined, Reversed};
    match (deal, outcome, place) {
        // Nobody was asked: a cancel still can be, a payment is nobody's wish any more.
        (_, _, "intended") if deal.pays_back() => Approved,
        (_, _, "intended") => Reversed,
        (_, Outcome::Decline(_), _) => Declined,
        _ if deal.pays_back() => Approved,
        (_, Outcome::Approve, _) => Approved,
        // Nobody was told anything, and the issuer says that it approved.
        (_, Outcome::LostAfterApproval | Outcome::Garbled, "answered") => Approved,
        // Somebody may have been told that nobody knows: it stays undone.
        _ => Reversed,
    }
}

/// Crashes a deal at every place, with every outcome.
fn crash_everywhere(deal: Deal) {
    let outcomes =
        [Outcome::Approve, decline(), Outcome::Timeout, Outcome::LostAfterApproval, Outcome::Garbled];
    for outcome in outcomes {
        for (name, place) in PLACES {
            let world = World::new();
            let stopped = crash_at(&world, deal, outcome, place);
            assert_eq!(stopped, comes_by(deal, outcome, name), "{deal:?}, {outcome:?}, {name}");
            if stopped {
                let state = state_after_restart(&world, deal);
                assert_eq!(state, end(deal, outcome, name), "{deal:?}, {outcome:?}, {name}");
            }
        }
    }
}

#[test]
fn a_payment_that_a_crash_interrupts_anywhere_ends_alike_on_both_books() {
    crash_everywhere(Deal::Pay);
}

#[test]
fn a_capture_that_a_crash_interrupts_anywhere_ends_alike_on_both_books() {
    crash_everywhere(Deal::Capture);
}

#[test]
fn a_cancel_that_a_crash_interrupts_anywhere_ends_alike_on_both_books() {
    crash_everywhere(Deal::Cancel);
}

#[test]
fn a_transfer_that_a_crash_interrupts_anywhere_ends_alike_on_both_books() {
    for deal in [Deal::Transfer, Deal::TransferLater, Deal::TransferBack] {
        crash_everywhere(deal);
    }
}

#[test]
fn a_crash_of_the_recovery_is_recovered_from() {
    let world = World::new();
    assert!(crash_at(&world, Deal::Pay, Outcome::Approve, Step::Intended));
    for place in [Step::Reversing, Step::Reversed, Step::Reversed] {
        let stop = stop_at(place, 1);
        let life = Life::start(&world, QUICK, Some(stop.clone()));
        life.run(async {
            tokio::select! {
                () = stop.stopped() => {}
                _ = life.settle() => panic!("it didn't come by"),
            }
        });
        life.crash();
    }
    assert_eq!(state_after_restart(&world, Deal::Pay), OperationState::Reversed);
}

#[test]
fn an_interrupted_cancel_is_paid_back_exactly_once() {
    for place in [Step::Intended as Place, Step::Answered, Step::Concluded] {
        let world = World::new();
        assert!(crash_at(&world, Deal::Cancel, Outcome::Approve, place));
        for _ in 0..2 {
            assert_eq!(state_after_restart(&world, Deal::Cancel), OperationState::Approved);
        }
        assert_eq!(world.refunded(), [PAID_BACK]);
    }
}

#[test]
fn what_was_committed_before_a_crash_is_told_as_it_was() {
    let world = World::new();
    assert!(crash_at(&world, Deal::Pay, Outcome::Approve, Step::Concluded));
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let again = life.engine.pay(&merchant, world::pay(&merchant, "order", PRICE)).await;
        let first = life.operations().await[0].0.subject;
        let refused =
            matches!(again, Ok(engine::PayResult::Refused(domain::Refusal::OrderPaid(_, id))) if id == first);
        assert!(refused, "{again:?}");
        life.assert_sound().await;
    });
}

/// The wire is cut for good while the process is down: the operation stays open, is listed as such
/// and is no difference.
#[test]
fn what_cannot_be_resolved_yet_is_under_way_and_not_wrong() {
    let world = World::new();
    assert!(crash_at(&world, Deal::Pay, Outcome::Approve, Step::Answered));
    world.wire.cut(Ask::Inquire, Cut::Before, 1_000);
    world.wire.cut(Ask::Reverse, Cut::Before, 1_000);
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        for _ in 0..3 {
            life.engine.recover_once().await.expect("the store works");
        }
        let audit = life.audit().await;
        assert_eq!((audit.unresolved.len(), audit.differences.as_slice()), (1, &[][..]));
        world.wire.mend();
        life.assert_sound().await;
    });
}
