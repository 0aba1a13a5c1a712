//! The server-to-server APIs: one handler a file, as `protocol` has one message pair a file.

pub(crate) mod pg;
