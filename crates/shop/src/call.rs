//! One call to the gateway about an order, from what it needs to what came of it.

use std::sync::Arc;

use axum::response::{IntoResponse, Redirect, Response};
use client::{DateTime, Error, Merchant};

use crate::Shop;
use crate::language::Language;
use crate::order::Order;

/// What a call needs beside its own values.
#[derive(Debug)]
pub(crate) struct Begun<T> {
    pub(crate) merchant: Arc<Merchant>,
    /// By the merchant's clock, which every message is dated by.
    pub(crate) at: DateTime,
    pub(crate) values: T,
}

/// Prepares a call, if it may be made now: an order has one under way at a time.
pub(crate) async fn begin<T>(
    shop: &Shop,
    no: &str,
    prepare: impl FnOnce(&mut Order) -> Option<T>,
) -> Option<Begun<T>> {
    shop.set_clock_of(no).await;
    begin_now(shop, no, prepare)
}

/// The same for an order whose clock was set just now.
pub(crate) fn begin_now<T>(
    shop: &Shop,
    no: &str,
    prepare: impl FnOnce(&mut Order) -> Option<T>,
) -> Option<Begun<T>> {
    let begun = shop.orders.with(no, |order| {
        if order.busy {
            return None;
        }
        let values = prepare(order)?;
        order.busy = true;
        Some((order.flow, order.now(), values))
    });
    let (flow, at, values) = begun??;
    Some(Begun { merchant: Arc::clone(shop.merchant_of(flow)?), at, values })
}

/// Makes the call and writes down what came of it, even if the browser goes away meanwhile: an answer that nobody
/// reads would be an outcome that nobody knows.
pub(crate) async fn finish<T: Send + 'static>(
    shop: &Arc<Shop>,
    no: &str,
    call: impl Future<Output = Result<T, Error>> + Send + 'static,
    settle: fn(&mut Order, T),
) {
    let (shop, no) = (Arc::clone(shop), no.to_owned());
    let to_its_end = tokio::spawn(async move {
        let outcome = call.await;
        shop.orders.with(&no, |order| {
            order.busy = false;
            match outcome {
                Ok(done) => settle(order, done),
                Err(error) => order.failed(error),
            }
        });
    });
    if let Err(error) = to_its_end.await {
        tracing::error!(%error, "a call to the gateway did not end");
    }
}

/// To the order's page, which tells what came of it.
pub(crate) fn back(no: &str, language: Language) -> Response {
    Redirect::to(&format!("/orders/{no}{}", language.query())).into_response()
}
