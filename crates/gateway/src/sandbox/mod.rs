//! The sandbox: clocks, scenarios, and what merchants sent. In a test environment only.
//!
//! It takes JSON only, and from this machine's own pages only: a page elsewhere could otherwise make
//! a visitor's browser post here.

mod asked;
mod clock;
mod guard;
mod page;
mod requests;
mod scenario;

use axum::routing::{get, post};
use axum::{Router, middleware};

use crate::app::App;
use asked::Wrong;

pub(crate) use guard::no_foreign_pages;
pub use page::{MagicNumber, Sandbox};

/// The sandbox's routes.
pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/sandbox/clock", post(clock::set).get(clock::list))
        .route("/sandbox/scenario", post(scenario::set).get(scenario::list))
        .route("/sandbox/requests", get(requests::latest))
        .route("/sandbox", get(page::elsewhere))
        .route(page::PATH, get(page::show))
        .route(page::PAYMENTS_PATH, get(page::payments))
        .route("/sandbox/payments/{trade_no}", get(page::payment))
        // Of these routes alone: what isn't here is for others to answer.
        .route_layer(middleware::from_fn(guard::own_pages_only))
}

/// Whose: `*` or none is every merchant.
fn whose(app: &App, id: Option<&str>) -> Result<Option<engine::domain::MerchantId>, Wrong> {
    match id {
        None | Some("*") => Ok(None),
        Some(id) => match app.merchant(id) {
            Some((merchant, _)) => Ok(Some(merchant.merchant().id)),
            None => Err(Wrong::new(
                format!("mchtId: {id}라는 가맹점이 없습니다. 모든 가맹점은 *"),
                format!("mchtId: no merchant is called {id}; * is all of them"),
            )),
        },
    }
}

/// What went wrong on our side.
fn failed(error: impl std::fmt::Display) -> Wrong {
    Wrong::new(format!("처리하지 못했습니다: {error}"), format!("it could not be done: {error}"))
}
