//! The payment window: the hosted pages between a merchant's order and its payment (PG 2, 6).
//!
//! One driver, a flow a method. The driver is this folder; [`flow::Flow`] is what a method adds to it, and [`flows`]
//! has them. No cookies: in a cross-site iframe they would not come back. A window is known by its token, 128 random
//! bits in its address; the database knows the token's hash. Every page carries the number of its step, and one
//! request takes it: a reload, the back button, a double click or a second tab shows where things stand and charges
//! nothing.
//!
//! Each file knows only those above it: `token`, `views` · `record` · `visit` · `flow` · `session` (where a window
//! stands) · `step` (moves it) · `open`, `show`, `act`, `back`, `close` (what a browser asks for).

mod token;
pub mod views;

mod language;
mod respond;

mod answer;
mod flow;
mod flows;
mod journal;
mod record;
mod session;
mod step;
mod visit;

mod act;
mod back;
mod close;
mod open;
mod show;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::routing::{MethodRouter, get, post};

use crate::app::App;
use crate::body::Body;
use flow::Driven;
use session::Flows;

/// Every method's windows, and the pages of all of them.
pub(crate) fn router() -> Router<App> {
    let mut router = driven(flows::FLOWS);
    for asset in views::assets::ALL {
        let headers = [(CONTENT_TYPE, asset.content_type), (CACHE_CONTROL, "no-cache")];
        router = router.route(asset.path, get(move || async move { (headers, asset.body) }));
    }
    router
}

fn driven(flows: Flows) -> Router<App> {
    let opened_at =
        |flow: &'static dyn Driven| flow.windows().iter().map(move |path| (*path, opening(flow, path)));
    let router =
        Router::new().route("/window/{token}", page(flows)).route("/window/{token}/return", back(flows));
    flows
        .iter()
        .copied()
        .flat_map(opened_at)
        .fold(router, |router, (path, opening)| router.route(path, opening))
}

/// Where a flow's windows are opened.
fn opening(flow: &'static dyn Driven, path: &'static str) -> MethodRouter<App> {
    post(move |State(app): State<App>, headers: HeaderMap, Body(body): Body| {
        open::open(app, flow, path, headers, body)
    })
}

/// A window's page, and what is done on it.
fn page(flows: Flows) -> MethodRouter<App> {
    let show =
        move |State(app), Path(token), Query(told), headers| show::page(app, flows, token, told, headers);
    let act =
        move |State(app), Path(token), headers, Body(body): Body| act::act(app, flows, token, headers, body);
    get(show).post(act)
}

/// Where customers come back to from somebody else's page.
fn back(flows: Flows) -> MethodRouter<App> {
    get(move |State(app), Path(token), Query(step), headers| back::back(app, flows, token, step, headers))
}
