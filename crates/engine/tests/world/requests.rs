//! Ordinary requests.

use std::sync::Arc;

use engine::domain::card::{Card, Expiry};
use engine::domain::payment::{Method, Order};
use engine::domain::tax::NamedParts;
use engine::domain::{Currency, MerchantId, Money, PaymentRequest, TradeId};
use engine::institutions::card::Instrument;
use engine::{CancelPayment, CapturePayment, Engine, MerchantEntry, PayByCard, PayWith};

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

/// A payment by an ordinary card, today.
pub(crate) fn pay(engine: &Engine, merchant: &MerchantEntry, order_no: &str, amount: i64) -> PayByCard {
    let card = Card::new("9490191234560402", Expiry::new(40, 12).expect("a month")).expect("a card");
    PayByCard {
        request: request(engine.draw_number(), today(merchant), order_no, amount),
        with: PayWith::Instrument(Instrument::Card { card, holder: None }),
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
    CapturePayment { payment, order_no: order_no.to_owned(), amount: won(amount), day: today(merchant) }
}
