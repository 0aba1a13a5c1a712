//! The audit: proves from the postings that the books are right, and that the institutions' agree.

use std::collections::BTreeMap;

use domain::operation::{Operation, OperationKind, OperationState};
use domain::{RequestId, TrialBalance};
use institutions::books::{Books, Deed, Line};
use store::{Store, StoreError, Unbalanced};

/// An operation tried this often without an answer belongs into an operator's hands.
pub(crate) const TRIES_BEFORE_AN_OPERATOR_LOOKS: u32 = 12;

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
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A payment's amounts differ from its postings.
    Payment(Unbalanced),
    /// Ours and the institution's books differ on an operation: ours, theirs.
    Institution(RequestId, String, String),
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Payment(Unbalanced { payment, stated, posted }) => {
                write!(f, "payment {payment:?} says {stated}, its postings say {posted}")
            }
            Self::Institution(id, ours, theirs) => {
                write!(f, "operation {id}: we say {ours}, the institution {theirs}")
            }
        }
    }
}

impl Audit {
    /// Audits a store, and the books of its institutions. Ours are read first: what an institution
    /// has done since is newer, not wrong.
    pub async fn run(store: &dyn Store, institutions: &[&dyn Books]) -> Result<Self, StoreError> {
        let mut audit = Self { trial: store.trial_balance().await?, ..Self::default() };
        let unbalanced = store.unbalanced_payments().await?;
        audit.differences.extend(unbalanced.into_iter().map(Difference::Payment));
        let mut ours = BTreeMap::new();
        store.visit_operations(Box::new(|operation| audit.note(operation, &mut ours))).await?;
        for books in institutions {
            let mut foreign = Vec::new();
            let read = books.visit(&mut |line| {
                if let Some(line) = compare(line, &mut ours, &mut audit.differences) {
                    foreign.push(line);
                }
            });
            read.map_err(StoreError::Database)?;
            for line in foreign {
                audit.check_newer(store, line).await?;
            }
        }
        let missing = ours.into_iter().filter(|(_, expected)| expected.must_be_known);
        audit.differences.extend(
            missing.map(|(id, expected)| Difference::Institution(id, expected.words(), "nothing".to_owned())),
        );
        Ok(audit)
    }

    fn note(&mut self, operation: Operation, ours: &mut BTreeMap<RequestId, Expected>) {
        self.operations = self.operations.saturating_add(1);
        if operation.state.is_under_way() {
            self.unresolved.push((operation.id, operation.state, operation.tries));
        }
        if let Some(expected) = Expected::of(operation.kind, operation.state, operation.amount) {
            ours.insert(operation.id, expected);
        }
    }

    /// A line we have no operation for must belong to one that began after ours were read.
    async fn check_newer(&mut self, store: &dyn Store, line: Line) -> Result<(), StoreError> {
        let operations = store.operations(line.id.subject).await?;
        if !operations.iter().any(|operation| operation.id == line.id) {
            let theirs = format!("{:?} {:?}", line.deed, line.amount);
            self.differences.push(Difference::Institution(line.id, "nothing".to_owned(), theirs));
        }
        Ok(())
    }

    /// Operations that an operator should look at.
    pub fn stuck(&self) -> impl Iterator<Item = RequestId> {
        let stuck = |tries: &u32| *tries >= TRIES_BEFORE_AN_OPERATOR_LOOKS;
        self.unresolved.iter().filter(move |(_, _, tries)| stuck(tries)).map(|(id, ..)| *id)
    }
}

/// What an institution must say of an operation.
#[derive(Clone, Copy, Debug)]
struct Expected {
    deed: Option<Deed>,
    amount: i64,
    must_be_known: bool,
}

impl Expected {
    fn of(kind: OperationKind, state: OperationState, amount: i64) -> Option<Self> {
        let settled = |deed, must_be_known| Some(Self { deed: Some(deed), amount, must_be_known });
        match (kind, state) {
            (OperationKind::Authenticate | OperationKind::IssueKey, _) | (_, OperationState::Waiting) => None,
            // Under way: they may have done anything.
            (_, OperationState::Open | OperationState::Reversing) => {
                Some(Self { deed: None, amount, must_be_known: false })
            }
            (OperationKind::Cancel, OperationState::Approved) => settled(Deed::Refunded, true),
            (_, OperationState::Approved) => settled(Deed::Authorised, true),
            // A decline need not be kept.
            (_, OperationState::Declined) => settled(Deed::Declined, false),
            (_, OperationState::Reversed) => settled(Deed::Reversed, true),
        }
    }

    fn words(self) -> String {
        self.deed.map_or("under way".to_owned(), |deed| format!("{deed:?} {}", self.amount))
    }
}

/// Holds a line against ours; gives it back if we have none.
fn compare(
    line: Line,
    ours: &mut BTreeMap<RequestId, Expected>,
    differences: &mut Vec<Difference>,
) -> Option<Line> {
    let Some(expected) = ours.remove(&line.id) else { return Some(line) };
    // A reversal of what was declined finds nothing to take back: it may be acknowledged unwritten.
    let nothing_done = (expected.deed, line.deed) == (Some(Deed::Reversed), Deed::Declined);
    let deed_agrees = nothing_done || expected.deed.is_none_or(|deed| deed == line.deed);
    // A reversal may be a tombstone, which has no amount.
    let amount_agrees = line.deed == Deed::Reversed || line.amount.minor() == expected.amount;
    if !deed_agrees || !amount_agrees {
        let theirs = format!("{:?} {}", line.deed, line.amount.minor());
        differences.push(Difference::Institution(line.id, expected.words(), theirs));
    }
    None
}
