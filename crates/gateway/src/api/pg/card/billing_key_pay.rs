//! `/spay/APICardActionPay.do` with a billing key. PG 9.1.

use domain::Method;
use domain::Refusal;
use domain::credential::BillingKey;
use engine::{Approved, PayByCard, PayWith};
use protocol::pg::card::{CardBillkeyPayRequest, CardBillkeyPayResponse};
use protocol::{Ahn, An, Message, N};
use zeroize::Zeroizing;

use crate::api::pg::answers;
use crate::gate::{Call, Handler};
use crate::reject::Reject;
use crate::wire::{self, trade_no};

/// Charges the card of a billing key.
#[derive(Debug)]
pub(crate) struct BillingKeyPay;

impl Handler for BillingKeyPay {
    type Request = CardBillkeyPayRequest;
    type Response = CardBillkeyPayResponse;

    async fn handle(call: Call<CardBillkeyPayRequest>) -> Result<CardBillkeyPayResponse, Reject> {
        if !super::contract(CardBillkeyPayRequest::SPEC, &call.merchant)?.billing_keys {
            return Err(Reject::refused(
                Refusal::NotContracted,
                CardBillkeyPayRequest::SPEC,
                call.merchant.merchant().id,
            ));
        }
        let message = &call.message;
        let pay = PayByCard {
            request: super::payment_request!(&call, CardBillkeyPayRequest::SPEC),
            with: PayWith::Key(BillingKey(Zeroizing::new(message.billing_key.to_string()))),
            instalments: wire::instalments(CardBillkeyPayRequest::SPEC, &message.instalment_months)?,
            window: None,
        };
        let result = call.app.engine().pay(&call.merchant, pay).await?;
        let approved = answers::approved(result, CardBillkeyPayRequest::SPEC, &call.merchant, Method::Card)?;
        Ok(response(&call, *approved))
    }
}

fn response(call: &Call<CardBillkeyPayRequest>, approved: Approved) -> CardBillkeyPayResponse {
    super::payment_response!(CardBillkeyPayResponse, call, approved, call.message.billing_key.clone())
}
