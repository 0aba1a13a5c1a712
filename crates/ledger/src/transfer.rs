//! Transfers: what the journal is a list of.

use std::fmt;

use crate::{Account, Money, account::Family};

/// What a transfer is for. It says which kinds of account it goes between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum TransferKind {
    /// An institution approved a payment.
    Payment = 0,
    /// A payment is paid back through the institution that took it.
    Refund = 1,
    /// Money arrived at a bank for an order: a deposit, a debit.
    Deposit = 2,
    /// Money left a bank to pay an order back.
    DepositRefund = 3,
    /// Our fee.
    Fee = 4,
    /// VAT on our fee.
    FeeVat = 5,
    /// An institution remitted what it owed.
    InstitutionRemits = 6,
    /// A settlement was paid out.
    Settlement = 7,
    /// The won of an ownership check.
    Verification = 8,
    /// A bank took a deposit back.
    DepositReversed = 9,
    /// A merchant paid in beforehand.
    TopUp = 10,
    /// A remittance out of what was paid in.
    Remittance = 11,
    /// An institution's own fee.
    InstitutionFee = 12,
    /// Our fee, given back.
    FeeReturned = 13,
    /// VAT on our fee, given back.
    FeeVatReturned = 14,
    /// Held back.
    ReserveHeld = 15,
    /// No longer held back.
    ReserveReleased = 16,
    /// A deposit that fits no order.
    Suspended = 17,
    /// A deposit that fitted no order was sent back.
    SuspenseReturned = 18,
    /// A deposit that fitted no order was given to a merchant.
    SuspenseApplied = 19,
}

impl TransferKind {
    const ALL: [Self; 20] = [
        Self::Payment,
        Self::Refund,
        Self::Deposit,
        Self::DepositRefund,
        Self::Fee,
        Self::FeeVat,
        Self::InstitutionRemits,
        Self::Settlement,
        Self::Verification,
        Self::DepositReversed,
        Self::TopUp,
        Self::Remittance,
        Self::InstitutionFee,
        Self::FeeReturned,
        Self::FeeVatReturned,
        Self::ReserveHeld,
        Self::ReserveReleased,
        Self::Suspended,
        Self::SuspenseReturned,
        Self::SuspenseApplied,
    ];

    /// The kind of a stored number.
    pub fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == number)
    }

    /// From which kinds of account to which: debit, credit. A deposit that was paid back already and is
    /// then taken back by the bank is the one event with two debits to choose from.
    const fn goes_between(self, debit: Family, credit: Family) -> bool {
        use Family::{
            AcquiringCost, Cash, FeeIncome, Payable, Prefunded, Receivable, Reserve, Suspense, VatPayable,
            VerificationCost,
        };
        matches!(
            (self, debit, credit),
            (Self::Payment, Receivable, Payable)
                | (Self::Refund, Payable, Receivable)
                | (Self::Deposit, Cash, Payable)
                | (Self::DepositRefund, Payable, Cash)
                | (Self::Fee, Payable, FeeIncome)
                | (Self::FeeVat, Payable, VatPayable)
                | (Self::InstitutionRemits, Cash, Receivable)
                | (Self::Settlement, Payable, Cash)
                | (Self::Verification, VerificationCost, Cash)
                | (Self::DepositReversed, Payable | Suspense, Cash)
                | (Self::TopUp, Cash, Prefunded)
                | (Self::Remittance, Prefunded, Cash)
                | (Self::InstitutionFee, AcquiringCost, Receivable)
                | (Self::FeeReturned, FeeIncome, Payable)
                | (Self::FeeVatReturned, VatPayable, Payable)
                | (Self::ReserveHeld, Payable, Reserve)
                | (Self::ReserveReleased, Reserve, Payable)
                | (Self::Suspended, Cash, Suspense)
                | (Self::SuspenseReturned, Suspense, Cash)
                | (Self::SuspenseApplied, Suspense, Payable)
        )
    }
}

