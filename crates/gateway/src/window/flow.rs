//! What a payment method adds to the window: its questions, and nothing else.
//!
//! The driver around it owns token, step, expiry, the X and Close, the way to somebody else's page and back, the
//! result, the hand-over, and the rule that one request takes a step. A flow never moves a window: it says what is
//! [`Next`], and the driver does it.

use std::fmt::Debug;
use std::future::Future;
use std::ops::Deref;

use domain::Method;
use domain::payment::Order;
use domain::tax::{NamedParts, Taxation};
use domain::{DeclineCode, Money, Refusal};
use engine::{MerchantEntry, PayResult};
use protocol::{Code, Language, Message};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::StoreError;

use super::answer::Answer;
use super::record::Window;
use super::visit::{Trip, Visit};
use crate::reject::Reject;

/// A method's flow.
pub(super) trait Flow: Debug + Send + Sync + 'static {
    /// The form that opens its windows.
    type Request: Message + Send + Sync;
    /// What the browser takes home to nextUrl or cancUrl.
    type Response: Message + Send;
    /// What the request asks of the flow alone.
    type Wishes: Serialize + DeserializeOwned + Send + Sync;
    /// Where a customer can be.
    type Place: Serialize + DeserializeOwned + Send + Sync;

    /// What stored windows know it by.
    const NAME: &'static str;
    const METHOD: Method;

    /// The language of a window, where the path has one of its own.
    fn language(_path: &str, browsers: Language) -> Language {
        browsers
    }

    /// Reads the request that opens a window: what the driver has to know, and what the flow alone is asked.
    fn opening(ask: &Ask<'_, Self::Request>) -> Result<(Opening, Self::Wishes), Reject>;

    /// Where the customer begins, and begins again after a decline.
    fn begin(wishes: &Self::Wishes) -> Self::Place;

    /// What happens at once when a window has opened.
    fn opened(here: &Here<'_, Self>) -> impl Future<Output = Next<Self::Place>> + Send {
        let _ = here;
        std::future::ready(Next::Stay)
    }

    /// The page of a place.
    fn page(here: &Here<'_, Self>) -> Option<String>;

    /// What an answer to that page does.
    fn answer(here: &Here<'_, Self>, answer: &Answer) -> impl Future<Output = Next<Self::Place>> + Send;

    /// The customer is back from the page that [`Next::Away`] sent them to. [`Next::Go`] means that nothing was proved.
    fn back(here: &Here<'_, Self>, reference: &str) -> impl Future<Output = Next<Self::Place>> + Send {
        let (_, _) = (here, reference);
        std::future::ready(Next::Stay)
    }

    /// The receipt's lines that only the method knows: label and value.
    fn receipt(window: &Window) -> Vec<(&'static str, String)>;

    /// A decline in a buyer's words, where the method has better ones than the wire's.
    fn reason(code: Code, language: Language) -> Option<&'static str>;

    /// What the button says that begins again after a decline.
    fn again(language: Language) -> &'static str;

    /// The fields that go home: all of them, or none do.
    fn response(visit: &Visit, end: &End) -> impl Future<Output = Result<Self::Response, StoreError>> + Send;
}

/// A verified request for a window.
#[derive(Debug)]
pub(super) struct Ask<'a, M> {
    pub(super) path: &'a str,
    pub(super) language: Language,
    pub(super) merchant: &'a MerchantEntry,
    pub(super) message: &'a M,
}

/// What the driver has to know of an order, in the words of every method.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) merchant_name: String,
    pub(super) amount: Money,
    pub(super) taxation: Option<Taxation>,
    pub(super) parts: NamedParts,
    pub(super) day: i32,
    pub(super) order_no: String,
    pub(super) order: Order,
    /// As sent; the driver makes of them, and of the order's notiUrl, what is used later, or refuses them.
    pub(super) next_url: String,
    pub(super) cancel_url: String,
    /// Whether a decline may be followed by another try in the same window.
    pub(super) may_retry: bool,
}

/// A customer at a place of the flow.
#[derive(Debug)]
pub(super) struct Here<'a, F: Flow + ?Sized> {
    pub(super) visit: &'a Visit,
    pub(super) wishes: F::Wishes,
    pub(super) place: F::Place,
}

impl<F: Flow + ?Sized> Deref for Here<'_, F> {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        self.visit
    }
}

/// What happens next.
#[derive(Debug)]
pub(super) enum Next<P> {
    /// Nothing: the page of where the customer is.
    Stay,
    /// The same question again, as a page that says what is wrong. No step is taken.
    Again(String),
    /// Another question.
    Go(P),
    /// Somebody else's page; who comes back without an answer is at the place.
    Away { trip: Trip, url: String, place: P },
    /// An institution was asked, or would have been.
    Tried(Result<Tried, StoreError>),
    /// A no for good, before anybody was asked for money.
    Refuse(Reject),
}

/// What came of a try to pay. Once an institution was asked the payment itself tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    Paid,
    /// To be captured later (0061).
    Authenticated,
    Declined(DeclineCode),
    /// VTIM: it is being taken back.
    Unknown,
    /// Nobody can say yet: the payment will.
    InDoubt,
    /// Nobody was asked.
    Refused(Refusal),
}

impl From<PayResult> for Tried {
    fn from(result: PayResult) -> Self {
        match result {
            PayResult::Approved(_) => Self::Paid,
            PayResult::Declined(_, code) => Self::Declined(code),
            PayResult::Unknown(_) => Self::Unknown,
            PayResult::InDoubt(_) => Self::InDoubt,
            PayResult::Refused(refusal) => Self::Refused(refusal),
        }
    }
}

/// How a window ends, as the merchant is told.
#[derive(Clone, Debug)]
pub(super) struct End {
    pub(super) status: &'static str,
    pub(super) code: Code,
    pub(super) text: String,
    /// Whether it is a result (nextUrl) or the customer's leaving (cancUrl).
    pub(super) to_next: bool,
}

impl End {
    pub(super) fn is_success(&self) -> bool {
        self.status != "0031"
    }
}
