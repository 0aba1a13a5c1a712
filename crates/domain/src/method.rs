//! Payment methods.

use serde::{Deserialize, Serialize};

/// A payment method, by the two capitals that trade numbers carry (PG 41.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[repr(u8)]
pub enum Method {
    /// Credit and debit cards.
    Card = 1,
    /// Account transfer.
    Transfer = 2,
    /// Virtual account.
    VirtualAccount = 3,
    /// Carrier billing.
    Carrier = 4,
    /// Teen Cash.
    TeenCash = 5,
    /// Happy Money.
    HappyMoney = 6,
    /// Culture Cash.
    CultureCash = 7,
    /// Smart Gift.
    SmartGift = 8,
    /// Book Voucher.
    BookVoucher = 9,
    /// Tmoney.
    Tmoney = 10,
    /// POINTDAMOA: points of several card companies.
    Points = 11,
    /// Wallets, whichever it is.
    Wallet = 12,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 12] = [
        Self::Card,
        Self::Transfer,
        Self::VirtualAccount,
        Self::Carrier,
        Self::TeenCash,
        Self::HappyMoney,
        Self::CultureCash,
        Self::SmartGift,
        Self::BookVoucher,
        Self::Tmoney,
        Self::Points,
        Self::Wallet,
    ];

    /// Two capitals, as in trade numbers and account names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Card => "CA",
            Self::Transfer => "RA",
            Self::VirtualAccount => "VA",
            Self::Carrier => "MP",
            Self::TeenCash => "TC",
            Self::HappyMoney => "HM",
            Self::CultureCash => "CG",
            Self::SmartGift => "SG",
            Self::BookVoucher => "BG",
            Self::Tmoney => "TM",
            Self::Points => "CP",
            Self::Wallet => "PZ",
        }
    }

    /// The method of two capitals.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }

    /// The method of a stored number.
    pub fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|method| *method as u8 == number)
    }
}

impl TryFrom<String> for Method {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::of_code(&code).ok_or("no payment method has this code")
    }
}

impl From<Method> for String {
    fn from(method: Method) -> Self {
        method.code().to_owned()
    }
}
