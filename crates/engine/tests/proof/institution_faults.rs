//! Answers that get lost, come late or can't be read; requests and reversals that go astray. It ends
//! approved or taken back, on both books alike.

use std::time::Duration;

use domain::operation::OperationState;
use domain::payment::Status;
use domain::{DeclineCode, Refusal, RequestId, TradeId};
use engine::{CancelResult, PayResult, Step, Timing};
use institutions::Answer;
use institutions::scenario::Outcome;

use crate::steps::stop_at;
use crate::world::{self, Ask, Cut, Life, QUICK, World};

/// Pays 10,000 won.
async fn pay(life: &Life, order_no: &str) -> PayResult {
    let merchant = world::merchant(&life.engine, "nxca_jt_bi");
    let pay = world::pay(&merchant, order_no, 10_000);
    life.engine.pay(&merchant, pay).await.expect("the store works")
}

async fn paid(life: &Life, order_no: &str) -> TradeId {
    match pay(life, order_no).await {
        PayResult::Approved(approved) => approved.payment.id,
        other => panic!("not approved: {other:?}"),
    }
}

async fn unknown(life: &Life, order_no: &str) -> TradeId {
    match pay(life, order_no).await {
        PayResult::Unknown(id) => id,
        other => panic!("somebody knows: {other:?}"),
    }
}

async fn cancel(life: &Life, payment: TradeId, ordinal: u16, amount: i64) -> CancelResult {
    let merchant = world::merchant(&life.engine, "nxca_jt_bi");
    let cancel = world::cancel(&merchant, payment, &format!("cancel {ordinal}"), ordinal, amount);
    life.engine.cancel(&merchant, cancel).await.expect("the store works")
}

async fn assert_taken_back(life: &Life, id: TradeId) {
    life.assert_sound().await;
    let record = life.payment(id).await;
    assert_eq!((record.payment.status, record.payment.paid), (Status::Reversed, 0));
    assert_eq!(life.audit().await.trial.accounts().count(), 0, "nothing was posted");
    assert!(!life.is_notified(RequestId { subject: id, operation: 1 }).await);
}

#[test]
fn what_is_told_to_be_unknown_is_taken_back() {
    for outcome in [Outcome::Timeout, Outcome::LostAfterApproval, Outcome::Garbled] {
        let world = World::new();
        let life = Life::start(&world, QUICK, None);
        life.run(async {
            world.scenario(outcome, 1).await;
            let id = unknown(&life, "order").await;
            assert_taken_back(&life, id).await;
        });
    }
}

/// The issuer has nothing to take back, acknowledges all the same, and goes on saying that it declined.
#[test]
fn a_decline_that_gets_lost_is_taken_back_and_no_difference() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        world.scenario(Outcome::Decline(DeclineCode::new("CA11").expect("a code")), 1).await;
        world.wire.cut(Ask::Authorise, Cut::Behind, 1);
        let id = unknown(&life, "order").await;
        assert_taken_back(&life, id).await;
    });
}

#[test]
fn an_answer_after_the_time_out_changes_nothing() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        // So much later that a busy machine doesn't wake up for both at once.
        let late = QUICK.institution * 50;
        world.scenario(Outcome::Delay(late), 1).await;
        let id = unknown(&life, "order").await;
        tokio::time::sleep(late).await;
        assert_taken_back(&life, id).await;
    });
}

#[test]
fn an_answer_that_comes_late_but_in_time_counts() {
    let world = World::new();
    let patient = Timing { institution: Duration::from_secs(20), ..QUICK };
    let life = Life::start(&world, patient, None);
    life.run(async {
        world.scenario(Outcome::Delay(Duration::from_millis(30)), 1).await;
        paid(&life, "order").await;
        life.assert_sound().await;
    });
}

