//! The sandbox: clocks, scenarios, and what merchants sent. In a test environment only.
//!
//! It takes JSON only, and from this machine's own pages only: a page elsewhere could otherwise make
//! a visitor's browser post here.

mod clock;
mod guard;
mod page;
mod requests;
mod scenario;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde_json::json;

use crate::app::App;

pub use page::{MagicNumber, Sandbox};

/// The sandbox's routes.
pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/sandbox/clock", post(clock::set).get(clock::list))
        .route("/sandbox/scenario", post(scenario::set).get(scenario::list))
        .route("/sandbox/requests", get(requests::latest))
        .route("/sandbox", get(page::elsewhere))
        .route(page::PATH, get(page::show))
        .layer(middleware::from_fn(guard::own_pages_only))
}

/// A request that makes no sense, in words.
fn no(why: impl Into<String>) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": why.into() }))).into_response()
}

/// Whose: `*` or none is every merchant.
fn whose(app: &App, id: Option<&str>) -> Result<Option<engine::domain::MerchantId>, String> {
    match id {
        None | Some("*") => Ok(None),
        Some(id) => match app.merchant(id) {
            Some((merchant, _)) => Ok(Some(merchant.merchant().id)),
            None => Err(format!("no merchant is called {id}")),
        },
    }
}
