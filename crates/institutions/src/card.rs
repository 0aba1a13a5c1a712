//! Card issuers and acquirers, behind one network.

use std::fmt;
use std::ops::Deref;

use domain::card::{Card, CardFacts, Holder};
use domain::time::Moment;
use domain::{MerchantId, Money, RequestId};
use zeroize::Zeroizing;

use crate::Call;

/// The card networks, seen from a gateway.
///
/// Requests are idempotent by their [`RequestId`]: a repeat is answered as the first was. A reversal
/// of a request that never came leaves a tombstone, so that the request is refused if it comes late.
pub trait CardNetwork: Send + Sync {
    /// Starts the issuer's own authentication of the customer; the answer is the page to send the
    /// customer to. The issuer sends the customer back to `return_url`.
    fn begin_authentication<'a>(&'a self, request: &'a AuthenticationRequest)
    -> Call<'a, AuthenticationPage>;

    /// Asks how an authentication ended. Approved: the proof to authorise with.
    fn authentication<'a>(&'a self, reference: &'a str) -> Call<'a, AuthenticationProof>;

    /// Asks the issuer for the money.
    fn authorise<'a>(&'a self, request: &'a Authorisation) -> Call<'a, Approval>;

    /// Checks that a card is what it says, without money: for a billing key.
    fn verify<'a>(&'a self, request: &'a Verification) -> Call<'a, CardFacts>;

    /// Whose cards begin with which digits, as far as the network tells.
    fn ranges(&self) -> Vec<CardRange> {
        Vec::new()
    }

    /// What became of an authorisation.
    fn inquire(&self, request: RequestId) -> Call<'_, Standing>;

    /// Takes an authorisation back whether or not it was approved (net-cancel). Approved means
    /// acknowledged: from then on it has no effect there.
    fn reverse(&self, request: RequestId) -> Call<'_, ()>;

    /// Pays an approved authorisation back, in full or in part: as a void before the day's capture,
    /// as a refund after it.
    fn refund<'a>(&'a self, request: &'a Refund) -> Call<'a, ()>;
}

/// The first digits of an issuer's cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRange {
    /// What their numbers begin with.
    pub first_digits: String,
    /// The issuer's code.
    pub issuer: String,
}

/// Who is to prove to which issuer that the card is theirs.
#[derive(Clone)]
pub struct AuthenticationRequest {
    /// Our reference; the issuer shows it to nobody.
    pub reference: String,
    /// The issuer's code.
    pub issuer: String,
    /// The merchant.
    pub merchant: MerchantId,
    /// The merchant's name, as the customer knows it.
    pub merchant_name: String,
    /// What is bought.
    pub product: String,
    /// For how much.
    pub amount: Money,
    /// 0 is at once.
    pub instalments: u8,
    /// Where the issuer sends the customer back to.
    pub return_url: String,
    /// `ko` or `en`.
    pub language: &'static str,
}

/// Without the return URL, which holds the customer's window.
impl fmt::Debug for AuthenticationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("AuthenticationRequest");
        shown.field("issuer", &self.issuer).field("merchant", &self.merchant).field("amount", &self.amount);
        shown.finish_non_exhaustive()
    }
}

/// The issuer's word, in its own form. Whoever shows it charges the card, so it is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Zeroizing<String>);

impl From<String> for Token {
    fn from(token: String) -> Self {
        Self(Zeroizing::new(token))
    }
}

impl Deref for Token {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

/// Where the customer is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthenticationPage {
    /// The issuer's page, to be visited by GET.
    pub url: String,
}

/// The issuer's word that the customer is the holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthenticationProof {
    /// Sent with the authorisation.
    pub token: Token,
    /// What is known of the card.
    pub card: CardFacts,
}

/// How the issuer is to know which card pays.
#[derive(Clone, Debug)]
pub enum Instrument {
    /// A card's own data; the holder's where the contract asks for it.
    Card {
        /// Number and expiry.
        card: Card,
        /// Birth date or business number, and PIN prefix.
        holder: Option<Holder>,
    },
    /// A finished authentication.
    Authenticated {
        /// [`AuthenticationProof::token`].
        token: Token,
    },
}

/// A request for money.
#[derive(Clone, Debug)]
pub struct Authorisation {
    /// Our id for it.
    pub id: RequestId,
    /// For whom.
    pub merchant: MerchantId,
    /// By which card.
    pub instrument: Instrument,
    /// How much.
    pub amount: Money,
    /// 0 is at once.
    pub instalments: u8,
    /// The merchant's time: a card expires by it.
    pub at: Moment,
}

/// A check of a card without money.
#[derive(Clone, Debug)]
pub struct Verification {
    /// For whom.
    pub merchant: MerchantId,
    /// Number and expiry.
    pub card: Card,
    /// Birth date or business number, and PIN prefix.
    pub holder: Option<Holder>,
    /// The merchant's time.
    pub at: Moment,
}

/// An approved authorisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The issuer's approval number, up to 15 digits.
    pub approval_no: String,
    /// What is known of the card.
    pub card: CardFacts,
}

/// What an institution says became of an authorisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was approved, and stands.
    Approved(Approval),
    /// It was declined.
    Declined(domain::DeclineCode),
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
    /// The authorisation to pay back.
    pub original: RequestId,
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
