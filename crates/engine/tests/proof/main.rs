//! Proof of the engine: crashes at every step, institutions that fail, many at once, and books that
//! somebody tampered with.

mod audit;
mod cancels;
mod institution_faults;
mod steps;
#[path = "../world/mod.rs"]
mod world;
