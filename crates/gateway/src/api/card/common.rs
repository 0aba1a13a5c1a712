//! What card messages have in common once they are decoded.

use engine::MerchantEntry;
use engine::domain::merchant::CardContract;
use engine::domain::payment::Method;
use engine::domain::tax::{NamedParts, Taxation};
use engine::domain::{Currency, Money, Refusal};
use engine::{Approved, PayResult};
use protocol::{Aes, Date8, MessageSpec, Won};

use crate::reject::Reject;
use crate::trade_no;

/// The merchant's contract for cards.
pub(crate) fn contract(merchant: &MerchantEntry) -> Result<&CardContract, Reject> {
    let contract = merchant.merchant().card.as_ref();
    contract.ok_or_else(|| Reject::refused(Refusal::NotContracted, merchant.merchant().id))
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
pub(crate) fn approved(result: PayResult, merchant: &MerchantEntry) -> Result<Box<Approved>, Reject> {
    let id = merchant.merchant().id;
    let number = |trade| trade_no::print(Method::Card, id, trade);
    match result {
        PayResult::Approved(approved) => Ok(approved),
        PayResult::Declined(trade, code) => Err(Reject::declined(code).with("trdNo", number(trade))),
        PayResult::Unknown(trade) => Err(Reject::no_answer().with("trdNo", number(trade))),
        PayResult::Refused(refusal) => Err(Reject::refused(refusal, id)),
    }
}

/// Minor units as the wire's amounts have them.
pub(crate) fn won<const MAX: usize>(minor: i64) -> Won<MAX> {
    Won::new(u64::try_from(minor).unwrap_or(0))
}

/// `Y` or `N`.
pub(crate) fn flag(yes: bool) -> &'static str {
    if yes { "Y" } else { "N" }
}
