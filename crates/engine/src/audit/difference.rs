//! What can be wrong.

use std::fmt;

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What.
    pub what: What,
    /// With what.
    pub about: String,
    /// By how much, or how it is instead. It holds no data of customers.
    pub detail: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.about, self.what.words())?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, " ({})", self.detail) }
    }
}

macro_rules! differences {
    ($($(#[$of:meta])* $name:ident: $words:literal,)*) => {
        /// The kinds of difference.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum What {
            $($(#[$of])* #[doc = $words] $name,)*
        }

        impl What {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// It in words.
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }
        }
    };
}

differences! {
    Damaged: "the database is damaged",
    Unreadable: "a row can't be read",

    NoSubject: "rows that belong to nothing",
    OperationNumbers: "operations aren't numbered from 1 on, as the payment counts them",
    Sequence: "an operation can't follow the one before it",
    OperationState: "an operation of its kind is never in this state",
    OperationOwner: "an operation is of another merchant or currency than its payment",
    OperationAmount: "an operation isn't for the amount that it must be for",
    Outcome: "what came of an operation isn't of its state",
    Sealed: "something sealed is kept too long, or is gone too early",

    Status: "the status isn't what the latest operation says",
    Paid: "what was paid isn't what was approved",
    PaidBy: "it names another operation than the one that paid it",
    Cancelled: "what was paid back isn't the sum of its cancels",
    Cancelling: "what is being paid back isn't its open cancel",
    Cancels: "it counts other cancels than succeeded",
    CancelOrdinal: "a cancel hasn't the number that is next",
    CancelsAtOnce: "a cancel began before the one before it was over",
    Institution: "another institution than the one that approved it",
    ApprovedAt: "approved at another time than its operation",
    TaxParts: "the parts of an amount don't add up to it",
    RefundedParts: "parts were paid back that the payment doesn't have",

    TransferMissing: "the journal lacks a line",
    TransferUnexpected: "the journal has a line that nothing asks for",
    TransferAccounts: "a line of the journal is of another kind, or between other accounts",
    TransferAmount: "a line of the journal is of another amount",
    TransferDate: "a line of the journal has another date",

    NotificationMissing: "a notification is missing",
    NotificationUnexpected: "a notification tells of nothing that is to be told",
    NotificationMerchant: "a notification goes to another merchant",
    Tries: "tries of a notification are miscounted",

    ClaimMissing: "its order number isn't claimed",
    ClaimOfAnother: "its order number leads to something else",
    ClaimReleased: "its order number was given back though no decline in a window did it",
    ClaimLeadsNowhere: "an order number leads to nothing",
    NumberKind: "a number that something else draws",
    NumberMissing: "a number that nothing guards",
    NumberUnexpected: "a number that is guarded twice",

    Window: "a window is of another order than its payment",
    WindowSteps: "a window has taken fewer steps than cards were tried in it",

    CredentialMissing: "an operation names a credential that isn't there",
    CredentialUnissued: "a credential that no operation, or more than one, brings to life",
    CredentialOwner: "a credential of another merchant than its operation",
    CredentialState: "a credential isn't in the state that its operation leaves it in",
    CredentialSeal: "a seal that doesn't open, or that a dead credential still has",

    InstitutionDeed: "we and the institution say that different things were done",
    InstitutionAmount: "we and the institution say different amounts",
    InstitutionName: "another institution did it than was asked",
    InstitutionTwice: "two institutions did it",
    UnknownToInstitution: "the institution knows nothing of it",
    UnknownToUs: "the institution did what we never asked for",
    InstitutionBooks: "an institution's books can't be read",
}
