//! `/spay/APICardActionPay.do` with a billing key. PG 9.1.

use domain::Method;
use domain::Refusal;
use domain::credential::BillingKey;
use engine::{Approved, PayByCard, PayWith};
use protocol::pg::card::{CardBillkeyPayRequest, CardBillkeyPayResponse};
use protocol::{Ahn, An, Message, N};
use zeroize::Zeroizing;

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
        let approved = super::approved(result, CardBillkeyPayRequest::SPEC, &call.merchant)?;
        Ok(response(&call, *approved))
    }
}

fn response(call: &Call<CardBillkeyPayRequest>, approved: Approved) -> CardBillkeyPayResponse {
    let message = &call.message;
    let trade_no = trade_no::print(Method::Card, approved.payment.merchant, approved.payment.id);
    let card = approved.outcome.approval.facts.card().cloned().unwrap_or_default();
    let expiry = approved.key.as_ref().map(|(_, card)| card.expiry());
    CardBillkeyPayResponse {
        params: message.params.succeeded(&trade_no),

        amount: message.amount.clone(),
        billing_key: message.billing_key.clone(),
        card_number: None,
        expiry_month: expiry.map(|expiry| N::from(format!("{:02}", expiry.month()))),
        expiry_year: expiry.map(|expiry| N::from(format!("{:02}", expiry.year()))),
        card_name: Ahn::from(wire::issuer_name(&card.issuer)),
        issuer_code: An::from(card.issuer),
        card_kind: Ahn::from(card.product),
        interest_free: wire::flag(card.interest_free).into(),
        instalment_months: Some(message.instalment_months.clone()),
        approval_no: N::from(approved.outcome.approval.approval_no.unwrap_or_default()),
    }
}
