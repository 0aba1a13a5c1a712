//! The embedded store: SQLite, one writer, one fsync for many.

mod accounts;
mod audit;
mod claims;
mod clock;
mod credentials;
mod decide;
#[cfg(test)]
mod guards;
mod merchants;
mod notifications;
mod numbers;
mod operations;
mod payments;
mod rows;
mod schema;
mod task;
mod transfers;
mod windows;

use std::sync::Arc;
use std::time::Duration;

use batch::{Durability, Failure, Journal, OpenError, Readers, Writer};
use domain::credential::{Credential, CredentialId};
use domain::operation::Operation;
use domain::window::{Window, WindowId, WindowStep};
use domain::{Claim, Claimant, Command, InstitutionId, MerchantId, OwnerId, Reply, RequestId, TradeId};
use rusqlite::Connection;
use tokio::sync::Semaphore;

use crate::exhibit::{Exhibit, Told};
use crate::folder::Folder;
use crate::record::{
    DueNotification, MerchantRecord, Next, NotificationId, NotificationRecord, NotificationTry,
    PaymentRecord, TransferRecord,
};
use crate::vault::Vault;
use crate::{Audit, Decisions, Directory, Leases, Outbox, Pending, Query, Store, StoreError, Windows};
use accounts::Accounts;
use task::{Task, task};

/// The embedded store.
#[derive(Debug)]
pub struct SqliteStore {
    writer: Option<Writer<Task>>,
    readers: Arc<Readers>,
    /// A place for each read at once: whoever has none waits without a thread.
    places: Arc<Semaphore>,
    journal: Journal,
    accounts: Arc<Accounts>,
    vault: Vault,
}

const FILE: &str = "hectare.db";
/// How long a read waits for another to end.
const PATIENCE: Duration = Duration::from_secs(5);

impl SqliteStore {
    /// Opens the store of a folder that this process has for itself.
    ///
    /// Nobody else can hold a lease then: what a process left behind may be taken at once.
    pub fn open(folder: &Folder) -> Result<Self, OpenError> {
        let journal = Journal::new(&folder.join(FILE), Durability::Full);
        let accounts = Arc::new(Accounts::default());
        let writer = Writer::start(&journal, "store", |connection| -> Result<(), OpenError> {
            schema::migrate(connection)?;
            operations::end_leases(connection)?;
            notifications::end_pauses(connection)?;
            let rolled_back = Arc::clone(&accounts);
            connection.rollback_hook(Some(move || rolled_back.forget()))?;
            Ok(())
        })?;
        Ok(Self { accounts, ..Self::of(Some(writer), journal, folder.vault()) })
    }

    /// Opens the store of a folder to read it, also while a server writes.
    pub fn examine(folder: &Folder) -> Result<Self, OpenError> {
        let journal = Journal::new(&folder.join(FILE), Durability::Full);
        schema::check(&journal.open_reader()?)?;
        Ok(Self::of(None, journal, folder.vault()))
    }

    /// Opens the store of a folder to change its merchants, also while a server writes. Nothing else may be done by it: what
    /// the server has begun stays the server's.
    pub fn attach(folder: &Folder) -> Result<Self, OpenError> {
        // Read first: where no server has been, a writer would leave a file behind.
        let examined = Self::examine(folder)?;
        let nothing = |_: &mut Connection| -> Result<(), OpenError> { Ok(()) };
        let writer = Writer::start(&examined.journal, "store", nothing)?;
        Ok(Self { writer: Some(writer), ..examined })
    }

    fn of(writer: Option<Writer<Task>>, journal: Journal, vault: &Vault) -> Self {
        let (readers, places) = (Readers::new(journal.clone()), Semaphore::new(Readers::MOST));
        Self {
            writer,
            readers: Arc::new(readers),
            places: Arc::new(places),
            journal,
            accounts: Arc::default(),
            vault: vault.clone(),
        }
    }

    /// Runs `work` in the writer's next transaction.
    fn write<T, F>(&self, work: F) -> Pending<'_, T>
    where
        T: Send + 'static,
        F: FnMut(&Connection) -> Result<T, Failure> + Send + 'static,
    {
        let (task, reply) = task(work);
        let queued = self.writer.as_ref().is_some_and(|writer| writer.submit(task).is_ok());
        Box::pin(async move {
            if !queued {
                return Err(StoreError::Closing);
            }
            reply.await.unwrap_or(Err(StoreError::Closing))
        })
    }

    /// Runs `read` beside the writer.
    fn read<T, F>(&self, read: F) -> Pending<'_, T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    {
        let (readers, places) = (Arc::clone(&self.readers), Arc::clone(&self.places));
        Box::pin(async move {
            let place = tokio::time::timeout(PATIENCE, places.acquire_owned()).await;
            let Ok(Ok(place)) = place else {
                return Err(StoreError::Database("too many reads are under way".into()));
            };
            let reading = tokio::task::spawn_blocking(move || {
                let result = readers.read(read);
                drop(place);
                result
            });
            match reading.await {
                Ok(result) => result.map_err(|failure: Failure| StoreError::Database(failure.to_string())),
                Err(_) => Err(StoreError::Closing),
            }
        })
    }
}

impl Store for SqliteStore {
    fn instance(&self) -> u8 {
        // The folder's lock makes this process the only one.
        0
    }

    fn ping(&self) -> Pending<'_, ()> {
        let readers = Arc::clone(&self.readers);
        Box::pin(async move {
            let reading = tokio::task::spawn_blocking(move || readers.ping());
            match reading.await {
                Ok(result) => result.map_err(|error| StoreError::Database(error.to_string())),
                Err(_) => Err(StoreError::Closing),
            }
        })
    }
}

