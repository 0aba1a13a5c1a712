//! Books in memory, for measurements that are about the gateway and not about its simulators.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use institutions::books::Line;
use institutions::domain::RequestId;
use institutions::domain::time::Moment;
use institutions::scenario::Scenario;

use super::{BooksError, Entry, Ledger};
use crate::away::Session;

#[derive(Debug, Default)]
pub(crate) struct Books(Mutex<Tables>);

/// The tables, as one transaction sees them.
#[derive(Default)]
pub(crate) struct Tables {
    /// By request, as they are shown. A hash table would move all of itself whenever it grows, and every
    /// payment would wait for that.
    entries: BTreeMap<RequestId, Entry>,
    notes: BTreeMap<(String, String), String>,
    scenarios: Vec<Scenario>,
    /// By age, under their ids.
    sessions: BTreeMap<u64, (String, Session)>,
    /// Places in `sessions`.
    ids: HashMap<String, u64>,
    references: HashMap<String, u64>,
    begun: u64,
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

impl Tables {
    fn forget_oldest(&mut self) {
        let Some((place, (id, session))) = self.sessions.pop_first() else { return };
        self.ids.remove(&id);
        // The reference may have been begun anew since.
        if self.references.get(&session.reference) == Some(&place) {
            self.references.remove(&session.reference);
        }
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

    fn note(&self, kind: &str, key: &str) -> Result<Option<String>, BooksError> {
        Ok(self.notes.get(&(kind.to_owned(), key.to_owned())).cloned())
    }

    fn write_note(&mut self, kind: &str, key: &str, text: &str) -> Result<(), BooksError> {
        self.notes.insert((kind.to_owned(), key.to_owned()), text.to_owned());
        Ok(())
    }

    fn scenarios(&self) -> Result<Vec<Scenario>, BooksError> {
        Ok(self.scenarios.clone())
    }

    fn write_scenarios(&mut self, scenarios: &[Scenario]) -> Result<(), BooksError> {
        self.scenarios = scenarios.to_vec();
        Ok(())
    }

    fn session(&self, id: &str) -> Result<Option<Session>, BooksError> {
        let place = self.ids.get(id);
        Ok(place.and_then(|place| self.sessions.get(place)).map(|(_, session)| session.clone()))
    }

    fn session_of(&self, reference: &str) -> Result<Option<(String, Session)>, BooksError> {
        Ok(self.references.get(reference).and_then(|place| self.sessions.get(place)).cloned())
    }

    fn write_session(&mut self, id: &str, session: &Session) -> Result<(), BooksError> {
        let place = self.ids.get(id).copied().unwrap_or_else(|| {
            self.begun = self.begun.saturating_add(1);
            self.begun
        });
        self.ids.insert(id.to_owned(), place);
        self.references.insert(session.reference.clone(), place);
        self.sessions.insert(place, (id.to_owned(), session.clone()));
        Ok(())
    }

    fn forget_sessions(&mut self, until: Moment, capacity: u32) -> Result<(), BooksError> {
        let capacity = usize::try_from(capacity).unwrap_or(usize::MAX);
        while self.sessions.len() >= capacity {
            self.forget_oldest();
        }
        while self.sessions.first_key_value().is_some_and(|(_, (_, oldest))| oldest.begun_at <= until) {
            self.forget_oldest();
        }
        Ok(())
    }
}

/// Ids and tokens are as good as keys, so none is printed.
impl std::fmt::Debug for Tables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tables").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}
