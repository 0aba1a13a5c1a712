//! The demo merchant, written against the client crate as anyone would.
