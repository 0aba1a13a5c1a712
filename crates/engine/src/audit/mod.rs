//! The audit: proves from what is stored, row by row, that the books are right, and that the institutions' agree.
//!
//! Everything is read in one snapshot, subject by subject; the institutions' books are read beside it, in the same order.
//! However much there is, no more than one subject and a few lines of theirs are in memory.

mod attempts;
mod difference;
mod keys;
mod money;
mod operation;
mod payment;
mod subject;
mod theirs;

use domain::operation::OperationState;
use domain::{RequestId, TrialBalance};
use institutions::books::{Books, Line};
use store::exhibit::{Dossier, Exhibit};
use store::{Store, StoreError};

pub use difference::{Difference, What};
use theirs::Theirs;

/// An operation tried this often without an answer belongs into an operator's hands.
pub(crate) const TRIES_BEFORE_AN_OPERATOR_LOOKS: u32 = 12;

/// So many differences, operations under way and lines to look up again are kept; whoever has more has another problem
/// than which they are.
const MOST_KEPT: usize = 10_000;

/// What an audit found.
#[derive(Debug, Default)]
pub struct Audit {
    /// Operations looked at.
    pub operations: u64,
    /// Every account's sums.
    pub trial: TrialBalance,
    /// Operations that are still under way, and how often each was tried: not differences.
    pub unresolved: Vec<(RequestId, OperationState, u32)>,
    /// What is wrong.
    pub differences: Vec<Difference>,
    /// How many more there are.
    pub unlisted: u64,
}

impl Audit {
    /// Audits a store, and the books of its institutions. Ours are read first: what an institution has done since is newer,
    /// not wrong. It blocks its thread while it reads.
    pub async fn run(store: &dyn Store, institutions: &[&dyn Books]) -> Result<Self, StoreError> {
        let mut audit = Self::default();
        for damage in store.damages().await? {
            audit.find(What::Damaged, "the database", damage);
        }
        for line in audit.read(store, institutions) {
            audit.check_newer(store, &line).await;
        }
        Ok(audit)
    }

    /// Reads everything; gives back what institutions did that we knew nothing of yet.
    fn read(&mut self, store: &dyn Store, institutions: &[&dyn Books]) -> Vec<Line> {
        std::thread::scope(|scope| {
            let mut theirs = None;
            let read = store.examine(&mut |exhibit| {
                // The first exhibit is read by then, and so our snapshot is older than theirs.
                let theirs = theirs.get_or_insert_with(|| Theirs::start(scope, institutions));
                self.look_at(&exhibit, theirs);
            });
            let theirs = theirs.unwrap_or_else(|| Theirs::start(scope, institutions));
            match read {
                Ok(()) => theirs.rest(self),
                Err(error) => {
                    self.find(
                        What::Damaged,
                        "the database",
                        format!("it can't be read any further: {error}"),
                    );
                    Vec::new()
                }
            }
        })
    }

    fn look_at(&mut self, exhibit: &Exhibit, theirs: &mut Theirs) {
        match exhibit {
            Exhibit::Subject(dossier) => self.subject(dossier, theirs),
            Exhibit::Claim(claim) => keys::check_claim(claim, self),
            Exhibit::Credential(credential) => keys::check_credential(credential, self),
            Exhibit::Unreadable(row) => self.unreadable(row),
        }
    }

    fn subject(&mut self, dossier: &Dossier, theirs: &mut Theirs) {
        if !dossier.unreadable.is_empty() {
            // What is missing is no difference of its own.
            dossier.unreadable.iter().for_each(|row| self.unreadable(row));
            return theirs.pass_over(dossier.subject, self);
        }
        subject::check(dossier, self);
        for line in &dossier.transfers {
            self.trial.add(&line.transfer);
        }
        for operation in &dossier.operations {
            self.operations = self.operations.saturating_add(1);
            if operation.state.is_under_way() && self.unresolved.len() < MOST_KEPT {
                self.unresolved.push((operation.id, operation.state, operation.tries));
            }
            theirs.compare(operation, self);
        }
    }

    /// A line we had no operation for must belong to one that began after ours were read.
    async fn check_newer(&mut self, store: &dyn Store, line: &Line) {
        let began_since = match store.operations(line.id.subject).await {
            Ok(operations) => operations.iter().any(|operation| operation.id == line.id),
            Err(_) => false,
        };
        if !began_since {
            self.find(What::UnknownToUs, line.id, theirs::words(line));
        }
    }

    /// Operations that an operator should look at.
    pub fn stuck(&self) -> impl Iterator<Item = RequestId> {
        let stuck = |tries: &u32| *tries >= TRIES_BEFORE_AN_OPERATOR_LOOKS;
        self.unresolved.iter().filter(move |(_, _, tries)| stuck(tries)).map(|(id, ..)| *id)
    }

    fn unreadable(&mut self, row: &store::exhibit::Unreadable) {
        self.find(What::Unreadable, format_args!("{} {}", row.table, row.row), &row.why);
    }

    /// Notes a difference.
    fn find(&mut self, what: What, about: impl std::fmt::Display, detail: impl Into<String>) {
        if self.differences.len() < MOST_KEPT {
            self.differences.push(Difference { what, about: about.to_string(), detail: detail.into() });
        } else {
            self.unlisted = self.unlisted.saturating_add(1);
        }
    }

    /// Notes a difference if two figures aren't the same.
    fn equal<T: PartialEq + std::fmt::Debug>(
        &mut self,
        what: What,
        about: impl std::fmt::Display,
        stated: &T,
        follows: &T,
    ) {
        if stated != follows {
            self.find(what, about, format!("it says {stated:?}, the rest says {follows:?}"));
        }
    }
}
