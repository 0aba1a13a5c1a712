//! Card issuers and acquirers, behind one network.

use domain::card::{Card, Holder};
use domain::facts::Approval;
use domain::time::Moment;
use domain::{InstitutionId, MerchantId, Money, RequestId};

use crate::Call;
use crate::away::Away;

/// The card networks, seen from a gateway.
pub trait CardNetwork: Away {
    /// The acquirer that a card's requests go to: who will owe us, and whose queue a request waits in when it
    /// isn't answered. It asks nobody.
    fn route(&self, card: &Card) -> InstitutionId;

    /// Whose cards begin with which digits, as far as the network tells.
    fn ranges(&self) -> Vec<CardRange> {
        Vec::new()
    }

    /// Asks the issuer for the money.
    fn authorise<'a>(&'a self, request: &'a Authorisation) -> Call<'a, Approval>;

    /// Checks that a card is what it says, without money: for a billing key.
    fn verify<'a>(&'a self, request: &'a Verification) -> Call<'a, Approval>;
}

/// The first digits of an issuer's cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRange {
    /// What their numbers begin with.
    pub first_digits: String,
    /// The issuer's code.
    pub issuer: String,
}

/// A request for money by a card's own data.
#[derive(Clone, Debug)]
pub struct Authorisation {
    /// Our id for it.
    pub id: RequestId,
    /// The acquirer that it goes to.
    pub institution: InstitutionId,
    /// For whom.
    pub merchant: MerchantId,
    /// Number and expiry.
    pub card: Card,
    /// The holder's data, where the contract asks for it.
    pub holder: Option<Holder>,
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
    /// Our id for it.
    pub id: RequestId,
    /// For whom.
    pub merchant: MerchantId,
    /// Number and expiry.
    pub card: Card,
    /// Birth date or business number, and PIN prefix.
    pub holder: Option<Holder>,
    /// The merchant's time.
    pub at: Moment,
}
