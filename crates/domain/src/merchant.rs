//! Merchants: what each has a contract for, and how it wants to be treated.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::payment::Order;
use crate::tax::Taxation;
use crate::{Currency, MerchantId, Method};

/// A merchant's contract. Its keys are kept elsewhere, sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merchant {
    /// Its id.
    #[serde(with = "id_as_text")]
    pub id: MerchantId,
    /// Its name in Korean.
    pub name: String,
    /// What it trades in.
    pub currency: Currency,
    /// How its goods are taxed.
    pub taxation: TaxRule,
    /// What it has contracts for, method by method.
    pub contracts: BTreeMap<Method, Contract>,
    /// Whether cancels are notified, too.
    pub cancel_notifications: bool,
    /// Where to notify it when a payment names no URL.
    pub noti_url: Option<String>,
    /// Whether it may pay back a part of a payment.
    pub partial_cancels: bool,
    /// The least it may charge, in minor units.
    pub least_amount: i64,
    /// How its notifications are written.
    pub charset: Charset,
    /// What its order numbers must look like.
    pub order_numbers: OrderNumbers,
}

impl Merchant {
    /// A merchant before anything is said of it: it trades in won, its goods are taxed, and it has a contract for nothing.
    pub fn new(id: MerchantId) -> Self {
        Self {
            id,
            name: id.to_string(),
            currency: Currency::Krw,
            taxation: TaxRule::Fixed(Taxation::Taxable),
            contracts: BTreeMap::new(),
            cancel_notifications: false,
            noti_url: None,
            partial_cancels: true,
            least_amount: 1,
            charset: Charset::default(),
            order_numbers: OrderNumbers::default(),
        }
    }

    /// The contract for cards, if there is one.
    pub fn card(&self) -> Option<&CardContract> {
        match self.contracts.get(&Method::Card) {
            Some(Contract::Card(card)) => Some(card),
            _ => None,
        }
    }

    /// The contract for account transfers, if there is one.
    pub fn transfer(&self) -> Option<TransferContract> {
        match self.contracts.get(&Method::Transfer)? {
            Contract::Transfer(terms) => Some(*terms),
            Contract::Plain => Some(TransferContract::default()),
            Contract::Card(_) => None,
        }
    }

    /// Where it is told of an order: the order's own address, or the contract's. Whether anybody is told, and where, is
    /// this one rule.
    pub fn noti_url_of<'a>(&'a self, order: &'a Order) -> Option<&'a str> {
        order.noti_url.as_deref().or(self.noti_url.as_deref())
    }
}

/// A contract for one method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contract {
    /// Cards.
    Card(CardContract),
    /// Account transfers.
    Transfer(TransferContract),
    /// A method without terms of its own, or with the usual ones.
    Plain,
}

/// How a merchant's goods are taxed, and whether a request may say otherwise. A window's form passes through
/// the buyer's browser, and its hash leaves taxation out: a merchant whose goods are all taxed alike fixes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxRule {
    /// Always so; a request that says otherwise is refused.
    Fixed(Taxation),
    /// So, unless the request says otherwise.
    ByRequest(Taxation),
}

impl TaxRule {
    /// The taxation of a request that names this one, or none; `None` if the contract rules it out.
    pub fn of_request(self, named: Option<Taxation>) -> Option<Taxation> {
        match (self, named) {
            (Self::Fixed(fixed), Some(named)) if named != fixed => None,
            (Self::Fixed(fixed), _) => Some(fixed),
            (Self::ByRequest(usual), named) => Some(named.unwrap_or(usual)),
        }
    }
}

/// How cards are taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardContract {
    /// How the holder is known.
    pub flow: CardFlow,
    /// Whether a window only authenticates, and the merchant captures afterwards (0061, then B2).
    pub deferred_capture: bool,
    /// Whether payments and checks issue billing keys.
    pub billing_keys: bool,
}

/// How account transfers are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferContract {
    /// Whether a window only authenticates, and the merchant captures afterwards (0061, then B1).
    pub deferred_capture: bool,
}

/// How the holder of a card is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CardFlow {
    /// The issuer's own page asks.
    Authenticated,
    /// Number and expiry are enough.
    Unauthenticated,
    /// Birth date or business number, and the first two digits of the PIN, too.
    Legacy,
}

/// How a notification's form is encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Charset {
    /// As the newer guides have it.
    #[default]
    Utf8,
    /// As the older document has it.
    EucKr,
}

/// What order numbers must look like.
///
/// Hashes put the order number next to the amount with nothing between: order `A1` for 15000 reads
/// as order `A11` for 5000. A merchant can rule that out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderNumbers {
    /// Anything.
    #[default]
    Free,
    /// The last character isn't a digit.
    EndInLetter,
    /// All of this length.
    Length(usize),
}

impl OrderNumbers {
    /// Whether `order_no` is of this form.
    pub fn accept(self, order_no: &str) -> bool {
        match self {
            Self::Free => true,
            Self::EndInLetter => !order_no.ends_with(|last: char| last.is_ascii_digit()),
            Self::Length(length) => order_no.len() == length,
        }
    }
}

mod id_as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::MerchantId;

    pub(super) fn serialize<S: Serializer>(id: &MerchantId, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(id.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MerchantId, D::Error> {
        let text = String::deserialize(deserializer)?;
        MerchantId::new(&text).ok_or_else(|| D::Error::custom("not a merchant id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_numbers_can_be_kept_apart_from_amounts() {
        assert!(OrderNumbers::Free.accept("A1"));
        assert!(!OrderNumbers::EndInLetter.accept("A1") && OrderNumbers::EndInLetter.accept("1A"));
        assert!(!OrderNumbers::Length(3).accept("A1") && OrderNumbers::Length(3).accept("A11"));
    }
}
