//! The issuers' books: one entry a request, and the proofs of finished authentications.

mod durable;
mod memory;
mod rows;

use std::path::Path;

use institutions::books::{Deed, Line};
use institutions::domain::facts::{Approval, Facts};
use institutions::domain::{DeclineCode, InstitutionId, Money, RequestId};

pub use durable::ReadBooks;

/// What was done with one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Who did it: the institution that was asked.
    pub(super) institution: InstitutionId,
    /// For how much; nothing if it was reversed before it came.
    pub(super) amount: Money,
    pub(super) state: State,
}

/// What stands of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
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

/// What a finished authentication leaves: it may be used long after (a deferred capture), so it is
/// kept in the books, without the card's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proof {
    /// Who will be asked for the money.
    pub(super) institution: InstitutionId,
    /// What the customer chose to pay with.
    pub(super) facts: Facts,
    /// The request that it paid: a proof pays once.
    pub(super) spent_on: Option<RequestId>,
}

/// The books as one transaction sees them.
pub(super) trait Ledger {
    fn entry(&self, id: RequestId) -> Result<Option<Entry>, BooksError>;
    fn write_entry(&mut self, id: RequestId, entry: &Entry) -> Result<(), BooksError>;
    fn proof(&self, token: &str) -> Result<Option<Proof>, BooksError>;
    fn write_proof(&mut self, token: &str, proof: &Proof) -> Result<(), BooksError>;
}

/// Why the books can't be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// The file can't be opened.
    #[error("the issuers' books can't be opened: {0}")]
    Open(#[from] batch::OpenError),
    /// SQLite's own words.
    #[error("the issuers' books: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A row that this version can't read.
    #[error("the issuers' books hold an entry that can't be read: {0}")]
    Unreadable(&'static str),
    /// The tables are of another version of the program.
    #[error("the issuers' books are of version {0}, unknown here")]
    Version(i64),
    /// The writer has ended, or could not do the work.
    #[error("the issuers' books could not be written: {0}")]
    Unwritten(String),
}

/// Books in a file, or in memory for measurements.
#[derive(Debug)]
pub(super) enum CardBooks {
    Durable(durable::Books),
    Memory(memory::Books),
}

impl CardBooks {
    /// Those in this folder, made at first use.
    pub(super) fn open(dir: &Path) -> Result<Self, BooksError> {
        durable::Books::open(dir).map(Self::Durable)
    }

    /// Empty ones that are gone with the process.
    pub(super) fn in_memory() -> Self {
        Self::Memory(memory::Books::default())
    }

    /// Runs `act` as one transaction. The result is told after its commit. `act` may run twice, the
    /// first time for nothing.
    pub(super) async fn transact<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut dyn Ledger) -> Result<T, BooksError> + Send + 'static,
    ) -> Result<T, BooksError> {
        match self {
            Self::Durable(books) => books.transact(act).await,
            Self::Memory(books) => books.transact(act),
        }
    }

    /// Shows every entry, ordered by request.
    pub(super) fn visit(&self, visit: &mut dyn FnMut(Line)) -> Result<(), BooksError> {
        match self {
            Self::Durable(books) => books.visit(visit),
            Self::Memory(books) => {
                books.visit(visit);
                Ok(())
            }
        }
    }
}
