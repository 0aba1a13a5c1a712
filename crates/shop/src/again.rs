//! Further orders of the same thing: by the key of an earlier payment, or in the stead of one that failed.

use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::response::Response;
use client::BillingKeyPayment;
use serde::Deserialize;

use crate::Shop;
use crate::call::{Begun, back, begin_now, finish};
use crate::language::Language;
use crate::order::Order;
use crate::order_page::{CUSTOMER_ID, CUSTOMER_NAME};
use crate::orders;
use crate::way::Way;

/// How many orders there were by the key when the page was made: what tells a second press from a second wish.
#[derive(Debug, Deserialize)]
pub(crate) struct Pressed {
    #[serde(default)]
    repeats: u32,
}

/// A new order that is paid at once, by the key that came with an earlier payment. Pressed twice, it is one order.
pub(crate) async fn by_key(
    State(shop): State<Arc<Shop>>,
    language: Language,
    Path(no): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Response {
    shop.set_clock_of(&no).await;
    let again = shop.orders.with(&no, |order| {
        let key = order.billing_key.clone()?;
        if pressed.repeats != order.repeats {
            return Some((order.latest_repeat.clone()?, None));
        }
        let mut again = like(order, Way::BillingKey, language);
        again.billing_key = Some(key);
        order.repeats += 1;
        order.latest_repeat = Some(again.no.clone());
        Some((again.no.clone(), Some(again)))
    });
    let Some(Some((again_no, again))) = again else { return back(&no, language) };
    let Some(again) = again else { return back(&again_no, language) };
    shop.orders.add(again);
    let begun =
        begin_now(&shop, &again_no, |order| Some((order.billing_key.clone()?, order.amount, order.good)));
    if let Some(Begun { merchant, at, values: (key, amount, good) }) = begun {
        let (gateway, order_no) = (shop.gateway.clone(), again_no.clone());
        let call = async move {
            let payment = BillingKeyPayment {
                order_no: &order_no,
                amount,
                product: good.name(&language),
                customer_name: CUSTOMER_NAME,
                customer_id: CUSTOMER_ID,
                at: Some(at),
                ..BillingKeyPayment::default()
            };
            gateway.pay_by_billing_key(&merchant, &key, &payment).await
        };
        finish(&shop, &again_no, call, |order, paid| order.charged(&paid)).await;
    }
    back(&again_no, language)
}

/// A new order in the stead of one that failed: the failed one's number may be used up (ST50). Asked twice, it is the
/// same order.
pub(crate) async fn anew(
    State(shop): State<Arc<Shop>>,
    language: Language,
    Path(no): Path<String>,
) -> Response {
    shop.set_clock_of(&no).await;
    let next = shop.orders.with(&no, |order| {
        if let Some(known) = &order.continued_by {
            return Some((known.clone(), None));
        }
        let next = order.can_be_placed_anew().then(|| like(order, order.way, language))?;
        order.continued_by = Some(next.no.clone());
        Some((next.no.clone(), Some(next)))
    });
    let Some(Some((next_no, next))) = next else { return back(&no, language) };
    if let Some(next) = next {
        shop.orders.add(next);
    }
    back(&next_no, language)
}

/// An order of the same thing under a number of its own.
fn like(order: &Order, way: Way, language: Language) -> Order {
    let no = orders::new_no(order.now().date);
    Order::new(no, order.good, order.flow, way, language, order.timeline.clock())
}
