//! What may never happen on the wire, whatever comes in: each module checks one kind of input and panics where the
//! protocol breaks its word. libFuzzer calls them with bytes of its own finding; the protocol's tests replay the
//! committed ones on any toolchain, and include this file by its path.

#![allow(clippy::panic, clippy::expect_used, reason = "a finding is a panic")]

mod input;
mod log;
mod mutation;
pub mod registry;
pub mod sealed;
mod texts;
mod wire;

use protocol::{Keys, MessageSpec};

/// The documents' own test keys (PG 5.1), with which the seeds are made.
fn test_keys() -> Keys {
    Keys::new("pgSettle30y739r82jtd709yOfZ2yK5K", "ST1009281328226982205").expect("32 bytes, and a hash key")
}

/// Every message of every API.
fn messages() -> Vec<&'static MessageSpec> {
    protocol::registry::ALL.iter().flat_map(protocol::registry::Api::messages).collect()
}
