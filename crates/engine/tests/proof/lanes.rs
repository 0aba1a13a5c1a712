//! Recovery in lanes: an institution that is dead keeps nobody else's operations waiting.

use std::time::{Duration, Instant};

use domain::TradeId;
use domain::card::{Card, Expiry};
use engine::{CancelResult, Engine, MerchantEntry, PayByCard, PayResult, PayWith, Timing};
use institutions::card::CardNetwork;
use institutions::scenario::Outcome;

use crate::world::{self, Ask, Cut, Life, QUICK, World};

fn card(number: &str) -> Card {
    Card::new(number, Expiry::new(40, 12).expect("a month")).expect("a card")
}

async fn pay_with(
    engine: &Engine,
    merchant: &std::sync::Arc<MerchantEntry>,
    order: &str,
    card: Card,
) -> PayResult {
    let with = PayWith::Card(card, None);
    let pay = PayByCard { with, ..world::pay(merchant, order, 10_000) };
    engine.pay(merchant, pay).await.expect("the store works")
}

/// Two cards of two acquirers.
const DEAD: &str = "9400031234560402";
const ALIVE: &str = "9490191234560402";

#[test]
fn a_dead_institution_does_not_delay_the_recovery_of_anothers_cancel() {
    let world = World::new();
    // The dead one holds each of its places for the whole of its time: a lane of 24 would need three times that.
    let timing = Timing { institution: Duration::from_millis(1_500), ..QUICK };
    let life = Life::start(&world, timing, None);
    life.run(async {
        let (dead, alive) = (world.wire.route(&card(DEAD)), world.wire.route(&card(ALIVE)));
        assert_ne!(dead, alive, "two acquirers");
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let PayResult::Approved(paid) = pay_with(&life.engine, &merchant, "good", card(ALIVE)).await else {
            panic!("not approved");
        };
        world.wire.kill(dead);
        let stuck = (0..24).map(|order| {
            let (engine, merchant) = (life.engine.clone(), merchant.clone());
            async move { pay_with(&engine, &merchant, &format!("stuck {order}"), card(DEAD)).await }
        });
        for told in futures_util::future::join_all(stuck).await {
            assert!(matches!(told, PayResult::Unknown(_)), "{told:?}");
        }
        // The cancel's first answer is lost: recovery has to ask again.
        world.wire.cut(Ask::Refund, Cut::Behind, 1);
        let told = cancel(&life.engine, &merchant, paid.payment.id).await;
        assert!(matches!(told, CancelResult::InDoubt(Some(_))), "{told:?}");
        let (began, id) = (Instant::now(), paid.payment.id);
        let recovered = async {
            while life.payment(id).await.payment.cancelled == 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::select! {
            () = recovered => {}
            () = life.engine.recover(std::future::pending()) => {}
        }
        // Not a matter of speed: were there one lane, it would come behind reversals that each wait a second and a half.
        assert!(life.unresolved().await >= 24 - 8, "the dead one's operations are still under way");
        println!("recovered after {:?}", began.elapsed());
    });
}

async fn cancel(engine: &Engine, merchant: &std::sync::Arc<MerchantEntry>, payment: TradeId) -> CancelResult {
    engine.cancel(merchant, world::cancel(merchant, payment, "cancel", 1, 10_000)).await.expect("works")
}

#[test]
fn every_lane_is_carried_on_when_its_institution_is_back() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let dead = world.wire.route(&card(DEAD));
        world.wire.kill(dead);
        for order in 0..30 {
            let told = pay_with(&life.engine, &merchant, &format!("order {order}"), card(DEAD)).await;
            assert!(matches!(told, PayResult::Unknown(_)), "{told:?}");
        }
        world.wire.revive();
        world.scenario(Outcome::Approve, 0).await;
        life.assert_sound().await;
        assert_eq!(life.unresolved().await, 0);
    });
}
