//! Random steps: few orders, windows and keys, so that they meet.

use domain::{Method, OwnerId, RequestId};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::model::Model;

pub(crate) const OWNERS: i64 = 2;
const ORDERS: u8 = 5;

#[derive(Clone, Debug)]
pub(crate) enum Step {
    Pay { order: u8, method: Method, amount: i64, exempt: bool, key: bool, taken: bool, owner: i64 },
    Charge { order: u8, key: Index, owner: i64 },
    OpenWindow { order: u8, method: Method, taken: bool },
    PayInWindow { window: Index, stale: bool, late: bool, deferred: bool, key: bool, owner: i64 },
    Capture { payment: Index, amount: Option<i64>, foreign: bool, late: bool, owner: i64 },
    Cancel(Refund),
    Conclude { operation: Index, foreign: bool, answer: Answer },
    TakeOver { operation: Index, owner: i64 },
    IssueKey { order: u8, check_alone: bool, taken: bool, owner: i64 },
    DeleteKey { order: u8, key: Index, taken: bool },
}

#[derive(Clone, Debug)]
pub(crate) struct Refund {
    pub(crate) payment: Index,
    /// Whether there is anything to pay back of it or not.
    pub(crate) anything: bool,
    pub(crate) share: Share,
    pub(crate) ordinal: Ordinal,
    pub(crate) vat: Option<i64>,
    pub(crate) claim: Option<u8>,
    /// By another method than it was paid.
    pub(crate) foreign: bool,
    pub(crate) taken: bool,
    pub(crate) days_later: i32,
    pub(crate) owner: i64,
}

/// How much of the balance.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Share {
    All,
    Most,
    Some(i64),
    TooMuch,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Ordinal {
    Unsaid,
    Next,
    Gap,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Answer {
    Approved,
    /// Of something that was concluded long ago.
    ApprovedAgain,
    Declined,
    Unknown,
    Reversed,
    Lapsed,
}

fn refund() -> impl Strategy<Value = Refund> {
    let share = prop_oneof![
        2 => Just(Share::All),
        2 => Just(Share::Most),
        4 => (0..500_i64).prop_map(Share::Some),
        1 => Just(Share::TooMuch),
    ];
    let ordinal = prop_oneof![4 => Just(Ordinal::Unsaid), 4 => Just(Ordinal::Next), 1 => Just(Ordinal::Gap)];
    let asked =
        (any::<Index>(), prop::bool::weighted(0.3), share, ordinal, prop::option::weighted(0.2, 0..50_i64));
    let days_later = prop_oneof![6 => Just(0), 3 => 1..60_i32, 1 => 60..400_i32];
    let rest = (prop::option::of(0..ORDERS), rarely(), rarely(), days_later, 0..OWNERS);
    (asked, rest).prop_map(
        |((payment, anything, share, ordinal, vat), (claim, foreign, taken, days_later, owner))| Refund {
            payment,
            anything,
            share,
            ordinal,
            vat,
            claim,
            foreign,
            taken,
            days_later,
            owner,
        },
    )
}

fn rarely() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.1)
}

fn any_method() -> impl Strategy<Value = Method> {
    prop_oneof![1 => Just(Method::Card), 1 => prop::sample::select(Method::ALL.to_vec())]
}

pub(crate) fn any_step() -> impl Strategy<Value = Step> {
    let order = || 0..ORDERS;
    let owner = || 0..OWNERS;
    let index = any::<Index>;
    let pay = (order(), any_method(), 1..2_000_i64, any::<bool>(), any::<bool>(), rarely(), owner());
    let in_window = (index(), rarely(), rarely(), any::<bool>(), any::<bool>(), owner());
    let capture = (index(), prop::option::weighted(0.1, 1..2_000_i64), rarely(), rarely(), owner());
    let answer = prop_oneof![
        6 => Just(Answer::Approved),
        1 => Just(Answer::ApprovedAgain),
        5 => Just(Answer::Declined),
        2 => Just(Answer::Unknown),
        3 => Just(Answer::Reversed),
        2 => Just(Answer::Lapsed),
    ];
    prop_oneof![
        3 => pay.prop_map(|(order, method, amount, exempt, key, taken, owner)| {
            Step::Pay { order, method, amount, exempt, key, taken, owner }
        }),
        1 => (order(), index(), owner()).prop_map(|(order, key, owner)| Step::Charge { order, key, owner }),
        2 => (order(), any_method(), rarely())
            .prop_map(|(order, method, taken)| Step::OpenWindow { order, method, taken }),
        6 => in_window.prop_map(|(window, stale, late, deferred, key, owner)| {
            Step::PayInWindow { window, stale, late, deferred, key, owner }
        }),
        3 => capture.prop_map(|(payment, amount, foreign, late, owner)| {
            Step::Capture { payment, amount, foreign, late, owner }
        }),
        10 => refund().prop_map(Step::Cancel),
        16 => (index(), rarely(), answer)
            .prop_map(|(operation, foreign, answer)| Step::Conclude { operation, foreign, answer }),
        2 => (index(), owner()).prop_map(|(operation, owner)| Step::TakeOver { operation, owner }),
        1 => (order(), any::<bool>(), rarely(), owner())
            .prop_map(|(order, check_alone, taken, owner)| Step::IssueKey { order, check_alone, taken, owner }),
        1 => (order(), index(), rarely())
            .prop_map(|(order, key, taken)| Step::DeleteKey { order, key, taken }),
    ]
}

impl Step {
    /// Recovery's step, which is no command.
    pub(crate) fn take_over(&self, model: &mut Model) {
        if let Self::TakeOver { operation, owner } = self
            && let Some(id) = unresolved(model, operation)
        {
            model.take_over(id, OwnerId(*owner));
        }
    }
}

pub(crate) fn unresolved(model: &Model, operation: &Index) -> Option<RequestId> {
    let open = model.operations.values().filter(|operation| operation.state.is_unresolved());
    pick(operation, open).map(|operation| operation.id)
}

pub(crate) fn pick<'a, T>(index: &Index, from: impl Iterator<Item = &'a T>) -> Option<&'a T> {
    let all: Vec<_> = from.collect();
    if all.is_empty() { None } else { Some(*index.get(&all)) }
}
