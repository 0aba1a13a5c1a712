//! Commands and what comes of them.
//!
//! The store reads what [`Command::reads`] names, calls [`decide`] inside its transaction and applies the
//! decision's writes in order. Two things a command may run into are no errors but facts: that an order number
//! is taken, and that a trade number is. Both are found before the first write; the first is added to the
//! [`State`] and decided again, for the second another number is drawn.

use std::sync::Arc;

use crate::claim::{Claim, Claimant};
use crate::conclude::{Conclude, Standing, conclude};
use crate::credential::{Credential, CredentialId, DeleteKey, IssueKey, billing_key};
use crate::operation::Operation;
use crate::payment::{self, Authenticate, Authorise, Cancel, Capture, Order, Payment};
use crate::tax::TaxParts;
use crate::time::Moment;
use crate::window::{self, OpenWindow, Window, WindowId, WindowStep};
use crate::{MerchantId, OwnerId, Refusal, RequestId, TradeId, Transfer};

/// Something to be decided.
#[derive(Clone, Debug)]
pub enum Command {
    /// Begins a payment: its intent.
    Authorise(Box<Authorise>),
    /// Records that a customer is authenticated; the capture comes later.
    Authenticate(Box<Authenticate>),
    /// Begins the capture of an authenticated payment.
    Capture(Box<Capture>),
    /// Begins paying back.
    Cancel(Box<Cancel>),
    /// Says what an institution answered.
    Conclude(Box<Conclude>),
    /// Begins the issue of a billing key.
    IssueKey(Box<IssueKey>),
    /// Deletes a billing key.
    DeleteKey(Box<DeleteKey>),
    /// Opens a payment window.
    OpenWindow(Box<OpenWindow>),
}

/// Who begins an operation, and for how long nobody else may touch it.
#[derive(Clone, Copy, Debug)]
pub struct Intent {
    /// The process that carries it on.
    pub owner: OwnerId,
    /// From then on recovery may take it: milliseconds on the database's clock.
    pub lease_ms: i64,
    /// Now, by the merchant's clock.
    pub at: Moment,
}

/// What must be read before a command is decided: each noun that it speaks of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reads<'a> {
    /// A payment; it may not exist.
    pub payment: Option<TradeId>,
    /// The parts of that payment that cancels have taken.
    pub refunded: bool,
    /// An operation.
    pub operation: Option<RequestId>,
    /// The payment's operation that waits for a capture.
    pub waiting: bool,
    /// The payment's operation that took the money.
    pub taken: bool,
    /// Who holds an order number.
    pub claim: Option<&'a Claim>,
    /// The step that a window is at.
    pub window: Option<WindowId>,
    /// How many windows are open for the order of `claim`.
    pub windows: bool,
    /// A credential.
    pub credential: Option<CredentialId>,
    /// The credential of `operation`.
    pub its_credential: bool,
}

/// What is known when a command is decided.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The payment.
    pub payment: Option<Payment>,
    /// The parts of the payment that cancels have taken.
    pub refunded: TaxParts,
    /// The operation.
    pub operation: Option<Operation>,
    /// Who holds the order number.
    pub claimant: Option<Claimant>,
    /// The step that the window is at.
    pub window_step: Option<u32>,
    /// Windows open for the order.
    pub windows: u32,
    /// The credential.
    pub credential: Option<Credential>,
}

/// What to write, and what to answer once it is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// In this order. A claim comes first: it is the guard that others may have been faster to take.
    pub writes: Vec<Write>,
    /// The answer.
    pub reply: Reply,
}

/// One change of the database. Each verb is written once for every noun, in each store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Takes an order number. Guard: nobody holds it.
    Claim(Claim, TradeId),
    /// Gives an order number back; who held it last stays known. Guard: this trade holds it.
    Release(Claim, TradeId),
    /// A trade number that no other row guards. Guard: it is new.
    Number(TradeId),
    /// A new row. Guard: its key is new.
    Insert(New),
    /// A row's new state. Guard: it is still the version that was read.
    Update(Changed),
    /// Takes a window's step. Guard: the window is at this step.
    TakeStep(WindowStep),
    /// A line of the journal: the operation's `line`th, dated by the merchant's clock.
    Transfer {
        /// The operation it belongs to.
        id: RequestId,
        /// Which of the operation's lines, from 1.
        line: u16,
        /// When.
        at: Moment,
        /// The line itself.
        transfer: Transfer,
    },
    /// Something that a merchant is to be told, from now on.
    Notify(Letter),
}

