//! Amounts: the wire counts minor units, the domain knows their currency.

use domain::{Currency, Money};
use protocol::{MessageSpec, Won};

use crate::reject::Reject;

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

/// Minor units as the wire's amounts have them.
pub(crate) fn won<const MAX: usize>(minor: i64) -> Won<MAX> {
    Won::new(u64::try_from(minor).unwrap_or(0))
}
