//! Ordinary commands, and their answers.

use std::sync::Arc;

use store::domain::facts::{Approval, CardFacts, Facts};
use store::domain::operation::{Operation, Rail};
use store::domain::payment::{Authorise, Cancel, NewPayment, Order, Payment};
use store::domain::tax::{NamedParts, TaxParts, Taxation};
use store::domain::time::Moment;
use store::domain::{
    Claim, ClaimKind, Command, Conclude, Currency, DeclineCode, InstitutionId, Intent, MerchantId, Method,
    Money, NumberKind, Outcome, OwnerId, Refusal, Reply, RequestId, TradeId, TrialBalance,
};
use store::{Exhibit, Store};

/// 2026-01-02 12:00:00 KST.
pub(crate) const NOW: Moment = Moment::from_ms(1_767_322_800_000);
/// The process that carries on what it began.
pub(crate) const OWNER: OwnerId = OwnerId(1);
/// Another process.
pub(crate) const ANOTHER: OwnerId = OwnerId(2);

pub(crate) fn merchant() -> MerchantId {
    MerchantId::new("nxca_jt_bi").expect("valid")
}

pub(crate) fn another_merchant() -> MerchantId {
    MerchantId::new("nxca_jt_il").expect("valid")
}

pub(crate) fn institution(id: &str) -> InstitutionId {
    InstitutionId::new(id).expect("an institution")
}

/// The acquirer that is asked unless a fact says otherwise.
pub(crate) fn acquirer() -> InstitutionId {
    institution("CA04")
}

/// The number of a payment by API.
pub(crate) fn trade(count: u32) -> TradeId {
    TradeId::draw(NOW, 0, NumberKind::Payment, count)
}

/// The number of a window and its payment.
pub(crate) fn of_window(count: u32) -> TradeId {
    TradeId::draw(NOW, 0, NumberKind::Window, count)
}

/// The number of a cancel.
pub(crate) fn of_cancel(count: u32) -> TradeId {
    TradeId::draw(NOW, 0, NumberKind::Cancel, count)
}

/// The number of a key's issue or deletion.
pub(crate) fn of_key(count: u32) -> TradeId {
    TradeId::draw(NOW, 0, NumberKind::Other, count)
}

pub(crate) fn won(minor: i64) -> Money {
    Money::new(minor, Currency::Krw).expect("not negative")
}

pub(crate) fn intent() -> Intent {
    Intent { owner: OWNER, lease_ms: 30_000, at: NOW }
}

/// An intent whose owner gave up so long ago, in milliseconds.
pub(crate) fn abandoned(ago_ms: i64) -> Intent {
    Intent { lease_ms: -ago_ms, ..intent() }
}

pub(crate) fn claim(order: &str, kind: ClaimKind) -> Claim {
    Claim { day: 20_260_102, order_no: order.to_owned(), merchant: merchant(), kind }
}

/// A payment of 1,000 won: number `number` for the order `order`.
pub(crate) fn new_payment(number: u32, order: &str) -> NewPayment {
    NewPayment {
        id: trade(number),
        claim: claim(order, ClaimKind::Payment),
        method: Method::Card,
        amount: won(1_000),
        taxation: Taxation::Taxable,
        tax: TaxParts { supply: 909, vat: 91, ..TaxParts::default() },
        order: Arc::new(Order { product: "책".to_owned(), ..Order::default() }),
        notify: true,
    }
}

/// Its beginning by an API.
pub(crate) fn authorise(number: u32, order: &str) -> Authorise {
    Authorise {
        payment: new_payment(number, order),
        rail: Rail::Cards,
        institution: acquirer(),
        window: None,
        key: None,
        charged: None,
        intent: intent(),
    }
}

pub(crate) fn pay(number: u32, order: &str) -> Command {
    Command::Authorise(Box::new(authorise(number, order)))
}

/// A payment that an acquirer is asked for, and that somebody has given up.
pub(crate) fn pay_stuck(number: u32, at: InstitutionId, ago_ms: i64) -> Command {
    let of = authorise(number, &format!("ORDER{number}"));
    Command::Authorise(Box::new(Authorise { institution: at, intent: abandoned(ago_ms), ..of }))
}