impl Decisions for SqliteStore {
    fn submit(&self, command: Command) -> Pending<'_, Reply> {
        let accounts = Arc::clone(&self.accounts);
        self.write(move |connection| decide::run(connection, &accounts, &command))
    }
}

impl Leases for SqliteStore {
    fn expired_lanes(&self) -> Pending<'_, Vec<InstitutionId>> {
        self.read(|connection| Ok(operations::expired_lanes(connection)?))
    }

    fn take_expired(
        &self,
        lane: InstitutionId,
        owner: OwnerId,
        lease: Duration,
        limit: u32,
    ) -> Pending<'_, Vec<Operation>> {
        self.write(move |connection| Ok(operations::take_expired(connection, lane, owner, lease, limit)?))
    }

    fn retry_later(&self, id: RequestId, owner: OwnerId, pause: Duration) -> Pending<'_, ()> {
        self.write(move |connection| Ok(operations::retry_later(connection, id, owner, pause)?))
    }
}

impl Outbox for SqliteStore {
    fn due_merchants(&self) -> Pending<'_, Vec<MerchantId>> {
        self.read(|connection| Ok(notifications::due_merchants(connection)?))
    }

    fn due(&self, merchant: MerchantId, limit: u32) -> Pending<'_, Vec<DueNotification>> {
        self.read(move |connection| Ok(notifications::due(connection, merchant, limit)?))
    }

    fn record_try(&self, id: NotificationId, attempt: NotificationTry, next: Next) -> Pending<'_, ()> {
        self.write(move |connection| Ok(notifications::record_try(connection, id, &attempt, next)?))
    }

    fn notifications(&self, subject: TradeId) -> Pending<'_, Vec<NotificationRecord>> {
        self.read(move |connection| Ok(notifications::of(connection, subject)?))
    }

    fn latest_notifications(&self, subjects: Vec<TradeId>) -> Pending<'_, Vec<Told>> {
        self.read(move |connection| Ok(notifications::latest(connection, &subjects)?))
    }

    fn sweep_tries(&self, before: TradeId, limit: u32) -> Pending<'_, bool> {
        self.write(move |connection| Ok(notifications::sweep_tries(connection, before, limit)?))
    }
}

impl Windows for SqliteStore {
    fn window(&self, id: WindowId) -> Pending<'_, Option<Window>> {
        self.read(move |connection| Ok(windows::get(connection, id)?))
    }

    fn advance_window(&self, step: WindowStep, stage: String) -> Pending<'_, bool> {
        self.write(move |connection| Ok(windows::advance(connection, &step, &stage)?))
    }

    fn sweep_windows(&self, before: TradeId, limit: u32) -> Pending<'_, bool> {
        self.write(move |connection| Ok(windows::sweep(connection, before, limit)?))
    }
}

impl Directory for SqliteStore {
    fn merchants(&self) -> Pending<'_, (i64, Vec<MerchantRecord>)> {
        let vault = self.vault.clone();
        self.read(move |connection| {
            Ok((merchants::generation(connection)?, merchants::all(connection, &vault)?))
        })
    }

    fn generation(&self) -> Pending<'_, i64> {
        self.read(|connection| Ok(merchants::generation(connection)?))
    }

    fn put_merchant(&self, merchant: MerchantRecord) -> Pending<'_, ()> {
        let vault = self.vault.clone();
        self.write(move |connection| merchants::put(connection, &vault, &merchant))
    }

    fn move_clock(&self, merchant: Option<MerchantId>, offset_ms: i64) -> Pending<'_, ()> {
        self.write(move |connection| merchants::move_clock(connection, merchant, offset_ms))
    }
}

impl Query for SqliteStore {
    fn payment(&self, id: TradeId) -> Pending<'_, Option<PaymentRecord>> {
        self.read(move |connection| Ok(payments::record(connection, id)?))
    }

    fn latest_payments(&self, merchant: Option<MerchantId>, limit: u32) -> Pending<'_, Vec<PaymentRecord>> {
        self.read(move |connection| Ok(payments::latest(connection, merchant, limit)?))
    }

    fn operations(&self, subject: TradeId) -> Pending<'_, Vec<Operation>> {
        self.read(move |connection| Ok(operations::of(connection, subject)?))
    }

    fn claimed(&self, claim: Claim) -> Pending<'_, Option<TradeId>> {
        self.read(move |connection| Ok(claims::standing(connection, &claim)?.map(|(trade, _)| trade)))
    }

    fn claimant(&self, claim: Claim) -> Pending<'_, Option<Claimant>> {
        self.read(move |connection| Ok(claims::holder(connection, &claim)?))
    }

    fn credential(&self, id: CredentialId) -> Pending<'_, Option<Credential>> {
        self.read(move |connection| Ok(credentials::get(connection, id)?))
    }

    fn transfers(&self, subject: TradeId) -> Pending<'_, Vec<TransferRecord>> {
        self.read(move |connection| Ok(transfers::of(connection, subject)?))
    }
}

impl Audit for SqliteStore {
    fn damages(&self) -> Pending<'_, Vec<String>> {
        self.read(|connection| Ok(audit::damages(connection)))
    }

    fn examine(&self, visit: &mut dyn FnMut(Exhibit)) -> Result<(), StoreError> {
        let told = |error: &dyn std::error::Error| StoreError::Database(error.to_string());
        let connection = self.journal.open_reader().map_err(|error| told(&error))?;
        audit::examine(&connection, &self.vault, visit).map_err(|error| told(&error))
    }
}
