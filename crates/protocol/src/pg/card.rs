//! Cards: PG 6, and 8 to 11.

pub mod billkey_delete;
pub mod billkey_issue;
pub mod billkey_pay;
pub mod cancel;
pub mod capture;
pub mod issuer;
pub mod notification;
pub mod pay;
pub mod window;

pub use billkey_delete::{CardBillkeyDeleteRequest, CardBillkeyDeleteResponse};
pub use billkey_issue::{CardBillkeyIssueRequest, CardBillkeyIssueResponse};
pub use billkey_pay::{CardBillkeyPayRequest, CardBillkeyPayResponse};
pub use cancel::{CardCancelRequest, CardCancelResponse};
pub use capture::{CardCaptureRequest, CardCaptureResponse};
pub use issuer::{ISSUERS, Issuer};
pub use notification::CardNotification;
pub use pay::{CardPayRequest, CardPayResponse};
pub use window::{CardWindowRequest, CardWindowResponse};
