//! Giving money back. PG 11, 13.

use protocol::pg::card::{CardCancelRequest, CardCancelResponse};
use protocol::pg::spay::SpayRequest;
use protocol::pg::transfer::{TransferCancelRequest, TransferCancelResponse};
use protocol::{DateTime14, Ordinal, Won};

use crate::error::Error;
use crate::gateway::Gateway;
use crate::kst;
use crate::merchant::Merchant;
use crate::method::Method;
use crate::money::Money;
use crate::tax::{Tax, TaxFields};

/// A cancel, in full or in part. PG 11.1.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cancel<'a> {
    /// The cancel's own order number; the payment's will do as well.
    pub order_no: &'a str,
    /// The payment's transaction.
    pub trade_no: &'a str,
    /// How much of it is cancelled now.
    pub amount: Money,
    /// Which cancel of the payment this is, from 1, without a gap: what makes a repeated one harmless.
    pub ordinal: u16,
    pub tax: Option<Tax>,
    pub reason: Option<&'a str>,
    /// Korean time; now, if it is not given.
    pub at: Option<DateTime14>,
}

/// A cancel that was carried out. PG 11.3.
#[derive(Debug, Clone)]
pub struct Cancelled {
    /// The cancel's transaction.
    pub trade_no: String,
    pub amount: Money,
    /// What can still be cancelled.
    pub balance: Money,
    pub at: DateTime14,
}

impl Gateway {
    /// Cancels a payment, in full or in part.
    pub async fn cancel(&self, merchant: &Merchant, cancel: &Cancel<'_>) -> Result<Cancelled, Error> {
        match Method::of_trade_no(cancel.trade_no) {
            Method::Card => self.cancel_card(merchant, cancel).await,
            Method::Transfer => self.cancel_transfer(merchant, cancel).await,
        }
    }

    /// PG 13.
    async fn cancel_transfer(&self, merchant: &Merchant, cancel: &Cancel<'_>) -> Result<Cancelled, Error> {
        let at = cancel.at.unwrap_or_else(kst::now);
        let tax = TaxFields::of(cancel.tax);
        let request = TransferCancelRequest {
            params: SpayRequest::of::<TransferCancelRequest>(merchant.id(), cancel.order_no, at),
            original_trade_no: cancel.trade_no.into(),
            currency: merchant.currency().code().into(),
            ordinal: Some(Ordinal::new(cancel.ordinal)),
            tax_type: tax.tax_type,
            amount: Won::new(merchant.units(cancel.amount)?).into(),
            taxable_amount: tax.taxable,
            vat_amount: tax.vat,
            tax_free_amount: tax.tax_free,
            reason: cancel.reason.map(Into::into),
        };
        let cancelled: TransferCancelResponse = self.call(merchant, "/spay/APICancel.do", &request).await?;
        Ok(Cancelled {
            trade_no: cancelled.params.trade_no.to_string(),
            amount: merchant.money(cancelled.amount.minor_units()),
            balance: merchant.money(cancelled.balance.minor_units()),
            at: DateTime14::new(cancelled.params.date, cancelled.params.time),
        })
    }

    async fn cancel_card(&self, merchant: &Merchant, cancel: &Cancel<'_>) -> Result<Cancelled, Error> {
        let at = cancel.at.unwrap_or_else(kst::now);
        let tax = TaxFields::of(cancel.tax);
        let request = CardCancelRequest {
            params: SpayRequest::of::<CardCancelRequest>(merchant.id(), cancel.order_no, at),
            original_trade_no: cancel.trade_no.into(),
            currency: merchant.currency().code().into(),
            ordinal: Some(Ordinal::new(cancel.ordinal)),
            tax_type: tax.tax_type,
            amount: Won::new(merchant.units(cancel.amount)?).into(),
            taxable_amount: tax.taxable,
            vat_amount: tax.vat,
            tax_free_amount: tax.tax_free,
            service_charge: tax.service_charge,
            reason: cancel.reason.map(Into::into),
        };
        let cancelled: CardCancelResponse = self.call(merchant, "/spay/APICancel.do", &request).await?;
        Ok(Cancelled {
            trade_no: cancelled.params.trade_no.to_string(),
            amount: merchant.money(cancelled.amount.minor_units()),
            balance: merchant.money(cancelled.balance.minor_units()),
            at: DateTime14::new(cancelled.params.date, cancelled.params.time),
        })
    }
}
