//! The request for an account transfer window. PG 12.

use domain::Currency;
use domain::payment::Order;
use protocol::pg::transfer::TransferWindowRequest;
use protocol::{Language, Message, MessageSpec};

use super::Wishes;
use crate::api::pg::transfer;
use crate::reject::Reject;
use crate::window::flow::{Ask, Opening};
use crate::wire;

const SPEC: &MessageSpec = TransferWindowRequest::SPEC;

pub(super) fn read(ask: &Ask<'_, TransferWindowRequest>) -> Result<(Opening, Wishes), Reject> {
    let message = ask.message;
    transfer::contract(SPEC, ask.merchant)?;
    let amounts = [&message.taxable_amount, &message.vat_amount, &message.tax_free_amount, &None];
    let (taxation, parts) = wire::taxation(SPEC, message.tax_type.as_deref(), amounts)?;
    let passbook = message.passbook_text.as_deref().unwrap_or(&message.merchant_name).to_owned();
    let opening = Opening {
        merchant_name: match ask.language {
            Language::Ko => message.merchant_name.to_string(),
            Language::En => message.merchant_english_name.to_string(),
        },
        amount: wire::money(SPEC, message.amount.minor_units(), Currency::Krw.code())?,
        taxation,
        parts,
        day: wire::day(message.date),
        order_no: message.order_no.to_string(),
        order: Order {
            product: message.product_name.to_string(),
            merchant_name: Some(message.merchant_name.to_string()),
            customer_name: message.customer_name.as_ref().map(|name| name.to_string()),
            customer_id: message.customer_id.as_ref().map(|id| id.to_string()),
            email: message.email.as_ref().map(|email| email.to_string()),
            memo: message.merchant_param.as_ref().map(ToString::to_string),
            noti_url: Some(message.notification_url.to_string()),
        },
        next_url: message.next_url.to_string(),
        cancel_url: message.cancel_url.to_string(),
        may_retry: true,
    };
    Ok((opening, Wishes { passbook }))
}