/// One amount from one account to another. It has both sides or it doesn't exist, so the books balance by
/// their shape: an entry with one side alone, or with two amounts, can't be written down.
///
/// ```compile_fail
/// use ledger::{Account, Currency, Money, Transfer, TransferKind};
/// let amount = Money::new(1_000, Currency::Krw).unwrap();
/// // A debit without its credit.
/// let half = Transfer::new(TransferKind::Payment, Account::payable("m"), amount);
/// ```
///
/// ```compile_fail
/// use ledger::{Currency, Money, Transfer};
/// fn tamper(mut transfer: Transfer) {
///     // Another amount on one side, or at all.
///     transfer.amount = Money::new(1, Currency::Krw).unwrap();
/// }
/// ```
///
/// ```
/// use ledger::{Account, Currency, InstitutionId, Money, Transfer, TransferKind};
/// let amount = Money::new(1_000, Currency::Krw).unwrap();
/// let acquirer = Account::Receivable(InstitutionId::new("CA04").unwrap());
/// let whole = Transfer::new(TransferKind::Payment, acquirer, Account::payable("m"), amount).unwrap();
/// assert_eq!(whole.amount(), amount);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    kind: TransferKind,
    debit: Account,
    credit: Account,
    amount: Money,
}

/// Why there is no such transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTransfer {
    /// It would move nothing, and say that something happened.
    OfNothing,
    /// Transfers of this kind don't go between such accounts.
    WrongAccounts(TransferKind),
}

impl fmt::Display for NoTransfer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OfNothing => f.write_str("a transfer of nothing"),
            Self::WrongAccounts(kind) => write!(f, "{kind:?} doesn't go between these accounts"),
        }
    }
}

impl std::error::Error for NoTransfer {}

impl Transfer {
    /// A transfer from `debit` to `credit`, of more than nothing, between accounts that its kind goes between.
    pub fn new(
        kind: TransferKind,
        debit: Account,
        credit: Account,
        amount: Money,
    ) -> Result<Self, NoTransfer> {
        if amount.is_zero() {
            return Err(NoTransfer::OfNothing);
        }
        if !kind.goes_between(debit.family(), credit.family()) {
            return Err(NoTransfer::WrongAccounts(kind));
        }
        Ok(Self { kind, debit, credit, amount })
    }

    /// What it is for.
    pub const fn kind(&self) -> TransferKind {
        self.kind
    }

    /// The account on the left.
    pub const fn debit(&self) -> &Account {
        &self.debit
    }

    /// The account on the right.
    pub const fn credit(&self) -> &Account {
        &self.credit
    }

    /// How much; always more than nothing. A correction is a transfer the other way.
    pub const fn amount(&self) -> Money {
        self.amount
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Currency, InstitutionId};

    fn won(minor: i64) -> Money {
        Money::new(minor, Currency::Krw).expect("not negative")
    }

    fn acquirer() -> Account {
        Account::Receivable(InstitutionId::new("CA04").expect("an id"))
    }

    #[test]
    fn refuses_a_transfer_of_nothing() {
        let nothing = Transfer::new(TransferKind::Payment, acquirer(), Account::payable("m"), won(0));
        assert_eq!(nothing, Err(NoTransfer::OfNothing));
    }

    #[test]
    fn refuses_accounts_that_its_kind_does_not_go_between() {
        let between = |kind, debit, credit| Transfer::new(kind, debit, credit, won(1)).map(|_| ());
        assert_eq!(between(TransferKind::Payment, acquirer(), Account::payable("m")), Ok(()));
        assert_eq!(between(TransferKind::Refund, Account::payable("m"), acquirer()), Ok(()));
        let wrong = |kind| Err(NoTransfer::WrongAccounts(kind));
        assert_eq!(
            between(TransferKind::Payment, Account::payable("m"), acquirer()),
            wrong(TransferKind::Payment)
        );
        assert_eq!(
            between(TransferKind::Refund, Account::payable("m"), Account::payable("m")),
            wrong(TransferKind::Refund),
            "to itself"
        );
    }

    #[test]
    fn kinds_lead_back_from_their_numbers() {
        for kind in TransferKind::ALL {
            assert_eq!(TransferKind::of(kind as u8), Some(kind));
        }
        assert_eq!(TransferKind::of(20), None);
    }
}
