//! What a merchant asks for, and what of it can be checked without a database.

use std::sync::Arc;

use super::Order;
use crate::claim::{Claim, ClaimKind};
use crate::merchant::{Merchant, TaxRule};
use crate::tax::{self, NamedParts, TaxParts, Taxation};
use crate::time::{Day, Moment};
use crate::{Method, Money, Refusal, TradeId, policy};

/// What a merchant asks for, before it is checked.
#[derive(Clone, Debug)]
pub struct PaymentRequest {
    /// The payment's number.
    pub id: TradeId,
    /// `trdDt` as sent.
    pub day: i32,
    /// `mchtTrdNo`.
    pub order_no: String,
    /// How it is paid.
    pub method: Method,
    /// For how much.
    pub amount: Money,
    /// How it is taxed; the merchant's own way if the request doesn't say.
    pub taxation: Option<Taxation>,
    /// The parts that the request names.
    pub parts: NamedParts,
    /// What is only kept and shown.
    pub order: Order,
}

/// A payment that is about to begin: everything about it that needs no database has been checked.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// Its number.
    pub id: TradeId,
    /// Its order number.
    pub claim: Claim,
    /// How it is paid.
    pub method: Method,
    /// For how much.
    pub amount: Money,
    /// How it is taxed.
    pub taxation: Taxation,
    /// The parts of the amount.
    pub tax: TaxParts,
    /// What the merchant said of it.
    pub order: Arc<Order>,
    /// Whether there is anybody to notify.
    pub notify: bool,
}

impl NewPayment {
    /// Checks a request against the merchant's contract, in the order in which refusals are answered.
    pub fn check(merchant: &Merchant, request: PaymentRequest, now: Moment) -> Result<Self, Refusal> {
        if !merchant.contracts.contains_key(&request.method) {
            return Err(Refusal::NotContracted);
        }
        check_day(request.day, now)?;
        check_amount(merchant, request.method, request.amount)?;
        if !merchant.order_numbers.accept(&request.order_no) {
            return Err(Refusal::OrderNumberForm);
        }
        let taxation = merchant.taxation.of_request(request.taxation).ok_or(Refusal::TaxSplit)?;
        let tax = tax::of_payment(taxation, request.amount, request.parts)?;
        if merchant.taxation == TaxRule::Fixed(Taxation::Taxable) && tax.tax_free > 0 {
            return Err(Refusal::TaxSplit);
        }
        let claim = Claim {
            day: request.day,
            order_no: request.order_no,
            merchant: merchant.id,
            kind: ClaimKind::Payment,
        };
        Ok(Self {
            id: request.id,
            claim,
            method: request.method,
            amount: request.amount,
            taxation,
            tax,
            notify: merchant.noti_url_of(&request.order).is_some(),
            order: Arc::new(request.order),
        })
    }
}

fn check_amount(merchant: &Merchant, method: Method, amount: Money) -> Result<(), Refusal> {
    let policy = policy::of(method);
    if amount.currency() != merchant.currency {
        return Err(Refusal::CurrencyNotContracted(method));
    }
    if amount.is_zero() {
        return Err(Refusal::NothingToPay(method));
    }
    if amount.minor() < merchant.least_amount.max(policy.least) {
        return Err(Refusal::AmountTooSmall(method));
    }
    if amount.minor() > policy.most { Err(Refusal::AmountTooLarge(method)) } else { Ok(()) }
}

/// A request's date lies within a day of the merchant's clock.
pub fn check_day(day: i32, now: Moment) -> Result<(), Refusal> {
    let day = Day::of(day).ok_or(Refusal::DateOutOfRange)?;
    let distance = day.since(now.kst().day());
    if (-1..=1).contains(&distance) { Ok(()) } else { Err(Refusal::DateOutOfRange) }
}
