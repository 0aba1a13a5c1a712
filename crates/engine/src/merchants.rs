//! Merchants in memory: read once, at the start; only their clocks change.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::MerchantId;
use domain::merchant::Merchant;
use domain::time::Moment;
use store::{MerchantRecord, Store, StoreError};

use crate::clock;
use crate::test_merchants::{CIPHER_KEY, HASH_KEY};

/// A merchant and its clock.
#[derive(Debug)]
pub struct MerchantEntry {
    record: MerchantRecord,
    offset_ms: AtomicI64,
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
        clock::now().plus_ms(self.offset_ms())
    }

    /// How far its clock is ahead of real time.
    pub fn offset_ms(&self) -> i64 {
        self.offset_ms.load(Ordering::Relaxed)
    }
}

/// All of them.
#[derive(Debug)]
pub(crate) struct Merchants(HashMap<MerchantId, Arc<MerchantEntry>>);

impl Merchants {
    pub(crate) async fn read(store: &dyn Store) -> Result<Self, StoreError> {
        let records = store.merchants().await?.into_iter();
        let entries = records.map(|record| {
            let offset_ms = AtomicI64::new(record.clock_offset_ms);
            (record.merchant.id, Arc::new(MerchantEntry { record, offset_ms }))
        });
        Ok(Self(entries.collect()))
    }

    pub(crate) fn get(&self, id: MerchantId) -> Option<Arc<MerchantEntry>> {
        self.0.get(&id).cloned()
    }

    pub(crate) fn all(&self) -> Vec<Arc<MerchantEntry>> {
        let mut all: Vec<_> = self.0.values().cloned().collect();
        all.sort_by_key(|entry| entry.record.merchant.id);
        all
    }

    pub(crate) fn move_clock(&self, merchant: Option<MerchantId>, offset_ms: i64) {
        for entry in self.all() {
            if merchant.is_none_or(|id| id == entry.record.merchant.id) {
                entry.offset_ms.store(offset_ms, Ordering::Relaxed);
            }
        }
    }
}
