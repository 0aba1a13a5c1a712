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

pub(crate) use act::act;
pub(crate) use open::{abroad, direct, standard};
pub(crate) use pay::back_from_issuer;
pub(crate) use show::page;
