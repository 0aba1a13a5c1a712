//! `/spay/APITrdcheck.do`: what became of a payment. PG 38.

use domain::Method;
use domain::payment::Payment;
use engine::{Found, Inquiry};
use protocol::pg::inquiry::{InquiryRequest, InquiryResponse};
use protocol::{Ahn, An, Code, N, Won};

use crate::gate::{Call, Handler};
use crate::reject::Reject;
use crate::wire::{self, trade_no};

/// Looks for a payment.
#[derive(Debug)]
pub(crate) struct Inquire;

/// PG 38: the payment's own state, told in the result code while `outStatCd` tells that it was found.
const NORMAL: (&str, &str) = ("0000", "정상거래");
const CANCELLED: (&str, &str) = ("0001", "취소상태");
const FAILED: (&str, &str) = ("0009", "결제실패");

impl Handler for Inquire {
    type Request = InquiryRequest;
    type Response = InquiryResponse;

    async fn handle(call: Call<InquiryRequest>) -> Result<InquiryResponse, Reject> {
        let message = &call.message;
        let id = call.merchant.merchant().id;
        let method = Method::of_code(&message.method);
        let trade = message.original_trade_no.as_deref();
        let trade = trade.map(|text| method.and_then(|method| trade_no::parse(text, method, id)));
        let inquiry = Inquiry {
            merchant: id,
            method,
            amount: i64::try_from(message.amount.minor_units()).unwrap_or(i64::MAX),
            day: wire::day(message.original_date),
            order_no: message.original_order_no.to_string(),
            trade: trade.flatten(),
        };
        // A trade number that can't be one of ours names no payment.
        let found =
            if trade == Some(None) { Found::Nothing } else { call.app.engine().inquire(inquiry).await? };
        let number = |payment: &Payment| trade_no::print(payment.method, id, payment.id);
        match found {
            Found::Paid(payment) => Ok(response(&call, &payment, NORMAL)),
            Found::Cancelled(payment) => Ok(response(&call, &payment, CANCELLED)),
            Found::Failed(payment) => Ok(response(&call, &payment, FAILED)),
            Found::InProgress(payment) => {
                Err(Reject::of(const { Code::of("ST38") }).with("trdNo", number(&payment)))
            }
            Found::Nothing => Err(Reject::of(const { Code::of("ST06") })),
        }
    }
}

fn response(call: &Call<InquiryRequest>, payment: &Payment, (code, text): (&str, &str)) -> InquiryResponse {
    let message = &call.message;
    InquiryResponse {
        merchant_id: message.merchant_id.clone(),
        version: message.version.clone(),
        order_no: message.order_no.clone(),
        trade_no: An::from(trade_no::print(payment.method, payment.merchant, payment.id)),
        date: message.date,
        time: message.time,
        status: N::from("0021"),
        result_code: An::from(code),
        result_message: Ahn::from(text),
        hash: An::from(call.raw.find("pktHash").unwrap_or_default()),
        method: message.method.clone(),
        amount: Won::new(message.amount.minor_units()),
        cancelled_amount: Some(wire::won(payment.cancelled)),
    }
}
