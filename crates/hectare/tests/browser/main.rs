//! The payment window, the demo shop and the integration script, as a customer meets them: the binary, Chromium, and a
//! gateway and a shop that are two sites to it. They run with `HECTARE_BROWSER=1`; pictures are kept in
//! `target/browser-shots`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests speak by panicking")]

mod access;
mod customer;
mod developer;
mod driver;
mod flows;
mod forms;
mod keyboard;
mod merchant;
mod once;
mod openings;
mod page;
mod refunds;
mod requests;
mod sandbox;
mod scene;
mod script;
mod transfers;
mod troubles;
mod windows;
