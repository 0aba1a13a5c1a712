//! The payment window: the hosted pages between a merchant's order and its payment (PG 2, 6).
//!
//! No cookies: in a cross-site iframe they would not come back. A window is known by its token, 128
//! random bits in its address; the database knows the token's hash. Every page carries the number of
//! its step, and one request takes it: a reload, the back button, a double click or a second tab
//! shows where things stand and charges nothing.

mod act;
mod close;
mod open;
mod pay;
mod respond;
mod show;
mod state;
mod token;
pub mod views;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::routing::{get, post};

use crate::app::App;

/// The windows of cards and their pages.
pub(crate) fn router() -> Router<App> {
    let mut router = Router::new()
        .route("/card/main.do", post(open::standard))
        .route("/card/cardDirect.do", post(open::direct))
        .route("/card/abroad/main.do", post(open::abroad))
        .route("/window/{token}", get(show::page).post(act::act))
        .route("/window/{token}/return", get(pay::back_from_issuer));
    for asset in views::assets::ALL {
        let headers = [(CONTENT_TYPE, asset.content_type), (CACHE_CONTROL, "no-cache")];
        router = router.route(asset.path, get(move || async move { (headers, asset.body) }));
    }
    router
}
