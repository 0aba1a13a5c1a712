//! An institution's own books, to be held against ours.

use domain::{InstitutionId, Money, RequestId};

/// What an institution did with one request, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The request.
    pub id: RequestId,
    /// Who did it; `None` where it was reversed before it came, so that nobody knows who would have.
    pub institution: Option<InstitutionId>,
    /// What came of it.
    pub deed: Deed,
    /// For how much.
    pub amount: Money,
}

/// What an institution did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Authorised, and it stands.
    Authorised,
    /// Authorised, then reversed (net-cancel); or reversed before it came.
    Reversed,
    /// Paid back.
    Refunded,
    /// Declined.
    Declined,
}

/// An institution, or a network of several, that can show its books.
pub trait Books: Send + Sync {
    /// Calls `visit` with every line, ordered by [`Line::id`], of one state of the books.
    fn visit(&self, visit: &mut dyn FnMut(Line)) -> Result<(), String>;
}
