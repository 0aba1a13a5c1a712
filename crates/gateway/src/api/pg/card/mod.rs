//! Cards: a handler a file, and what several of them ask.

pub(crate) mod billing_key_delete;
pub(crate) mod billing_key_issue;
pub(crate) mod billing_key_pay;
pub(crate) mod cancel;
pub(crate) mod capture;
pub(crate) mod pay;

use domain::Refusal;
use domain::merchant::CardContract;
use engine::MerchantEntry;
use protocol::MessageSpec;

use crate::reject::Reject;

/// The merchant's contract for cards.
pub(crate) fn contract<'a>(
    spec: &'static MessageSpec,
    merchant: &'a MerchantEntry,
) -> Result<&'a CardContract, Reject> {
    let contract = merchant.merchant().card();
    contract.ok_or_else(|| Reject::refused(Refusal::NotContracted, spec, merchant.merchant().id))
}

/// What a payment API asks for: its messages share these fields by name (PG 8.1, 9.1). It is notified, and its cancels
/// are, at the `notiUrl` that it names.
macro_rules! payment_request {
    ($call:expr, $spec:expr) => {{
        let (call, spec) = ($call, $spec);
        let message = &call.message;
        let noti_url = match &message.notification_url {
            Some(url) => Some(wire::web_address(&call.app, spec, "notiUrl", url)?),
            None => None,
        };
        let amounts =
            [&message.taxable_amount, &message.vat_amount, &message.tax_free_amount, &message.service_charge];
        let (taxation, parts) = wire::taxation(spec, message.tax_type.as_deref(), amounts)?;
        domain::payment::PaymentRequest {
            // Drawn when it begins.
            id: domain::TradeId::from_i64(0),
            day: wire::day(message.params.date),
            order_no: message.params.order_no.to_string(),
            method: domain::Method::Card,
            amount: wire::money(spec, message.amount.minor_units(), &message.currency)?,
            taxation,
            parts,
            order: domain::payment::Order {
                product: message.product_name.to_string(),
                merchant_name: None,
                customer_name: Some(message.customer_name.to_string()),
                customer_id: Some(message.customer_id.to_string()),
                email: message.email.as_ref().map(ToString::to_string),
                memo: message.merchant_param.as_ref().map(ToString::to_string),
                noti_url,
            },
        }
    }};
}

/// What a payment API answers: these messages share their fields by name, too (PG 8.2, 9.2). What stands for the billing
/// key is each one's own.
macro_rules! payment_response {
    ($Response:ident, $call:expr, $approved:expr, $billing_key:expr) => {{
        let (message, approved) = (&$call.message, $approved);
        let trade_no = trade_no::print(Method::Card, approved.payment.merchant, approved.payment.id);
        let card = approved.outcome.approval.facts.card().cloned().unwrap_or_default();
        let expiry = approved.key.as_ref().map(|(_, card)| card.expiry());
        $Response {
            params: message.params.succeeded(&trade_no),

            amount: message.amount.clone(),
            billing_key: $billing_key,
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
    }};
}

use payment_request;
use payment_response;
