//! HTTP: the gate, the APIs, the payment windows, the sandbox.

pub mod window;
