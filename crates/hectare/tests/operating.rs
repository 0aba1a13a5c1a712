//! What an operator relies on: a folder that is kept whole, limits on what strangers may hold, and an end
//! that comes in time.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests speak by panicking")]

#[path = "operating/connections.rs"]
mod connections;
#[path = "operating/files.rs"]
mod files;
#[path = "operating/prompt.rs"]
mod prompt;

use testkit::{Gateway, Merchant};

fn gateway() -> Gateway {
    Gateway::start(env!("CARGO_BIN_EXE_hectare"))
}

fn keyed_in() -> Merchant {
    Merchant::today("nxca_jt_bi")
}
