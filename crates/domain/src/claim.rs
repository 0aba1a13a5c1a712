//! Order numbers, and who holds them.

use crate::payment::Status;
use crate::{MerchantId, Method, Refusal, TradeId};

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

impl ClaimKind {
    /// The kind of a stored number.
    pub fn of(number: u8) -> Option<Self> {
        [Self::Payment, Self::Cancel, Self::IssueKey, Self::DeleteKey]
            .into_iter()
            .find(|kind| *kind as u8 == number)
    }
}

/// Who holds an order number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimant {
    /// Its number (of a cancel: the cancel's own).
    pub trade: TradeId,
    /// How it is paid (of a cancel: what it pays back; of a key: what it charges).
    pub method: Method,
    /// Where the payment stands; `None` for other kinds of operation.
    pub status: Option<Status>,
}

impl Claimant {
    /// What a repeat of the order number is told: in progress, paid, or merely used.
    pub fn refusal(self) -> Refusal {
        match self.status {
            Some(Status::Authorising | Status::Reversing) => {
                Refusal::OrderInProgress(self.method, self.trade)
            }
            Some(Status::Paid) => Refusal::OrderPaid(self.method, self.trade),
            _ => Refusal::OrderRepeated(self.method, self.trade),
        }
    }
}
