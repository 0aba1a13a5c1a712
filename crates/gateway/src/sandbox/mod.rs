//! The sandbox: clocks, scenarios, and what merchants sent. In a test environment only.
//!
//! It takes JSON only, and from this machine's own pages only: a page elsewhere could otherwise make
//! a visitor's browser post here.

pub(crate) mod clock;
mod guard;
pub(crate) mod page;
pub(crate) mod requests;
pub(crate) mod scenario;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::app::App;

pub(crate) use guard::own_pages_only;
pub use page::{MagicNumber, Sandbox};

/// A request that makes no sense, in words.
fn no(why: impl Into<String>) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": why.into() }))).into_response()
}

/// Whose: `*` or none is every merchant.
fn whose(app: &App, id: Option<&str>) -> Result<Option<domain::MerchantId>, String> {
    match id {
        None | Some("*") => Ok(None),
        Some(id) => match app.merchant(id) {
            Some((merchant, _)) => Ok(Some(merchant.merchant().id)),
            None => Err(format!("no merchant is called {id}")),
        },
    }
}
