//! The merchant's SDK: what a merchant's backend needs to be paid by card or from an account, typed.
//!
//! A [`Merchant`] holds the keys: it makes the form that opens the payment window, and reads what comes back. A
//! [`Gateway`] makes the calls from server to server.
//!
//! ```no_run
//! use client::{CardPayment, Gateway, Merchant, Money, WindowOrder};
//!
//! # async fn sell(card: client::Card, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! let merchant = Merchant::new("nxca_jt_il", "pgSettle30y739r82jtd709yOfZ2yK5K", "ST1009281328226982205")?;
//! let gateway = Gateway::new("http://127.0.0.1:8080")?;
//! // The customer pays in the window; the notification tells that it happened.
//! let form = merchant.card_window(&WindowOrder {
//!     order_no: "W20260102A",
//!     amount: Money::won(10_000),
//!     product: "엽서",
//!     merchant_name: "문구점",
//!     merchant_english_name: "Stationer",
//!     notify_url: "https://shop.example/notifications",
//!     next_url: "https://shop.example/return",
//!     cancel_url: "https://shop.example/cancelled",
//!     ..WindowOrder::default()
//! })?;
//! let note = merchant.verify_notification(body)?;
//! // Or the backend pays by itself.
//! let paid = gateway.pay_by_card(&merchant, &card, &CardPayment {
//!     order_no: "W20260102B",
//!     amount: Money::won(10_000),
//!     product: "엽서",
//!     customer_name: "홍길동",
//!     customer_id: "hong",
//!     ..CardPayment::default()
//! }).await?;
//! # Ok(())
//! # }
//! ```
//!
//! The hashed texts have no separators: order `A1` with an amount of 15000 hashes as order `A11` with 5000. Give order
//! numbers one length, or a letter at their end.

mod billing_key;
mod calls;
mod card;
mod error;
mod form;
mod gateway;
mod kst;
mod merchant;
mod method;
mod money;
mod notification;
mod status;
mod tax;
mod window;

pub use billing_key::BillingKey;
pub use calls::{
    BillingKeyDeletion, BillingKeyIssue, BillingKeyPayment, Cancel, Cancelled, Capture, CardPayment, Fate,
    Found, Inquiry, Issued, Paid,
};
pub use card::Card;
pub use error::{Error, NotVerified};
pub use gateway::{Gateway, GatewayOptions};
pub use kst::{Clock, now as kst_now};
pub use merchant::Merchant;
pub use method::Method;
pub use money::{Currency, Money};
pub use notification::{Event, Notification};
pub use protocol::pg::card::Issuer;
pub use protocol::{
    Charset, Code, Date8 as Date, DateTime14 as DateTime, InvalidKeys, Language, Time6 as Time,
};
pub use status::Status;
pub use tax::Tax;
pub use window::{WindowForm, WindowKind, WindowOrder, WindowResult};
