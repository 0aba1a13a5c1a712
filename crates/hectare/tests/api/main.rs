//! The gateway's server-to-server APIs, from outside: the binary, HTTP, and a merchant whose
//! signatures are made by code that isn't ours.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests speak by panicking")]

mod bad_input;
mod billing_key;
mod cancel;
mod cancel_refusals;
mod capture;
mod concurrency;
mod faults;
mod golden;
mod inquiry;
mod merchants;
mod notifications;
mod pay;
mod pay_refusals;
mod request_log;
mod transfer;
mod transfer_refusals;
mod troubles;
mod windows;
mod wire;

use testkit::{Gateway, Merchant, Reply, card_pay};

/// A gateway of the test's own: starting one takes less than a tenth of a second.
fn gateway() -> Gateway {
    Gateway::start(env!("CARGO_BIN_EXE_hectare"))
}

/// The merchant that charges cards by number and expiry, and has billing keys.
fn keyed_in() -> Merchant {
    Merchant::today("nxca_jt_bi")
}

/// A payment of 1,000 won.
async fn paid(gateway: &Gateway, merchant: &Merchant) -> Reply {
    gateway.call(&card_pay(merchant)).await.succeeded()
}
