//! What the shop asks of the gateway by itself: capture and inquiry.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use client::{Capture, Inquiry};

use crate::Shop;
use crate::call::{Begun, back, begin, finish};
use crate::language::Language;
use crate::stage::Stage;

pub(crate) async fn capture(
    State(shop): State<Arc<Shop>>,
    language: Language,
    Path(no): Path<String>,
) -> Response {
    let begun = begin(&shop, &no, |order| match order.stage() {
        Stage::Authenticated => Some((order.amount, order.authentication.clone()?)),
        _ => None,
    });
    if let Some(Begun { merchant, at, values: (amount, trade_no) }) = begun.await {
        let (gateway, order_no) = (shop.gateway.clone(), no.clone());
        let call = async move {
            let capture = Capture { order_no: &order_no, trade_no: &trade_no, amount, at: Some(at) };
            gateway.capture(&merchant, &capture).await
        };
        finish(&shop, &no, call, |order, paid| order.charged(&paid)).await;
    }
    back(&no, language)
}

pub(crate) async fn inquire(
    State(shop): State<Arc<Shop>>,
    language: Language,
    Path(no): Path<String>,
) -> Response {
    let begun = begin(&shop, &no, |order| {
        let trade_no = order.payment.as_ref().map(|payment| payment.trade_no.clone());
        Some((order.amount, order.asked_on, trade_no, order.flow.method()))
    });
    if let Some(Begun { merchant, at, values: (amount, date, trade_no, method) }) = begun.await {
        let (gateway, order_no) = (shop.gateway.clone(), no.clone());
        let call = async move {
            let trade_no = trade_no.as_deref();
            let inquiry = Inquiry { order_no: &order_no, amount, date, trade_no, method, at: Some(at) };
            gateway.inquire(&merchant, &inquiry).await
        };
        finish(&shop, &no, call, |order, found| order.found(&found)).await;
    }
    back(&no, language)
}
