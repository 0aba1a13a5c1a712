//! What merchants do.

use std::sync::Arc;

use domain::TradeId;
use engine::{Engine, MerchantEntry};
use futures_util::future::join_all;

use crate::dice::Dice;
use crate::memory::{Back, Memory, Order};
use crate::world::{self, Wire};

const AT_ONCE: &str = "nxca_jt_bi";
const CAPTURES_LATER: &str = "nxca_jt_hd";
const MOST: i64 = 30_000;

/// A merchant's next few deals.
pub(crate) async fn trade(engine: Engine, wire: Wire, memory: Arc<Memory>, mut dice: Dice) {
    let desk = Desk { engine, wire, memory };
    for _ in 0..=dice.below(4) {
        match dice.below(10) {
            0..=3 => desk.sell(&mut dice).await,
            4 => desk.repeat(&mut dice).await,
            5 => desk.capture(&mut dice).await,
            _ => desk.pay_back(&mut dice).await,
        }
    }
}

struct Desk {
    engine: Engine,
    wire: Wire,
    memory: Arc<Memory>,
}

impl Desk {
    fn order(&self, merchant: &'static str, amount: i64) -> Order {
        let day = world::pay(&self.merchant(merchant), "", amount).request.day;
        let number = format!("order {}", self.memory.orders());
        Order { merchant, day, number, amount, authentication: None, told: Vec::new() }
    }

    fn merchant(&self, id: &str) -> Arc<MerchantEntry> {
        world::merchant(&self.engine, id)
    }

    /// A new order; an impatient merchant sends it twice at once.
    async fn sell(&self, dice: &mut Dice) {
        let order = self.order(AT_ONCE, dice.amount(MOST));
        let place = self.memory.order(order.clone());
        self.pay(place, &order, 1 + dice.below(2)).await;
    }

    /// An old order again, whatever became of it.
    async fn repeat(&self, dice: &mut Dice) {
        let orders = self.memory.read().orders;
        if orders.is_empty() {
            return;
        }
        let place = dice.below(orders.len());
        match orders[place].authentication {
            Some(id) => self.ask_capture(place, &orders[place], id, 1).await,
            None if orders[place].merchant == AT_ONCE => self.pay(place, &orders[place], 1).await,
            // The process died over its window.
            None => {}
        }
    }

    async fn pay(&self, place: usize, order: &Order, copies: usize) {
        let merchant = self.merchant(order.merchant);
        join_all((0..copies).map(|_| async {
            let mut pay = world::pay(&merchant, &order.number, order.amount);
            pay.request.day = order.day;
            let result = self.engine.pay(&merchant, pay).await.expect("the store works");
            self.memory.told(place, &result);
        }))
        .await;
    }

    /// A customer authenticates, and the merchant captures; perhaps twice.
    async fn capture(&self, dice: &mut Dice) {
        let order = self.order(CAPTURES_LATER, dice.amount(MOST));
        let place = self.memory.order(order.clone());
        let merchant = self.merchant(CAPTURES_LATER);
        let id = world::authenticate(&self.engine, &self.wire, &merchant, &order.number, order.amount).await;
        self.memory.authenticated(place, id);
        self.ask_capture(place, &order, id, 1 + dice.below(2)).await;
    }

    async fn ask_capture(&self, place: usize, order: &Order, id: TradeId, copies: usize) {
        let merchant = self.merchant(order.merchant);
        join_all((0..copies).map(|_| async {
            let capture = world::capture(&merchant, id, &order.number, order.amount);
            let result = self.engine.capture(&merchant, capture).await.expect("the store works");
            self.memory.told(place, &result);
        }))
        .await;
    }

    /// Some of a payment, or all of it; mostly under the right number.
    async fn pay_back(&self, dice: &mut Dice) {
        let all = self.memory.read();
        let paid: Vec<_> = all.orders.iter().filter_map(|order| Some((order, order.approved()?))).collect();
        if paid.is_empty() {
            return;
        }
        let (order, payment) = dice.pick(&paid);
        let done = all.cancels.iter().filter(|old| {
            old.payment == payment && matches!(old.told, Some(Back::Done(_) | Back::Unknown(_)))
        });
        let next = u16::try_from(done.count()).expect("few") + 1;
        let ordinal = if dice.percent(90) { next } else { dice.pick(&[1, 2, 3]) };
        let amount = if dice.percent(30) { order.amount } else { dice.amount(order.amount) };
        let place = self.memory.cancel(payment, ordinal, amount);
        let merchant = self.merchant(order.merchant);
        let cancel = world::cancel(&merchant, payment, &format!("cancel {place}"), ordinal, amount);
        let result = self.engine.cancel(&merchant, cancel).await.expect("the store works");
        self.memory.told_back(place, &result);
    }
}
