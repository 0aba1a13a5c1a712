//! Asking what became of a payment. PG 38.

use protocol::pg::inquiry::{InquiryRequest, InquiryResponse};
use protocol::{Date8, DateTime14, Won};

use crate::error::Error;
use crate::gateway::Gateway;
use crate::kst;
use crate::merchant::Merchant;
use crate::method::Method;
use crate::money::Money;

/// Inquiries have a version of their own.
const VERSION: &str = "0A1M";

/// Which payment: one of this order number and amount, a day around the date.
#[derive(Debug, Clone, Copy)]
pub struct Inquiry<'a> {
    pub order_no: &'a str,
    pub amount: Money,
    /// The date that was sent with the payment.
    pub date: Date8,
    pub trade_no: Option<&'a str>,
    /// How it was to be paid.
    pub method: Method,
    /// Korean time; now, if it is not given.
    pub at: Option<DateTime14>,
}

/// What became of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It stands.
    Normal,
    /// It was cancelled.
    Cancelled,
    /// It failed.
    Failed,
}

/// A payment that was found. One that was not is refused.
#[derive(Debug, Clone)]
pub struct Found {
    pub trade_no: String,
    pub amount: Money,
    pub fate: Fate,
    /// What has been cancelled of it, where the gateway tells: a payment cancelled in part may stand still.
    pub cancelled: Option<Money>,
}

impl Gateway {
    /// Asks what became of a payment.
    pub async fn inquire(&self, merchant: &Merchant, inquiry: &Inquiry<'_>) -> Result<Found, Error> {
        let at = inquiry.at.unwrap_or_else(kst::now);
        let request = InquiryRequest {
            merchant_id: merchant.id().into(),
            version: VERSION.into(),
            order_no: inquiry.order_no.into(),
            date: at.date,
            time: at.time,
            method: inquiry.method.code().into(),
            amount: Won::new(merchant.units(inquiry.amount)?),
            original_date: inquiry.date,
            original_order_no: inquiry.order_no.into(),
            original_trade_no: inquiry.trade_no.map(Into::into),
        };
        let found: InquiryResponse = self.call(merchant, "/spay/APITrdcheck.do", &request).await?;
        let cancelled = found.cancelled_amount.map(|amount| merchant.money(amount.minor_units()));
        Ok(Found {
            trade_no: found.trade_no.to_string(),
            amount: merchant.money(found.amount.minor_units()),
            fate: match &*found.result_code {
                "0000" => Fate::Normal,
                "0001" => Fate::Cancelled,
                "0009" => Fate::Failed,
                code => return Err(Error::unknown(format!("the inquiry's result is {code}"))),
            },
            cancelled,
        })
    }
}
