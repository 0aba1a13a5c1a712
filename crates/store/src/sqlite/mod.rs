//! The embedded store: SQLite, one writer, one fsync for many.

mod decide;
mod keys;
mod merchants;
mod notifications;
mod payments;
mod rows;
mod schema;
mod task;
mod windows;

use std::path::Path;
use std::sync::Arc;

use batch::{Durability, Failure, Journal, OpenError, Readers, Writer};
use domain::billing_key::{KeyId, KeyState, SealedKey};
use domain::payment::Claim;
use domain::time::Moment;
use domain::{Command, MerchantId, OwnerId, Reply, RequestId, TradeId, TrialBalance, WindowStep};
use rusqlite::Connection;

use crate::folder::Folder;
use crate::record::{
    DueNotification, Leased, MerchantRecord, NotificationRecord, NotificationState, NotificationTry,
    OperationRecord, PaymentRecord, Unbalanced, WindowRecord,
};
use crate::vault::Vault;
use crate::{Pending, Store, StoreError};
use task::{Task, task};

/// The embedded store.
#[derive(Debug)]
pub struct SqliteStore {
    writer: Option<Writer<Task>>,
    readers: Arc<Readers>,
    accounts: Arc<decide::Accounts>,
    vault: Vault,
}

const FILE: &str = "hectare.db";

impl SqliteStore {
    /// Opens the store of a folder that this process has for itself.
    ///
    /// Nobody else can hold a lease then: what a process left behind may be taken at once.
    pub fn open(folder: &Folder) -> Result<Self, OpenError> {
        let journal = Journal::new(&folder.join(FILE), Durability::Full);
        let accounts = Arc::new(decide::Accounts::default());
        let writer = Writer::start(&journal, "store", |connection| -> Result<(), OpenError> {
            schema::migrate(connection)?;
            end_leases(connection)?;
            let rolled_back = Arc::clone(&accounts);
            connection.rollback_hook(Some(move || rolled_back.forget()))?;
            Ok(())
        })?;
        Ok(Self { accounts, ..Self::of(Some(writer), journal, folder.vault()) })
    }

    /// Opens the store of a folder to read it, also while a server writes.
    pub fn examine(folder: &Folder) -> Result<Self, OpenError> {
        let journal = Journal::new(&folder.join(FILE), Durability::Full);
        journal.open_reader()?;
        Ok(Self::of(None, journal, folder.vault()))
    }

    fn of(writer: Option<Writer<Task>>, journal: Journal, vault: &Vault) -> Self {
        let readers = Arc::new(Readers::new(journal));
        Self { writer, readers, accounts: Arc::default(), vault: vault.clone() }
    }

    /// Whether a folder has a store.
    pub fn exists(folder: &Path) -> bool {
        folder.join(FILE).exists()
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
        let readers = Arc::clone(&self.readers);
        Box::pin(async move {
            let reading = tokio::task::spawn_blocking(move || readers.read(read));
            match reading.await {
                Ok(result) => result.map_err(|failure: Failure| StoreError::Database(failure.to_string())),
                Err(_) => Err(StoreError::Closing),
            }
        })
    }
}

fn end_leases(connection: &Connection) -> Result<(), OpenError> {
    connection.execute_batch(
        "UPDATE operation SET lease_until = 0 WHERE state <= 1;
         UPDATE notification SET lease_until = 0 WHERE state = 0;",
    )?;
    Ok(())
}

impl Store for SqliteStore {
    fn instance(&self) -> u8 {
        // The folder's lock makes this process the only one.
        0
    }

