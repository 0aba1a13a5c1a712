//! What is read from a store.

use std::fmt;

use domain::merchant::Merchant;
use domain::payment::{Operation, OperationOutcome, Order, Payment, SealedProof};
use domain::time::Moment;
use domain::{MerchantId, RequestId, TradeId};
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
#[derive(Clone, Debug)]
pub struct PaymentRecord {
    /// The payment.
    pub payment: Payment,
    /// What the merchant said of it.
    pub order: Order,
    /// Its operations.
    pub operations: Vec<OperationRecord>,
}

impl PaymentRecord {
    /// The operation of this number.
    pub fn operation(&self, number: u16) -> Option<&OperationRecord> {
        self.operations.iter().find(|record| record.operation.id.operation == number)
    }
}

/// An operation and its outcome.
#[derive(Clone, Debug)]
pub struct OperationRecord {
    /// The operation.
    pub operation: Operation,
    /// When it began, by the merchant's clock.
    pub begun_at: Moment,
    /// What came of it so far.
    pub outcome: OperationOutcome,
    /// The issuer's word, of an authentication.
    pub proof: Option<SealedProof>,
}

/// An unresolved operation that this process has leased.
#[derive(Clone, Debug)]
pub struct Leased {
    /// Its payment.
    pub payment: Payment,
    /// The operation.
    pub operation: Operation,
    /// When it began, by the merchant's clock.
    pub begun_at: Moment,
}

/// A payment window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowRecord {
    /// The hash of its token.
    pub id: [u8; 16],
    /// The number its payment has or will have.
    pub payment: TradeId,
    /// Whose.
    pub merchant: MerchantId,
    /// The number of its step.
    pub step: u32,
    /// Where the customer is, in the window's own words.
    pub stage: String,
    /// The request that opened it, in the window's own words. It holds no card data.
    pub request: String,
    /// When it was opened, by the merchant's clock.
    pub opened_at: Moment,
}

/// A notification that this process has leased.
#[derive(Clone, Debug)]
pub struct DueNotification {
    /// The operation it tells of.
    pub id: RequestId,
    /// Tries so far.
    pub tries: u32,
    /// The payment, with the operation among its operations.
    pub payment: PaymentRecord,
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

/// Where a notification stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotificationState {
    /// Due at this real time.
    Pending(Moment),
    /// The merchant said OK.
    Delivered,
    /// The schedule ended.
    GivenUp,
}

/// A notification and its tries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationRecord {
    /// Where it stands.
    pub state: NotificationState,
    /// Its tries, oldest first.
    pub tries: Vec<NotificationTry>,
}

/// A payment whose amounts differ from its postings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unbalanced {
    /// Which.
    pub payment: TradeId,
    /// What it says was paid and not paid back, in minor units.
    pub stated: i64,
    /// What its postings say.
    pub posted: i64,
}
