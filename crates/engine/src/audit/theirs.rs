//! The institutions' books, held against ours line by line.

use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::Scope;

use domain::operation::{Operation, OperationKind, OperationState};
use domain::{RequestId, TradeId};
use institutions::books::{Books, Deed, Line};

use super::{Audit, MOST_KEPT, What};

/// Lines read ahead of each institution.
const AHEAD: usize = 256;

/// The books of all institutions, as one stream by rising ids.
pub(super) struct Theirs {
    books: Vec<OneBook>,
    /// Lines that we know nothing of yet.
    newer: Vec<Line>,
    /// A book that broke off proves nothing of what it lacks.
    whole: bool,
}

struct OneBook {
    lines: Receiver<Result<Line, String>>,
    next: Option<Line>,
    last: Option<RequestId>,
}

impl Theirs {
    /// Starts to read, each book on a thread of its own.
    pub(super) fn start<'scope, 'env>(
        scope: &'scope Scope<'scope, 'env>,
        institutions: &'env [&'env dyn Books],
    ) -> Self {
        let start = |books: &'env dyn Books| {
            let (sender, lines) = sync_channel(AHEAD);
            scope.spawn(move || {
                // Whoever no longer listens has found enough.
                let read = books.visit(&mut |line| drop(sender.send(Ok(line))));
                if let Err(why) = read {
                    drop(sender.send(Err(why)));
                }
            });
            OneBook { lines, next: None, last: None }
        };
        let books = institutions.iter().map(|books| start(*books)).collect();
        Self { books, newer: Vec::new(), whole: true }
    }

    /// The next line of all, if it is before `end` or there is no end.
    fn next(&mut self, end: Option<RequestId>, audit: &mut Audit) -> Option<Line> {
        for book in &mut self.books {
            self.whole &= book.read_ahead(audit);
        }
        let id = |book: &OneBook| book.next.as_ref().map(|line| line.id);
        let least = self.books.iter_mut().filter(|book| book.next.is_some()).min_by_key(|book| id(book))?;
        least.next.take_if(|line| end.is_none_or(|end| line.id < end))
    }

    /// Lines before an operation of ours are of none.
    fn skip_to(&mut self, id: RequestId, audit: &mut Audit) {
        while let Some(line) = self.next(Some(id), audit) {
            self.keep(line, audit);
        }
    }

    fn keep(&mut self, line: Line, audit: &mut Audit) {
        if self.newer.len() < MOST_KEPT {
            self.newer.push(line);
        } else {
            audit.find(What::UnknownToUs, line.id, words(&line));
        }
    }

    /// A subject of ours that can't be read says nothing of theirs.
    pub(super) fn pass_over(&mut self, subject: TradeId, audit: &mut Audit) {
        self.skip_to(RequestId { subject, operation: 0 }, audit);
        let end = TradeId::from_i64(subject.as_i64().saturating_add(1));
        while self.next(Some(RequestId { subject: end, operation: 0 }), audit).is_some() {}
    }

    /// Holds an operation of ours against what they say of it.
    pub(super) fn compare(&mut self, ours: &Operation, audit: &mut Audit) {
        if self.books.is_empty() {
            return;
        }
        self.skip_to(ours.id, audit);
        let after = RequestId { operation: ours.id.operation.saturating_add(1), ..ours.id };
        match self.next(Some(after), audit) {
            Some(line) => compare(ours, &line, audit),
            None if self.whole && must_be_known(ours) => {
                audit.find(What::UnknownToInstitution, ours.id, our_words(ours));
            }
            None => {}
        }
        while let Some(another) = self.next(Some(after), audit) {
            audit.find(What::InstitutionTwice, ours.id, words(&another));
        }
    }

    /// What is left when ours are through, with all that ours knew nothing of.
    pub(super) fn rest(mut self, audit: &mut Audit) -> Vec<Line> {
        while let Some(line) = self.next(None, audit) {
            self.keep(line, audit);
        }
        self.newer
    }
}

impl OneBook {
    /// Has the next line at hand, if there is one; says whether the book is in order so far.
    fn read_ahead(&mut self, audit: &mut Audit) -> bool {
        let mut in_order = true;
        while self.next.is_none() {
            match self.lines.recv() {
                Ok(Ok(line)) if self.last.is_some_and(|last| line.id < last) => {
                    in_order = false;
                    audit.find(What::InstitutionBooks, line.id, "it isn't in its place");
                }
                Ok(Ok(line)) => (self.last, self.next) = (Some(line.id), Some(line)),
                Ok(Err(why)) => {
                    in_order = false;
                    audit.find(What::InstitutionBooks, "an institution", why);
                }
                Err(_) => break,
            }
        }
        in_order
    }
}

/// What an institution must say of an operation; `None` while it may have done anything.
fn expected(ours: &Operation) -> Option<Deed> {
    match (ours.kind, ours.state) {
        (_, OperationState::Open | OperationState::Reversing) => None,
        // Where no money moves, it can only have said no.
        (OperationKind::Authenticate | OperationKind::IssueKey, _) | (_, OperationState::Waiting) => {
            Some(Deed::Declined)
        }
        (OperationKind::Cancel, OperationState::Approved) => Some(Deed::Refunded),
        (OperationKind::Authorise | OperationKind::Capture, OperationState::Approved) => {
            Some(Deed::Authorised)
        }
        (_, OperationState::Declined) => Some(Deed::Declined),
        (_, OperationState::Reversed) => Some(Deed::Reversed),
    }
}

/// A decline need not be kept.
fn must_be_known(ours: &Operation) -> bool {
    expected(ours).is_some_and(|deed| deed != Deed::Declined)
}

fn compare(ours: &Operation, line: &Line, audit: &mut Audit) {
    let deed = expected(ours);
    // A reversal of what was declined finds nothing to take back: it may be acknowledged unwritten.
    let nothing_done = (deed, line.deed) == (Some(Deed::Reversed), Deed::Declined);
    let found = || format!("ours: {}, theirs: {}", our_words(ours), words(line));
    if !nothing_done && deed.is_some_and(|deed| deed != line.deed) {
        return audit.find(What::InstitutionDeed, ours.id, found());
    }
    // What was reversed before it came has no amount, and nobody knows who would have done it.
    let tombstone = line.deed == Deed::Reversed && (line.amount.is_zero() || line.institution.is_none());
    if !tombstone && line.amount != ours.money() {
        audit.find(What::InstitutionAmount, ours.id, found());
    }
    if line.institution != Some(ours.institution) && !(tombstone && line.institution.is_none()) {
        audit.find(What::InstitutionName, ours.id, found());
    }
}

fn our_words(ours: &Operation) -> String {
    let deed = expected(ours).map_or("under way".to_owned(), |deed| format!("{deed:?}"));
    format!("{deed} {:?} by {}", ours.money(), ours.institution)
}

/// A line of theirs in words.
pub(super) fn words(line: &Line) -> String {
    let who = line.institution.map_or("nobody".to_owned(), |institution| institution.to_string());
    format!("{:?} {:?} by {who}", line.deed, line.amount)
}
