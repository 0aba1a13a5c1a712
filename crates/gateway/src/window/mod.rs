//! The payment window: the hosted pages between a merchant's order and its payment (PG 2, 6).
//!
//! One driver, a flow a method. The driver is this folder; [`flow::Flow`] is what a method adds to it, and [`flows`]
//! has them. No cookies: in a cross-site iframe they would not come back. A window is known by its token, 128 random
//! bits in its address; the database knows the token's hash. Every page carries the number of its step, and one
//! request takes it: a reload, the back button, a double click or a second tab shows where things stand and charges
//! nothing.
//!
//! Each file knows only those above it: `token`, `views` · `record` · `visit` · `flow` · `driven` · `session` (where a
//! window stands) · `step` (moves it) · `open`, `show`, `act`, `back`, `close` (what a browser asks for).

mod token;
pub mod views;

mod respond;

mod answer;
mod driven;
mod flow;
mod flows;
mod journal;
mod record;
mod session;
mod step;
mod visit;

mod charge;

mod act;
mod back;
mod close;
mod open;
mod show;

#[cfg(test)]
mod tests;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::routing::{MethodRouter, get, post};

use crate::app::App;
use crate::body::Body;
use driven::Driven;
use flows::FLOWS;
use session::Flows;

/// A flow's windows, for whoever routes to them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Windows(&'static dyn Driven);

/// Card windows.
pub(crate) const CARD: Windows = Windows(flows::CARD);
/// Account transfer windows.
pub(crate) const BANK: Windows = Windows(flows::BANK);

impl Windows {
    /// The flow's name, which is its API's.
    pub(crate) fn name(self) -> &'static str {
        self.0.name()
    }

    /// Opens a window.
    pub(crate) fn opened_at(self, path: &'static str) -> MethodRouter<App> {
        post(move |State(app): State<App>, headers: HeaderMap, Body(body): Body| {
            open::open(app, self.0, path, headers, body)
        })
    }
}

/// The pages of every flow's windows.
pub(crate) fn pages() -> MethodRouter<App> {
    pages_of(FLOWS)
}

/// Where customers come back to from somebody else's page.
pub(crate) fn back() -> MethodRouter<App> {
    back_to(FLOWS)
}

fn pages_of(flows: Flows) -> MethodRouter<App> {
    let show = move |State(app), token: InPath, told: InQuery<show::Told>, headers| {
        show::page(app, flows, named(token), asked(told), headers)
    };
    let act = move |State(app), token: InPath, headers, Body(body): Body| {
        act::act(app, flows, named(token), headers, body)
    };
    get(show).post(act)
}

fn back_to(flows: Flows) -> MethodRouter<App> {
    get(move |State(app), token: InPath, back: InQuery<back::Back>, headers| {
        back::back(app, flows, named(token), asked(back), headers)
    })
}

type InPath = Result<Path<String>, PathRejection>;
type InQuery<T> = Result<Query<T>, QueryRejection>;

/// A token that isn't even text names no window.
fn named(token: InPath) -> String {
    token.map(|Path(token)| token).unwrap_or_default()
}

/// What can't be read of an address was not asked: customers read pages, not errors of ours.
fn asked<T: Default>(asked: InQuery<T>) -> T {
    asked.map(|Query(asked)| asked).unwrap_or_default()
}
