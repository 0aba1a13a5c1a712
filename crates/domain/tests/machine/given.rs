//! What steps are made of: one merchant, few orders.

use std::sync::Arc;

use domain::credential::{Credential, CredentialId, CredentialKind, CredentialState};
use domain::payment::{NewPayment, Order};
use domain::tax::{self, NamedParts, Taxation};
use domain::time::Moment;
use domain::window::{Window, WindowId};
use domain::{
    Claim, ClaimKind, Currency, DeclineCode, InstitutionId, Intent, MerchantId, Method, Money, NumberKind,
    OwnerId, TradeId,
};

use crate::model::Model;

/// 2026-01-02 12:00:00 KST.
pub(crate) const NOW: Moment = Moment::from_ms(1_767_322_800_000);

pub(crate) fn merchant() -> MerchantId {
    MerchantId::new("nxca_jt_bi").expect("valid")
}

pub(crate) fn won(minor: i64) -> Money {
    Money::new(minor, Currency::Krw).expect("not negative")
}

pub(crate) fn intent(owner: i64) -> Intent {
    Intent { owner: OwnerId(owner), lease_ms: 30_000, at: NOW }
}

pub(crate) fn decline() -> DeclineCode {
    DeclineCode::new("CA31").expect("four characters")
}

/// Whoever takes money by this method.
pub(crate) fn institution(method: Method) -> InstitutionId {
    InstitutionId::new(&format!("{}04", method.code())).expect("an id")
}

pub(crate) fn claim(order: u8, kind: ClaimKind) -> Claim {
    Claim { day: 20_260_102, order_no: format!("ORDER{order}"), merchant: merchant(), kind }
}

pub(crate) fn new_payment(
    id: TradeId,
    claim: Claim,
    method: Method,
    amount: i64,
    taxation: Taxation,
) -> NewPayment {
    let tax = tax::of_payment(taxation, won(amount), NamedParts::default()).expect("nothing named");
    let order = Arc::new(Order::default());
    NewPayment { id, claim, method, amount: won(amount), taxation, tax, order, notify: true }
}

pub(crate) fn window(id: u8, payment: TradeId, method: Method, claim: &Claim) -> Window {
    Window {
        id: WindowId([id; 16]),
        payment,
        merchant: claim.merchant,
        method,
        order_day: claim.day,
        order_no: claim.order_no.clone(),
        step: 0,
        stage: String::new(),
        request: String::new(),
        opened_at: NOW,
    }
}

/// A number of a kind that nothing has yet; or, if `taken`, the first that was drawn.
pub(crate) fn draw(model: &Model, kind: NumberKind, taken: bool) -> TradeId {
    let drawn = match kind {
        NumberKind::Payment => model.payments.len(),
        NumberKind::Window => model.windows.len(),
        NumberKind::Cancel => model.operations.len(),
        NumberKind::Other => model.numbers.len(),
    };
    let count = if taken { 0 } else { u32::try_from(drawn).expect("few") };
    TradeId::draw(NOW, 0, kind, count)
}

/// A key that nothing stored has.
pub(crate) fn fresh_key(model: &Model) -> Credential {
    let mut id = [1; 16];
    id[..8].copy_from_slice(&model.credentials.len().to_be_bytes());
    Credential {
        id: CredentialId(id),
        kind: CredentialKind::BillingKey,
        merchant: merchant(),
        state: CredentialState::Pending,
        fixed_amount: None,
        sealed: vec![1],
        version: 0,
    }
}
