//! Ordinary commands, and their answers.

use std::sync::Arc;

use store::Store;
use store::domain::card::CardFacts;
use store::domain::payment::{Claim, ClaimKind, Method, Operation, OperationOutcome, Order, Payment};
use store::domain::tax::{NamedParts, TaxParts, Taxation};
use store::domain::time::Moment;
use store::domain::{
    Authorise, Cancel, Command, Conclude, Currency, DeclineCode, Intent, MerchantId, Money, NewPayment,
    Outcome, OwnerId, Refusal, Reply, RequestId, TradeId,
};

/// 2026-01-02 12:00:00 KST.
pub(crate) const NOW: Moment = Moment::from_ms(1_767_322_800_000);
/// When the leases of [`intent`] end.
pub(crate) const LEASE_END: Moment = NOW.plus_ms(30_000);
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

pub(crate) fn trade(number: i64) -> TradeId {
    TradeId::from_i64(2_601_021_200_000_000_000 + number)
}

pub(crate) fn won(minor: i64) -> Money {
    Money::new(minor, Currency::Krw).expect("not negative")
}

pub(crate) fn intent() -> Intent {
    Intent { owner: OWNER, lease_until: LEASE_END, at: NOW }
}

pub(crate) fn claim(order: &str, kind: ClaimKind) -> Claim {
    Claim { day: 20_260_102, order_no: order.to_owned(), merchant: merchant(), kind }
}

/// A payment of 1,000 won: number `number` for the order `order`.
pub(crate) fn new_payment(number: i64, order: &str) -> NewPayment {
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
pub(crate) fn authorise(number: i64, order: &str) -> Authorise {
    Authorise {
        payment: new_payment(number, order),
        window: None,
        key: None,
        charged: None,
        intent: intent(),
    }
}

pub(crate) fn pay(number: i64, order: &str) -> Command {
    Command::Authorise(Box::new(authorise(number, order)))
}

/// The beginning of a cancel: the `ordinal`th of the payment.
pub(crate) fn cancel(payment: i64, number: i64, amount: i64, ordinal: u16) -> Command {
    Command::Cancel(Box::new(Cancel {
        payment: trade(payment),
        merchant: merchant(),
        trade: trade(number),
        claim: None,
        amount: won(amount),
        ordinal: Some(ordinal),
        parts: NamedParts::default(),
        partial: true,
        notify: true,
        intent: intent(),
    }))
}

pub(crate) fn request(payment: i64, operation: u16) -> RequestId {
    RequestId { payment: trade(payment), operation }
}

/// An outcome of an operation that [`OWNER`] began.
pub(crate) fn conclude(id: RequestId, outcome: Outcome) -> Command {
    conclude_as(OWNER, id, outcome)
}

pub(crate) fn conclude_as(owner: OwnerId, id: RequestId, outcome: Outcome) -> Command {
    Command::Conclude(Box::new(Conclude { id, owner, outcome, at: NOW.plus_ms(500), now: NOW }))
}

/// An approval by acquirer 04.
pub(crate) fn approval() -> OperationOutcome {
    OperationOutcome {
        at: NOW.plus_ms(500),
        approval_no: Some("30001234".to_owned()),
        card: Some(CardFacts {
            issuer: "SSC".to_owned(),
            acquirer: "04".to_owned(),
            product: "삼성카드 & 포인트".to_owned(),
            masked: "949019******0402".to_owned(),
            instalments: 3,
            interest_free: true,
        }),
        code: None,
    }
}

pub(crate) fn approved() -> Outcome {
    Outcome::Approved(Box::new(approval()))
}

pub(crate) fn declined() -> Outcome {
    Outcome::Declined(DeclineCode::new("CA31").expect("four characters"))
}

pub(crate) async fn submit(store: &dyn Store, command: Command) -> Reply {
    store.submit(command).await.expect("the store answers")
}

/// The operation that `command` begins.
pub(crate) async fn begin(store: &dyn Store, command: Command) -> Operation {
    match submit(store, command).await {
        Reply::Begun(operation) => *operation,
        other => unreachable!("not begun but {other:?}"),
    }
}

/// Where `command` leaves things.
pub(crate) async fn standing(store: &dyn Store, command: Command) -> (Payment, Operation) {
    match submit(store, command).await {
        Reply::Standing(payment, operation) => (*payment, *operation),
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
pub(crate) async fn paid(store: &dyn Store, number: i64, order: &str) -> Payment {
    let operation = begin(store, pay(number, order)).await;
    standing(store, conclude(operation.id, approved())).await.0
}

/// The payment as it is stored.
pub(crate) async fn stored(store: &dyn Store, number: i64) -> Payment {
    store.payment(trade(number)).await.expect("reads").expect("is there").payment
}
