//! What the documents print, against what is declared. The facts of both protocols are in `data/catalogue`, built or
//! not, so that adding an API means declaring its messages and nothing here. The guides' own APIs are listed; their
//! facts come with their code.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests speak by panicking")]

#[path = "../common/mod.rs"]
mod common;
mod coverage;
mod differences;
mod facts;
mod golden_requests;
mod table;
