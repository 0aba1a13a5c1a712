//! `/spay/APICardActionDelkey.do`: deletes a billing key. PG 10.

use engine::domain::billing_key::BillingKey;
use engine::domain::payment::Method;
use protocol::Message;
use protocol::pg::card::{CardBillkeyDeleteRequest, CardBillkeyDeleteResponse};
use zeroize::Zeroizing;

use super::common;
use crate::gate::{Call, Handler};
use crate::reject::Reject;
use crate::trade_no;

/// Deletes a billing key.
#[derive(Debug)]
pub(crate) struct BillingKeyDelete;

impl Handler for BillingKeyDelete {
    type Request = CardBillkeyDeleteRequest;
    type Response = CardBillkeyDeleteResponse;

    async fn handle(call: Call<CardBillkeyDeleteRequest>) -> Result<CardBillkeyDeleteResponse, Reject> {
        let message = &call.message;
        let id = call.merchant.merchant().id;
        common::contract(CardBillkeyDeleteRequest::SPEC, &call.merchant)?;
        let key = BillingKey(Zeroizing::new(message.billing_key.to_string()));
        let (day, order_no) = (common::day(message.date), message.order_no.to_string());
        let deleted = call.app.engine().delete_billing_key(&call.merchant, day, order_no, &key).await?;
        let trade =
            deleted.map_err(|refusal| Reject::refused(refusal, CardBillkeyDeleteRequest::SPEC, id))?;
        Ok(common::succeeded!(
            *message,
            trade_no::print(Method::Card, id, trade),
            CardBillkeyDeleteResponse { billing_key: message.billing_key.clone() }
        ))
    }
}
