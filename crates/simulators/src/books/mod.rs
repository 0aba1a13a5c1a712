//! The institutions' books: one entry a request, the scenarios in force, customers at an institution's page, and
//! whatever else a family notes.

mod durable;
mod memory;
mod rows;

use std::path::Path;

use institutions::books::{Deed, Line};
use institutions::domain::facts::Approval;
use institutions::domain::time::Moment;
use institutions::domain::{DeclineCode, InstitutionId, Money, RequestId};
use institutions::scenario::Scenario;

use crate::away::Session;

pub use durable::ReadBooks;
#[cfg(test)]
pub(crate) use memory::Tables;

/// What was done with one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Who did it: the institution that was asked.
    pub(crate) institution: InstitutionId,
    /// For how much; nothing if it was reversed before it came.
    pub(crate) amount: Money,
    pub(crate) state: State,
}

/// What stands of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Approved, and it stands; so much of it has been paid back.
    Authorised {
        approval: Approval,
        refunded: Money,
    },
    /// Approved and then reversed, or reversed before it came.
    Reversed,
    /// Paid back, out of this request.
    Refunded {
        approval: Approval,
        original: RequestId,
    },
    Declined {
        code: DeclineCode,
    },
}

impl Entry {
    /// As the audit reads it.
    fn line(&self, id: RequestId) -> Line {
        let deed = match self.state {
            State::Authorised { .. } => Deed::Authorised,
            State::Reversed => Deed::Reversed,
            State::Refunded { .. } => Deed::Refunded,
            State::Declined { .. } => Deed::Declined,
        };
        Line { id, institution: Some(self.institution), deed, amount: self.amount }
    }
}

/// The books as one transaction sees them.
pub(crate) trait Ledger {
    fn entry(&self, id: RequestId) -> Result<Option<Entry>, BooksError>;
    fn write_entry(&mut self, id: RequestId, entry: &Entry) -> Result<(), BooksError>;

    /// Whatever else is kept, of a kind under a key: a proof, a balance.
    fn note(&self, kind: &str, key: &str) -> Result<Option<String>, BooksError>;
    fn write_note(&mut self, kind: &str, key: &str, text: &str) -> Result<(), BooksError>;

    /// Those in force; mostly none.
    fn scenarios(&self) -> Result<Vec<Scenario>, BooksError>;
    fn write_scenarios(&mut self, scenarios: &[Scenario]) -> Result<(), BooksError>;

    fn session(&self, id: &str) -> Result<Option<Session>, BooksError>;
    /// The latest of this reference, and its id.
    fn session_of(&self, reference: &str) -> Result<Option<(String, Session)>, BooksError>;
    fn write_session(&mut self, id: &str, session: &Session) -> Result<(), BooksError>;
    /// Forgets sessions that began by `until`, and the oldest where a further one would be more than `capacity`.
    fn forget_sessions(&mut self, until: Moment, capacity: u32) -> Result<(), BooksError>;
}

/// Why the books can't be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// The file can't be opened.
    #[error("the institutions' books can't be opened: {0}")]
    Open(#[from] batch::OpenError),
    /// SQLite's own words.
    #[error("the institutions' books: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A row that this version can't read.
    #[error("the institutions' books hold an entry that can't be read: {0}")]
    Unreadable(&'static str),
    /// The tables are of another version of the program.
    #[error(
        "the institutions' books are of version {0}, which this program can't read: start with a new folder"
    )]
    Version(i64),
    /// The writer has ended, or could not do the work.
    #[error("the institutions' books could not be written: {0}")]
    Unwritten(String),
}

/// Books in a file, or in memory for measurements.
#[derive(Debug)]
pub(crate) enum Books {
    Durable(durable::Books),
    Memory(memory::Books),
}

impl Books {
    /// Those in this folder, made at first use.
    pub(crate) fn open(dir: &Path) -> Result<Self, BooksError> {
        durable::Books::open(dir).map(Self::Durable)
    }

    /// Empty ones that are gone with the process.
    pub(crate) fn in_memory() -> Self {
        Self::Memory(memory::Books::default())
    }

    /// Runs `act` as one transaction. The result is told after its commit. `act` may run twice, the
    /// first time for nothing.
    pub(crate) async fn transact<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut dyn Ledger) -> Result<T, BooksError> + Send + 'static,
    ) -> Result<T, BooksError> {
        match self {
            Self::Durable(books) => books.transact(act).await,
            Self::Memory(books) => books.transact(act),
        }
    }

    /// Shows every entry, ordered by request.
    pub(crate) fn visit(&self, visit: &mut dyn FnMut(Line)) -> Result<(), BooksError> {
        match self {
            Self::Durable(books) => books.visit(visit),
            Self::Memory(books) => {
                books.visit(visit);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests;
