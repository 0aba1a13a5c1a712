//! Payments and the operations on them, as the database keeps them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::billing_key::KeyId;
use crate::card::CardFacts;
use crate::tax::{TaxParts, Taxation};
use crate::time::Moment;
use crate::{Currency, DeclineCode, InstitutionId, MerchantId, Money, OwnerId, RequestId, TradeId};

/// A payment method, by the two capitals that trade numbers carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Method {
    /// Credit and debit cards.
    Card = 1,
}

impl Method {
    /// Two capitals, as in trade numbers and account names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Card => "CA",
        }
    }
}

/// Where a payment stands. Whether it was paid back is in its amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// The institution has been or is being asked.
    Authorising = 0,
    /// Approved: the money is the merchant's.
    Paid = 1,
    /// Declined.
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
    pub const fn of(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::Authorising,
            1 => Self::Paid,
            2 => Self::Declined,
            3 => Self::Reversing,
            4 => Self::Reversed,
            5 => Self::Authenticated,
            _ => return None,
        })
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
}

impl Payment {
    /// What can still be paid back.
    pub fn balance(&self) -> i64 {
        self.paid.saturating_sub(self.cancelled).saturating_sub(self.cancelling)
    }

    /// `minor` units of its currency.
    pub fn money(&self, minor: i64) -> Option<Money> {
        Money::new(minor, self.currency)
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

/// The kinds of operation on a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum OperationKind {
    /// Asks for the money.
    Authorise = 0,
    /// Asks for the money of an authenticated payment.
    Capture = 1,
    /// Pays back.
    Cancel = 2,
    /// Authenticates the customer, and asks for nothing yet.
    Authenticate = 3,
}

impl OperationKind {
    /// The kind of a stored number.
    pub const fn of(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::Authorise,
            1 => Self::Capture,
            2 => Self::Cancel,
            3 => Self::Authenticate,
            _ => return None,
        })
    }
}

/// Where an operation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum OperationState {
    /// The intent is durable; the institution may have been asked.
    Open = 0,
    /// Being taken back until the institution acknowledges.
    Reversing = 1,
    /// Approved.
    Approved = 2,
    /// Declined.
    Declined = 3,
    /// Taken back.
    Reversed = 4,
}

impl OperationState {
    /// The state of a stored number.
    pub const fn of(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::Open,
            1 => Self::Reversing,
            2 => Self::Approved,
            3 => Self::Declined,
            4 => Self::Reversed,
            _ => return None,
        })
    }

    /// Whether somebody still has to do something.
    pub const fn is_unresolved(self) -> bool {
        matches!(self, Self::Open | Self::Reversing)
    }
}

/// One request to an institution, from its intent to its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// What the institution knows it by.
    pub id: RequestId,
    /// What it asks for.
    pub kind: OperationKind,
    /// Where it stands.
    pub state: OperationState,
    /// For how much, in minor units of the payment's currency.
    pub amount: i64,
    /// Its own trade number: the payment's, but for a cancel.
    pub trade: TradeId,
    /// The number of a cancel, from 1; 0 otherwise.
    pub ordinal: u16,
    /// The parts of `amount`.
    pub tax: TaxParts,
    /// Whether the merchant is to be told of its success.
    pub notify: bool,
    /// Whether it came from a window, where a decline frees the order number.
    pub in_window: bool,
    /// The billing key that its success brings to life.
    pub key: Option<KeyId>,
    /// Whose turn it is.
    pub owner: OwnerId,
    /// How often it was tried to resolve it.
    pub tries: u32,
}

/// What is only shown of an operation's outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationOutcome {
    /// When, by the merchant's clock.
    pub at: Moment,
    /// The institution's approval number.
    pub approval_no: Option<String>,
    /// The card.
    pub card: Option<CardFacts>,
    /// Why it was declined.
    pub code: Option<DeclineCode>,
}

/// The issuer's word that a customer is authenticated, sealed: whoever opens it can charge the card.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedProof(pub Vec<u8>);

impl fmt::Debug for SealedProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedProof(…)")
    }
}

/// What makes an order number unique: the merchant's day, its number, and the kind of operation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// `trdDt` as sent.
    pub day: i32,
    /// `mchtTrdNo`.
    pub order_no: String,
    /// The merchant.
    pub merchant: MerchantId,
    /// What it is for.
    pub kind: ClaimKind,
}

/// The kinds of operation that have order numbers of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ClaimKind {
    /// A payment.
    Payment = 0,
    /// A cancel.
    Cancel = 1,
    /// The issue of a billing key.
    IssueKey = 2,
    /// The deletion of a billing key.
    DeleteKey = 3,
}
