//! What recovery needs of anyone who moves money, whatever the method.

use domain::facts::Approval;
use domain::time::Moment;
use domain::{DeclineCode, InstitutionId, MerchantId, Money, RequestId};

use crate::Call;

/// A way to institutions. A family's own trait adds the requests that only it understands.
///
/// Requests are idempotent by their [`RequestId`]: a repeat is answered as the first was. A reversal of a request
/// that never came leaves a tombstone, so that the request is refused if it comes late.
pub trait Rail: Send + Sync {
    /// What became of a request.
    fn inquire<'a>(&'a self, request: &'a Asked) -> Call<'a, Standing>;

    /// Takes a request back whether or not it was approved (net-cancel). Approved means acknowledged: from then
    /// on it has no effect there.
    fn reverse<'a>(&'a self, request: &'a Asked) -> Call<'a, ()>;

    /// Pays an approved request back, in full or in part.
    fn refund<'a>(&'a self, request: &'a Refund) -> Call<'a, Approval>;

    /// Who is there, by the wire's code, where customers choose among them. It asks nobody.
    fn institutions(&self) -> Vec<(&'static str, InstitutionId)> {
        Vec::new()
    }

    /// Why an institution takes nothing at this time of a merchant's clock, where it has hours. It asks nobody, and is
    /// looked at before an intent.
    fn closed(&self, institution: InstitutionId, at: Moment) -> Option<DeclineCode> {
        let (_, _) = (institution, at);
        None
    }
}

/// A request that an institution was asked, and what it is known by there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Our id for it.
    pub id: RequestId,
    /// Who was asked.
    pub institution: InstitutionId,
    /// For whom.
    pub merchant: MerchantId,
}

/// What an institution says became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was approved, and stands.
    Approved(Approval),
    /// It was declined.
    Declined(DeclineCode),
    /// It was reversed.
    Reversed,
    /// It isn't known. It may still be under way, so this proves nothing.
    NotFound,
}

/// A request to pay back.
#[derive(Clone, Debug)]
pub struct Refund {
    /// Our id for it.
    pub id: RequestId,
    /// The request to pay back.
    pub original: RequestId,
    /// Who took the money.
    pub institution: InstitutionId,
    /// For whom.
    pub merchant: MerchantId,
    /// How much of it.
    pub amount: Money,
    /// Before the day's capture (void) or after it (refund).
    pub kind: RefundKind,
}

/// How a payment is paid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundKind {
    /// On the day of the approval: it never reaches the customer's bill.
    Void,
    /// Later: a reversal on the bill.
    Refund,
}