/// The request is stuck on its way until after the reversal: the reversal left a tombstone there.
#[test]
fn a_request_that_arrives_after_its_reversal_is_refused() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        world.wire.cut(Ask::Authorise, Cut::Stuck, 1);
        let id = unknown(&life, "order").await;
        life.settle().await;
        let late = world.wire.arrive_late().await;
        assert!(matches!(late.as_slice(), [Answer::Declined(_)]), "{late:?}");
        assert_taken_back(&life, id).await;
    });
}

#[test]
fn a_payment_found_by_inquiry_stands_and_is_posted_and_notified_once() {
    let world = World::new();
    let stop = stop_at(Step::Answered, 1);
    let life = Life::start(&world, QUICK, Some(stop.clone()));
    life.run(async {
        tokio::select! {
            () = stop.stopped() => {}
            result = pay(&life, "order") => panic!("nobody should have been told: {result:?}"),
        }
    });
    life.crash();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        for _ in 0..3 {
            life.assert_sound().await;
        }
        let audit = life.audit().await;
        let sums: Vec<_> = audit.trial.accounts().map(|(_, _, debit, credit)| (debit, credit)).collect();
        assert_eq!(sums, [(10_000, 0), (0, 10_000)], "posted once: {:?}", audit.trial);
        assert_eq!(world.wire.asked(Ask::Inquire).len(), 1);
        assert_eq!(world.wire.asked(Ask::Reverse).len(), 0);
    });
}

#[test]
fn an_inquiry_without_an_answer_proves_nothing_and_the_payment_is_taken_back() {
    let world = World::new();
    let stop = stop_at(Step::Answered, 1);
    let life = Life::start(&world, QUICK, Some(stop.clone()));
    life.run(async {
        tokio::select! {
            () = stop.stopped() => {}
            result = pay(&life, "order") => panic!("nobody should have been told: {result:?}"),
        }
    });
    life.crash();
    world.wire.cut(Ask::Inquire, Cut::Behind, 1);
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let id = life.operations().await[0].0.subject;
        assert_taken_back(&life, id).await;
    });
}

#[test]
fn a_reversal_is_repeated_with_growing_pauses_until_it_is_acknowledged() {
    let (first, most) = (Duration::from_millis(4), Duration::from_millis(16));
    for cut in [Cut::Before, Cut::Behind] {
        let world = World::new();
        let life = Life::start(&world, Timing { retry_first: first, retry_most: most, ..QUICK }, None);
        life.run(async {
            world.scenario(Outcome::LostAfterApproval, 1).await;
            world.wire.cut(Ask::Reverse, cut, 4);
            let id = unknown(&life, "order").await;
            assert_taken_back(&life, id).await;
        });
        let asked = world.wire.asked(Ask::Reverse);
        assert_eq!(asked.len(), 5, "four failed, the fifth was acknowledged");
        assert!(asked.iter().all(|(id, _)| *id == asked[0].0), "under one id: {asked:?}");
        let pauses = asked.windows(2).map(|pair| pair[1].1 - pair[0].1);
        for (pause, least) in pauses.zip([first, first * 2, most, most]) {
            // A lease ends with a millisecond of the wall clock, which has begun before.
            assert!(pause + Duration::from_millis(1) > least, "{pause:?}, not {least:?}");
        }
    }
}

