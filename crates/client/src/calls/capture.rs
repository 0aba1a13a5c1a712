//! Capturing what a window only authenticated. PG guide to deferred capture.

use protocol::pg::card::{CardCaptureRequest, CardCaptureResponse};
use protocol::pg::spay::SpayRequest;
use protocol::pg::transfer::{TransferCaptureRequest, TransferCaptureResponse};
use protocol::{DateTime14, Won};

use super::pay::Paid;
use crate::billing_key::BillingKey;
use crate::error::Error;
use crate::gateway::Gateway;
use crate::kst;
use crate::merchant::Merchant;
use crate::method::Method;
use crate::money::Money;

/// What is to be captured: order number, transaction and amount of the authentication.
#[derive(Debug, Clone, Copy, Default)]
pub struct Capture<'a> {
    pub order_no: &'a str,
    pub trade_no: &'a str,
    pub amount: Money,
    /// Korean time; now, if it is not given.
    pub at: Option<DateTime14>,
}

impl Gateway {
    /// Captures an authenticated payment: only now the customer pays.
    pub async fn capture(&self, merchant: &Merchant, capture: &Capture<'_>) -> Result<Paid, Error> {
        match Method::of_trade_no(capture.trade_no) {
            Method::Card => self.capture_card(merchant, capture).await,
            Method::Transfer => self.capture_transfer(merchant, capture).await,
        }
    }

    async fn capture_transfer(&self, merchant: &Merchant, capture: &Capture<'_>) -> Result<Paid, Error> {
        let at = capture.at.unwrap_or_else(kst::now);
        let request = TransferCaptureRequest {
            params: SpayRequest::of::<TransferCaptureRequest>(merchant.id(), capture.order_no, at),
            amount: Won::new(merchant.units(capture.amount)?).into(),
            authorisation_trade_no: capture.trade_no.into(),
        };
        let paid: TransferCaptureResponse = self.call(merchant, "/spay/APIService.do", &request).await?;
        Ok(Paid {
            trade_no: paid.params.trade_no.to_string(),
            amount: merchant.money(paid.amount.minor_units()),
            at: DateTime14::new(paid.params.date, paid.params.time),
            approval_no: String::new(),
            issuer_code: String::new(),
            card_name: String::new(),
            bank_name: Some(paid.bank_name.to_string()),
            card_number: None,
            billing_key: None,
        })
    }

    async fn capture_card(&self, merchant: &Merchant, capture: &Capture<'_>) -> Result<Paid, Error> {
        let at = capture.at.unwrap_or_else(kst::now);
        let request = CardCaptureRequest {
            params: SpayRequest::of::<CardCaptureRequest>(merchant.id(), capture.order_no, at),
            amount: Won::new(merchant.units(capture.amount)?).into(),
            authorisation_trade_no: capture.trade_no.into(),
        };
        let paid: CardCaptureResponse = self.call(merchant, "/spay/APIService.do", &request).await?;
        let text = |text: Option<String>| text.unwrap_or_default();
        Ok(Paid {
            trade_no: paid.params.trade_no.to_string(),
            amount: merchant.money(paid.amount.minor_units()),
            at: DateTime14::new(paid.params.date, paid.params.time),
            approval_no: text(paid.approval_no.map(|no| no.to_string())),
            issuer_code: text(paid.issuer_code.map(|code| code.to_string())),
            card_name: text(paid.issuer_name.map(|name| name.to_string())),
            bank_name: None,
            card_number: paid.card_number.map(|number| number.to_string()),
            billing_key: paid.billing_key.map(|key| BillingKey::new(key.to_string())),
        })
    }
}
