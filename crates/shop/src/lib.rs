//! The demo merchant, written against the client crate as anyone would: a stationer's shop with one page of goods and
//! one page an order.
//!
//! It shows what a merchant should do. An order is paid when a verified notification, or our own inquiry, says so and
//! names the order's amount; what the customer's browser brings home only decides which page is shown.

mod actions;
mod again;
mod amount;
mod arrivals;
mod call;
mod cancelling;
mod failure;
mod flow;
mod front;
mod goods;
mod language;
mod order;
mod order_page;
mod orders;
mod page;
mod policy;
mod stage;
mod timeline;
mod way;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use client::{Clock, Error, Gateway, Merchant};

use crate::flow::{FLOWS, Flow};
use crate::orders::Orders;
use crate::policy::Policy;

/// More than any form that comes in.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// A page doesn't wait for longer to learn what time it is.
const CLOCK_PATIENCE: Duration = Duration::from_secs(1);

/// Where the shop is, and whose windows it opens.
#[derive(Debug, Clone)]
pub struct ShopOptions {
    /// The gateway's origin: `http://127.0.0.1:8080`.
    pub gateway: String,
    /// The shop's own origin, as browsers and the gateway reach it: `http://localhost:8081`.
    pub own_origin: String,
}

/// The shop.
#[derive(Debug)]
pub struct Shop {
    gateway: Gateway,
    /// Without a slash at its end.
    gateway_origin: String,
    own_origin: String,
    policy: Policy,
    merchants: Vec<Arc<Merchant>>,
    orders: Orders,
}

impl Shop {
    /// An open shop without orders. They are kept in memory, as many as a demonstration needs.
    pub fn new(options: &ShopOptions) -> Result<Self, Error> {
        let origin = |url: &str| url.trim_end_matches('/').to_owned();
        let gateway_origin = origin(&options.gateway);
        Ok(Self {
            gateway: Gateway::new(&gateway_origin)?,
            policy: Policy::new(&gateway_origin)?,
            gateway_origin,
            own_origin: origin(&options.own_origin),
            merchants: FLOWS.iter().map(|flow| Arc::new(flow.merchant())).collect(),
            orders: Orders::default(),
        })
    }

    /// Every page.
    pub fn into_router(self) -> Router {
        let shop = Arc::new(self);
        Router::new()
            .route("/", get(front::show))
            .route("/orders", post(front::order))
            .route("/orders/{no}", get(order_page::show))
            .route("/orders/{no}/status", get(order_page::status))
            .route("/orders/{no}/capture", post(actions::capture))
            .route("/orders/{no}/cancel", get(cancelling::ask).post(cancelling::cancel))
            .route("/orders/{no}/inquire", post(actions::inquire))
            .route("/orders/{no}/again", post(again::by_key))
            .route("/orders/{no}/anew", post(again::anew))
            .route("/notifications", post(arrivals::notification))
            .route("/return", post(arrivals::result))
            .route("/cancelled", post(arrivals::result))
            .route("/assets/shop.css", get(page::style))
            .route("/assets/shop.js", get(page::script))
            .route("/favicon.ico", get(page::tab_icon))
            .fallback(page::no_such_page)
            .layer(middleware::from_fn(policy::harden))
            .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
            .with_state(shop)
    }

    fn merchant(&self, id: &str) -> Option<&Arc<Merchant>> {
        self.merchants.iter().find(|merchant| merchant.id() == id)
    }

    fn merchant_of(&self, flow: &Flow) -> Option<&Arc<Merchant>> {
        self.merchant(flow.merchant_id)
    }

    /// The clock that the flow's merchant goes by: a sandbox can move it, and refuses what is dated otherwise. Real time
    /// where nobody tells.
    async fn clock(&self, flow: &Flow) -> Clock {
        let Some(merchant) = self.merchant_of(flow) else { return Clock::default() };
        let told = tokio::time::timeout(CLOCK_PATIENCE, self.gateway.sandbox_clock(merchant)).await;
        told.ok().and_then(Result::ok).unwrap_or_default()
    }

    /// Sets an order's clock by its merchant's.
    async fn set_clock_of(&self, no: &str) {
        if let Some(flow) = self.orders.with(no, |order| order.flow) {
            let clock = self.clock(flow).await;
            self.orders.with(no, |order| order.timeline.set_clock(clock));
        }
    }
}

/// A shop's pages, ready to be served.
pub fn router(options: &ShopOptions) -> Result<Router, Error> {
    Shop::new(options).map(Shop::into_router)
}
