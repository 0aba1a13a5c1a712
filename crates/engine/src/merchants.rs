//! Merchants in memory, with a copy that knows when it is stale: they change while the server runs, by whichever process.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use domain::MerchantId;
use domain::merchant::Merchant;
use domain::time::Moment;
use store::{MerchantRecord, Store, StoreError};

use crate::Engine;
use crate::test_merchants::{CIPHER_KEY, HASH_KEY};

/// A merchant and its clock, as they were when they were read.
#[derive(Debug)]
pub struct MerchantEntry {
    record: MerchantRecord,
}

impl MerchantEntry {
    /// The contract.
    pub fn merchant(&self) -> &Merchant {
        &self.record.merchant
    }

    /// The contract and the keys.
    pub fn record(&self) -> &MerchantRecord {
        &self.record
    }

    /// Whether its keys are the published ones of the test environment, which anybody may see.
    pub fn has_published_keys(&self) -> bool {
        *self.record.cipher_key == CIPHER_KEY && *self.record.hash_key == HASH_KEY
    }

    /// Now, by its clock.
    pub fn now(&self) -> Moment {
        store::wall_clock().plus_ms(self.offset_ms())
    }

    /// How far its clock is ahead of real time.
    pub fn offset_ms(&self) -> i64 {
        self.record.clock_offset_ms
    }
}

/// All of them, and the generation that they are of.
#[derive(Debug)]
pub(crate) struct Merchants(RwLock<Copy>);

#[derive(Debug)]
struct Copy {
    generation: i64,
    entries: HashMap<MerchantId, Arc<MerchantEntry>>,
}

/// How often a change by another process is looked for.
const PERIOD: Duration = Duration::from_millis(300);

impl Merchants {
    pub(crate) async fn read(store: &dyn Store) -> Result<Self, StoreError> {
        Ok(Self(RwLock::new(copy(store).await?)))
    }

    /// Reads them anew if they have changed.
    pub(crate) async fn refresh(&self, store: &dyn Store) -> Result<bool, StoreError> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).generation;
        if store.generation().await? == known {
            return Ok(false);
        }
        let fresh = copy(store).await?;
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if fresh.generation > held.generation {
            *held = fresh;
        }
        Ok(true)
    }

    pub(crate) fn get(&self, id: MerchantId) -> Option<Arc<MerchantEntry>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).entries.get(&id).cloned()
    }

    pub(crate) fn all(&self) -> Vec<Arc<MerchantEntry>> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> = held.entries.values().cloned().collect();
        all.sort_by_key(|entry| entry.record.merchant.id);
        all
    }
}

async fn copy(store: &dyn Store) -> Result<Copy, StoreError> {
    let (generation, records) = store.merchants().await?;
    let entries = records.into_iter().map(|record| (record.merchant.id, Arc::new(MerchantEntry { record })));
    Ok(Copy { generation, entries: entries.collect() })
}

impl Engine {
    /// Reads merchants anew whenever another process has changed them.
    pub(crate) async fn follow_merchants(&self) {
        loop {
            tokio::time::sleep(PERIOD).await;
            match self.shared.merchants.refresh(&**self.store()).await {
                Ok(true) => tracing::info!("merchants have changed, and were read anew"),
                Ok(false) => {}
                Err(error) => tracing::warn!(%error, "merchants could not be read; it is tried again"),
            }
        }
    }

    /// Adds or replaces a merchant. It is in force when this returns.
    pub async fn put_merchant(&self, record: MerchantRecord) -> Result<(), StoreError> {
        self.store().put_merchant(record).await?;
        self.shared.merchants.refresh(&**self.store()).await.map(drop)
    }

    /// Moves the clock of one merchant, or of all, to `offset_ms` ahead of real time; what waits for that clock moves with
    /// it.
    pub async fn move_clock(&self, merchant: Option<MerchantId>, offset_ms: i64) -> Result<(), StoreError> {
        self.store().move_clock(merchant, offset_ms).await?;
        self.shared.merchants.refresh(&**self.store()).await?;
        match merchant {
            Some(merchant) => self.shared.parts.doorbell.ring(merchant),
            None => self.shared.parts.doorbell.ring_for_anybody(),
        }
        Ok(())
    }
}
