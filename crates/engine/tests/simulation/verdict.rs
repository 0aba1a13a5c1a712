//! The verdict: what merchants were told holds, and nothing else happened.

use std::collections::BTreeSet;

use domain::TradeId;
use domain::operation::{OperationKind, OperationState};
use domain::payment::Status;
use institutions::books::{Books, Deed, Line};
use store::PaymentRecord;

use crate::memory::{Back, Cancel, Memory, Order, Told};
use crate::world::{Life, World};

/// What happened, in numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) crashes: usize,
    paid: usize,
    declined: usize,
    taken_back: usize,
    captured: usize,
    cancelled: usize,
    /// Payments whose merchant was told nothing, and that stand.
    recovered: usize,
    refused_twice: usize,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.crashes += other.crashes;
        self.paid += other.paid;
        self.declined += other.declined;
        self.taken_back += other.taken_back;
        self.captured += other.captured;
        self.cancelled += other.cancelled;
        self.recovered += other.recovered;
        self.refused_twice += other.refused_twice;
    }

    pub(crate) fn has_seen_everything(&self) -> bool {
        let Self { crashes, paid, declined, taken_back, captured, cancelled, recovered, refused_twice } =
            *self;
        [crashes, paid, declined, taken_back, captured, cancelled, recovered, refused_twice]
            .iter()
            .all(|count| *count > 0)
    }
}

/// Holds everything that merchants were told against what is in the books.
pub(crate) async fn assert_kept(life: &Life, world: &World, memory: &Memory) -> Tally {
    let remembered = memory.read();
    let mut tally = Tally::default();
    for order in &remembered.orders {
        for told in &order.told {
            assert_payment(life, order, *told).await;
        }
        let approvals = order.told.iter().filter(|told| matches!(told, Told::Approved(_))).count();
        assert!(approvals <= 1, "{order:?} was approved {approvals} times");
        tally.refused_twice += order.told.iter().filter(|told| matches!(told, Told::PaidBefore(_))).count();
    }
    let told = |id| {
        let mut told = remembered.orders.iter().flat_map(|order| &order.told);
        told.any(|told| matches!(told, Told::Approved(known) | Told::PaidBefore(known) if *known == id))
    };
    let payments: BTreeSet<TradeId> = life.operations().await.iter().map(|(id, _)| id.subject).collect();
    let mut numbers = BTreeSet::new();
    let mut cancelled = 0;
    for id in payments {
        let record = life.payment(id).await;
        let cancels: Vec<_> = remembered.cancels.iter().filter(|cancel| cancel.payment == id).collect();
        assert_cancels(&record, &cancels);
        let payment = &record.payment;
        cancelled += payment.cancelled;
        let key = (payment.order_day, payment.order_no.clone(), payment.merchant);
        assert!(numbers.insert(key), "two payments have the order number of {payment:?}");
        let is_capture = record.operations.iter().any(|operation| operation.kind == OperationKind::Capture);
        tally.paid += usize::from(payment.status == Status::Paid);
        tally.captured += usize::from(payment.status == Status::Paid && is_capture);
        tally.recovered += usize::from(payment.status == Status::Paid && !told(id));
        tally.declined += usize::from(payment.status == Status::Declined);
        tally.taken_back += usize::from(payment.status == Status::Reversed);
        tally.cancelled += usize::from(payment.cancels);
    }
    assert_eq!(world.refunded().iter().sum::<i64>(), cancelled, "the issuers paid back something else");
    assert_paid_once(life, world).await;
    tally
}

async fn assert_payment(life: &Life, order: &Order, told: Told) {
    let (Told::Approved(id) | Told::Declined(id) | Told::Unknown(id) | Told::PaidBefore(id)) = told;
    let payment = life.payment(id).await.payment;
    let (status, paid) = match told {
        Told::Approved(_) | Told::PaidBefore(_) => (Status::Paid, order.amount),
        Told::Declined(_) => (Status::Declined, 0),
        // Who was told that nobody knows acts on it: it must never stand.
        Told::Unknown(_) => (Status::Reversed, 0),
    };
    assert_eq!((payment.status, payment.paid), (status, paid), "{order:?} was told {told:?}");
    assert_eq!((&payment.order_no, payment.order_day), (&order.number, order.day), "{told:?}");
}

/// The cancels of a payment are those that were acknowledged, and of the others only such as were
/// asked for and never answered.
fn assert_cancels(record: &PaymentRecord, asked: &[&Cancel]) {
    let payment = &record.payment;
    let cancels: Vec<_> =
        record.operations.iter().filter(|operation| operation.kind == OperationKind::Cancel).collect();
    let mut unanswered: Vec<_> = asked.iter().filter(|cancel| cancel.told.is_none()).collect();
    for operation in &cancels {
        let trade_of = |cancel: &&&Cancel| match cancel.told {
            Some(Back::Done(trade) | Back::Declined(trade) | Back::Unknown(trade)) => {
                trade == operation.trade
            }
            Some(Back::Refused) | None => false,
        };
        let Some(cancel) = asked.iter().find(trade_of) else {
            let fits =
                |cancel: &&&Cancel| (cancel.ordinal, cancel.amount) == (operation.ordinal, operation.amount);
            let place = unanswered.iter().position(fits);
            unanswered.remove(place.unwrap_or_else(|| panic!("nobody asked for {operation:?}")));
            continue;
        };
        assert_eq!((cancel.ordinal, cancel.amount), (operation.ordinal, operation.amount), "{cancel:?}");
        let kept = match cancel.told {
            Some(Back::Done(_)) => operation.state == OperationState::Approved,
            Some(Back::Declined(_)) => operation.state == OperationState::Declined,
            _ => true,
        };
        assert!(kept, "{cancel:?} became {operation:?}");
    }
    for cancel in asked {
        if let Some(Back::Done(trade) | Back::Declined(trade) | Back::Unknown(trade)) = cancel.told {
            assert!(cancels.iter().any(|operation| operation.trade == trade), "{cancel:?} is gone");
        }
    }
    let approved: Vec<_> =
        cancels.iter().filter(|operation| operation.state == OperationState::Approved).collect();
    let sum: i64 = approved.iter().map(|operation| operation.amount).sum();
    assert_eq!((payment.cancelled, payment.cancelling), (sum, 0), "{payment:?}");
    assert!(payment.cancelled <= payment.paid, "{payment:?} paid back more than it took");
    let ordinals: Vec<_> = approved.iter().map(|operation| operation.ordinal).collect();
    assert_eq!(ordinals, (1..=payment.cancels).collect::<Vec<_>>(), "{payment:?}");
}

/// By the issuers' own books: one standing authorisation an order number.
async fn assert_paid_once(life: &Life, world: &World) {
    let mut standing = Vec::new();
    let note = &mut |line: Line| standing.extend((line.deed == Deed::Authorised).then_some(line.id.subject));
    world.wire.issuers().visit(note).expect("readable books");
    let mut paid = BTreeSet::new();
    for id in standing {
        let payment = life.payment(id).await.payment;
        assert!(
            paid.insert((payment.order_day, payment.order_no.clone(), payment.merchant)),
            "{payment:?} was paid twice"
        );
    }
}
