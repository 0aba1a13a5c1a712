//! Ordinary commands.

use std::sync::Arc;

use domain::card::{Card, Expiry};
use domain::credential::{BillingKey, Credential};
use domain::facts::{Approval, CardFacts, Facts};
use domain::operation::{Operation, Rail, Sealed};
use domain::payment::{Authenticate, Authorise, Cancel, Capture, NewPayment, Order};
use domain::tax::{NamedParts, TaxParts, Taxation};
use domain::time::Moment;
use domain::window::{OpenWindow, Window, WindowId, WindowStep};
use domain::{
    Claim, ClaimKind, Command, Conclude, Currency, DeclineCode, InstitutionId, Intent, MerchantId, Method,
    Money, NumberKind, Outcome, OwnerId, Reply, RequestId, TradeId,
};
use store::Store;
use store::vault::Vault;
use zeroize::Zeroizing;

/// 2026-01-02 12:00:00 KST.
pub(crate) const NOW: Moment = Moment::from_ms(1_767_322_800_000);
pub(crate) const AMOUNT: i64 = 10_000;

pub(crate) fn merchant() -> MerchantId {
    MerchantId::new("nxca_jt_bi").expect("valid")
}

pub(crate) fn acquirer() -> InstitutionId {
    InstitutionId::new("CA04").expect("an institution")
}

pub(crate) fn number(kind: NumberKind, count: u32) -> TradeId {
    TradeId::draw(NOW, 0, kind, count)
}

pub(crate) fn won(minor: i64) -> Money {
    Money::new(minor, Currency::Krw).expect("not negative")
}

fn intent() -> Intent {
    Intent { owner: OwnerId(1), lease_ms: 30_000, at: NOW }
}

pub(crate) fn claim(order: &str, kind: ClaimKind) -> Claim {
    Claim { day: 20_260_102, order_no: order.to_owned(), merchant: merchant(), kind }
}

pub(crate) fn new_payment(id: TradeId, order: &str) -> NewPayment {
    NewPayment {
        id,
        claim: claim(order, ClaimKind::Payment),
        method: Method::Card,
        amount: won(AMOUNT),
        taxation: Taxation::Taxable,
        tax: TaxParts { supply: 9_091, vat: 909, ..TaxParts::default() },
        order: Arc::new(Order { product: "책".to_owned(), ..Order::default() }),
        notify: true,
    }
}

pub(crate) fn authorise(id: TradeId, order: &str) -> Authorise {
    Authorise {
        payment: new_payment(id, order),
        rail: Rail::Cards,
        institution: acquirer(),
        window: None,
        key: None,
        charged: None,
        intent: intent(),
    }
}

pub(crate) fn pay(count: u32) -> Command {
    let id = number(NumberKind::Payment, count);
    Command::Authorise(Box::new(authorise(id, &format!("ORDER{count}"))))
}

pub(crate) fn cancel(payment: TradeId, count: u32, amount: i64, order: Option<&str>) -> Command {
    Command::Cancel(Box::new(Cancel {
        payment,
        merchant: merchant(),
        method: Method::Card,
        trade: number(NumberKind::Cancel, count),
        claim: order.map(|order| claim(order, ClaimKind::Cancel)),
        amount: won(amount),
        ordinal: None,
        parts: NamedParts::default(),
        partial: true,
        notify: true,
        intent: intent(),
    }))
}

pub(crate) fn window_step(count: u32, step: u32) -> WindowStep {
    let mut id = [9; 16];
    id[..4].copy_from_slice(&count.to_be_bytes());
    WindowStep { window: WindowId(id), step, opened_at: NOW }
}

pub(crate) fn open_window(count: u32) -> Command {
    let window = Window {
        id: window_step(count, 0).window,
        payment: number(NumberKind::Window, count),
        merchant: merchant(),
        method: Method::Card,
        order_day: 20_260_102,
        order_no: format!("WINDOW{count}"),
        step: 0,
        stage: "the card's page".to_owned(),
        request: "{}".to_owned(),
        opened_at: NOW,
    };
    let claim = window.claim();
    Command::OpenWindow(Box::new(OpenWindow { window, claim }))
}

/// A card is tried in a window, for the `step`th time.
pub(crate) fn pay_in_window(count: u32, step: u32, key: Option<Credential>) -> Command {
    let of = authorise(number(NumberKind::Window, count), &format!("WINDOW{count}"));
    Command::Authorise(Box::new(Authorise { window: Some(window_step(count, step)), key, ..of }))
}

pub(crate) fn authenticate(count: u32) -> Command {
    Command::Authenticate(Box::new(Authenticate {
        payment: new_payment(number(NumberKind::Window, count), &format!("WINDOW{count}")),
        rail: Rail::Cards,
        institution: acquirer(),
        window: window_step(count, 0),
        proof: Sealed(b"the issuer's word".to_vec()),
        approval: approval(),
        intent: intent(),
    }))
}

pub(crate) fn capture(count: u32) -> Command {
    Command::Capture(Box::new(Capture {
        payment: number(NumberKind::Window, count),
        merchant: merchant(),
        method: Method::Card,
        order_no: format!("WINDOW{count}"),
        amount: won(AMOUNT),
        notify: true,
        intent: intent(),
    }))
}

pub(crate) fn issue(count: u32, key: Credential) -> Command {
    Command::IssueKey(Box::new(domain::credential::IssueKey {
        claim: claim(&format!("KEY{count}"), ClaimKind::IssueKey),
        trade: number(NumberKind::Other, count),
        rail: Rail::Cards,
        institution: acquirer(),
        key: Some(key),
        intent: intent(),
    }))
}

pub(crate) fn delete(count: u32, key: &Credential) -> Command {
    Command::DeleteKey(Box::new(domain::credential::DeleteKey {
        claim: claim(&format!("DELETE{count}"), ClaimKind::DeleteKey),
        trade: number(NumberKind::Other, count),
        key: key.id,
    }))
}

/// A billing key under its seal.
pub(crate) fn sealed_key(vault: &Vault, count: u32) -> Credential {
    let card = Card::new("9490191234560402", Expiry::new(30, 12).expect("a month")).expect("a card");
    vault.seal_key(merchant(), &BillingKey(Zeroizing::new(format!("SBILL_{count}"))), &card)
}

fn approval() -> Approval {
    let card = CardFacts { issuer: "SSC".to_owned(), acquirer: "04".to_owned(), ..CardFacts::default() };
    Approval { approval_no: Some("30001234".to_owned()), facts: Facts::Card(card) }
}

pub(crate) fn approved() -> Outcome {
    Outcome::Approved(Box::new(approval()))
}

pub(crate) fn declined() -> Outcome {
    Outcome::Declined(DeclineCode::new("CA31").expect("a code"))
}

pub(crate) fn conclude(id: RequestId, outcome: Outcome) -> Command {
    Command::Conclude(Box::new(Conclude { id, owner: OwnerId(1), outcome, at: NOW.plus_ms(500) }))
}

/// Begins an operation, and has it end in these outcomes, one after the other.
pub(crate) async fn carry(store: &dyn Store, command: Command, outcomes: &[Outcome]) -> Operation {
    let operation = match store.submit(command).await.expect("the store works") {
        Reply::Begun(begun) => *begun.operation,
        Reply::Standing(standing) => standing.operation,
        other => panic!("not begun but {other:?}"),
    };
    for outcome in outcomes {
        let reply = store.submit(conclude(operation.id, outcome.clone())).await.expect("the store works");
        assert!(matches!(reply, Reply::Standing(_)), "{reply:?}");
    }
    operation
}