/// A payment of the other merchant.
pub(crate) fn pay_another(number: u32) -> Command {
    let mut of = authorise(number, &format!("ORDER{number}"));
    of.payment.claim.merchant = another_merchant();
    Command::Authorise(Box::new(of))
}

/// The beginning of a cancel: the `ordinal`th of the payment, of its own number `number`.
pub(crate) fn cancel_of(payment: u32, number: u32, amount: i64, ordinal: u16) -> Cancel {
    Cancel {
        payment: trade(payment),
        merchant: merchant(),
        method: Method::Card,
        trade: of_cancel(number),
        claim: None,
        amount: won(amount),
        ordinal: Some(ordinal),
        parts: NamedParts::default(),
        partial: true,
        notify: true,
        intent: intent(),
    }
}

pub(crate) fn cancel(payment: u32, number: u32, amount: i64, ordinal: u16) -> Command {
    Command::Cancel(Box::new(cancel_of(payment, number, amount, ordinal)))
}

pub(crate) fn request(payment: u32, operation: u16) -> RequestId {
    RequestId { subject: trade(payment), operation }
}

/// An outcome of an operation that [`OWNER`] began.
pub(crate) fn conclude(id: RequestId, outcome: Outcome) -> Command {
    conclude_as(OWNER, id, outcome)
}

pub(crate) fn conclude_as(owner: OwnerId, id: RequestId, outcome: Outcome) -> Command {
    Command::Conclude(Box::new(Conclude { id, owner, outcome, at: concluded_at() }))
}

/// When outcomes come.
pub(crate) fn concluded_at() -> Moment {
    NOW.plus_ms(500)
}

/// An approval by acquirer 04.
pub(crate) fn approval() -> Approval {
    Approval {
        approval_no: Some("30001234".to_owned()),
        facts: Facts::Card(CardFacts {
            issuer: "SSC".to_owned(),
            acquirer: "04".to_owned(),
            product: "삼성카드 & 포인트".to_owned(),
            masked: "949019******0402".to_owned(),
            instalments: 3,
            interest_free: true,
        }),
    }
}

pub(crate) fn approved() -> Outcome {
    Outcome::Approved(Box::new(approval()))
}

pub(crate) fn declined() -> Outcome {
    Outcome::Declined(DeclineCode::new("CA31").expect("four characters"))
}

/// Every account's sums, of all that the journal holds.
pub(crate) fn trial(store: &dyn Store) -> TrialBalance {
    let mut trial = TrialBalance::default();
    let add = &mut |exhibit| {
        if let Exhibit::Subject(dossier) = exhibit {
            dossier.transfers.iter().for_each(|line| trial.add(&line.transfer));
        }
    };
    store.examine(add).expect("is examined");
    trial
}

pub(crate) async fn submit(store: &dyn Store, command: Command) -> Reply {
    store.submit(command).await.expect("the store answers")
}

/// The operation that `command` begins.
pub(crate) async fn begin(store: &dyn Store, command: Command) -> Operation {
    match submit(store, command).await {
        Reply::Begun(begun) => *begun.operation,
        other => unreachable!("not begun but {other:?}"),
    }
}

/// Where `command` leaves a payment and its operation.
pub(crate) async fn standing(store: &dyn Store, command: Command) -> (Payment, Operation) {
    match submit(store, command).await {
        Reply::Standing(standing) => (standing.payment.expect("a payment"), standing.operation),
        other => unreachable!("not standing but {other:?}"),
    }
}

/// Why `command` is refused.
pub(crate) async fn refusal(store: &dyn Store, command: Command) -> Refusal {
    match submit(store, command).await {
        Reply::Refused(refusal) => refusal,
        other => unreachable!("not refused but {other:?}"),
    }
}

/// Pays the order `order` under the number `number`.
pub(crate) async fn paid(store: &dyn Store, number: u32, order: &str) -> Payment {
    approve(store, pay(number, order)).await
}

/// Begins a payment, and has it approved; as it is stored then.
pub(crate) async fn approve(store: &dyn Store, command: Command) -> Payment {
    let id = begin(store, command).await.id;
    standing(store, conclude(id, approved())).await;
    store.payment(id.subject).await.expect("reads").expect("is there").payment
}

/// The payment as it is stored.
pub(crate) async fn stored(store: &dyn Store, number: u32) -> Payment {
    store.payment(trade(number)).await.expect("reads").expect("is there").payment
}
