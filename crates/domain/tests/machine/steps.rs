//! Random steps: commands of few payments and orders, so that they meet.

use std::sync::Arc;

use domain::billing_key::{KeyId, SealedKey};
use domain::payment::{Claim, ClaimKind, Method, OperationOutcome, Order, SealedProof};
use domain::tax::{NamedParts, Taxation};
use domain::time::{DAY_MS, Moment};
use domain::{
    Authenticate, Authorise, Cancel, Capture, Command, Conclude, Currency, DeclineCode, DeleteKey, Intent,
    IssueKey, MerchantId, Money, NewPayment, Outcome, OwnerId, RequestId, TradeId, WindowStep, tax,
};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::model::{Lost, Model, WINDOWS};

/// 2026-01-02 12:00:00 KST.
const NOW: Moment = Moment::from_ms(1_767_322_800_000);
const OWNERS: i64 = 2;
const ORDERS: u8 = 4;

#[derive(Clone, Debug)]
pub(crate) enum Step {
    Pay { id: u8, order: u8, amount: i64, exempt: bool, key: bool, owner: i64 },
    PayInWindow { window: u8, stale: bool, late: bool, deferred: bool, key: bool, owner: i64 },
    Capture { payment: Index, amount: Option<i64>, late: bool, owner: i64 },
    Cancel { payment: Index, share: Share, gap: bool, vat: Option<i64>, claim: Option<u8>, owner: i64 },
    Conclude { operation: Index, foreign: bool, answer: u8 },
    TakeOver { operation: Index, owner: i64 },
    IssueKey { order: u8, key: u8 },
    DeleteKey { order: u8, key: u8 },
}

/// How much of the balance.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Share {
    All,
    Most,
    Some(i64),
    TooMuch,
}

pub(crate) fn any_step() -> impl Strategy<Value = Step> {
    let share = prop_oneof![
        2 => Just(Share::All),
        2 => Just(Share::Most),
        4 => (0..500_i64).prop_map(Share::Some),
        1 => Just(Share::TooMuch),
    ];
    let owner = || 0..OWNERS;
    let often = || prop::bool::weighted(0.1);
    prop_oneof![
        3 => (0..6_u8, 0..ORDERS, 1..2_000_i64, any::<bool>(), any::<bool>(), owner())
            .prop_map(|(id, order, amount, exempt, key, owner)| Step::Pay { id, order, amount, exempt, key, owner }),
        4 => (0..=WINDOWS, often(), often(), any::<bool>(), any::<bool>(), owner()).prop_map(
            |(window, stale, late, deferred, key, owner)| Step::PayInWindow { window, stale, late, deferred, key, owner }
        ),
        2 => (any::<Index>(), prop::option::weighted(0.1, 1..2_000_i64), often(), owner())
            .prop_map(|(payment, amount, late, owner)| Step::Capture { payment, amount, late, owner }),
        10 => (any::<Index>(), share, often(), prop::option::weighted(0.2, 0..50_i64), prop::option::of(0..ORDERS), owner())
            .prop_map(|(payment, share, gap, vat, claim, owner)| Step::Cancel { payment, share, gap, vat, claim, owner }),
        16 => (any::<Index>(), often(), 0..6_u8)
            .prop_map(|(operation, foreign, answer)| Step::Conclude { operation, foreign, answer }),
        2 => (any::<Index>(), owner()).prop_map(|(operation, owner)| Step::TakeOver { operation, owner }),
        1 => (0..ORDERS, 0..4_u8).prop_map(|(order, key)| Step::IssueKey { order, key }),
        1 => (0..ORDERS, 0..4_u8).prop_map(|(order, key)| Step::DeleteKey { order, key }),
    ]
}

impl Step {
    /// Takes the step; says which guard was lost. A number that is taken is no fault: another is drawn.
    pub(crate) fn take(&self, model: &mut Model) -> Option<Lost> {
        if let Self::TakeOver { operation, owner } = self {
            if let Some(id) = unresolved(model, operation) {
                model.take_over(id, OwnerId(*owner));
            }
            return None;
        }
        let command = self.command(model)?;
        model.submit(&command).err().filter(|lost| *lost != Lost::Number)
    }

    /// The command that this step gives as things stand; `None` if there is nothing to give it on.
    pub(crate) fn command(&self, model: &Model) -> Option<Command> {
        Some(match *self {
            Self::Pay { id, order, amount, exempt, key, owner } => {
                let taxation = if exempt { Taxation::Exempt } else { Taxation::Taxable };
                let payment = new_payment(TradeId::from_i64(i64::from(id)), order, amount, taxation);
                let key = key.then(|| sealed(model, 100));
                Command::Authorise(Box::new(Authorise {
                    payment,
                    window: None,
                    key,
                    charged: None,
                    intent: intent(owner),
                }))
            }
            Self::PayInWindow { window, stale, late, deferred, key, owner } => {
                // Numbers of windows and of APIs are drawn apart; orders may meet.
                let id = TradeId::from_i64(100 + i64::from(window));
                let payment = new_payment(id, window, 1_000, Taxation::Taxable);
                let window = step(model, window, stale, late);
                let intent = intent(owner);
                if deferred {
                    let (proof, outcome) = (SealedProof(b"proof".to_vec()), OperationOutcome::default());
                    Command::Authenticate(Box::new(Authenticate { payment, window, proof, outcome, intent }))
                } else {
                    let key = key.then(|| sealed(model, 200));
                    Command::Authorise(Box::new(Authorise {
                        payment,
                        window: Some(window),
                        key,
                        charged: None,
                        intent,
                    }))
                }
            }
            Self::Capture { ref payment, amount, late, owner } => {
                capture(model, payment, amount, late, owner)?
            }
            Self::Cancel { ref payment, share, gap, vat, claim, owner } => {
                cancel(model, payment, share, gap, vat, claim, owner)?
            }
            Self::Conclude { ref operation, foreign, answer } => conclude(model, operation, foreign, answer)?,
            Self::TakeOver { .. } => return None,
            Self::IssueKey { order, key } => Command::IssueKey(Box::new(IssueKey {
                claim: claim(order, ClaimKind::IssueKey),
                trade: TradeId::from_i64(1_000),
                key: Some(SealedKey { id: KeyId([key; 16]), merchant: merchant(), sealed: vec![1] }),
            })),
            Self::DeleteKey { order, key } => Command::DeleteKey(Box::new(DeleteKey {
                claim: claim(order, ClaimKind::DeleteKey),
                trade: TradeId::from_i64(1_000),
                key: KeyId([key; 16]),
            })),
        })
    }
}

