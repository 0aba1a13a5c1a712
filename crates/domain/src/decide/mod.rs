//! Commands and what comes of them.
//!
//! The store reads what [`Command::reads`] names, calls [`decide`] inside its transaction and
//! applies the decision's writes in order. A guard among them may find that another transaction was
//! faster; the store then adds the fact it met to the [`State`] and asks again.

mod authorise;
mod cancel;
mod capture;
mod conclude;
mod key;

use std::sync::Arc;

pub use authorise::{Authenticate, Authorise};
pub use cancel::Cancel;
pub use capture::Capture;
pub use conclude::{Conclude, Outcome};
pub use key::{DeleteKey, IssueKey};

use crate::billing_key::{KeyId, KeyState, SealedKey};
use crate::merchant::Merchant;
use crate::payment::{
    Claim, Operation, OperationOutcome, OperationState, Order, Payment, SealedProof, Status,
};
use crate::tax::TaxParts;
use crate::time::Moment;
use crate::{Entry, OwnerId, Refusal, RequestId, TradeId};

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
    /// Issues a billing key after a check of its card.
    IssueKey(Box<IssueKey>),
    /// Deletes a billing key.
    DeleteKey(Box<DeleteKey>),
}

/// Who begins an operation, and until when nobody else may touch it.
#[derive(Clone, Copy, Debug)]
pub struct Intent {
    /// The process that carries it on.
    pub owner: OwnerId,
    /// Real time: from then on recovery may take it.
    pub lease_until: Moment,
    /// Now, by the merchant's clock.
    pub at: Moment,
}

/// A step of a payment window, which only one request may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowStep {
    /// The window, by the hash of its token.
    pub window: [u8; 16],
    /// The number that the customer's page carried.
    pub step: u32,
    /// When the window was opened, by the merchant's clock.
    pub opened_at: Moment,
}

/// How long a window stays open (PG 6.1): 10 minutes.
pub const WINDOW_LIFE_MS: i64 = 10 * 60_000;

impl WindowStep {
    /// Whether the window has been open for too long.
    pub fn expired(&self, now: Moment) -> bool {
        now.since(self.opened_at) > WINDOW_LIFE_MS
    }
}

/// What must be read before a command is decided.
#[derive(Clone, Copy, Debug)]
pub enum Reads<'a> {
    /// Nothing: the guards will tell.
    Nothing,
    /// A payment that may not exist, a window's step, and who holds an order number.
    Window(TradeId, &'a WindowStep, &'a Claim),
    /// A payment and its authentication.
    Payment(TradeId),
    /// A payment, the parts paid back so far, and who holds the cancel's order number.
    Refundable(TradeId, Option<&'a Claim>),
    /// An operation and its payment.
    Operation(RequestId),
    /// A billing key, and who holds the request's order number.
    Key(KeyId, &'a Claim),
}

/// What is known when a command is decided.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The payment.
    pub payment: Option<Payment>,
    /// The operation.
    pub operation: Option<Operation>,
    /// The parts of the payment that cancels have taken or hold.
    pub refunded: TaxParts,
    /// Who holds the order number.
    pub claimant: Option<Claimant>,
    /// The step that the window is at.
    pub window_step: Option<u32>,
    /// The billing key's state.
    pub key: Option<KeyState>,
}

/// The payment that holds an order number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimant {
    /// Its number (of a cancel: the cancel's own).
    pub trade: TradeId,
    /// Where the payment stands; `None` for other kinds of operation.
    pub status: Option<Status>,
}

impl Claimant {
    /// What a repeat of the order number is told: in progress, paid, or merely used.
    pub(crate) fn refusal(self) -> Refusal {
        match self.status {
            Some(Status::Authorising | Status::Reversing) => Refusal::OrderInProgress(self.trade),
            Some(Status::Paid) => Refusal::OrderPaid(self.trade),
            _ => Refusal::OrderRepeated(self.trade),
        }
    }
}

/// What to write, and what to answer once it is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// In this order: guards first.
    pub writes: Vec<Write>,
    /// The answer.
    pub reply: Reply,
}

impl Decision {
    fn refuse(refusal: Refusal) -> Self {
        Self { writes: Vec::new(), reply: Reply::Refused(refusal) }
    }
}

/// One change of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Takes a window's step. Guard: the window is at this step.
    TakeStep(WindowStep),
    /// Takes an order number. Guard: nobody holds it.
    Claim(Claim, TradeId),
    /// Gives an order number back; who held it last stays known.
    Release(Claim),
    /// A new payment. Guard: its number is new.
    InsertPayment(Box<Payment>, Arc<Order>),
    /// A payment's new state. Guard: it is still in the state that was read.
    UpdatePayment {
        /// The new state.
        to: Box<Payment>,
        /// The status that was read.
        from: Status,
        /// The operation count that was read.
        operations: u16,
    },
    /// A new operation, with the end of its lease; closed from the start if it has an outcome.
    InsertOperation(Box<Operation>, Moment, Moment, Option<Box<OperationOutcome>>, Option<SealedProof>),
    /// An operation's outcome. Guard: it is still in the state that was read, and its owner's.
    CloseOperation {
        /// Which.
        id: RequestId,
        /// The state that was read.
        from: OperationState,
        /// Whose it must be.
        owner: OwnerId,
        /// The new state.
        to: OperationState,
        /// What is shown of it.
        outcome: Box<OperationOutcome>,
    },
    /// Postings of an operation.
    Post(RequestId, Entry),
    /// A notification, due at this real time.
    Notify(RequestId, Moment),
    /// A new billing key.
    InsertKey(Box<SealedKey>, KeyState),
    /// A billing key's new state. Guard: it is in the state that was read. Deletion wipes its seal.
    SetKey(KeyId, KeyState, KeyState),
}

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// No.
    Refused(Refusal),
    /// The intent is durable: ask the institution.
    Begun(Box<Operation>),
    /// Where payment and operation stand now.
    Standing(Box<Payment>, Box<Operation>),
    /// Done, and there is no more to it.
    Done,
}

