//! The audit: what it finds, that it finds nothing else, and what it costs.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "tests speak by panicking")]

mod corruptions;
mod folder;
mod given;
mod history;
mod institutions_books;
mod pages;
mod running;
