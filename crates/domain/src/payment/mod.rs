//! Payments, as decisions know them.

mod authorise;
mod cancel;
mod capture;
mod conclude;
mod request;

pub use authorise::{AUTHENTICATION_LIFE_MS, Authenticate, Authorise};
pub(crate) use authorise::{authenticate, authorise};
pub use cancel::Cancel;
pub(crate) use cancel::cancel;
pub use capture::Capture;
pub(crate) use capture::capture;
pub(crate) use conclude::conclude;
pub use request::{NewPayment, PaymentRequest, check_day};

use serde::{Deserialize, Serialize};

use crate::claim::{Claim, ClaimKind};
use crate::tax::{TaxParts, Taxation};
use crate::time::Moment;
use crate::{Currency, InstitutionId, MerchantId, Method, Money, RequestId, TradeId};

/// Where a payment stands. Whether it was paid back is in its amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// The institution has been or is being asked.
    Authorising = 0,
    /// Approved: the money is the merchant's.
    Paid = 1,
    /// Declined, or an authentication whose time is over.
    Declined = 2,
    /// Nobody knows what the institution did; it is being taken back (net-cancel).
    Reversing = 3,
    /// Taken back: nothing was paid.
    Reversed = 4,
    /// The customer is authenticated; the capture is awaited (0061).
    Authenticated = 5,
}

impl Status {
    /// The status of a stored number.
    pub fn of(number: u8) -> Option<Self> {
        [Self::Authorising, Self::Paid, Self::Declined, Self::Reversing, Self::Reversed, Self::Authenticated]
            .into_iter()
            .find(|status| *status as u8 == number)
    }
}

/// What decisions need to know of a payment. What is only shown is in [`Order`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Its number.
    pub id: TradeId,
    /// Whose.
    pub merchant: MerchantId,
    /// How it is paid.
    pub method: Method,
    /// Where it stands.
    pub status: Status,
    /// Its currency.
    pub currency: Currency,
    /// What was asked for.
    pub amount: i64,
    /// What was paid: nothing or `amount`.
    pub paid: i64,
    /// What was paid back.
    pub cancelled: i64,
    /// What is being paid back right now.
    pub cancelling: i64,
    /// The number of its latest operation.
    pub operations: u16,
    /// How many cancels succeeded.
    pub cancels: u16,
    /// How it is taxed.
    pub taxation: Taxation,
    /// The parts of `amount`.
    pub tax: TaxParts,
    /// When it was approved (or authenticated), by the merchant's clock.
    pub approved_at: Option<Moment>,
    /// Who owes us for it.
    pub institution: Option<InstitutionId>,
    /// The operation that paid it: what an institution knows it by.
    pub paid_by: u16,
    /// The merchant's number for the order.
    pub order_no: String,
    /// `trdDt` as sent, a number `yyyyMMdd`.
    pub order_day: i32,
    /// Counts its changes: who read this one can change it.
    pub version: u32,
}

impl Payment {
    /// What can still be paid back.
    pub fn balance(&self) -> i64 {
        self.paid.saturating_sub(self.cancelled).saturating_sub(self.cancelling)
    }

    /// The operation that paid it; there is none before it is paid.
    pub fn taken_by(&self) -> RequestId {
        RequestId { subject: self.id, operation: self.paid_by }
    }

    /// `minor` units of its currency.
    pub fn money(&self, minor: i64) -> Option<Money> {
        Money::new(minor, self.currency)
    }

    /// Its order number.
    pub fn claim(&self) -> Claim {
        Claim {
            day: self.order_day,
            order_no: self.order_no.clone(),
            merchant: self.merchant,
            kind: ClaimKind::Payment,
        }
    }

    /// Whether it is the payment of this order. A number that another order drew is no number of ours.
    pub fn is_for(&self, claim: &Claim) -> bool {
        self.merchant == claim.merchant && self.order_day == claim.day && self.order_no == claim.order_no
    }
}

/// What the merchant said of an order, kept to be shown and sent back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// What is bought.
    pub product: String,
    /// The seller's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_name: Option<String>,
    /// The customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_name: Option<String>,
    /// The merchant's id for the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// The customer's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The merchant's own text, returned as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memo: Option<String>,
    /// Where to notify.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noti_url: Option<String>,
}
