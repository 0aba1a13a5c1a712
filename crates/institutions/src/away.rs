//! Customers who are sent away and come back: to an issuer, a bank, a wallet's app, a voucher's site. They come back with a
//! proof, and by that they are charged, whatever the method.

use std::fmt;
use std::ops::Deref;

use domain::account::{AccountNo, Identity};
use domain::facts::{Approval, Facts};
use domain::time::Moment;
use domain::{InstitutionId, MerchantId, Money, RequestId};
use zeroize::Zeroizing;

use crate::Call;
use crate::rail::Rail;

/// Whoever asks a customer on pages of its own.
pub trait Away: Rail {
    /// Begins; the answer is the page to send the customer to. The customer is sent back to `return_url`.
    fn begin<'a>(&'a self, request: &'a AuthenticationRequest) -> Call<'a, AuthenticationPage>;

    /// Asks how it ended. Approved: the proof to ask for the money with.
    fn ending<'a>(&'a self, reference: &'a str) -> Call<'a, AuthenticationProof>;

    /// Asks for the money that the customer agreed to there.
    fn charge<'a>(&'a self, request: &'a ProvenCharge) -> Call<'a, Approval>;
}

/// A request for money by a proof.
#[derive(Clone, Debug)]
pub struct ProvenCharge {
    /// Our id for it.
    pub id: RequestId,
    /// Who gave the proof, and owes us.
    pub institution: InstitutionId,
    /// For whom.
    pub merchant: MerchantId,
    /// The institution's word.
    pub token: Token,
    /// How much.
    pub amount: Money,
    /// The merchant's time.
    pub at: Moment,
}

/// Who is to prove to whom that the means of payment is theirs.
#[derive(Clone)]
pub struct AuthenticationRequest {
    /// Our reference; the institution shows it to nobody.
    pub reference: String,
    /// Whose page: an issuer's code, a bank's.
    pub issuer: String,
    /// What the customer calls it, in their language: it has one name on every page.
    pub issuer_name: String,
    /// The merchant.
    pub merchant: MerchantId,
    /// The merchant's name, as the customer knows it.
    pub merchant_name: String,
    /// What is bought.
    pub product: String,
    /// For how much.
    pub amount: Money,
    /// What pays, as far as the customer has said so on our side.
    pub means: Means,
    /// Where the customer is sent back to.
    pub return_url: String,
    /// `ko` or `en`.
    pub language: &'static str,
}

/// What is to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    /// A card of the issuer.
    Card {
        /// 0 is at once.
        instalments: u8,
    },
    /// An account at the bank.
    Account {
        /// Its number.
        number: AccountNo,
        /// What is to stand in the customer's passbook.
        passbook: String,
        /// What a cash receipt is to be issued for; none where the customer wants none.
        receipt: Option<Receipt>,
    },
}

/// A cash receipt: what it is for, and whose (PG 15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// Income deduction, by a person's mobile number.
    Person(Identity),
    /// Proof of expense, by a business number.
    Business(Identity),
}

/// Without the return URL, which holds the customer's window.
impl fmt::Debug for AuthenticationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("AuthenticationRequest");
        shown.field("issuer", &self.issuer).field("merchant", &self.merchant).field("amount", &self.amount);
        shown.finish_non_exhaustive()
    }
}

/// Where the customer is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthenticationPage {
    /// The page, to be visited by GET.
    pub url: String,
}

/// The institution's word that the customer is who may pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthenticationProof {
    /// Sent with the request for the money.
    pub token: Token,
    /// Who will be asked for the money.
    pub institution: InstitutionId,
    /// What is known of the means of payment.
    pub facts: Facts,
}

/// The institution's word, in its own form. Whoever shows it charges the customer, so it is never printed.
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
