//! What the shop asks of the gateway by itself: capture, cancel, inquire, charge a billing key.

use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use client::{BillingKeyPayment, Cancel, Capture, Error, Inquiry, Merchant, Money};
use serde::Deserialize;

use crate::Shop;
use crate::amount;
use crate::language::Language;
use crate::order::Order;
use crate::order_page::{self, CUSTOMER_ID, CUSTOMER_NAME};
use crate::orders;
use crate::page;
use crate::stage::Stage;
use crate::way::Way;

pub(crate) async fn capture(
    State(shop): State<Arc<Shop>>,
    language: Language,
    Path(no): Path<String>,
) -> Response {
    let begun = begin(&shop, &no, |order| match order.stage() {
        Stage::Authenticated => Some((order.amount, order.authentication.clone()?)),
        _ => None,
    });
    if let Some((merchant, (amount, trade_no))) = begun {
        let (gateway, order_no) = (shop.gateway.clone(), no.clone());
        let call = async move {
            let capture = Capture { order_no: &order_no, trade_no: &trade_no, amount, at: None };
            gateway.capture(&merchant, &capture).await
        };
        finish(&shop, &no, call, |order, paid| order.charged(&paid)).await;
    }
    back(&no, language)
}

/// Which part is to be cancelled.
#[derive(Debug, Deserialize)]
pub(crate) struct CancelForm {
    /// Without one, all that is left.
    amount: Option<String>,
}

pub(crate) async fn cancel(
    State(shop): State<Arc<Shop>>,
    language: Language,
    Path(no): Path<String>,
    Form(form): Form<CancelForm>,
) -> Response {
    let Some(balance) = shop.orders.with(&no, |order| order.balance()) else {
        return page::no_such_order(&shop, language);
    };
    let amount = match &form.amount {
        None => Some(balance),
        Some(typed) => amount::parse(typed, balance.currency()),
    };
    match amount.filter(|amount| balance.checked_sub(*amount).is_some()) {
        Some(amount) => {
            cancel_amount(&shop, &no, amount).await;
            back(&no, language)
        }
        None => {
            let error = language.of(
                "0보다 크고 취소할 수 있는 금액 이하로 적어 주세요.",
                "Enter more than nothing and no more than can be cancelled.",
            );
            order_page::render(&shop, language, &no, StatusCode::UNPROCESSABLE_ENTITY, error)
        }
    }
}

async fn cancel_amount(shop: &Arc<Shop>, no: &str, amount: Money) {
    let begun = begin(shop, no, |order| {
        order.stage().can_be_cancelled().then_some(())?;
        let trade_no = order.payment.as_ref()?.trade_no.clone();
        order.cancels_tried += 1;
        // Of one length, with a letter at the end, as the payment's own number.
        let order_no = format!("{}{:03}C", order.no, order.cancels_tried);
        Some((order_no, trade_no, order.next_cancel()))
    });
    if let Some((merchant, (order_no, trade_no, ordinal))) = begun {
        let gateway = shop.gateway.clone();
        let call = async move {
            let (order_no, trade_no) = (&*order_no, &*trade_no);
            let cancel = Cancel { order_no, trade_no, amount, ordinal, ..Cancel::default() };
            gateway.cancel(&merchant, &cancel).await
        };
        finish(shop, no, call, |order, done| order.refunded(&done.trade_no, done.amount)).await;
    }
}

pub(crate) async fn inquire(
    State(shop): State<Arc<Shop>>,
    language: Language,
    Path(no): Path<String>,
) -> Response {
    let begun = begin(&shop, &no, |order| {
        let trade_no = order.payment.as_ref().map(|payment| payment.trade_no.clone());
        Some((order.amount, order.placed_at.date, trade_no))
    });
    if let Some((merchant, (amount, date, trade_no))) = begun {
        let (gateway, order_no) = (shop.gateway.clone(), no.clone());
        let call = async move {
            let trade_no = trade_no.as_deref();
            let inquiry = Inquiry { order_no: &order_no, amount, date, trade_no, at: None };
            gateway.inquire(&merchant, &inquiry).await
        };
        finish(&shop, &no, call, |order, found| order.found(&found)).await;
    }
    back(&no, language)
}

/// A new order of the same thing, paid by the key that came with an earlier payment.
pub(crate) async fn pay_again(
    State(shop): State<Arc<Shop>>,
    language: Language,
    Path(no): Path<String>,
) -> Response {
    let again = shop.orders.with(&no, |order| {
        let key = order.billing_key.clone()?;
        let mut again = Order::new(orders::new_no(), order.good, order.flow, Way::BillingKey, language);
        again.billing_key = Some(key);
        Some(again)
    });
    let Some(Some(again)) = again else { return back(&no, language) };
    let again_no = again.no.clone();
    shop.orders.add(again);
    let begun = begin(&shop, &again_no, |order| Some((order.billing_key.clone()?, order.amount, order.good)));
    if let Some((merchant, (key, amount, good))) = begun {
        let (gateway, order_no) = (shop.gateway.clone(), again_no.clone());
        let call = async move {
            let payment = BillingKeyPayment {
                order_no: &order_no,
                amount,
                product: good.name(&language),
                customer_name: CUSTOMER_NAME,
                customer_id: CUSTOMER_ID,
                ..BillingKeyPayment::default()
            };
            gateway.pay_by_billing_key(&merchant, &key, &payment).await
        };
        finish(&shop, &again_no, call, |order, paid| order.charged(&paid)).await;
    }
    back(&again_no, language)
}

/// What a call needs, if it may be made now: an order has one call under way at a time.
fn begin<T>(
    shop: &Shop,
    no: &str,
    prepare: impl FnOnce(&mut Order) -> Option<T>,
) -> Option<(Arc<Merchant>, T)> {
    let begun = shop.orders.with(no, |order| {
        if order.busy {
            return None;
        }
        let prepared = prepare(order)?;
        order.busy = true;
        Some((order.flow, prepared))
    });
    let (flow, prepared) = begun??;
    Some((Arc::clone(shop.merchant_of(flow)?), prepared))
}

/// Makes the call and writes down what came of it, even if the browser goes away meanwhile: an answer that nobody
/// reads would be an outcome that nobody knows.
async fn finish<T: Send + 'static>(
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

fn back(no: &str, language: Language) -> Response {
    Redirect::to(&format!("/orders/{no}{}", language.query())).into_response()
}
