//! What became of a payment. PG 38.

use domain::payment::{Payment, Status};
use domain::time::Day;
use domain::{Claim, ClaimKind, MerchantId, Method, TradeId};
use store::StoreError;

use crate::Engine;

/// What is known of the payment that is asked after.
#[derive(Clone, Debug)]
pub struct Inquiry {
    /// Whose.
    pub merchant: MerchantId,
    /// How it was paid; `None` for methods that nobody can have paid by.
    pub method: Option<Method>,
    /// For how much, in minor units.
    pub amount: i64,
    /// The day of its request, give or take one.
    pub day: i32,
    /// Its order number.
    pub order_no: String,
    /// Its trade number, if known.
    pub trade: Option<TradeId>,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum Found {
    /// Nobody knows such a payment.
    Nothing,
    /// It is still under way, or awaits its capture.
    InProgress(Box<Payment>),
    /// It was paid, and not all of it paid back.
    Paid(Box<Payment>),
    /// It was paid, and all of it paid back.
    Cancelled(Box<Payment>),
    /// It failed: declined, or taken back.
    Failed(Box<Payment>),
}

impl Engine {
    /// Looks for a payment by order number, on the given day first, then on those beside it. Who names a trade number is
    /// told of that payment, though another may have taken the order over since.
    pub async fn inquire(&self, inquiry: Inquiry) -> Result<Found, StoreError> {
        let Some(day) = Day::of(inquiry.day) else { return Ok(Found::Nothing) };
        for days in [0, -1, 1] {
            let claim = Claim {
                day: day.plus_days(days).number(),
                order_no: inquiry.order_no.clone(),
                merchant: inquiry.merchant,
                kind: ClaimKind::Payment,
            };
            let id = match inquiry.trade {
                None => self.store().claimed(claim.clone()).await?,
                named => named,
            };
            let Some(id) = id else { continue };
            let Some(record) = self.store().payment(id).await? else { continue };
            if record.payment.is_for(&claim) && fits(&record.payment, &inquiry) {
                return Ok(found(record.payment));
            }
        }
        Ok(Found::Nothing)
    }
}

fn fits(payment: &Payment, inquiry: &Inquiry) -> bool {
    Some(payment.method) == inquiry.method && payment.amount == inquiry.amount
}

fn found(payment: Payment) -> Found {
    let payment = Box::new(payment);
    match payment.status {
        Status::Paid if payment.cancelled == payment.paid => Found::Cancelled(payment),
        Status::Paid => Found::Paid(payment),
        Status::Declined | Status::Reversed => Found::Failed(payment),
        Status::Authorising | Status::Reversing | Status::Authenticated => Found::InProgress(payment),
    }
}