/// An institution's answer that came is not thrown away because the process ends a moment later.
#[test]
fn a_recovery_that_is_told_to_stop_ends_what_it_has_begun() {
    let world = World::new();
    let patient = Timing { institution: Duration::from_secs(20), ..QUICK };
    let life = Life::start(&world, patient, None);
    life.run(async {
        world.wire.cut(Ask::Authorise, Cut::Behind, 1);
        world.wire.cut(Ask::Reverse, Cut::Before, 1);
        world.wire.cut(Ask::Reverse, Cut::Slow(Duration::from_millis(200)), 1);
        let id = unknown(&life, "order").await;
        let second_reversal_begins = async {
            while world.wire.asked(Ask::Reverse).len() < 2 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        life.engine.recover(second_reversal_begins).await;
        assert_eq!(life.payment(id).await.payment.status, Status::Reversed);
    });
}

/// Another instance has taken the operation over, and may yet find that the issuer approved it: to be
/// told that nobody knows would bind us to take it back.
#[test]
fn who_lost_the_lease_to_another_instance_says_that_it_is_in_progress() {
    let world = World::new();
    let life = Life::start(&world, Timing { lease: Duration::ZERO, ..QUICK }, None);
    life.run(async {
        world.scenario(Outcome::LostAfterApproval, 1).await;
        world.wire.cut(Ask::Inquire, Cut::Slow(QUICK.institution * 3), 1);
        let another = life.another(Timing { institution: Duration::from_secs(20), ..QUICK }, None).await;
        let takes_over = async { while another.recover_once().await.expect("the store works") == 0 {} };
        let (told, ()) = tokio::join!(pay(&life, "order"), takes_over);
        let PayResult::InDoubt(Some(id)) = told else {
            panic!("told {told:?}");
        };
        life.assert_sound().await;
        assert_eq!(life.payment(id).await.payment.status, Status::Paid);
    });
}

#[test]
fn an_order_whose_payment_is_being_taken_back_is_in_progress() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        world.scenario(Outcome::LostAfterApproval, 1).await;
        world.wire.cut(Ask::Reverse, Cut::Before, 1_000);
        let id = unknown(&life, "order").await;
        let again = pay(&life, "order").await;
        assert!(
            matches!(again, PayResult::Refused(Refusal::OrderInProgress(_, first)) if first == id),
            "{again:?}"
        );
        world.wire.mend();
        assert_taken_back(&life, id).await;
        let again = pay(&life, "order").await;
        assert!(
            matches!(again, PayResult::Refused(Refusal::OrderRepeated(_, first)) if first == id),
            "{again:?}"
        );
    });
}

#[test]
fn a_cancel_is_repeated_under_its_own_id_until_it_is_acknowledged() {
    for outcome in [Outcome::Timeout, Outcome::LostAfterApproval, Outcome::Garbled] {
        let world = World::new();
        let life = Life::start(&world, QUICK, None);
        life.run(async {
            let id = paid(&life, "order").await;
            world.scenario(outcome, 4).await;
            let told = cancel(&life, id, 1, 4_000).await;
            assert!(matches!(told, CancelResult::InDoubt(_)), "{told:?}");
            let another = cancel(&life, id, 2, 1_000).await;
            assert!(matches!(another, CancelResult::Refused(Refusal::CancelInProgress)), "{another:?}");
            life.assert_sound().await;
            let payment = life.payment(id).await.payment;
            assert_eq!((payment.cancelled, payment.cancelling, payment.cancels), (4_000, 0, 1));
        });
        let asked = world.wire.asked(Ask::Refund);
        assert_eq!(asked.len(), 5, "four weren't answered, the fifth was");
        assert!(asked.iter().all(|(id, _)| *id == asked[0].0), "under one id: {asked:?}");
        assert_eq!(world.refunded(), [4_000], "{outcome:?}");
    }
}

#[test]
fn a_cancel_that_is_declined_after_all_gives_its_amount_back() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let id = paid(&life, "order").await;
        world.wire.cut(Ask::Refund, Cut::Before, 2);
        world.scenario(Outcome::Decline(DeclineCode::new("CA13").expect("a code")), 1).await;
        let told = cancel(&life, id, 1, 10_000).await;
        assert!(matches!(told, CancelResult::InDoubt(_)), "{told:?}");
        life.assert_sound().await;
        let record = life.payment(id).await;
        assert_eq!(record.operations[1].state, OperationState::Declined);
        assert_eq!((record.payment.cancelled, record.payment.balance()), (0, 10_000));
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let again = world::cancel(&merchant, id, "another cancel", 1, 10_000);
        let told = life.engine.cancel(&merchant, again).await.expect("the store works");
        assert!(matches!(told, CancelResult::Cancelled(..)), "{told:?}");
    });
    assert_eq!(world.refunded(), [10_000]);
}
