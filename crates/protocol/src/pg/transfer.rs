//! Account transfer: PG 12 and 13, and the guide to its split authentication.

pub mod cancel;
pub mod capture;
pub mod notification;
pub mod window;

pub use cancel::{TransferCancelRequest, TransferCancelResponse};
pub use capture::{TransferCaptureRequest, TransferCaptureResponse};
pub use notification::TransferNotification;
pub use window::{TransferWindowRequest, TransferWindowResponse};
