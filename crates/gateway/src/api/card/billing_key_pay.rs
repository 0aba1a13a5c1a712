//! `/spay/APICardActionPay.do` with a billing key. PG 9.1.

use engine::domain::billing_key::BillingKey;
use engine::domain::payment::{Method, Order};
use engine::domain::{PaymentRequest, Refusal};
use engine::{Approved, PayByCard, PayWith};
use protocol::pg::card::{CardBillkeyPayRequest, CardBillkeyPayResponse};
use protocol::{Ahn, An, Code, Language, Message, N};
use zeroize::Zeroizing;

use super::common;
use crate::gate::{Call, Handler};
use crate::reject::Reject;
use crate::trade_no;

/// Charges the card of a billing key.
#[derive(Debug)]
pub(crate) struct BillingKeyPay;

impl Handler for BillingKeyPay {
    type Request = CardBillkeyPayRequest;
    type Response = CardBillkeyPayResponse;

    async fn handle(call: Call<CardBillkeyPayRequest>) -> Result<CardBillkeyPayResponse, Reject> {
        if !common::contract(&call.merchant)?.billing_keys {
            return Err(Reject::refused(Refusal::NotContracted, call.merchant.merchant().id));
        }
        let message = &call.message;
        let pay = PayByCard {
            request: request(&call)?,
            with: PayWith::Key(BillingKey(Zeroizing::new(message.billing_key.to_string()))),
            instalments: common::instalments(CardBillkeyPayRequest::SPEC, &message.instalment_months)?,
            window: None,
        };
        let result = call.app.engine().pay(&call.merchant, pay).await?;
        let approved = common::approved(result, &call.merchant)?;
        Ok(response(&call, *approved))
    }
}

fn request(call: &Call<CardBillkeyPayRequest>) -> Result<PaymentRequest, Reject> {
    let (spec, message) = (CardBillkeyPayRequest::SPEC, &call.message);
    let parts =
        [&message.taxable_amount, &message.vat_amount, &message.tax_free_amount, &message.service_charge];
    let (taxation, parts) = common::taxation(spec, message.tax_type.as_deref(), parts)?;
    let text = |value: &str| Some(value.to_owned());
    Ok(PaymentRequest {
        id: call.app.engine().draw_number(),
        day: common::day(message.date),
        order_no: message.order_no.to_string(),
        method: Method::Card,
        amount: common::money(spec, message.amount.minor_units(), &message.currency)?,
        taxation,
        parts,
        order: Order {
            product: message.product_name.to_string(),
            merchant_name: None,
            customer_name: text(&message.customer_name),
            customer_id: text(&message.customer_id),
            email: message.email.as_ref().map(ToString::to_string),
            memo: message.merchant_param.as_ref().map(ToString::to_string),
            noti_url: None,
        },
    })
}

fn response(call: &Call<CardBillkeyPayRequest>, approved: Approved) -> CardBillkeyPayResponse {
    let message = &call.message;
    let card = approved.outcome.card.unwrap_or_else(super::unknown_card);
    let expiry = approved.key.as_ref().map(|(_, card)| card.expiry());
    CardBillkeyPayResponse {
        merchant_id: message.merchant_id.clone(),
        version: message.version.clone(),
        method: message.method.clone(),
        business_type: message.business_type.clone(),
        encryption: message.encryption.clone(),
        order_no: message.order_no.clone(),
        trade_no: An::from(trade_no::print(Method::Card, approved.payment.merchant, approved.payment.id)),
        date: message.date,
        time: message.time,
        status: An::from("0021"),
        result_code: An::from(Code::SUCCESS.as_str()),
        result_message: Ahn::from(Code::SUCCESS.text(Language::Ko)),
        amount: message.amount.clone(),
        billing_key: message.billing_key.clone(),
        card_number: None,
        expiry_month: expiry.map(|expiry| N::from(format!("{:02}", expiry.month()))),
        expiry_year: expiry.map(|expiry| N::from(format!("{:02}", expiry.year()))),
        issuer_code: An::from(card.issuer),
        card_name: Ahn::from(card.issuer_name),
        card_kind: Ahn::from(card.product),
        interest_free: common::flag(card.interest_free).into(),
        instalment_months: Some(message.instalment_months.clone()),
        approval_no: N::from(approved.outcome.approval_no.unwrap_or_default()),
    }
}
