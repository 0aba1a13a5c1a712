//! Between the wire's words and the domain's: dates, money, taxation, addresses, trade numbers.

mod address;
mod date;
mod money;
mod tax;
pub(crate) mod trade_no;

pub(crate) use address::web_address;
pub(crate) use date::{calendar_day, day, stamp};
pub(crate) use money::{instalments, money, won};
pub(crate) use tax::taxation;

/// `Y` or `N`.
pub(crate) const fn flag(yes: bool) -> &'static str {
    if yes { "Y" } else { "N" }
}

/// An issuer's name on the wire (PG 41.2), by the code that its institution told.
pub(crate) fn issuer_name(code: &str) -> &'static str {
    protocol::pg::card::Issuer::of(code).map_or("", |issuer| issuer.on_wire)
}
