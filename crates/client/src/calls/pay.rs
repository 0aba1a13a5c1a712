//! Payments without a window: by a card's data, or by a billing key. PG 8.1, 9.1.

use protocol::pg::card::{CardBillkeyPayRequest, CardBillkeyPayResponse, CardPayRequest, CardPayResponse};
use protocol::pg::spay::SpayRequest;
use protocol::{DateTime14, Won};

use super::months;
use crate::billing_key::BillingKey;
use crate::card::Card;
use crate::error::Error;
use crate::gateway::Gateway;
use crate::kst;
use crate::merchant::Merchant;
use crate::money::Money;
use crate::tax::{Tax, TaxFields};

const PATH: &str = "/spay/APICardActionPay.do";

/// What a card is to pay. PG 8.1.
#[derive(Debug, Clone, Copy, Default)]
pub struct CardPayment<'a> {
    pub order_no: &'a str,
    pub amount: Money,
    pub product: &'a str,
    pub customer_name: &'a str,
    pub customer_id: &'a str,
    pub email: Option<&'a str>,
    /// 0 pays at once.
    pub instalment_months: u8,
    pub tax: Option<Tax>,
    /// Where the gateway posts what happened, if not where the merchant registered.
    pub notify_url: Option<&'a str>,
    pub merchant_param: Option<&'a str>,
    /// Korean time; now, if it is not given.
    pub at: Option<DateTime14>,
}

/// What the card behind a billing key is to pay. PG 9.1.
#[derive(Debug, Clone, Copy, Default)]
pub struct BillingKeyPayment<'a> {
    pub order_no: &'a str,
    pub amount: Money,
    pub product: &'a str,
    pub customer_name: &'a str,
    pub customer_id: &'a str,
    pub email: Option<&'a str>,
    /// 0 pays at once.
    pub instalment_months: u8,
    pub tax: Option<Tax>,
    /// Where the gateway posts what happened, if not where the merchant registered.
    pub notify_url: Option<&'a str>,
    pub merchant_param: Option<&'a str>,
    /// Korean time; now, if it is not given.
    pub at: Option<DateTime14>,
}

/// An approved payment. PG 8.3, 9.3.
#[derive(Debug, Clone)]
pub struct Paid {
    pub trade_no: String,
    pub amount: Money,
    pub at: DateTime14,
    pub approval_no: String,
    pub issuer_code: String,
    pub card_name: String,
    /// Whose account paid, where it wasn't a card.
    pub bank_name: Option<String>,
    /// First six and last four digits, for merchants that get them.
    pub card_number: Option<String>,
    /// For merchants with billing keys.
    pub billing_key: Option<BillingKey>,
}

impl Gateway {
    /// Charges a card.
    pub async fn pay_by_card(
        &self,
        merchant: &Merchant,
        card: &Card,
        payment: &CardPayment<'_>,
    ) -> Result<Paid, Error> {
        let at = payment.at.unwrap_or_else(kst::now);
        let tax = TaxFields::of(payment.tax);
        let request = CardPayRequest {
            params: SpayRequest::of::<CardPayRequest>(merchant.id(), payment.order_no, at),
            product_name: payment.product.into(),
            customer_name: payment.customer_name.into(),
            customer_id: payment.customer_id.into(),
            email: payment.email.map(Into::into),
            card_number: card.number.clone(),
            expiry_month: card.expiry_month.clone(),
            expiry_year: card.expiry_year.clone(),
            identity_no: card.identity_no.clone(),
            pin_prefix: card.pin_prefix.clone(),
            instalment_months: months(payment.instalment_months),
            currency: merchant.currency().code().into(),
            tax_type: tax.tax_type,
            amount: Won::new(merchant.units(payment.amount)?).into(),
            taxable_amount: tax.taxable,
            vat_amount: tax.vat,
            tax_free_amount: tax.tax_free,
            service_charge: tax.service_charge,
            notification_url: payment.notify_url.map(Into::into),
            merchant_param: payment.merchant_param.map(Into::into),
        };
        let paid: CardPayResponse = self.call(merchant, PATH, &request).await?;
        Ok(Paid {
            trade_no: paid.params.trade_no.to_string(),
            amount: merchant.money(paid.amount.minor_units()),
            at: DateTime14::new(paid.params.date, paid.params.time),
            approval_no: paid.approval_no.to_string(),
            issuer_code: paid.issuer_code.to_string(),
            card_name: paid.card_name.to_string(),
            bank_name: None,
            card_number: paid.card_number.map(|text| text.to_string()),
            billing_key: paid.billing_key.map(|key| BillingKey::new(key.to_string())),
        })
    }

    /// Charges the card behind a billing key.
    pub async fn pay_by_billing_key(
        &self,
        merchant: &Merchant,
        key: &BillingKey,
        payment: &BillingKeyPayment<'_>,
    ) -> Result<Paid, Error> {
        let at = payment.at.unwrap_or_else(kst::now);
        let tax = TaxFields::of(payment.tax);
        let request = CardBillkeyPayRequest {
            params: SpayRequest::of::<CardBillkeyPayRequest>(merchant.id(), payment.order_no, at),
            product_name: payment.product.into(),
            customer_name: payment.customer_name.into(),
            customer_id: payment.customer_id.into(),
            email: payment.email.map(Into::into),
            billing_key: key.reveal().into(),
            instalment_months: months(payment.instalment_months),
            currency: merchant.currency().code().into(),
            tax_type: tax.tax_type,
            amount: Won::new(merchant.units(payment.amount)?).into(),
            taxable_amount: tax.taxable,
            vat_amount: tax.vat,
            tax_free_amount: tax.tax_free,
            service_charge: tax.service_charge,
            notification_url: payment.notify_url.map(Into::into),
            merchant_param: payment.merchant_param.map(Into::into),
        };
        let paid: CardBillkeyPayResponse = self.call(merchant, PATH, &request).await?;
        Ok(Paid {
            trade_no: paid.params.trade_no.to_string(),
            amount: merchant.money(paid.amount.minor_units()),
            at: DateTime14::new(paid.params.date, paid.params.time),
            approval_no: paid.approval_no.to_string(),
            issuer_code: paid.issuer_code.to_string(),
            card_name: paid.card_name.to_string(),
            bank_name: None,
            card_number: paid.card_number.map(|text| text.to_string()),
            billing_key: Some(BillingKey::new(paid.billing_key.to_string())),
        })
    }
}
