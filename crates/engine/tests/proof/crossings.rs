//! Two requests that cross: what an institution is asked comes from what the intent decided on.

use std::sync::Arc;

use domain::credential::BillingKey;
use domain::operation::OperationState;
use domain::payment::Status;
use domain::window::{Window, WindowId, WindowStep};
use domain::{Method, Refusal, TradeId};
use engine::{CancelResult, Found, Inquiry, MerchantEntry, PayByCard, PayResult, PayWith, Step};

use crate::steps::stop_at;
use crate::world::{self, Life, QUICK, World};

#[test]
fn a_cancel_that_crosses_a_capture_is_never_declined() {
    let mut cancelled = 0;
    for _ in 0..20 {
        let world = World::new();
        let life = Life::start(&world, QUICK, None);
        life.run(async {
            let merchant = world::merchant(&life.engine, "nxca_jt_hd");
            let id = world::authenticate(&life.engine, &world.wire, &merchant, "order", 10_000).await;
            let capture = life.engine.capture(&merchant, world::capture(&merchant, id, "order", 10_000));
            let cancels = async {
                loop {
                    let cancel = world::cancel(&merchant, id, "cancel", 1, 10_000);
                    match life.engine.cancel(&merchant, cancel).await.expect("the store works") {
                        CancelResult::Refused(Refusal::NoSuchPayment | Refusal::CancelInProgress) => {}
                        told => break told,
                    }
                    tokio::task::yield_now().await;
                }
            };
            let (captured, told) = tokio::join!(capture, cancels);
            assert!(matches!(captured, Ok(PayResult::Approved(_))), "{captured:?}");
            assert!(matches!(told, CancelResult::Cancelled(..)), "{told:?}");
            cancelled += 1;
            life.assert_sound().await;
        });
    }
    assert_eq!(cancelled, 20);
}

/// The merchant charges a key, hears nothing, deletes the key, and repeats the charge: it must find what it paid.
#[test]
fn a_repeated_charge_of_a_deleted_key_finds_the_first_payment() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let PayResult::Approved(first) =
            life.engine.pay(&merchant, world::pay(&merchant, "first", 1_000)).await.expect("works")
        else {
            panic!("not approved");
        };
        let (key, _) = first.key.expect("a billing key");
        let charge = |order: &str, key: &BillingKey| PayByCard {
            with: PayWith::Key(key.clone()),
            ..world::pay(&merchant, order, 2_000)
        };
        let PayResult::Approved(charged) =
            life.engine.pay(&merchant, charge("charge", &key)).await.expect("works")
        else {
            panic!("not charged");
        };
        let day = world::today(&merchant);
        let deleted = life.engine.delete_billing_key(&merchant, day, "delete".to_owned(), &key).await;
        deleted.expect("the store works").expect("deleted");
        let again = life.engine.pay(&merchant, charge("charge", &key)).await.expect("works");
        assert!(
            matches!(again, PayResult::Refused(Refusal::OrderPaid(_, id)) if id == charged.payment.id),
            "{again:?}"
        );
        let new = life.engine.pay(&merchant, charge("another", &key)).await.expect("works");
        assert!(matches!(new, PayResult::Refused(Refusal::NoSuchBillingKey)), "{new:?}");
    });
}

#[test]
fn an_authentication_that_nobody_captures_lapses_and_its_proof_is_gone() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let merchant = world::merchant(&life.engine, "nxca_jt_hd");
        let id = world::authenticate(&life.engine, &world.wire, &merchant, "order", 10_000).await;
        life.engine.recover_once().await.expect("the store works");
        let waiting = &life.operations_of(id).await[0];
        assert_eq!(waiting.state, OperationState::Waiting);
        assert!(waiting.sealed.is_some());
        // A day and a minute later by the merchant's clock; the lease's time is the database's own.
        let later = 24 * 3_600_000 + 60_000;
        life.engine.move_clock(None, later).await.expect("the store works");
        world.end_leases();
        life.engine.recover_once().await.expect("the store works");
        let lapsed = &life.operations_of(id).await[0];
        assert_eq!((lapsed.state, &lapsed.sealed), (OperationState::Declined, &None));
        assert_eq!(life.payment(id).await.payment.status, Status::Declined);
        let merchant = world::merchant(&life.engine, "nxca_jt_hd");
        let capture = world::capture(&merchant, id, "order", 10_000);
        let told = life.engine.capture(&merchant, capture).await.expect("the store works");
        assert!(matches!(told, PayResult::Refused(Refusal::AuthenticationExpired)), "{told:?}");
        life.assert_sound().await;
    });
}

#[test]
fn the_issue_of_a_key_that_a_crash_interrupts_is_closed_and_its_key_is_dead() {
    for place in [Step::Intended as fn(_) -> Step, Step::Answered] {
        let world = World::new();
        let stop = stop_at(place, 1);
        let life = Life::start(&world, QUICK, Some(stop.clone()));
        life.run(async {
            tokio::select! {
                () = stop.stopped() => {}
                told = world::issue_key(&life.engine, "key") => panic!("nobody should have been told: {told:?}"),
            }
        });
        life.crash();
        let life = Life::start(&world, QUICK, None);
        life.run(async {
            life.assert_sound().await;
            assert_eq!(life.operations().await[0].1, OperationState::Declined);
        });
    }
}

/// Opens a window for an order, and pays in it.
async fn pay_in_window(life: &Life, merchant: &Arc<MerchantEntry>, window: u8) -> PayResult {
    let window = Window { id: WindowId([window; 16]), ..world::window(merchant, "order") };
    let window = life.engine.open_window(window).await.expect("the store works").expect("it opens");
    let step = WindowStep { window: window.id, step: 0, opened_at: window.opened_at };
    let mut pay = PayByCard { window: Some(step), ..world::pay(merchant, "order", 10_000) };
    pay.request.id = window.payment;
    life.engine.pay(merchant, pay).await.expect("the store works")
}

/// Declined in one window, paid in another: each number leads to what became of it, the order to what was paid.
#[test]
fn an_inquiry_by_trade_number_finds_the_payment_whose_order_another_took_over() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        world.scenario(world::declined("CA11"), 1).await;
        let told = pay_in_window(&life, &merchant, 1).await;
        let PayResult::Declined(first, _) = told else { panic!("told {told:?}") };
        let told = pay_in_window(&life, &merchant, 2).await;
        let PayResult::Approved(second) = told else { panic!("told {told:?}") };
        let found = |trade: Option<TradeId>| {
            life.engine.inquire(Inquiry {
                merchant: merchant.merchant().id,
                method: Some(Method::Card),
                amount: 10_000,
                day: world::today(&merchant),
                order_no: "order".to_owned(),
                trade,
            })
        };
        let told = found(Some(first)).await.expect("the store works");
        assert!(matches!(&told, Found::Failed(payment) if payment.id == first), "{told:?}");
        for trade in [None, Some(second.payment.id)] {
            let told = found(trade).await.expect("the store works");
            assert!(matches!(&told, Found::Paid(payment) if payment.id == second.payment.id), "{told:?}");
        }
        let told = found(Some(TradeId::from_i64(1))).await.expect("the store works");
        assert!(matches!(told, Found::Nothing), "{told:?}");
    });
}
