//! Answers that bind us although the database couldn't be told.
//!
//! If an outcome can't be stored, the merchant is told that the payment is taken back, and this
//! process remembers it until recovery has made it so. Only if the process ends as well, before the
//! database works again, is the promise forgotten; the payment then stands or falls with the
//! institution's word, and its notification tells.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::RequestId;

#[derive(Debug, Default)]
pub(crate) struct Promises(Mutex<HashSet<RequestId>>);

impl Promises {
    /// Whoever asked is told that this is taken back.
    pub(crate) fn make(&self, id: RequestId) {
        self.lock().insert(id);
    }

    /// Whether somebody was told so.
    pub(crate) fn made(&self, id: RequestId) -> bool {
        self.lock().contains(&id)
    }

    /// The database knows now.
    pub(crate) fn keep(&self, id: RequestId) {
        self.lock().remove(&id);
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<RequestId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
