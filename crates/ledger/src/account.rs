//! The accounts of a payment gateway's books.

use std::fmt;

/// An institution that owes us or is owed by us: an acquirer, a bank, a carrier.
///
/// Two capitals for the payment method and the institution's own code of one to six characters, as in
/// `CA04` or `RA004`. A bank has one id, whichever rail it is reached by: `cash` is by bank.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstitutionId {
    bytes: [u8; 8],
    length: u8,
}

impl InstitutionId {
    /// An id of two capitals and one to six ASCII letters or digits.
    pub fn new(id: &str) -> Option<Self> {
        let (method, code) = id.as_bytes().split_first_chunk::<2>()?;
        let fits = (1..=6).contains(&code.len()) && code.iter().all(u8::is_ascii_alphanumeric);
        if !fits || !method.iter().all(u8::is_ascii_uppercase) {
            return None;
        }
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(id.bytes()).for_each(|(place, byte)| *place = byte);
        Some(Self { bytes, length: u8::try_from(id.len()).ok()? })
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.length)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl fmt::Debug for InstitutionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for InstitutionId {
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
    /// Our money at a bank.
    Cash(InstitutionId),
    /// Money at a bank that fits no order, until a person resolves it.
    Suspense(InstitutionId),
    /// What a merchant paid in beforehand, to remit out of.
    Prefunded(Box<str>),
    /// What is held back of a merchant's money.
    Reserve(Box<str>),
    /// Our fees.
    FeeIncome,
    /// VAT on our fees, owed to the tax office.
    VatPayable,
    /// What institutions charge us.
    AcquiringCost,
    /// The won that ownership checks give away.
    VerificationCost,
}

/// The kinds of account, whoever they are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    Receivable,
    Payable,
    Cash,
    Suspense,
    Prefunded,
    Reserve,
    FeeIncome,
    VatPayable,
    AcquiringCost,
    VerificationCost,
}

impl Family {
    const ALL: [Self; 10] = [
        Self::Receivable,
        Self::Payable,
        Self::Cash,
        Self::Suspense,
        Self::Prefunded,
        Self::Reserve,
        Self::FeeIncome,
        Self::VatPayable,
        Self::AcquiringCost,
        Self::VerificationCost,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Receivable => "receivable",
            Self::Payable => "payable",
            Self::Cash => "cash",
            Self::Suspense => "suspense",
            Self::Prefunded => "prefunded",
            Self::Reserve => "reserve",
            Self::FeeIncome => "fee_income",
            Self::VatPayable => "vat_payable",
            Self::AcquiringCost => "acquiring_cost",
            Self::VerificationCost => "verification_cost",
        }
    }
}

impl Account {
    /// What we owe `merchant`.
    pub fn payable(merchant: &str) -> Self {
        Self::Payable(merchant.into())
    }

    /// What kind of account it is.
    pub const fn family(&self) -> Family {
        match self {
            Self::Receivable(_) => Family::Receivable,
            Self::Payable(_) => Family::Payable,
            Self::Cash(_) => Family::Cash,
            Self::Suspense(_) => Family::Suspense,
            Self::Prefunded(_) => Family::Prefunded,
            Self::Reserve(_) => Family::Reserve,
            Self::FeeIncome => Family::FeeIncome,
            Self::VatPayable => Family::VatPayable,
            Self::AcquiringCost => Family::AcquiringCost,
            Self::VerificationCost => Family::VerificationCost,
        }
    }

    /// Whose it is; nobody's for our own income and costs.
    fn owner(&self) -> Option<&str> {
        match self {
            Self::Receivable(id) | Self::Cash(id) | Self::Suspense(id) => Some(id.as_str()),
            Self::Payable(merchant) | Self::Prefunded(merchant) | Self::Reserve(merchant) => Some(merchant),
            Self::FeeIncome | Self::VatPayable | Self::AcquiringCost | Self::VerificationCost => None,
        }
    }

    /// The name it is stored under: `receivable:CA04`, `fee_income`.
    pub fn name(&self) -> String {
        let family = self.family().name();
        self.owner().map_or_else(|| family.to_owned(), |owner| format!("{family}:{owner}"))
    }

    /// The account of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        let (family, owner) = name.split_once(':').unwrap_or((name, ""));
        let family = Family::ALL.into_iter().find(|known| known.name() == family)?;
        let merchant = || (!owner.is_empty()).then(|| owner.into());
        let account = match family {
            Family::Receivable => Self::Receivable(InstitutionId::new(owner)?),
            Family::Cash => Self::Cash(InstitutionId::new(owner)?),
            Family::Suspense => Self::Suspense(InstitutionId::new(owner)?),
            Family::Payable => Self::Payable(merchant()?),
            Family::Prefunded => Self::Prefunded(merchant()?),
            Family::Reserve => Self::Reserve(merchant()?),
            Family::FeeIncome => Self::FeeIncome,
            Family::VatPayable => Self::VatPayable,
            Family::AcquiringCost => Self::AcquiringCost,
            Family::VerificationCost => Self::VerificationCost,
        };
        (account.name() == name).then_some(account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_account() {
        let bank = InstitutionId::new("RA004").expect("an id");
        let accounts = [
            Account::Receivable(InstitutionId::new("CA04").expect("an id")),
            Account::payable("nxca_jt_il"),
            Account::Cash(bank),
            Account::Suspense(bank),
            Account::Prefunded("midtest".into()),
            Account::Reserve("midtest".into()),
            Account::FeeIncome,
            Account::VatPayable,
            Account::AcquiringCost,
            Account::VerificationCost,
        ];
        for account in accounts {
            assert_eq!(Account::from_name(&account.name()), Some(account));
        }
        for none in ["money", "cash", "receivable:toolongid", "payable", "payable:", "fee_income:x"] {
            assert_eq!(Account::from_name(none), None, "{none}");
        }
    }

    #[test]
    fn an_institutions_id_has_its_method_and_up_to_six_characters() {
        for id in ["CA04", "RA004", "MPSKT", "PZKAKAO1"] {
            assert_eq!(InstitutionId::new(id).expect("an id").as_str(), id);
        }
        for none in ["", "CA", "ca04", "CA-4", "PZKAKAO12", "한04"] {
            assert_eq!(InstitutionId::new(none), None, "{none}");
        }
    }
}
