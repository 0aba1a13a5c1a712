//! Operations: one request to one institution each, from its intent to its outcome.

use std::fmt;

use crate::credential::CredentialId;
use crate::decide::Intent;
use crate::facts::Approval;
use crate::tax::TaxParts;
use crate::time::Moment;
use crate::{Currency, DeclineCode, InstitutionId, MerchantId, Money, OwnerId, RequestId, TradeId};

/// One request to an institution. Leases, recovery, journal and outbox know it by its id and never ask what
/// its subject is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// What the institution knows it by.
    pub id: RequestId,
    /// Whose.
    pub merchant: MerchantId,
    /// What it asks for.
    pub kind: OperationKind,
    /// How the institution is reached.
    pub rail: Rail,
    /// Who is asked.
    pub institution: InstitutionId,
    /// Where it stands.
    pub state: OperationState,
    /// In what it is counted.
    pub currency: Currency,
    /// For how much, in minor units; nothing where no money moves.
    pub amount: i64,
    /// Its own trade number: the subject's, but for a cancel.
    pub trade: TradeId,
    /// The number of a cancel, from 1; 0 otherwise.
    pub ordinal: u16,
    /// The parts of `amount`.
    pub tax: TaxParts,
    /// Whether the merchant is to be told of its success.
    pub notify: bool,
    /// Whether it came from a window, where a decline frees the order number.
    pub in_window: bool,
    /// The credential that its success brings to life.
    pub credential: Option<CredentialId>,
    /// When it began, by the merchant's clock.
    pub begun_at: Moment,
    /// What came of it so far.
    pub outcome: OperationOutcome,
    /// What repeating it needs, sealed. Gone once it is concluded.
    pub sealed: Option<Sealed>,
    /// Whose turn it is.
    pub owner: OwnerId,
    /// How often it was tried to resolve it.
    pub tries: u32,
    /// Counts its changes: who read this one can change it.
    pub version: u32,
}

impl Operation {
    /// One that is just beginning: open, of no amount yet, under its subject's own number.
    pub(crate) fn begun(
        id: RequestId,
        merchant: MerchantId,
        kind: OperationKind,
        (rail, institution): (Rail, InstitutionId),
        intent: Intent,
    ) -> Self {
        Self {
            id,
            merchant,
            kind,
            rail,
            institution,
            state: OperationState::Open,
            currency: Currency::Krw,
            amount: 0,
            trade: id.subject,
            ordinal: 0,
            tax: TaxParts::default(),
            notify: false,
            in_window: false,
            credential: None,
            begun_at: intent.at,
            outcome: OperationOutcome::default(),
            sealed: None,
            owner: intent.owner,
            tries: 0,
            version: 0,
        }
    }

    /// Whether it took the money, and it can be paid back through it.
    pub fn took_money(&self) -> bool {
        let asks_for_it = matches!(self.kind, OperationKind::Authorise | OperationKind::Capture);
        asks_for_it && self.state == OperationState::Approved
    }

    /// Its amount.
    pub fn money(&self) -> Money {
        Money::new(self.amount, self.currency).unwrap_or(Money::zero(self.currency))
    }
}

/// The kinds of operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum OperationKind {
    /// Asks for the money.
    Authorise = 0,
    /// Asks for the money of an authenticated payment.
    Capture = 1,
    /// Pays back.
    Cancel = 2,
    /// Knows the customer, and waits for the capture.
    Authenticate = 3,
    /// Checks a card, and issues a billing key for it.
    IssueKey = 4,
}

/// What becomes of an operation that nobody is carrying on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// Who was told that nobody knows is told the truth by taking it back; who was told nothing, by asking
    /// first and taking back what can't be told.
    Reverse,
    /// It is asked again under its own id until it is answered.
    Repeat,
    /// Nothing moves, and nobody waits for it any more: it is closed as failed.
    Close,
    /// It waits for somebody until its time is over; then it lapses.
    Lapse,
}

impl OperationKind {
    /// The kind of a stored number.
    pub fn of(number: u8) -> Option<Self> {
        [Self::Authorise, Self::Capture, Self::Cancel, Self::Authenticate, Self::IssueKey]
            .into_iter()
            .find(|kind| *kind as u8 == number)
    }

    /// How it is recovered.
    pub const fn recovery(self) -> Recovery {
        match self {
            Self::Authorise | Self::Capture => Recovery::Reverse,
            Self::Cancel => Recovery::Repeat,
            Self::IssueKey => Recovery::Close,
            Self::Authenticate => Recovery::Lapse,
        }
    }
}

/// How an institution is reached: which of the engine's connections carries a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Rail {
    /// The card networks.
    Cards = 0,
    /// Banks.
    Banks = 1,
}

impl Rail {
    /// The rail of a stored number.
    pub fn of(number: u8) -> Option<Self> {
        [Self::Cards, Self::Banks].into_iter().find(|rail| *rail as u8 == number)
    }
}

/// Where an operation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum OperationState {
    /// The intent is durable; the institution may have been asked.
    Open = 0,
    /// Being taken back until the institution acknowledges.
    Reversing = 1,
    /// Nothing is under way: it waits for somebody, until its lease ends.
    Waiting = 2,
    /// Approved.
    Approved = 3,
    /// Declined, or lapsed.
    Declined = 4,
    /// Taken back.
    Reversed = 5,
}

impl OperationState {
    /// The state of a stored number.
    pub fn of(number: u8) -> Option<Self> {
        [Self::Open, Self::Reversing, Self::Waiting, Self::Approved, Self::Declined, Self::Reversed]
            .into_iter()
            .find(|state| *state as u8 == number)
    }

    /// Whether an institution may be doing something about it right now.
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Open | Self::Reversing)
    }

    /// Whether anything can still come of it.
    pub const fn is_unresolved(self) -> bool {
        matches!(self, Self::Open | Self::Reversing | Self::Waiting)
    }
}

/// What came of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationOutcome {
    /// When, by the merchant's clock.
    pub at: Moment,
    /// What came with a yes.
    pub approval: Approval,
    /// Why it was declined.
    pub code: Option<DeclineCode>,
}

impl OperationOutcome {
    /// A yes.
    pub fn approved(at: Moment, approval: Approval) -> Self {
        Self { at, approval, code: None }
    }

    /// A no.
    pub fn declined(at: Moment, code: DeclineCode) -> Self {
        Self { at, code: Some(code), approval: Approval::default() }
    }

    /// Neither.
    pub fn nothing(at: Moment) -> Self {
        Self { at, ..Self::default() }
    }
}

/// Something sealed for one subject: an issuer's word that a customer is authenticated, an account to refund to.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(pub Vec<u8>);

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}
