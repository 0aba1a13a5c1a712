//! HTTP: the gate, the APIs, the payment windows, the sandbox.
//!
//! [`mod@router`] is the whole surface on one page. A server-to-server call goes through [`gate`], which
//! answers everything that has to do with its form; a handler under [`api`] sees complete, verified
//! messages only.

pub mod api;
mod app;
mod body;
mod docs;
mod gate;
mod log;
mod media;
mod notification;
mod page;
mod reject;
pub mod router;
mod sandbox;
mod unrouted;
pub mod window;
mod wire;

pub use app::App;
pub use notification::Letters;
pub use router::router;
pub use sandbox::{MagicNumber, Sandbox};
