//! `/spay/APIService.do`, CA B2: captures an authenticated payment. PG guide "Deferred Capture".

use domain::Method;
use domain::{Money, Refusal};
use engine::CapturePayment;
use protocol::pg::card::{CardCaptureRequest, CardCaptureResponse};
use protocol::{Aes, Ah, Ahn, An, Message, N, Won};

use crate::api::pg::answers;
use crate::gate::{Call, Handler};
use crate::reject::Reject;
use crate::wire::{self, trade_no};

/// Captures.
#[derive(Debug)]
pub(crate) struct Capture;

impl Handler for Capture {
    type Request = CardCaptureRequest;
    type Response = CardCaptureResponse;

    async fn handle(call: Call<CardCaptureRequest>) -> Result<CardCaptureResponse, Reject> {
        let message = &call.message;
        let id = call.merchant.merchant().id;
        let refused = |refusal| Reject::refused(refusal, CardCaptureRequest::SPEC, id);
        if !super::contract(CardCaptureRequest::SPEC, &call.merchant)?.deferred_capture {
            return Err(refused(Refusal::NotContracted));
        }
        let payment = trade_no::parse(&message.authorisation_trade_no, Method::Card, id);
        let minor = i64::try_from(message.amount.minor_units()).ok();
        let amount = minor.and_then(|minor| Money::new(minor, call.merchant.merchant().currency));
        let capture = CapturePayment {
            method: Method::Card,
            payment: payment.ok_or_else(|| refused(Refusal::NoSuchAuthentication))?,
            order_no: message.params.order_no.to_string(),
            amount: amount.ok_or_else(|| Reject::field(CardCaptureRequest::SPEC, "trdAmt"))?,
            day: wire::day(message.params.date),
        };
        let result = call.app.engine().capture(&call.merchant, capture).await?;
        let approved = answers::approved(result, CardCaptureRequest::SPEC, &call.merchant, Method::Card)?;
        let card = approved.outcome.approval.facts.card().cloned().unwrap_or_default();
        Ok(CardCaptureResponse {
            params: message.params.succeeded(&trade_no::print(Method::Card, id, approved.payment.id)),

            amount: message.amount.clone(),
            merchant_param: approved.order.memo.map(Ahn::from),
            approval_no: approved.outcome.approval.approval_no.map(N::from),
            instalment_months: Some(N::from(format!("{:02}", card.instalments))),
            issuer_name: Some(Ah::from(wire::issuer_name(&card.issuer))),
            issuer_code: Some(An::from(card.issuer)),
            point_trade_no: None,
            point_amount: None,
            card_amount: Some(message.amount.clone()),
            billing_key: None,
            discount_amount: Aes::from(Won::new(0)),
            discounted: wire::flag(false).into(),
            interest_free: Some(wire::flag(card.interest_free).into()),
            card_number: Some(An::from(card.masked)),
            issuer_points_used: None,
            issuer_point_amount: None,
        })
    }
}
