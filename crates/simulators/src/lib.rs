//! Simulated institutions with durable books of their own, told by a scenario what to answer.
//!
//! They stand for other companies' machines: the engine reaches them through the traits of
//! `institutions` alone, they decide by their own rules, and `hectare audit` holds their books
//! against ours. Nothing in here is reachable in a live installation.
//!
//! What every institution does alike stands here once: [`requests`] (each is answered once, reversals leave
//! tombstones), [`scenarios`], [`away`] (customers who prove something on a page), the books and the frame of
//! the pages. A family is a folder with what only it knows: its rules, magic values and pages.

#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod away;
pub mod bank;
mod books;
pub mod card;
mod magic;
mod page;
mod proofs;
mod random;
mod reply;
mod requests;
mod scenarios;
mod simulation;
#[cfg(test)]
mod voucher;

pub use books::{BooksError, ReadBooks};
pub use magic::Magic;
pub use simulation::Simulation;
