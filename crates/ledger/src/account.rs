//! The accounts of a payment gateway's books.

use std::fmt;

/// An institution that owes us or is owed by us: an acquirer, a bank, a carrier.
///
/// Two capitals for the payment method and the institution's own code, as in `CA04`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstitutionId([u8; 4]);

impl InstitutionId {
    /// Stands for an institution whose id can't be written.
    pub const UNKNOWN: Self = Self(*b"0000");

    /// An id of exactly four ASCII letters or digits.
    pub fn new(id: &str) -> Option<Self> {
        let bytes: [u8; 4] = id.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphanumeric).then_some(Self(bytes))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("????")
    }
}

impl fmt::Debug for InstitutionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An account. Its name is what is stored, so names never change their meaning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// What an institution approved and has not remitted to us yet.
    Receivable(InstitutionId),
    /// What we owe a merchant.
    Payable(Box<str>),
}

impl Account {
    /// What we owe `merchant`.
    pub fn payable(merchant: &str) -> Self {
        Self::Payable(merchant.into())
    }

    /// The name it is stored under.
    pub fn name(&self) -> String {
        match self {
            Self::Receivable(institution) => format!("receivable:{}", institution.as_str()),
            Self::Payable(merchant) => format!("payable:{merchant}"),
        }
    }

    /// The account of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.split_once(':')? {
            ("receivable", id) => InstitutionId::new(id).map(Self::Receivable),
            ("payable", merchant) => Some(Self::payable(merchant)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_account() {
        let accounts = [
            Account::Receivable(InstitutionId::new("CA04").expect("four characters")),
            Account::payable("nxca_jt_il"),
        ];
        for account in accounts {
            assert_eq!(Account::from_name(&account.name()), Some(account));
        }
        assert_eq!(Account::from_name("cash"), None);
        assert_eq!(Account::from_name("receivable:toolong"), None);
    }
}
