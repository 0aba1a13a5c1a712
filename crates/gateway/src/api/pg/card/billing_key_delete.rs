//! `/spay/APICardActionDelkey.do`: deletes a billing key. PG 10.

use domain::Method;
use domain::credential::BillingKey;
use protocol::Message;
use protocol::pg::card::{CardBillkeyDeleteRequest, CardBillkeyDeleteResponse};
use zeroize::Zeroizing;

use crate::gate::{Call, Handler};
use crate::reject::Reject;
use crate::wire::{self, trade_no};

/// Deletes a billing key.
#[derive(Debug)]
pub(crate) struct BillingKeyDelete;

impl Handler for BillingKeyDelete {
    type Request = CardBillkeyDeleteRequest;
    type Response = CardBillkeyDeleteResponse;

    async fn handle(call: Call<CardBillkeyDeleteRequest>) -> Result<CardBillkeyDeleteResponse, Reject> {
        let message = &call.message;
        let id = call.merchant.merchant().id;
        super::contract(CardBillkeyDeleteRequest::SPEC, &call.merchant)?;
        let key = BillingKey(Zeroizing::new(message.billing_key.to_string()));
        let (day, order_no) = (wire::day(message.params.date), message.params.order_no.to_string());
        let deleted = call.app.engine().delete_billing_key(&call.merchant, day, order_no, &key).await?;
        let trade =
            deleted.map_err(|refusal| Reject::refused(refusal, CardBillkeyDeleteRequest::SPEC, id))?;
        Ok(CardBillkeyDeleteResponse {
            params: message.params.succeeded(&trade_no::print(Method::Card, id, trade)),
            billing_key: message.billing_key.clone(),
        })
    }
}
