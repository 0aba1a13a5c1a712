//! Simulated institutions with durable books of their own, told by a scenario what to answer.
//!
//! They stand for other companies' machines: the engine reaches them through the traits of
//! `institutions` alone, they decide by their own rules, and `hectare audit` holds their books
//! against ours. Nothing in here is reachable in a live installation.

#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

pub mod card;
mod stage;
