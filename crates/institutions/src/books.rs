//! An institution's own books, to be held against ours.

use domain::{Money, RequestId};

/// What an institution did with one request, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The request.
    pub id: RequestId,
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

/// An institution that can show its books.
pub trait Books: Send + Sync {
    /// Calls `visit` with every line, ordered by [`Line::id`].
    fn visit(&self, visit: &mut dyn FnMut(Line)) -> Result<(), String>;
}
