//! Methods of payment, as people call them.

use domain::Method;
use domain::facts::Facts;

use super::Frame;
use crate::wire::bank_name;

pub(super) fn name(method: Method, frame: &Frame) -> &'static str {
    match method {
        Method::Card => frame.of("카드", "Card"),
        Method::Transfer => frame.of("계좌이체", "Transfer"),
        Method::VirtualAccount => frame.of("가상계좌", "Virtual account"),
        Method::Carrier => frame.of("휴대폰", "Carrier"),
        Method::TeenCash
        | Method::HappyMoney
        | Method::CultureCash
        | Method::SmartGift
        | Method::BookVoucher => frame.of("상품권", "Voucher"),
        Method::Tmoney => frame.of("티머니", "Tmoney"),
        Method::Points => frame.of("포인트", "Points"),
        Method::Wallet => frame.of("간편결제", "Wallet"),
    }
}

/// What paid, a line each: label and value.
pub(super) fn means(facts: &Facts, frame: &Frame) -> Vec<(&'static str, String)> {
    if let Some(card) = facts.card() {
        return vec![(frame.of("카드", "Card"), format!("{} {}", card.product, card.masked))];
    }
    let Some(account) = facts.account() else { return Vec::new() };
    let from = format!("{} {}", bank_name(&account.bank), account.masked);
    let mut lines = vec![
        (frame.of("출금 계좌", "From account"), from),
        (frame.of("통장 표시", "In the passbook"), account.passbook.clone()),
    ];
    lines.extend(account.receipt_no.clone().map(|number| (frame.of("현금영수증", "Cash receipt"), number)));
    lines
}
