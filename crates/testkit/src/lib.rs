//! A whole gateway inside a test, seen from outside: the binary on a folder of its own, a merchant
//! that signs and encrypts with code of its own, and a receiver that remembers every notification.
//!
//! Nothing here knows the gateway's crates. Server and SDK share one codec, so that an error in it
//! would hide from any test that used it at both ends.

mod audit;
mod calls;
mod customer;
mod line;
mod messages;
mod process;
mod receiver;
mod reply;
mod request;
mod wire;

pub use audit::{Audit, said};
pub use line::Line;
pub use messages::{
    bank_cancel, bank_capture, bank_window, billing_key_delete, billing_key_issue, billing_key_pay,
    card_cancel, card_capture, card_pay, card_window, inquiry,
};
pub use process::Gateway;
pub use receiver::{Answer, Letter, Receiver};
pub use reply::Reply;
pub use request::{Merchant, Request, order_no};
pub use wire::Keys;
