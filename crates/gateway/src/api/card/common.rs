//! What card messages have in common once they are decoded.

use engine::MerchantEntry;
use engine::domain::merchant::CardContract;
use engine::domain::payment::Method;
use engine::domain::tax::{NamedParts, Taxation};
use engine::domain::{Currency, Money, Refusal};
use engine::notify::{Destination, Reach};
use engine::{Approved, PayResult};
use protocol::{Aes, Date8, MessageSpec, Won};

use crate::app::App;
use crate::reject::Reject;
use crate::trade_no;

/// The merchant's contract for cards.
pub(crate) fn contract<'a>(
    spec: &'static MessageSpec,
    merchant: &'a MerchantEntry,
) -> Result<&'a CardContract, Reject> {
    let contract = merchant.merchant().card.as_ref();
    contract.ok_or_else(|| Reject::refused(Refusal::NotContracted, spec, merchant.merchant().id))
}

/// `trdDt` as the domain counts days.
pub(crate) fn day(date: Date8) -> i32 {
    let (month, day) = (i32::from(date.month()), i32::from(date.day()));
    i32::from(date.year())
        .saturating_mul(10_000)
        .saturating_add(month.saturating_mul(100))
        .saturating_add(day)
}

/// An amount in the currency that `crcCd` names.
pub(crate) fn money(spec: &'static MessageSpec, amount: u64, currency: &str) -> Result<Money, Reject> {
    let currency = Currency::of(currency).ok_or_else(|| Reject::field(spec, "crcCd"))?;
    let minor = i64::try_from(amount).ok();
    minor.and_then(|minor| Money::new(minor, currency)).ok_or_else(|| Reject::field(spec, "trdAmt"))
}

/// `instmtMon`: months to pay in, `00` at once.
pub(crate) fn instalments(spec: &'static MessageSpec, months: &str) -> Result<u8, Reject> {
    months.parse().map_err(|_| Reject::field(spec, "instmtMon"))
}

type Part<'a> = &'a Option<Aes<Won<12>>>;

/// How the request says the amount is taxed. PG 6.2: mixed taxation (`G`) must name its parts.
pub(crate) fn taxation(
    spec: &'static MessageSpec,
    tax_type: Option<&str>,
    [taxable, vat, tax_free, service]: [Part<'_>; 4],
) -> Result<(Option<Taxation>, NamedParts), Reject> {
    let taxation = match tax_type {
        None => None,
        Some("N") => Some(Taxation::Taxable),
        Some("Y") => Some(Taxation::Exempt),
        Some("G") => Some(Taxation::Mixed),
        Some(_) => return Err(Reject::field(spec, "taxTypeCd")),
    };
    if taxation == Some(Taxation::Mixed) {
        let parts = [("taxAmt", taxable), ("vatAmt", vat), ("taxFreeAmt", tax_free)];
        if let Some((missing, _)) = parts.into_iter().find(|(_, part)| part.is_none()) {
            return Err(Reject::field(spec, missing));
        }
    }
    let minor = |part: Part<'_>| part.as_ref().and_then(|part| i64::try_from(part.minor_units()).ok());
    let named = NamedParts {
        supply: minor(taxable),
        vat: minor(vat),
        tax_free: minor(tax_free),
        service: minor(service),
    };
    Ok((taxation, named))
}

/// An approved payment, or why there is none.
pub(crate) fn approved(
    result: PayResult,
    spec: &'static MessageSpec,
    merchant: &MerchantEntry,
) -> Result<Box<Approved>, Reject> {
    let id = merchant.merchant().id;
    let number = |trade| trade_no::print(Method::Card, id, trade);
    match result {
        PayResult::Approved(approved) => Ok(approved),
        PayResult::Declined(trade, code) => Err(Reject::declined(code).with("trdNo", number(trade))),
        PayResult::Unknown(trade) => Err(Reject::no_answer().with("trdNo", number(trade))),
        PayResult::Refused(refusal) => Err(Reject::refused(refusal, spec, id)),
    }
}

/// Minor units as the wire's amounts have them.
pub(crate) fn won<const MAX: usize>(minor: i64) -> Won<MAX> {
    Won::new(u64::try_from(minor).unwrap_or(0))
}

/// A URL that we or a customer's browser may be sent to: refused while somebody is there to read why.
pub(crate) fn web_address(
    app: &App,
    spec: &'static MessageSpec,
    name: &'static str,
    url: &str,
) -> Result<(), Reject> {
    let reach = if app.is_test() { Reach::Anywhere } else { Reach::Internet };
    Destination::new(url, reach).map(drop).map_err(|_| Reject::field(spec, name))
}

/// `Y` or `N`.
pub(crate) fn flag(yes: bool) -> &'static str {
    if yes { "Y" } else { "N" }
}

/// A response that says yes: what every `/spay` card response has in common, and `$field`s of its own.
macro_rules! succeeded {
    ($message:expr, $trade_no:expr, $Response:ident { $($field:ident: $value:expr),* $(,)? }) => {{
        let (message, success) = (&$message, protocol::Code::SUCCESS);
        $Response {
            merchant_id: message.merchant_id.clone(),
            version: message.version.clone(),
            method: message.method.clone(),
            business_type: message.business_type.clone(),
            encryption: message.encryption.clone(),
            order_no: message.order_no.clone(),
            trade_no: $trade_no.into(),
            date: message.date,
            time: message.time,
            status: "0021".into(),
            result_code: success.as_str().into(),
            result_message: success.text(protocol::Language::Ko).into(),
            $($field: $value),*
        }
    }};
}

/// What a payment API asks for; its messages share these fields by name (PG 8.1, 9.1).
macro_rules! payment_request {
    ($call:expr, $spec:expr, notify: $noti_url:expr) => {{
        let (call, spec) = ($call, $spec);
        let message = &call.message;
        let amounts =
            [&message.taxable_amount, &message.vat_amount, &message.tax_free_amount, &message.service_charge];
        let (taxation, parts) = common::taxation(spec, message.tax_type.as_deref(), amounts)?;
        engine::domain::PaymentRequest {
            id: call.app.engine().draw_number(),
            day: common::day(message.date),
            order_no: message.order_no.to_string(),
            method: engine::domain::payment::Method::Card,
            amount: common::money(spec, message.amount.minor_units(), &message.currency)?,
            taxation,
            parts,
            order: engine::domain::payment::Order {
                product: message.product_name.to_string(),
                merchant_name: None,
                customer_name: Some(message.customer_name.to_string()),
                customer_id: Some(message.customer_id.to_string()),
                email: message.email.as_ref().map(ToString::to_string),
                memo: message.merchant_param.as_ref().map(ToString::to_string),
                noti_url: $noti_url,
            },
        }
    }};
}

pub(crate) use {payment_request, succeeded};
