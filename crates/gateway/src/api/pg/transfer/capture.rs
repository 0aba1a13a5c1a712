//! `/spay/APIService.do`, RA B1: captures a transfer that its holder has agreed to. PG guide "Deferred Capture".

use domain::{Currency, Method, Money, Refusal};
use engine::CapturePayment;
use protocol::pg::transfer::{TransferCaptureRequest, TransferCaptureResponse};
use protocol::{Ah, Ahn, An, Message};

use crate::api::pg::answers;
use crate::gate::{Call, Handler};
use crate::reject::Reject;
use crate::wire::{self, trade_no};

/// Captures.
#[derive(Debug)]
pub(crate) struct Capture;

impl Handler for Capture {
    type Request = TransferCaptureRequest;
    type Response = TransferCaptureResponse;

    async fn handle(call: Call<TransferCaptureRequest>) -> Result<TransferCaptureResponse, Reject> {
        let (spec, message) = (TransferCaptureRequest::SPEC, &call.message);
        let id = call.merchant.merchant().id;
        let refused = |refusal| Reject::refused(refusal, spec, id);
        if !super::contract(spec, &call.merchant)?.deferred_capture {
            return Err(refused(Refusal::NotContracted));
        }
        let payment = trade_no::parse(&message.authorisation_trade_no, Method::Transfer, id);
        let minor = i64::try_from(message.amount.minor_units()).ok();
        let amount = minor.and_then(|minor| Money::new(minor, Currency::Krw));
        let capture = CapturePayment {
            method: Method::Transfer,
            payment: payment.ok_or_else(|| refused(Refusal::NoSuchAuthentication))?,
            order_no: message.params.order_no.to_string(),
            amount: amount.ok_or_else(|| Reject::field(spec, "trdAmt"))?,
            day: wire::day(message.params.date),
        };
        let result = call.app.engine().capture(&call.merchant, capture).await?;
        let approved = answers::approved(result, spec, &call.merchant, Method::Transfer)?;
        let account = approved.outcome.approval.facts.account().cloned().unwrap_or_default();
        let order = approved.order;
        Ok(TransferCaptureResponse {
            params: message.params.succeeded(&trade_no::print(Method::Transfer, id, approved.payment.id)),
            authorisation_trade_no: message.authorisation_trade_no.clone(),
            product_name: Ahn::from(order.product.as_str()),
            customer_name: order.customer_name.as_deref().map(Ahn::from),
            merchant_name: order.merchant_name.as_deref().map(Ahn::from),
            passbook_text: Some(Ahn::fitting(&account.passbook)),
            customer_id: order.customer_id.as_deref().map(An::from),
            amount: wire::won(approved.payment.paid),
            bank_name: Ah::from(wire::bank_name(&account.bank)),
            bank_code: An::from(account.bank),
            notification_url: An::from(order.noti_url.as_deref().unwrap_or_default()),
            merchant_param: order.memo.as_deref().map(Ahn::from),
        })
    }
}
