//! When to tell a merchant again, and the sender that does.
