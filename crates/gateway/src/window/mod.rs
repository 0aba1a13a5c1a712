//! The payment window: the hosted pages between a merchant's order and its payment (PG 2).

pub mod views;