impl Command {
    /// What the store must read first.
    pub fn reads(&self) -> Reads<'_> {
        match self {
            Self::Authorise(command) => match (&command.window, command.charged) {
                (Some(step), _) => Reads::Window(command.payment.id, step, &command.payment.claim),
                (None, Some(key)) => Reads::Key(key, &command.payment.claim),
                (None, None) => Reads::Nothing,
            },
            Self::Authenticate(command) => {
                Reads::Window(command.payment.id, &command.window, &command.payment.claim)
            }
            Self::Capture(command) => Reads::Payment(command.payment),
            Self::Cancel(command) => Reads::Refundable(command.payment, command.claim.as_ref()),
            Self::Conclude(command) => Reads::Operation(command.id),
            Self::IssueKey(_) => Reads::Nothing,
            Self::DeleteKey(command) => Reads::Key(command.key, &command.claim),
        }
    }

    /// The order number it takes, if its guard may find it taken.
    pub fn claim(&self) -> Option<&Claim> {
        match self {
            Self::Authorise(command) => Some(&command.payment.claim),
            Self::Authenticate(command) => Some(&command.payment.claim),
            Self::Cancel(command) => command.claim.as_ref(),
            Self::IssueKey(command) => Some(&command.claim),
            Self::DeleteKey(command) => Some(&command.claim),
            Self::Capture(_) | Self::Conclude(_) => None,
        }
    }
}

/// Decides a command.
pub fn decide(state: &State, command: &Command) -> Decision {
    let decision = match command {
        Command::Authorise(command) => authorise::authorise(state, command),
        Command::Authenticate(command) => authorise::authenticate(state, command),
        Command::Capture(command) => capture::capture(state, command),
        Command::Cancel(command) => cancel::cancel(state, command),
        Command::Conclude(command) => conclude::conclude(state, command),
        Command::IssueKey(command) => key::issue(state, command),
        Command::DeleteKey(command) => key::delete(state, command),
    };
    decision.unwrap_or_else(Decision::refuse)
}

/// A payment that is about to begin: everything about it that needs no database has been checked.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// Its number.
    pub id: TradeId,
    /// Its order number.
    pub claim: Claim,
    /// How it is paid.
    pub method: crate::payment::Method,
    /// For how much.
    pub amount: crate::Money,
    /// How it is taxed.
    pub taxation: crate::tax::Taxation,
    /// The parts of the amount.
    pub tax: TaxParts,
    /// What the merchant said of it.
    pub order: Arc<Order>,
    /// Whether there is anybody to notify.
    pub notify: bool,
}

/// What a merchant asks for, before it is checked.
#[derive(Clone, Debug)]
pub struct PaymentRequest {
    /// The payment's number.
    pub id: TradeId,
    /// `trdDt` as sent.
    pub day: i32,
    /// `mchtTrdNo`.
    pub order_no: String,
    /// How it is paid.
    pub method: crate::payment::Method,
    /// For how much.
    pub amount: crate::Money,
    /// How it is taxed; the merchant's own way if the request doesn't say.
    pub taxation: Option<crate::tax::Taxation>,
    /// The parts that the request names.
    pub parts: crate::tax::NamedParts,
    /// What is only kept and shown.
    pub order: Order,
}

impl NewPayment {
    /// Checks a request against the merchant's contract, in the order in which refusals are answered.
    pub fn check(merchant: &Merchant, request: PaymentRequest, now: Moment) -> Result<Self, Refusal> {
        check_day(request.day, now)?;
        if request.amount.currency() != merchant.currency {
            return Err(Refusal::CurrencyNotContracted);
        }
        if request.amount.is_zero() {
            return Err(Refusal::NothingToPay);
        }
        if request.amount.minor() < merchant.least_amount {
            return Err(Refusal::AmountTooSmall);
        }
        if !merchant.order_numbers.accept(&request.order_no) {
            return Err(Refusal::OrderNumberForm);
        }
        let taxation = request.taxation.unwrap_or(merchant.taxation);
        let tax = crate::tax::of_payment(taxation, request.amount, request.parts)?;
        let claim = Claim {
            day: request.day,
            order_no: request.order_no,
            merchant: merchant.id,
            kind: crate::payment::ClaimKind::Payment,
        };
        let notify = request.order.noti_url.is_some() || merchant.noti_url.is_some();
        let order = Arc::new(request.order);
        Ok(Self {
            id: request.id,
            claim,
            method: request.method,
            amount: request.amount,
            taxation,
            tax,
            order,
            notify,
        })
    }
}

/// A request's date lies within a day of the merchant's clock.
pub fn check_day(day: i32, now: Moment) -> Result<(), Refusal> {
    let day = crate::time::Day::of(day).ok_or(Refusal::DateOutOfRange)?;
    let distance = day.since(now.kst().day());
    if (-1..=1).contains(&distance) { Ok(()) } else { Err(Refusal::DateOutOfRange) }
}
