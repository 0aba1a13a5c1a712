//! Cards.

pub(crate) mod billing_key_delete;
pub(crate) mod billing_key_issue;
pub(crate) mod billing_key_pay;
pub(crate) mod cancel;
pub(crate) mod capture;
pub(crate) mod common;
pub(crate) mod pay;
