//! The `hectare` binary.

fn main() {}
