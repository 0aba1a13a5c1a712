//! Durable state: one transaction per decision.
//!
//! [`Store`] is what the engine sees, noun by noun. [`sqlite`] is the embedded default; another database passes the same
//! contract tests or it isn't a store.

pub mod exhibit;
pub mod folder;
pub mod record;
pub mod request_log;
pub mod sqlite;
pub mod vault;
mod wall;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

pub use domain;
use domain::credential::{Credential, CredentialId};
use domain::operation::Operation;
use domain::window::{Window, WindowId, WindowStep};
use domain::{Claim, Claimant, Command, InstitutionId, MerchantId, OwnerId, Reply, RequestId, TradeId};

pub use exhibit::{Exhibit, Told};
pub use wall::{set_wall_clock_behind, wall_clock};

pub use record::{
    DueNotification, MerchantRecord, Next, NotificationId, NotificationRecord, NotificationState,
    NotificationTry, PaymentRecord, TransferRecord,
};

/// A query or a transaction under way.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Why the store can't answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The store is closing. Nothing was written.
    #[error("the store is closing")]
    Closing,
    /// The database's own words. Nothing was written.
    #[error("the database failed: {0}")]
    Database(String),
}

/// Durable state.
pub trait Store:
    Decisions + Leases + Outbox + Windows + Directory + Query + Audit + Send + Sync + 'static
{
    /// The instance number, 0 to 99, that this process draws trade numbers under.
    fn instance(&self) -> u8;

    /// Whether the database answers: reads a page of it.
    fn ping(&self) -> Pending<'_, ()>;
}

/// Decisions, each in a transaction of its own.
pub trait Decisions {
    /// Decides a command in one transaction. The reply is durable.
    fn submit(&self, command: Command) -> Pending<'_, Reply>;
}

/// Operations that somebody has to carry on. Leases are durations on the database's own clock: one that is set back makes
/// nobody wait.
pub trait Leases {
    /// The institutions that have operations whose lease has run out.
    fn expired_lanes(&self) -> Pending<'_, Vec<InstitutionId>>;

    /// Takes operations of one institution whose lease has run out, at most `limit`, the longest expired first.
    fn take_expired(
        &self,
        lane: InstitutionId,
        owner: OwnerId,
        lease: Duration,
        limit: u32,
    ) -> Pending<'_, Vec<Operation>>;

    /// Keeps an unresolved operation, to be tried again after a pause.
    fn retry_later(&self, id: RequestId, owner: OwnerId, pause: Duration) -> Pending<'_, ()>;
}

/// The longest pause between two tries to tell a merchant. What waits for longer when a process starts was written by a clock
/// that was wrong, and is due at once.
pub const LONGEST_PAUSE_MS: i64 = 600_000;

/// What merchants are to be told.
pub trait Outbox {
    /// The merchants that something is due for.
    fn due_merchants(&self) -> Pending<'_, Vec<MerchantId>>;

    /// What is due for a merchant, the longest due first, at most `limit`. It stays due until a try is recorded: whoever
    /// sends keeps in mind what is under way.
    fn due(&self, merchant: MerchantId, limit: u32) -> Pending<'_, Vec<DueNotification>>;

    /// Records a try, and what follows from it. What was delivered stays so.
    fn record_try(&self, id: NotificationId, attempt: NotificationTry, next: Next) -> Pending<'_, ()>;

    /// A subject's notifications, each with its tries.
    fn notifications(&self, subject: TradeId) -> Pending<'_, Vec<NotificationRecord>>;

    /// Where the latest notification of each of these subjects stands, of those that have any.
    fn latest_notifications(&self, subjects: Vec<TradeId>) -> Pending<'_, Vec<Told>>;

    /// Forgets the tries of up to `limit` notifications that are over, of subjects older than this number. Says whether
    /// there may be more.
    fn sweep_tries(&self, before: TradeId, limit: u32) -> Pending<'_, bool>;
}

/// Payment windows. They are opened by a decision.
pub trait Windows {
    /// A window, by the hash of its token.
    fn window(&self, id: WindowId) -> Pending<'_, Option<Window>>;

    /// Moves a window on, if it is still at `step`. Says whether it was.
    fn advance_window(&self, step: WindowStep, stage: String) -> Pending<'_, bool>;

    /// Forgets up to `limit` windows whose payments got numbers before this one; the numbers stay taken. Says whether there
    /// may be more.
    fn sweep_windows(&self, before: TradeId, limit: u32) -> Pending<'_, bool>;
}

/// Merchants and their clocks.
pub trait Directory {
    /// Every merchant, with its keys opened, and the generation that they are of.
    fn merchants(&self) -> Pending<'_, (i64, Vec<MerchantRecord>)>;

    /// Counts the changes to merchants, by whichever process.
    fn generation(&self) -> Pending<'_, i64>;

    /// Adds or replaces a merchant; its clock stays as it is.
    fn put_merchant(&self, merchant: MerchantRecord) -> Pending<'_, ()>;

    /// Moves the clocks of one merchant or of all to `offset_ms` ahead of real time, and with them the notifications that
    /// wait, if it is forward.
    fn move_clock(&self, merchant: Option<MerchantId>, offset_ms: i64) -> Pending<'_, ()>;
}

/// What is only read.
pub trait Query {
    /// A payment with its operations.
    fn payment(&self, id: TradeId) -> Pending<'_, Option<PaymentRecord>>;

    /// The latest payments of a merchant, or of all, with their operations, latest first.
    fn latest_payments(&self, merchant: Option<MerchantId>, limit: u32) -> Pending<'_, Vec<PaymentRecord>>;

    /// A subject's operations, whatever it is.
    fn operations(&self, subject: TradeId) -> Pending<'_, Vec<Operation>>;

    /// The payment (or other trade) that holds or held an order number.
    fn claimed(&self, claim: Claim) -> Pending<'_, Option<TradeId>>;

    /// Who holds an order number now.
    fn claimant(&self, claim: Claim) -> Pending<'_, Option<Claimant>>;

    /// A credential.
    fn credential(&self, id: CredentialId) -> Pending<'_, Option<Credential>>;

    /// A subject's lines in the journal.
    fn transfers(&self, subject: TradeId) -> Pending<'_, Vec<TransferRecord>>;
}

/// What an audit reads.
pub trait Audit {
    /// What the database finds wrong with itself.
    fn damages(&self) -> Pending<'_, Vec<String>>;

    /// Calls `visit` with everything there is, in one snapshot: subjects by rising numbers, then the rest. It blocks its
    /// thread, as long as that takes.
    fn examine(&self, visit: &mut dyn FnMut(Exhibit)) -> Result<(), StoreError>;
}
