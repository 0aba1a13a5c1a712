//! `/spay/APICancel.do`, CA: cancels a card payment, in full or in part. PG 11.

use domain::Method;
use engine::CancelPayment;
use protocol::pg::card::{CardCancelRequest, CardCancelResponse};
use protocol::{Aes, An, Message, Ordinal, Won};

use crate::api::pg::answers;
use crate::gate::{Call, Handler};
use crate::reject::Reject;
use crate::wire::{self, trade_no};

/// Cancels.
#[derive(Debug)]
pub(crate) struct Cancel;

impl Handler for Cancel {
    type Request = CardCancelRequest;
    type Response = CardCancelResponse;

    async fn handle(call: Call<CardCancelRequest>) -> Result<CardCancelResponse, Reject> {
        let (spec, message) = (CardCancelRequest::SPEC, &call.message);
        let id = call.merchant.merchant().id;
        let parts =
            [&message.taxable_amount, &message.vat_amount, &message.tax_free_amount, &message.service_charge];
        let (_, parts) = wire::taxation(spec, message.tax_type.as_deref(), parts)?;
        let cancel = CancelPayment {
            payment: trade_no::parse(&message.original_trade_no, Method::Card, id),
            method: Method::Card,
            day: wire::day(message.params.date),
            order_no: message.params.order_no.to_string(),
            amount: wire::money(spec, message.amount.minor_units(), &message.currency)?,
            ordinal: message.ordinal.map(Ordinal::position),
            parts,
        };
        let result = call.app.engine().cancel(&call.merchant, cancel).await?;
        let (payment, operation) = answers::cancelled(result, spec, id, Method::Card)?;
        Ok(CardCancelResponse {
            params: message.params.succeeded(&trade_no::print(Method::Card, id, operation.trade)),

            hash: An::from(call.raw.find("pktHash").unwrap_or_default()),
            original_trade_no: message.original_trade_no.clone(),
            amount: message.amount.clone(),
            card_amount: message.amount.clone(),
            point_amount: Aes::from(Won::new(0)),
            balance: Aes::from(wire::won(payment.balance())),
        })
    }
}
