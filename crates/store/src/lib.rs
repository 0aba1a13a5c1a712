//! Durable state: one transaction per decision.
//!
//! [`Store`] is what the engine sees. [`sqlite`] is the embedded default; another database passes the
//! same contract tests or it isn't a store.

pub mod folder;
pub mod record;
pub mod request_log;
pub mod sqlite;
pub mod vault;

use std::future::Future;
use std::pin::Pin;

pub use domain;
use domain::billing_key::{KeyId, KeyState, SealedKey};
use domain::payment::Claim;
use domain::time::Moment;
use domain::{Command, MerchantId, OwnerId, Reply, RequestId, TradeId, WindowStep};

pub use record::{
    DueNotification, Leased, MerchantRecord, NotificationRecord, NotificationState, NotificationTry,
    OperationRecord, PaymentRecord, Unbalanced, WindowRecord,
};

/// A query or a transaction under way.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Why the store can't answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The number drawn for a payment or a cancel is taken: draw another. Nothing was written.
    #[error("the trade number is taken")]
    NumberTaken,
    /// The store is closing. Nothing was written.
    #[error("the store is closing")]
    Closing,
    /// The database's own words. Nothing was written.
    #[error("the database failed: {0}")]
    Database(String),
}

/// Durable state.
pub trait Store: Send + Sync + 'static {
    /// The instance number, 0 to 99, that this process draws trade numbers under.
    fn instance(&self) -> u8;

    /// Decides a command in one transaction. The reply is durable.
    fn submit(&self, command: Command) -> Pending<'_, Reply>;

    /// A payment with its operations.
    fn payment(&self, id: TradeId) -> Pending<'_, Option<PaymentRecord>>;

    /// The payment (or other trade) that holds or held an order number.
    fn claimed(&self, claim: Claim) -> Pending<'_, Option<TradeId>>;

    /// Takes operations whose lease has run out, at most `limit`.
    fn take_expired(
        &self,
        owner: OwnerId,
        now: Moment,
        lease_until: Moment,
        limit: u32,
    ) -> Pending<'_, Vec<Leased>>;

    /// Keeps an unresolved operation, to be tried again at `lease_until`.
    fn retry_later(&self, id: RequestId, owner: OwnerId, lease_until: Moment) -> Pending<'_, ()>;

    /// Whether the database answers.
    fn ping(&self) -> Pending<'_, ()>;

    /// Every merchant, with its keys opened.
    fn merchants(&self) -> Pending<'_, Vec<MerchantRecord>>;

    /// Adds or replaces a merchant.
    fn put_merchant(&self, merchant: MerchantRecord) -> Pending<'_, ()>;

    /// Moves the clocks of one merchant or of all to `offset_ms` ahead of real time, and with them
    /// the notifications that wait.
    fn move_clock(&self, merchant: Option<MerchantId>, offset_ms: i64) -> Pending<'_, ()>;

    /// Opens a window.
    fn open_window(&self, window: WindowRecord) -> Pending<'_, ()>;

    /// A window, by the hash of its token.
    fn window(&self, id: [u8; 16]) -> Pending<'_, Option<WindowRecord>>;

    /// Forgets windows whose payments got numbers before this one.
    fn sweep_windows(&self, before: TradeId) -> Pending<'_, ()>;

    /// Moves a window on, if it is still at `step`. Says whether it was.
    fn advance_window(&self, step: WindowStep, stage: String) -> Pending<'_, bool>;

    /// A billing key.
    fn billing_key(&self, id: KeyId) -> Pending<'_, Option<(SealedKey, KeyState)>>;

    /// Leases due notifications, at most `limit`.
    fn lease_notifications(
        &self,
        now: Moment,
        lease_until: Moment,
        limit: u32,
    ) -> Pending<'_, Vec<DueNotification>>;

    /// Records a try, and what follows from it: delivered, due again, or given up.
    fn record_try(&self, id: RequestId, attempt: NotificationTry, next: NotificationState)
    -> Pending<'_, ()>;

    /// A notification and its tries.
    fn notification(&self, id: RequestId) -> Pending<'_, Option<NotificationRecord>>;

    /// Sums of all postings by account, currency and side.
    fn trial_balance(&self) -> Pending<'_, domain::TrialBalance>;

    /// Payments whose amounts differ from their postings.
    fn unbalanced_payments(&self) -> Pending<'_, Vec<Unbalanced>>;

    /// Calls `visit` with every operation, ordered by its id, in one snapshot.
    fn visit_operations<'a>(&'a self, visit: Box<dyn FnMut(OperationRecord) + Send + 'a>) -> Pending<'a, ()>;
}