    fn submit(&self, command: Command) -> Pending<'_, Reply> {
        let accounts = Arc::clone(&self.accounts);
        self.write(move |connection| decide::run(connection, &accounts, &command))
    }

    fn payment(&self, id: TradeId) -> Pending<'_, Option<PaymentRecord>> {
        self.read(move |connection| Ok(payments::record(connection, id)?))
    }

    fn claimed(&self, claim: Claim) -> Pending<'_, Option<TradeId>> {
        self.read(move |connection| Ok(payments::claimed(connection, &claim)?))
    }

    fn take_expired(
        &self,
        owner: OwnerId,
        now: Moment,
        lease_until: Moment,
        limit: u32,
    ) -> Pending<'_, Vec<Leased>> {
        self.write(move |connection| Ok(payments::take_expired(connection, owner, now, lease_until, limit)?))
    }

    fn retry_later(&self, id: RequestId, owner: OwnerId, lease_until: Moment) -> Pending<'_, ()> {
        self.write(move |connection| Ok(payments::retry_later(connection, id, owner, lease_until)?))
    }

    fn ping(&self) -> Pending<'_, ()> {
        self.read(|connection| Ok(connection.query_row("SELECT 1", [], |_| Ok(()))?))
    }

    fn merchants(&self) -> Pending<'_, Vec<MerchantRecord>> {
        let vault = self.vault.clone();
        self.read(move |connection| merchants::all(connection, &vault))
    }

    fn put_merchant(&self, merchant: MerchantRecord) -> Pending<'_, ()> {
        let vault = self.vault.clone();
        self.write(move |connection| merchants::put(connection, &vault, &merchant))
    }

    fn move_clock(&self, merchant: Option<MerchantId>, offset_ms: i64) -> Pending<'_, ()> {
        self.write(move |connection| merchants::move_clock(connection, merchant, offset_ms))
    }

    fn open_window(&self, window: WindowRecord) -> Pending<'_, ()> {
        self.write(move |connection| Ok(windows::insert(connection, &window)?))
    }

    fn window(&self, id: [u8; 16]) -> Pending<'_, Option<WindowRecord>> {
        self.read(move |connection| Ok(windows::get(connection, id)?))
    }

    fn sweep_windows(&self, before: TradeId) -> Pending<'_, ()> {
        self.write(move |connection| Ok(windows::sweep(connection, before)?))
    }

    fn advance_window(&self, step: WindowStep, stage: String) -> Pending<'_, bool> {
        self.write(move |connection| Ok(windows::advance(connection, &step, &stage)?))
    }

    fn billing_key(&self, id: KeyId) -> Pending<'_, Option<(SealedKey, KeyState)>> {
        self.read(move |connection| Ok(keys::get(connection, id)?))
    }

    fn lease_notifications(
        &self,
        now: Moment,
        lease_until: Moment,
        limit: u32,
    ) -> Pending<'_, Vec<DueNotification>> {
        self.write(move |connection| Ok(notifications::lease(connection, now, lease_until, limit)?))
    }

    fn record_try(
        &self,
        id: RequestId,
        attempt: NotificationTry,
        next: NotificationState,
    ) -> Pending<'_, ()> {
        self.write(move |connection| Ok(notifications::record_try(connection, id, &attempt, next)?))
    }

    fn notification(&self, id: RequestId) -> Pending<'_, Option<NotificationRecord>> {
        self.read(move |connection| Ok(notifications::get(connection, id)?))
    }

    fn trial_balance(&self) -> Pending<'_, TrialBalance> {
        self.read(|connection| Ok(payments::trial_balance(connection)?))
    }

    fn unbalanced_payments(&self) -> Pending<'_, Vec<Unbalanced>> {
        self.read(|connection| Ok(payments::unbalanced(connection)?))
    }

    fn visit_operations<'a>(
        &'a self,
        mut visit: Box<dyn FnMut(OperationRecord) + Send + 'a>,
    ) -> Pending<'a, ()> {
        Box::pin(async move {
            let result = self.readers.read(|connection| -> Result<(), Failure> {
                Ok(payments::visit_operations(connection, &mut *visit)?)
            });
            result.map_err(|failure| StoreError::Database(failure.to_string()))
        })
    }
}
