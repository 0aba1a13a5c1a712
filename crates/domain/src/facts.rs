//! What an institution tells beyond yes: kept to be shown, never decided by.

use serde::{Deserialize, Serialize};

/// Facts of an approval. Stored as JSON, so names never change their meaning. A payment that is split (a
/// wallet's card, points and coupon) has one set of facts, and one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facts {
    /// Nothing to show.
    #[default]
    None,
    /// The card that paid.
    Card(CardFacts),
    /// The account that paid.
    Account(AccountFacts),
}

impl Facts {
    /// The card, if it was one.
    pub fn card(&self) -> Option<&CardFacts> {
        match self {
            Self::Card(card) => Some(card),
            _ => None,
        }
    }

    /// The account, if it was one.
    pub fn account(&self) -> Option<&AccountFacts> {
        match self {
            Self::Account(account) => Some(account),
            _ => None,
        }
    }
}

/// What a payment keeps of the card that paid it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFacts {
    /// The issuer's code (PG 41.2), such as `SSC`. Its names stand where they are shown or sent.
    pub issuer: String,
    /// The acquirer's code, such as `04`.
    pub acquirer: String,
    /// The card's product name.
    pub product: String,
    /// First six and last four.
    pub masked: String,
    /// Months the customer pays in; 0 is at once.
    pub instalments: u8,
    /// Whether the instalments bear no interest.
    pub interest_free: bool,
}

/// What a payment keeps of the account that paid it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFacts {
    /// The bank's code, such as `004`. Its names stand where they are shown or sent.
    pub bank: String,
    /// The number, but for its middle.
    pub masked: String,
    /// What stands in the customer's passbook.
    pub passbook: String,
    /// The cash receipt's number, where one was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_no: Option<String>,
}

/// What comes with a yes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Approval {
    /// The institution's approval number, where it gives one.
    pub approval_no: Option<String>,
    /// The rest.
    pub facts: Facts,
}
