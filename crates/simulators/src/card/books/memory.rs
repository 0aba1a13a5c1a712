//! Books in memory, for measurements that are about the gateway and not about its simulators.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use institutions::books::Line;
use institutions::domain::RequestId;

use super::{BooksError, Entry, Ledger, Proof};

#[derive(Debug, Default)]
pub(in crate::card) struct Books(Mutex<Tables>);

#[derive(Debug, Default)]
struct Tables {
    /// By request, as they are shown. A hash table would move all of itself whenever it grows, and every
    /// payment would wait for that.
    entries: BTreeMap<RequestId, Entry>,
    proofs: HashMap<String, Proof>,
}

impl Books {
    pub(super) fn transact<T>(
        &self,
        mut act: impl FnMut(&mut dyn Ledger) -> Result<T, BooksError>,
    ) -> Result<T, BooksError> {
        act(&mut *self.lock())
    }

    pub(super) fn visit(&self, visit: &mut dyn FnMut(Line)) {
        let lines: Vec<Line> = self.lock().entries.iter().map(|(id, entry)| entry.line(*id)).collect();
        lines.into_iter().for_each(visit);
    }

    fn lock(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ledger for Tables {
    fn entry(&self, id: RequestId) -> Result<Option<Entry>, BooksError> {
        Ok(self.entries.get(&id).cloned())
    }

    fn write_entry(&mut self, id: RequestId, entry: &Entry) -> Result<(), BooksError> {
        self.entries.insert(id, entry.clone());
        Ok(())
    }

    fn proof(&self, token: &str) -> Result<Option<Proof>, BooksError> {
        Ok(self.proofs.get(token).cloned())
    }

    fn write_proof(&mut self, token: &str, proof: &Proof) -> Result<(), BooksError> {
        self.proofs.insert(token.to_owned(), proof.clone());
        Ok(())
    }
}
