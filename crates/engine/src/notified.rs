//! Who has something to be told since somebody last looked.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::MerchantId;
use tokio::sync::Notify;

#[derive(Debug, Default)]
pub(crate) struct Notified {
    merchants: Mutex<BTreeSet<MerchantId>>,
    woken: Notify,
}

impl Notified {
    /// An outcome has left a notification behind.
    pub(crate) fn tell(&self, merchant: MerchantId) {
        self.lock().insert(merchant);
        self.woken.notify_one();
    }

    /// Completes when there is somebody, and says who.
    pub(crate) async fn wait(&self) -> BTreeSet<MerchantId> {
        loop {
            let merchants = std::mem::take(&mut *self.lock());
            if !merchants.is_empty() {
                return merchants;
            }
            self.woken.notified().await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<MerchantId>> {
        self.merchants.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
