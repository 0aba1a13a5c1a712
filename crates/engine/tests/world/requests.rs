//! Ordinary requests.

use std::sync::Arc;

use domain::card::{Card, Expiry, Holder};
use domain::payment::{Order, PaymentRequest};
use domain::tax::NamedParts;
use domain::{Currency, DeclineCode, MerchantId, Method, Money, TradeId};
use engine::{
    CancelPayment, CapturePayment, Engine, IssueBillingKey, KeyIssue, MerchantEntry, PayByCard, PayWith,
};
use institutions::scenario::Outcome;

/// A merchant of the test environment.
pub(crate) fn merchant(engine: &Engine, id: &str) -> Arc<MerchantEntry> {
    let id = MerchantId::new(id).expect("a merchant's id");
    engine.merchant(id).expect("a merchant of the test environment")
}

pub(crate) fn won(minor: i64) -> Money {
    Money::new(minor, Currency::Krw).expect("not negative")
}

/// Today, by the merchant's clock.
pub(crate) fn today(merchant: &MerchantEntry) -> i32 {
    merchant.now().kst().day().number()
}

/// A payment under this number.
pub(crate) fn request(id: TradeId, day: i32, order_no: &str, amount: i64) -> PaymentRequest {
    let noti_url = Some("http://127.0.0.1:9/notified".to_owned());
    PaymentRequest {
        id,
        day,
        order_no: order_no.to_owned(),
        method: Method::Card,
        amount: won(amount),
        taxation: None,
        parts: NamedParts::default(),
        order: Order { product: "책".to_owned(), noti_url, ..Order::default() },
    }
}

/// A payment by an ordinary card, today. Its number is drawn when it begins.
pub(crate) fn pay(merchant: &MerchantEntry, order_no: &str, amount: i64) -> PayByCard {
    let card = Card::new("9490191234560402", Expiry::new(40, 12).expect("a month")).expect("a card");
    PayByCard {
        request: request(TradeId::from_i64(0), today(merchant), order_no, amount),
        with: PayWith::Card(card, None),
        instalments: 0,
        window: None,
    }
}

/// A cancel, today, under an order number of its own.
pub(crate) fn cancel(
    merchant: &MerchantEntry,
    payment: TradeId,
    order_no: &str,
    ordinal: u16,
    amount: i64,
) -> CancelPayment {
    CancelPayment {
        payment: Some(payment),
        method: Method::Card,
        day: today(merchant),
        order_no: order_no.to_owned(),
        amount: won(amount),
        ordinal: Some(ordinal),
        parts: NamedParts::default(),
    }
}

/// A capture, today.
pub(crate) fn capture(
    merchant: &MerchantEntry,
    payment: TradeId,
    order_no: &str,
    amount: i64,
) -> CapturePayment {
    CapturePayment {
        payment,
        method: Method::Card,
        order_no: order_no.to_owned(),
        amount: won(amount),
        day: today(merchant),
    }
}

/// The issuers' no.
pub(crate) fn declined(code: &str) -> Outcome {
    Outcome::Decline(DeclineCode::new(code).expect("a code"))
}

/// The issue of a billing key, today.
pub(crate) async fn issue_key(engine: &Engine, order_no: &str) -> KeyIssue {
    let merchant = merchant(engine, "nxca_jt_bi");
    let card = Card::new("9490191234560402", Expiry::new(40, 12).expect("a month")).expect("a card");
    let holder = Holder { identity: "900101".to_owned().into(), pin_prefix: "12".to_owned().into() };
    let (day, order_no) = (today(&merchant), order_no.to_owned());
    let wanted = IssueBillingKey { day, order_no, card, holder, issue: true };
    engine.issue_billing_key(&merchant, wanted).await.expect("the store works")
}
