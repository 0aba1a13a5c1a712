//! An ordinary order of 1,000 won, and everything that can be known of it.

use std::sync::Arc;

use domain::billing_key::{KeyId, SealedKey};
use domain::card::CardFacts;
use domain::payment::{
    Claim, ClaimKind, Method, Operation, OperationKind, OperationOutcome, OperationState, Order, Payment,
    Status,
};
use domain::tax::{TaxParts, Taxation};
use domain::time::Moment;
use domain::{
    Account, Currency, DeclineCode, Entry, InstitutionId, Intent, MerchantId, Money, NewPayment, OwnerId,
    RequestId, TradeId, WindowStep, Write,
};

/// 2026-01-02 12:00:00 KST.
pub(crate) const NOW: Moment = Moment::from_ms(1_767_322_800_000);
/// The day of [`NOW`].
pub(crate) const TODAY: i32 = 20_260_102;
/// The order's payment.
pub(crate) const PAYMENT: TradeId = TradeId::from_i64(2_601_021_200_000_000_001);
/// Another payment.
pub(crate) const ANOTHER: TradeId = TradeId::from_i64(2_601_021_200_000_000_002);
/// Who carries the operation on.
pub(crate) const OWNER: OwnerId = OwnerId(7);
/// What it is taxed with.
pub(crate) const TAX: TaxParts = TaxParts { supply: 909, vat: 91, tax_free: 0, service: 0 };
/// The key that a payment may bring to life.
pub(crate) const KEY: KeyId = KeyId([5; 16]);

pub(crate) fn merchant() -> MerchantId {
    MerchantId::new("nxca_jt_bi").expect("valid")
}

pub(crate) fn another_merchant() -> MerchantId {
    MerchantId::new("nxca_jt_il").expect("valid")
}

pub(crate) fn won(minor: i64) -> Money {
    Money::new(minor, Currency::Krw).expect("not negative")
}

pub(crate) fn cents(minor: i64) -> Money {
    Money::new(minor, Currency::Usd).expect("not negative")
}

pub(crate) fn claim(kind: ClaimKind) -> Claim {
    Claim { day: TODAY, order_no: "ORDER1".to_owned(), merchant: merchant(), kind }
}

pub(crate) fn intent() -> Intent {
    Intent { owner: OWNER, lease_until: NOW.plus_ms(30_000), at: NOW }
}

pub(crate) fn step() -> WindowStep {
    WindowStep { window: [1; 16], step: 3, opened_at: NOW.plus_ms(-60_000) }
}

pub(crate) fn order() -> Arc<Order> {
    Arc::new(Order { product: "book".to_owned(), ..Order::default() })
}

pub(crate) fn new_payment() -> NewPayment {
    NewPayment {
        id: PAYMENT,
        claim: claim(ClaimKind::Payment),
        method: Method::Card,
        amount: won(1_000),
        taxation: Taxation::Taxable,
        tax: TAX,
        order: order(),
        notify: true,
    }
}

pub(crate) fn sealed_key() -> SealedKey {
    SealedKey { id: KEY, merchant: merchant(), sealed: vec![9; 40] }
}

/// The order's payment after its first operation.
pub(crate) fn payment(status: Status) -> Payment {
    let paid = status == Status::Paid;
    let dated = paid || status == Status::Authenticated;
    Payment {
        id: PAYMENT,
        merchant: merchant(),
        method: Method::Card,
        status,
        currency: Currency::Krw,
        amount: 1_000,
        paid: if paid { 1_000 } else { 0 },
        cancelled: 0,
        cancelling: 0,
        operations: 1,
        cancels: 0,
        taxation: Taxation::Taxable,
        tax: TAX,
        approved_at: dated.then_some(NOW),
        institution: paid.then(acquirer),
        paid_by: u16::from(paid),
        order_no: "ORDER1".to_owned(),
        order_day: TODAY,
    }
}

pub(crate) fn request(operation: u16) -> RequestId {
    RequestId { payment: PAYMENT, operation }
}

/// An operation of all of the order's amount.
pub(crate) fn operation(number: u16, kind: OperationKind, state: OperationState) -> Operation {
    Operation {
        id: request(number),
        kind,
        state,
        amount: 1_000,
        trade: PAYMENT,
        ordinal: 0,
        tax: TAX,
        notify: true,
        in_window: false,
        key: None,
        owner: OWNER,
        tries: 0,
    }
}

/// An operation that begins now, as it is written.
pub(crate) fn begun(operation: &Operation) -> Write {
    Write::InsertOperation(Box::new(operation.clone()), intent().lease_until, NOW, None, None)
}

pub(crate) fn acquirer() -> InstitutionId {
    InstitutionId::new("CA04").expect("four characters")
}

/// An approval by acquirer 04.
pub(crate) fn approval() -> OperationOutcome {
    OperationOutcome {
        at: NOW,
        approval_no: Some("30001234".to_owned()),
        card: Some(CardFacts {
            issuer: "SSC".to_owned(),
            acquirer: "04".to_owned(),
            product: "삼성카드".to_owned(),
            masked: "949019******0402".to_owned(),
            instalments: 0,
            interest_free: false,
        }),
        code: None,
    }
}

pub(crate) fn decline() -> DeclineCode {
    DeclineCode::new("CA31").expect("four characters")
}

/// The merchant is owed more.
pub(crate) fn owed(amount: i64) -> Entry {
    let payable = Account::payable(merchant().as_str());
    Entry::transfer(Account::Receivable(acquirer()), payable, won(amount)).expect("balances")
}

/// The merchant is owed less.
pub(crate) fn paid_back(amount: i64) -> Entry {
    let payable = Account::payable(merchant().as_str());
    Entry::transfer(payable, Account::Receivable(acquirer()), won(amount)).expect("balances")
}
