//! Many cancels of one payment at once: it never pays back more than it took.

use domain::{Refusal, TradeId};
use engine::{CancelPayment, CancelResult, PayResult};
use institutions::scenario::Outcome;
use tokio::task::JoinSet;

use crate::world::{self, Life, QUICK, World};

const PRICE: i64 = 10_000;

async fn paid(life: &Life) -> TradeId {
    let merchant = world::merchant(&life.engine, "nxca_jt_bi");
    let pay = world::pay(&merchant, "order", PRICE);
    match life.engine.pay(&merchant, pay).await.expect("the store works") {
        PayResult::Approved(approved) => approved.payment.id,
        other => panic!("not approved: {other:?}"),
    }
}

/// A hundred cancels at once, of these ordinals and amounts; each tells what it was told.
async fn a_hundred(
    life: &Life,
    payment: TradeId,
    of: impl Fn(u16) -> (u16, i64),
) -> Vec<(i64, CancelResult)> {
    let merchant = world::merchant(&life.engine, "nxca_jt_bi");
    let mut clients = JoinSet::new();
    for client in 0..100 {
        let (ordinal, amount) = of(client);
        let (engine, merchant) = (life.engine.clone(), merchant.clone());
        let cancel = world::cancel(&merchant, payment, &format!("cancel {client}"), ordinal, amount);
        clients
            .spawn(async move { (amount, engine.cancel(&merchant, cancel).await.expect("the store works")) });
    }
    clients.join_all().await
}

/// What was acknowledged, in all.
fn acknowledged(told: &[(i64, CancelResult)]) -> i64 {
    told.iter()
        .map(|(amount, told)| if matches!(told, CancelResult::Cancelled(..)) { *amount } else { 0 })
        .sum()
}

#[test]
fn of_a_hundred_with_one_ordinal_one_is_paid_back() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let id = paid(&life).await;
        let told = a_hundred(&life, id, |client| (1, i64::from(client) + 1)).await;
        let cancelled = told.iter().filter(|(_, told)| matches!(told, CancelResult::Cancelled(..))).count();
        assert_eq!(cancelled, 1);
        life.assert_sound().await;
        assert_eq!(life.payment(id).await.payment.cancelled, acknowledged(&told));
        assert_eq!(world.refunded(), [acknowledged(&told)]);
    });
}

/// Wave after wave, whatever ordinals and amounts they name, until the payment is used up.
#[test]
fn waves_of_different_ordinals_and_amounts_take_what_was_paid_and_no_more() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let id = paid(&life).await;
        let mut total = 0;
        for wave in 0_u16.. {
            // Whatever number the next cancel must have, some in the wave have it.
            let of = |client| (wave + 1 + client % 3, 700 + i64::from((client * 37 + wave * 11) % 2_500));
            let told = a_hundred(&life, id, of).await;
            total += acknowledged(&told);
            assert!(total <= PRICE, "{total} were paid back");
            life.assert_sound().await;
            let payment = life.payment(id).await.payment;
            assert_eq!((payment.cancelled, payment.balance()), (total, PRICE - total));
            if told.iter().all(|(_, told)| matches!(told, CancelResult::Refused(_))) {
                break;
            }
        }
        assert!(total > PRICE / 2, "only {total} were paid back: the waves proved little");
        assert_eq!(world.refunded().iter().sum::<i64>(), total);
    });
}

#[test]
fn of_a_hundred_for_the_whole_amount_one_gets_it_though_answers_are_lost() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let id = paid(&life).await;
        world.scenario(Outcome::LostAfterApproval, 2).await;
        let told = a_hundred(&life, id, |_| (1, PRICE)).await;
        let unknown = told.iter().filter(|(_, told)| matches!(told, CancelResult::InDoubt(_))).count();
        let refused = told.iter().filter(|(_, told)| {
            matches!(told, CancelResult::Refused(Refusal::CancelInProgress | Refusal::AlreadyCancelled(_)))
        });
        assert_eq!((unknown, refused.count()), (1, 99));
        life.assert_sound().await;
        assert_eq!(life.payment(id).await.payment.cancelled, PRICE);
        assert_eq!(world.refunded(), [PRICE]);
    });
}

#[test]
fn the_payments_own_order_number_cancels_no_more_either() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let id = paid(&life).await;
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let mut clients = JoinSet::new();
        for _ in 0..100 {
            let (engine, merchant) = (life.engine.clone(), merchant.clone());
            let cancel = world::cancel(&merchant, id, "order", 1, 6_000);
            clients.spawn(async move { engine.cancel(&merchant, cancel).await.expect("the store works") });
        }
        let told = clients.join_all().await;
        assert_eq!(told.iter().filter(|told| matches!(told, CancelResult::Cancelled(..))).count(), 1);
        life.assert_sound().await;
        assert_eq!(world.refunded(), [6_000]);
    });
}

/// A client that heard nothing asks again in the same words: nothing but its order number tells that it is the same.
#[test]
fn a_part_without_an_ordinal_under_the_payments_own_order_number_is_paid_back_once() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let id = paid(&life).await;
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let part = CancelPayment { ordinal: None, ..world::cancel(&merchant, id, "order", 1, 3_000) };
        let told = life.engine.cancel(&merchant, part.clone()).await.expect("the store works");
        let CancelResult::Cancelled(_, first) = told else { panic!("told {told:?}") };
        let told = life.engine.cancel(&merchant, part).await.expect("the store works");
        let is_the_first = |number: TradeId| number == first.trade;
        assert!(
            matches!(told, CancelResult::Refused(Refusal::OrderRepeated(_, number)) if is_the_first(number)),
            "{told:?}"
        );
        life.assert_sound().await;
        assert_eq!(world.refunded(), [3_000]);
    });
}

#[test]
fn all_of_it_without_an_ordinal_may_be_asked_for_again_after_a_decline() {
    let world = World::new();
    let life = Life::start(&world, QUICK, None);
    life.run(async {
        let id = paid(&life).await;
        let merchant = world::merchant(&life.engine, "nxca_jt_bi");
        let whole = CancelPayment { ordinal: None, ..world::cancel(&merchant, id, "order", 1, PRICE) };
        world.scenario(world::declined("CA13"), 1).await;
        let told = life.engine.cancel(&merchant, whole.clone()).await.expect("the store works");
        assert!(matches!(told, CancelResult::Declined(..)), "{told:?}");
        let told = life.engine.cancel(&merchant, whole.clone()).await.expect("the store works");
        assert!(matches!(told, CancelResult::Cancelled(..)), "{told:?}");
        let told = life.engine.cancel(&merchant, whole).await.expect("the store works");
        assert!(matches!(told, CancelResult::Refused(Refusal::AlreadyCancelled(_))), "{told:?}");
        life.assert_sound().await;
        assert_eq!(world.refunded(), [PRICE]);
    });
}
