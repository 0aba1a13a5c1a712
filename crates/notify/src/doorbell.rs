//! How the sender hears that there is something to send.

use std::collections::HashSet;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use store::domain::MerchantId;
use tokio::sync::Notify;

/// Names the merchants that something new is due for. Cloning it is cheap; all clones are one.
///
/// However often it rings while nobody listens, it remembers each merchant once.
#[derive(Clone, Debug, Default)]
pub struct Doorbell(Arc<Bell>);

#[derive(Debug, Default)]
struct Bell {
    rung: Mutex<Rung>,
    heard: Notify,
}

/// For whom it rang.
#[derive(Debug, Default)]
pub(crate) struct Rung {
    pub(crate) merchants: HashSet<MerchantId>,
    /// For anybody: a clock was moved, say.
    pub(crate) anybody: bool,
}

impl Doorbell {
    /// Something is due for a merchant, durably.
    pub fn ring(&self, merchant: MerchantId) {
        self.note(|rung| {
            rung.merchants.insert(merchant);
        });
    }

    /// Something may be due for anybody: the clocks were moved.
    pub fn ring_for_anybody(&self) {
        self.note(|rung| rung.anybody = true);
    }

    fn note(&self, write: impl FnOnce(&mut Rung)) {
        write(&mut self.0.rung.lock().unwrap_or_else(PoisonError::into_inner));
        self.0.heard.notify_one();
    }

    /// Waits until it rings, and says for whom.
    pub(crate) async fn rung(&self) -> Rung {
        self.0.heard.notified().await;
        mem::take(&mut *self.0.rung.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
