//! The request for a card window. PG 6.2.

use domain::Currency;
use domain::payment::Order;
use protocol::pg::card::{CardWindowRequest, Issuer};
use protocol::{Language, Message, MessageSpec};

use super::{ABROAD, DIRECT, Wishes};
use crate::api::pg::card;
use crate::reject::Reject;
use crate::window::flow::{Ask, Opening};
use crate::wire;

const SPEC: &MessageSpec = CardWindowRequest::SPEC;

pub(super) fn read(ask: &Ask<'_, CardWindowRequest>) -> Result<(Opening, Wishes), Reject> {
    let message = ask.message;
    card::contract(SPEC, ask.merchant)?;
    let currency = if ask.path == ABROAD { Currency::Usd } else { Currency::Krw };
    let direct = ask.path == DIRECT;
    let issuer = message.issuer_code.as_deref().map(ToOwned::to_owned);
    let known = issuer.as_deref().is_none_or(|code| Issuer::of(code).is_some());
    if !known || (direct && issuer.is_none()) {
        return Err(Reject::field(SPEC, "cardGb"));
    }
    let amounts =
        [&message.taxable_amount, &message.vat_amount, &message.tax_free_amount, &message.service_charge];
    let (taxation, parts) = wire::taxation(SPEC, message.tax_type.as_deref(), amounts)?;
    let months = message.instalment_months.as_deref();
    let opening = Opening {
        merchant_name: match ask.language {
            Language::Ko => message.merchant_name.to_string(),
            Language::En => message.merchant_english_name.to_string(),
        },
        amount: wire::money(SPEC, message.amount.minor_units(), currency.code())?,
        taxation,
        parts,
        day: wire::day(message.date),
        order_no: message.order_no.to_string(),
        order: order(message),
        next_url: message.next_url.to_string(),
        cancel_url: message.cancel_url.to_string(),
        may_retry: !direct,
    };
    let instalments = months.map(|months| wire::instalments(SPEC, months)).transpose()?;
    Ok((opening, Wishes { direct, issuer, instalments }))
}

fn order(message: &CardWindowRequest) -> Order {
    Order {
        product: message.product_name.to_string(),
        merchant_name: Some(message.merchant_name.to_string()),
        customer_name: message.customer_name.as_ref().map(|name| name.to_string()),
        customer_id: message.customer_id.as_ref().map(|id| id.to_string()),
        email: message.email.as_ref().map(|email| email.to_string()),
        memo: message.merchant_param.as_ref().map(ToString::to_string),
        noti_url: Some(message.notification_url.to_string()),
    }
}
