//! The calls from server to server, a file each.

mod billing_key;
mod cancel;
mod capture;
mod clock;
mod inquiry;
mod pay;

pub use billing_key::{BillingKeyDeletion, BillingKeyIssue, Issued};
pub use cancel::{Cancel, Cancelled};
pub use capture::Capture;
pub use inquiry::{Fate, Found, Inquiry};
pub use pay::{BillingKeyPayment, CardPayment, Paid};

/// An instalment as the wire has it: two digits, 00 pays at once.
fn months(months: u8) -> protocol::N<2> {
    protocol::N::from(format!("{months:02}"))
}
