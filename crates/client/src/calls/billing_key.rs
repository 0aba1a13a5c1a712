//! Billing keys without a payment: their issue and their end. PG 8.5, 10.1.

use protocol::DateTime14;
use protocol::pg::card::{
    CardBillkeyDeleteRequest, CardBillkeyDeleteResponse, CardBillkeyIssueRequest, CardBillkeyIssueResponse,
};
use protocol::pg::spay::SpayRequest;

use crate::billing_key::BillingKey;
use crate::card::Card;
use crate::error::Error;
use crate::gateway::Gateway;
use crate::kst;
use crate::merchant::Merchant;

/// Whose card gets a billing key. PG 8.5.
#[derive(Debug, Clone, Copy, Default)]
pub struct BillingKeyIssue<'a> {
    pub order_no: &'a str,
    pub customer_name: Option<&'a str>,
    pub customer_id: Option<&'a str>,
    /// Korean time; now, if it is not given.
    pub at: Option<DateTime14>,
}

/// A billing key that was issued. PG 8.7.
#[derive(Debug, Clone)]
pub struct Issued {
    pub trade_no: String,
    pub billing_key: BillingKey,
    pub issuer_code: Option<String>,
    pub card_name: Option<String>,
    /// First six and last four digits, for merchants that get them.
    pub card_number: Option<String>,
}

/// Which order number ends a billing key. PG 10.1.
#[derive(Debug, Clone, Copy, Default)]
pub struct BillingKeyDeletion<'a> {
    pub order_no: &'a str,
    /// Korean time; now, if it is not given.
    pub at: Option<DateTime14>,
}

impl Gateway {
    /// Checks a card, given with its holder, and issues a billing key for it. Nothing is charged.
    pub async fn issue_billing_key(
        &self,
        merchant: &Merchant,
        card: &Card,
        issue: &BillingKeyIssue<'_>,
    ) -> Result<Issued, Error> {
        let at = issue.at.unwrap_or_else(kst::now);
        let (Some(identity_no), Some(pin_prefix)) = (&card.identity_no, &card.pin_prefix) else {
            let message = "a billing key needs the card's holder".to_owned();
            return Err(Error::Invalid { field: "idntNo", message });
        };
        let request = CardBillkeyIssueRequest {
            params: SpayRequest::of::<CardBillkeyIssueRequest>(merchant.id(), issue.order_no, at),
            card_number: card.number.clone(),
            identity_no: identity_no.clone(),
            expiry_month: card.expiry_month.clone(),
            expiry_year: card.expiry_year.clone(),
            pin_prefix: pin_prefix.clone(),
            customer_name: issue.customer_name.map(Into::into),
            customer_id: issue.customer_id.map(Into::into),
            billing_key_wanted: "Y".into(),
        };
        let issued: CardBillkeyIssueResponse = self.call(merchant, "/spay/APICardAuth.do", &request).await?;
        let key = issued.billing_key.ok_or_else(|| Error::unknown("the answer holds no billing key"))?;
        Ok(Issued {
            trade_no: issued.params.trade_no.to_string(),
            billing_key: BillingKey::new(key.to_string()),
            issuer_code: issued.issuer_code.map(|text| text.to_string()),
            card_name: issued.card_name.map(|text| text.to_string()),
            card_number: issued.card_number.map(|text| text.to_string()),
        })
    }

    /// Deletes a billing key.
    pub async fn delete_billing_key(
        &self,
        merchant: &Merchant,
        key: &BillingKey,
        deletion: &BillingKeyDeletion<'_>,
    ) -> Result<(), Error> {
        let at = deletion.at.unwrap_or_else(kst::now);
        let request = CardBillkeyDeleteRequest {
            params: SpayRequest::of::<CardBillkeyDeleteRequest>(merchant.id(), deletion.order_no, at),
            billing_key: key.reveal().into(),
            reason_code: None,
        };
        let _: CardBillkeyDeleteResponse =
            self.call(merchant, "/spay/APICardActionDelkey.do", &request).await?;
        Ok(())
    }
}
