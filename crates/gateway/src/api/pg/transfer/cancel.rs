//! `/spay/APICancel.do`, RA: cancels an account transfer, on its day in full only. PG 13.

use domain::Method;
use engine::CancelPayment;
use protocol::pg::transfer::{TransferCancelRequest, TransferCancelResponse};
use protocol::{Aes, An, Message, Ordinal};

use crate::api::pg::answers;
use crate::gate::{Call, Handler};
use crate::reject::Reject;
use crate::wire::{self, trade_no};

/// Cancels.
#[derive(Debug)]
pub(crate) struct Cancel;

impl Handler for Cancel {
    type Request = TransferCancelRequest;
    type Response = TransferCancelResponse;

    async fn handle(call: Call<TransferCancelRequest>) -> Result<TransferCancelResponse, Reject> {
        let (spec, message) = (TransferCancelRequest::SPEC, &call.message);
        let id = call.merchant.merchant().id;
        let parts = [&message.taxable_amount, &message.vat_amount, &message.tax_free_amount, &None];
        let (_, parts) = wire::taxation(spec, message.tax_type.as_deref(), parts)?;
        let cancel = CancelPayment {
            payment: trade_no::parse(&message.original_trade_no, Method::Transfer, id),
            method: Method::Transfer,
            day: wire::day(message.params.date),
            order_no: message.params.order_no.to_string(),
            amount: wire::money(spec, message.amount.minor_units(), &message.currency)?,
            ordinal: message.ordinal.map(Ordinal::position),
            parts,
        };
        let result = call.app.engine().cancel(&call.merchant, cancel).await?;
        let (payment, operation) = answers::cancelled(result, spec, id, Method::Transfer)?;
        Ok(TransferCancelResponse {
            params: message.params.succeeded(&trade_no::print(Method::Transfer, id, operation.trade)),
            hash: An::from(call.raw.find("pktHash").unwrap_or_default()),
            original_trade_no: message.original_trade_no.clone(),
            amount: message.amount.clone(),
            balance: Aes::from(wire::won(payment.balance())),
        })
    }
}
