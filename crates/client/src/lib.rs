//! The merchant's SDK: typed calls, the window's form, the notification verifier.
