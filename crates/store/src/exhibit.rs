//! What an audit is shown: rows as they are, put next to what they must agree with.

use domain::credential::{Credential, CredentialId};
use domain::operation::{Operation, OperationState};
use domain::payment::Payment;
use domain::window::Window;
use domain::{Claim, ClaimKind, MerchantId, RequestId, TradeId};

use crate::record::{NotificationId, NotificationState, TransferRecord};

/// Something that the database holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exhibit {
    /// All that is kept under one number, by rising numbers.
    Subject(Box<Dossier>),
    /// An order number.
    Claim(ClaimRecord),
    /// A credential, or operations that name one.
    Credential(Box<CredentialDossier>),
    /// A row that nobody can read.
    Unreadable(Unreadable),
}

/// All that is kept under one number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// The number.
    pub subject: TradeId,
    /// The payment of it.
    pub payment: Option<Payment>,
    /// What the payment's order number leads to.
    pub claim: Option<Held>,
    /// The window that drew it.
    pub window: Option<Window>,
    /// Its operations, by their numbers.
    pub operations: Vec<Operation>,
    /// Its lines of the journal, by operation and line.
    pub transfers: Vec<TransferRecord>,
    /// What its merchant is to be told, by operation and part.
    pub notifications: Vec<Told>,
    /// Tries that are still kept: which notification's, and the how manieth.
    pub tries: Vec<(NotificationId, u32)>,
    /// Whether it is kept for itself, as a number that no other row guards.
    pub number: bool,
    /// The kinds of order number, payments' and cancels' apart, that lead to it.
    pub claimed_as: Vec<ClaimKind>,
    /// Rows of it that nobody can read. What is here of its tables may lack something then.
    pub unreadable: Vec<Unreadable>,
}

/// What an order number leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Who holds it, or held it last.
    pub trade: TradeId,
    /// Whether it is still held.
    pub held: bool,
}

/// A notification, without its tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Which.
    pub id: NotificationId,
    /// Who is told.
    pub merchant: MerchantId,
    /// Where it stands.
    pub state: NotificationState,
    /// How often it was tried.
    pub tries: u32,
}

/// An order number, and whether what it leads to is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRecord {
    /// The order number.
    pub claim: Claim,
    /// What it leads to.
    pub to: Held,
    /// Whether there is a payment of this order, a cancel of this merchant, an issue or a deletion of a key, under that
    /// number.
    pub exists: bool,
}

/// A credential, with what brings it to life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialDossier {
    /// Its identity.
    pub id: CredentialId,
    /// The credential.
    pub credential: Option<Credential>,
    /// Whether its seal opens, and what is in it leads back to its identity.
    pub opens: bool,
    /// The operations whose success brings it to life; there should be one.
    pub issued_by: Vec<Issue>,
}

/// An operation that a credential hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The operation.
    pub id: RequestId,
    /// Whose.
    pub merchant: MerchantId,
    /// Where it stands.
    pub state: OperationState,
}

/// A row that nobody can read: of a newer version, or damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its table.
    pub table: &'static str,
    /// Which row, as far as it can be told.
    pub row: String,
    /// The column at fault, and why; never its value.
    pub why: String,
}
