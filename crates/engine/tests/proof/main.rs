//! Proof of the engine: crashes at every step, institutions and databases that fail, many cancels at
//! once, and books that somebody tampered with.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "tests speak by panicking")]

mod audit;
mod cancels;
mod crossings;
mod database_faults;
mod institution_faults;
mod lanes;
mod numbers;
mod steps;
#[path = "../world/mod.rs"]
mod world;
