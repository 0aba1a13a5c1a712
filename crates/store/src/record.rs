//! What is read from a store.

use std::fmt;

use domain::merchant::Merchant;
use domain::operation::Operation;
use domain::payment::{Order, Payment};
use domain::time::Moment;
use domain::{RequestId, Transfer};
use zeroize::Zeroizing;

/// A merchant with what only a gateway may know of it.
#[derive(Clone)]
pub struct MerchantRecord {
    /// The contract.
    pub merchant: Merchant,
    /// The AES key of its wire.
    pub cipher_key: Zeroizing<String>,
    /// The key of its hashes.
    pub hash_key: Zeroizing<String>,
    /// How far its clock is ahead of real time.
    pub clock_offset_ms: i64,
}

impl fmt::Debug for MerchantRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MerchantRecord").field("merchant", &self.merchant.id).finish_non_exhaustive()
    }
}

/// A payment with its operations, by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRecord {
    /// The payment.
    pub payment: Payment,
    /// What the merchant said of it.
    pub order: Order,
    /// Its operations.
    pub operations: Vec<Operation>,
}

impl PaymentRecord {
    /// The operation of this number.
    pub fn operation(&self, number: u16) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id.operation == number)
    }

    /// The operation that paid it.
    pub fn paid_by(&self) -> Option<&Operation> {
        self.operation(self.payment.paid_by)
    }
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferRecord {
    /// The operation it belongs to.
    pub id: RequestId,
    /// Which of the operation's lines, from 1.
    pub line: u16,
    /// When, by the merchant's clock.
    pub at: Moment,
    /// The line itself.
    pub transfer: Transfer,
}

/// What a notification is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NotificationId {
    /// The operation it tells of.
    pub id: RequestId,
    /// Which of its parts, from 0.
    pub part: u8,
}

impl fmt::Display for NotificationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.id, self.part)
    }
}

/// A notification whose time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueNotification {
    /// Which.
    pub id: NotificationId,
    /// Tries so far.
    pub tries: u32,
}

/// One try to notify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationTry {
    /// When, by real time.
    pub at: Moment,
    /// The HTTP status; `None` if there was no answer.
    pub status: Option<u16>,
    /// The answer's body as it came, cut at 4 KiB, or why there was none.
    pub answer: Vec<u8>,
}

/// What follows from a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It is due again after so many milliseconds.
    Again(i64),
    /// The merchant said OK.
    Delivered,
    /// The schedule ended.
    GivenUp,
}

/// Where a notification stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotificationState {
    /// Due at this time.
    Pending(Moment),
    /// The merchant said OK.
    Delivered,
    /// The schedule ended.
    GivenUp,
}

/// A notification and its tries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationRecord {
    /// Which.
    pub id: NotificationId,
    /// Where it stands.
    pub state: NotificationState,
    /// Its tries, oldest first.
    pub tries: Vec<NotificationTry>,
}