fn capture(model: &Model, payment: &Index, amount: Option<i64>, late: bool, owner: i64) -> Option<Command> {
    let payment = pick(payment, model.payments.values())?;
    let at = if late { NOW.plus_ms(2 * DAY_MS) } else { NOW };
    Some(Command::Capture(Box::new(Capture {
        payment: payment.id,
        merchant: merchant(),
        order_no: payment.order_no.clone(),
        amount: won(amount.unwrap_or(payment.amount)),
        notify: true,
        intent: Intent { at, ..intent(owner) },
    })))
}

fn cancel(
    model: &Model,
    payment: &Index,
    share: Share,
    gap: bool,
    vat: Option<i64>,
    order: Option<u8>,
    owner: i64,
) -> Option<Command> {
    let payment = pick(payment, model.payments.values())?;
    let amount = match share {
        Share::All => payment.balance(),
        Share::Most => payment.balance() / 2 + 1,
        Share::Some(amount) => amount,
        Share::TooMuch => payment.balance() + 1,
    };
    let supply = vat.map(|vat| (amount - vat).max(0));
    // Numbers of cancels begin far from those of payments, and none is drawn twice.
    let drawn = 10_000 + i64::try_from(model.operations.len()).expect("few");
    Some(Command::Cancel(Box::new(Cancel {
        payment: payment.id,
        merchant: merchant(),
        trade: TradeId::from_i64(drawn),
        claim: order.map(|order| claim(order, ClaimKind::Cancel)),
        amount: won(amount),
        ordinal: (gap || payment.cancels % 2 == 0).then_some(payment.cancels + 1 + u16::from(gap)),
        parts: NamedParts { supply, vat, ..NamedParts::default() },
        partial: true,
        notify: true,
        intent: intent(owner),
    })))
}

fn conclude(model: &Model, operation: &Index, foreign: bool, answer: u8) -> Option<Command> {
    // Mostly something to be concluded; sometimes what was concluded long ago.
    let old = pick(operation, model.operations.values())?.id;
    let id = unresolved(model, operation).filter(|_| answer != 5).unwrap_or(old);
    let owner = model.operations.get(&id)?.owner;
    let owner = if foreign { OwnerId((owner.0 + 1) % OWNERS) } else { owner };
    let outcome = match answer {
        0 | 5 => Outcome::Approved(Box::default()),
        1 | 2 => Outcome::Declined(DeclineCode::new("CA31").expect("four characters")),
        3 => Outcome::Unknown,
        _ => Outcome::Reversed,
    };
    // An approval that comes while something is being taken back is the dangerous one.
    Some(Command::Conclude(Box::new(Conclude { id, owner, outcome, at: NOW, now: NOW })))
}

fn unresolved(model: &Model, operation: &Index) -> Option<RequestId> {
    let open = model.operations.values().filter(|operation| operation.state.is_unresolved());
    pick(operation, open).map(|operation| operation.id)
}

fn pick<'a, T>(index: &Index, from: impl Iterator<Item = &'a T>) -> Option<&'a T> {
    let all: Vec<_> = from.collect();
    if all.is_empty() { None } else { Some(*index.get(&all)) }
}

fn step(model: &Model, window: u8, stale: bool, late: bool) -> WindowStep {
    let at = model.windows.get(&window).copied().unwrap_or(0);
    let opened_at = if late { NOW.plus_ms(-700_000) } else { NOW };
    WindowStep { window: [window; 16], step: if stale { at.saturating_sub(1) } else { at }, opened_at }
}

/// A key that nothing stored has.
fn sealed(model: &Model, base: u8) -> SealedKey {
    let mut id = [base; 16];
    id[..8].copy_from_slice(&model.operations.len().to_be_bytes());
    SealedKey { id: KeyId(id), merchant: merchant(), sealed: vec![1] }
}

fn new_payment(id: TradeId, order: u8, amount: i64, taxation: Taxation) -> NewPayment {
    let tax = tax::of_payment(taxation, won(amount), NamedParts::default()).expect("nothing named");
    let order_claim = claim(order, ClaimKind::Payment);
    let order = Arc::new(Order::default());
    NewPayment {
        id,
        claim: order_claim,
        method: Method::Card,
        amount: won(amount),
        taxation,
        tax,
        order,
        notify: true,
    }
}

fn claim(order: u8, kind: ClaimKind) -> Claim {
    Claim { day: 20_260_102, order_no: format!("ORDER{order}"), merchant: merchant(), kind }
}

fn merchant() -> MerchantId {
    MerchantId::new("nxca_jt_bi").expect("valid")
}

fn won(minor: i64) -> Money {
    Money::new(minor, Currency::Krw).expect("not negative")
}

fn intent(owner: i64) -> Intent {
    Intent { owner: OwnerId(owner), lease_until: NOW.plus_ms(30_000), at: NOW }
}
