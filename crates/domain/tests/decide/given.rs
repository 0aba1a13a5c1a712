//! An ordinary order of 1,000 won, and everything that can be known of it.

use std::sync::Arc;

use domain::credential::{Credential, CredentialId, CredentialKind, CredentialState};
use domain::facts::{Approval, CardFacts, Facts};
use domain::operation::{Operation, OperationKind, OperationOutcome, OperationState, Rail, Sealed};
use domain::payment::{NewPayment, Order, Payment, Status};
use domain::tax::{TaxParts, Taxation};
use domain::time::Moment;
use domain::window::{WindowId, WindowStep};
use domain::{
    Account, Changed, Claim, ClaimKind, Claimant, Currency, Decision, DeclineCode, InstitutionId, Intent,
    Letter, MerchantId, Method, Money, New, OwnerId, Refusal, Reply, RequestId, TradeId, Transfer,
    TransferKind, Write,
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
pub(crate) const KEY: CredentialId = CredentialId([5; 16]);
/// How long an operation is somebody's: milliseconds.
pub(crate) const LEASE_MS: i64 = 30_000;
/// The version that was read of whatever is stored already.
pub(crate) const READ: u32 = 4;

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

/// Somebody else holds the order number.
pub(crate) fn held(status: Option<Status>) -> Option<Claimant> {
    Some(Claimant { trade: ANOTHER, method: Method::Card, status })
}

pub(crate) fn intent() -> Intent {
    Intent { owner: OWNER, lease_ms: LEASE_MS, at: NOW }
}

pub(crate) fn step() -> WindowStep {
    WindowStep { window: WindowId([1; 16]), step: 3, opened_at: NOW.plus_ms(-60_000) }
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

pub(crate) fn key(state: CredentialState) -> Credential {
    Credential {
        id: KEY,
        kind: CredentialKind::BillingKey,
        merchant: merchant(),
        state,
        fixed_amount: None,
        sealed: if state == CredentialState::Dead { vec![] } else { vec![9; 40] },
        version: 0,
    }
}

/// The issuer's word that a customer is authenticated.
pub(crate) fn proof() -> Sealed {
    Sealed(b"the issuer's word".to_vec())
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
        institution: dated.then(acquirer),
        paid_by: u16::from(paid),
        order_no: "ORDER1".to_owned(),
        order_day: TODAY,
        version: READ,
    }
}

/// The payment as a first write of it has it.
pub(crate) fn new_row(payment: Payment) -> Write {
    Write::Insert(New::Payment(Box::new(Payment { version: 0, ..payment }), order()))
}

pub(crate) fn changed(payment: Payment) -> Write {
    Write::Update(Changed::Payment(Box::new(payment)))
}

pub(crate) fn request(operation: u16) -> RequestId {
    RequestId { subject: PAYMENT, operation }
}

/// An operation of all of the order's amount, as it is written first.
pub(crate) fn operation(number: u16, kind: OperationKind, state: OperationState) -> Operation {
    Operation {
        id: request(number),
        merchant: merchant(),
        kind,
        rail: Rail::Cards,
        institution: acquirer(),
        state,
        currency: Currency::Krw,
        amount: 1_000,
        trade: PAYMENT,
        ordinal: 0,
        tax: TAX,
        notify: true,
        in_window: false,
        credential: None,
        begun_at: NOW,
        outcome: OperationOutcome::default(),
        sealed: None,
        owner: OWNER,
        tries: 0,
        version: 0,
    }
}

/// The authentication that waits for its capture.
pub(crate) fn waiting() -> Operation {
    Operation {
        in_window: true,
        notify: false,
        outcome: OperationOutcome::approved(NOW, approval()),
        sealed: Some(proof()),
        version: READ,
        ..operation(1, OperationKind::Authenticate, OperationState::Waiting)
    }
}

/// An operation that begins now, as it is written.
pub(crate) fn begun(operation: &Operation) -> Write {
    Write::Insert(New::Operation(Box::new(operation.clone()), LEASE_MS))
}

pub(crate) fn closed(operation: Operation) -> Write {
    Write::Update(Changed::Operation(Box::new(operation)))
}

pub(crate) fn acquirer() -> InstitutionId {
    InstitutionId::new("CA04").expect("an id")
}

/// An approval by acquirer 04.
pub(crate) fn approval() -> Approval {
    let card = CardFacts {
        issuer: "SSC".to_owned(),
        acquirer: "04".to_owned(),
        product: "삼성카드".to_owned(),
        masked: "949019******0402".to_owned(),
        instalments: 0,
        interest_free: false,
    };
    Approval { approval_no: Some("30001234".to_owned()), facts: Facts::Card(card) }
}

pub(crate) fn decline() -> DeclineCode {
    DeclineCode::new("CA31").expect("four characters")
}

/// The merchant is owed more.
pub(crate) fn owed(amount: i64) -> Transfer {
    let payable = Account::payable(merchant().as_str());
    let receivable = Account::Receivable(acquirer());
    Transfer::new(TransferKind::Payment, receivable, payable, won(amount)).expect("a transfer")
}

/// The merchant is owed less.
pub(crate) fn paid_back(amount: i64) -> Transfer {
    let payable = Account::payable(merchant().as_str());
    let receivable = Account::Receivable(acquirer());
    Transfer::new(TransferKind::Refund, payable, receivable, won(amount)).expect("a transfer")
}

pub(crate) fn told(operation: u16) -> Write {
    Write::Notify(Letter { id: request(operation), part: 0, merchant: merchant() })
}

/// What a decision lets happen.
pub(crate) fn begins(decision: &Decision) -> bool {
    matches!(decision.reply, Reply::Begun(_))
}

/// What a decision refuses; such a decision writes nothing.
pub(crate) fn refusal(decision: &Decision) -> Option<Refusal> {
    match decision.reply {
        Reply::Refused(refusal) => {
            assert_eq!(decision.writes, [], "a refusal writes nothing");
            Some(refusal)
        }
        _ => None,
    }
}
