//! What merchants remember: what they asked for, and what they were told. It outlives the gateway,
//! and is all that the verdict goes by.

use std::sync::Mutex;

use domain::{Refusal, TradeId};
use engine::{CancelResult, PayResult};

/// An order that a merchant asked a payment for, perhaps more than once.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) merchant: &'static str,
    pub(crate) day: i32,
    pub(crate) number: String,
    pub(crate) amount: i64,
    /// The authentication, where the payment is a capture.
    pub(crate) authentication: Option<TradeId>,
    pub(crate) told: Vec<Told>,
}

impl Order {
    /// The payment, if its merchant was told that it is approved.
    pub(crate) fn approved(&self) -> Option<TradeId> {
        self.told.iter().find_map(|told| match told {
            Told::Approved(id) => Some(*id),
            _ => None,
        })
    }
}

/// What a merchant was told of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Approved(TradeId),
    Declined(TradeId),
    Unknown(TradeId),
    /// Refused, because it was paid before.
    PaidBefore(TradeId),
}

/// A cancel that a merchant asked for, once.
#[derive(Clone, Debug)]
pub(crate) struct Cancel {
    pub(crate) payment: TradeId,
    pub(crate) ordinal: u16,
    pub(crate) amount: i64,
    /// Nothing, if the process died before it could say.
    pub(crate) told: Option<Back>,
}

/// What a merchant was told of a cancel; with its trade number where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Back {
    Done(TradeId),
    Declined(TradeId),
    Unknown(TradeId),
    Refused,
}

/// All merchants' memory.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Remembered>);

#[derive(Clone, Default)]
pub(crate) struct Remembered {
    pub(crate) orders: Vec<Order>,
    pub(crate) cancels: Vec<Cancel>,
}

impl Memory {
    pub(crate) fn read(&self) -> Remembered {
        self.0.lock().expect("no panic").clone()
    }

    /// A new order, before anything is asked. Gives its place.
    pub(crate) fn order(&self, order: Order) -> usize {
        let mut all = self.0.lock().expect("no panic");
        all.orders.push(order);
        all.orders.len() - 1
    }

    /// How many orders there are: the next one's number.
    pub(crate) fn orders(&self) -> usize {
        self.0.lock().expect("no panic").orders.len()
    }

    /// The customer of the order at this place is authenticated.
    pub(crate) fn authenticated(&self, place: usize, id: TradeId) {
        self.0.lock().expect("no panic").orders[place].authentication = Some(id);
    }

    /// What the order at this place was told.
    pub(crate) fn told(&self, place: usize, result: &PayResult) {
        let told = match result {
            PayResult::Approved(approved) => Told::Approved(approved.payment.id),
            PayResult::Declined(id, _) => Told::Declined(*id),
            PayResult::Unknown(id) => Told::Unknown(*id),
            PayResult::Refused(Refusal::OrderPaid(_, id)) => Told::PaidBefore(*id),
            PayResult::InDoubt(_) | PayResult::Refused(_) => return,
        };
        self.0.lock().expect("no panic").orders[place].told.push(told);
    }

    /// A new cancel, before it is asked for. Gives its place.
    pub(crate) fn cancel(&self, payment: TradeId, ordinal: u16, amount: i64) -> usize {
        let mut all = self.0.lock().expect("no panic");
        all.cancels.push(Cancel { payment, ordinal, amount, told: None });
        all.cancels.len() - 1
    }

    /// What the cancel at this place was told.
    pub(crate) fn told_back(&self, place: usize, result: &CancelResult) {
        let told = match result {
            CancelResult::Cancelled(_, operation) => Back::Done(operation.trade),
            CancelResult::Declined(trade, _) => Back::Declined(*trade),
            CancelResult::InDoubt(Some(trade)) => Back::Unknown(*trade),
            // Nothing is promised, not even that there is one.
            CancelResult::InDoubt(None) => return,
            CancelResult::Refused(_) => Back::Refused,
        };
        self.0.lock().expect("no panic").cancels[place].told = Some(told);
    }
}