/// A noun's new row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum New {
    /// A payment, and what the merchant said of its order.
    Payment(Box<Payment>, Arc<Order>),
    /// An operation that somebody carries on, or waits for, for so many milliseconds.
    Operation(Box<Operation>, i64),
    /// A window.
    Window(Box<Window>),
    /// A credential.
    Credential(Box<Credential>),
}

/// A noun's row in its new state. What was said of an order stays, and a window changes by its steps alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// A payment.
    Payment(Box<Payment>),
    /// An operation.
    Operation(Box<Operation>),
    /// A credential.
    Credential(Box<Credential>),
}

/// What the outbox knows of a notification. One operation may be told in several parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The operation it tells of.
    pub id: RequestId,
    /// Which of its parts, from 0.
    pub part: u8,
    /// Who is told.
    pub merchant: MerchantId,
}

/// What whoever submitted a command is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// No, and nothing was written.
    Refused(Refusal),
    /// The number drawn is taken; nothing was written. Draw another.
    NumberTaken,
    /// The intent is durable: ask the institution, by what is in here and by nothing read earlier.
    Begun(Begun),
    /// Where things stand: the conclusion, or, if somebody else was faster, what they found.
    Standing(Box<Standing>),
    /// Done, and there is no more to it.
    Done,
}

/// A durable intent, with everything that the institution is to be asked by: a capture's operation holds the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The payment as the intent left it, where the subject is one.
    pub payment: Option<Box<Payment>>,
    /// The operation.
    pub operation: Box<Operation>,
}

impl Begun {
    pub(crate) fn with_payment(payment: Payment, operation: Operation) -> Self {
        Self { payment: Some(Box::new(payment)), operation: Box::new(operation) }
    }

    pub(crate) fn without_payment(operation: Operation) -> Self {
        Self { payment: None, operation: Box::new(operation) }
    }
}

impl Decision {
    fn refuse(refusal: Refusal) -> Self {
        Self { writes: Vec::new(), reply: Reply::Refused(refusal) }
    }
}

impl Write {
    /// A new operation, leased to who begins it.
    pub(crate) fn begin(operation: &Operation, intent: Intent) -> Self {
        Self::Insert(New::Operation(Box::new(operation.clone()), intent.lease_ms))
    }

    /// The trade number that it takes, if it takes one.
    pub fn number(&self) -> Option<TradeId> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Insert(New::Payment(payment, _)) => Some(payment.id),
            Self::Insert(New::Window(window)) => Some(window.payment),
            Self::Insert(New::Operation(operation, _)) => {
                (operation.trade != operation.id.subject).then_some(operation.trade)
            }
            _ => None,
        }
    }
}

impl Command {
    /// What the store must read first.
    pub fn reads(&self) -> Reads<'_> {
        let nothing = Reads::default();
        match self {
            Self::Authorise(command) => {
                let window = command.window.as_ref();
                if window.is_none() && command.charged.is_none() {
                    // An API's intent reads nothing: its claim is its first write, and tells.
                    return nothing;
                }
                Reads {
                    payment: window.map(|_| command.payment.id),
                    window: window.map(|step| step.window),
                    credential: command.charged,
                    claim: Some(&command.payment.claim),
                    ..nothing
                }
            }
            Self::Authenticate(command) => Reads {
                payment: Some(command.payment.id),
                window: Some(command.window.window),
                claim: Some(&command.payment.claim),
                ..nothing
            },
            Self::Capture(command) => Reads { payment: Some(command.payment), waiting: true, ..nothing },
            Self::Cancel(command) => Reads {
                payment: Some(command.payment),
                refunded: true,
                taken: true,
                claim: command.claim.as_ref(),
                ..nothing
            },
            Self::Conclude(command) => Reads {
                payment: Some(command.id.subject),
                operation: Some(command.id),
                its_credential: true,
                ..nothing
            },
            Self::IssueKey(command) => Reads { claim: Some(&command.claim), ..nothing },
            Self::DeleteKey(command) => {
                Reads { credential: Some(command.key), claim: Some(&command.claim), ..nothing }
            }
            Self::OpenWindow(command) => Reads { claim: Some(&command.claim), windows: true, ..nothing },
        }
    }
}

/// Decides a command.
pub fn decide(state: &State, command: &Command) -> Decision {
    let decision = match command {
        Command::Authorise(command) => payment::authorise(state, command),
        Command::Authenticate(command) => payment::authenticate(state, command),
        Command::Capture(command) => payment::capture(state, command),
        Command::Cancel(command) => payment::cancel(state, command),
        Command::Conclude(command) => conclude(state, command),
        Command::IssueKey(command) => billing_key::issue(state, command),
        Command::DeleteKey(command) => billing_key::delete(state, command),
        Command::OpenWindow(command) => window::open(state, command),
    };
    decision.unwrap_or_else(Decision::refuse)
}
