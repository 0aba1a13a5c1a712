//! Between the wire's words and the domain's: dates, money, taxation, addresses, trade numbers.

mod address;
mod date;
mod money;
mod tax;
pub(crate) mod trade_no;

use protocol::Code;

pub(crate) use address::web_address;
pub(crate) use date::{calendar_day, day, distant, stamp};
pub(crate) use money::{instalments, money, won};
pub(crate) use tax::taxation;

/// A code by its name; what it is not, an institution's own word that the tables lack, is ST99.
pub(crate) fn code(name: &str) -> Code {
    Code::find(name).unwrap_or(const { Code::of("ST99") })
}

/// `Y` or `N`.
pub(crate) const fn flag(yes: bool) -> &'static str {
    if yes { "Y" } else { "N" }
}

/// A bank's name on the wire (PG 41), by its code.
pub(crate) fn bank_name(code: &str) -> &'static str {
    protocol::pg::bank::Bank::of(code).map_or("", |bank| bank.on_wire)
}

/// An issuer's name on the wire (PG 41.2), by the code that its institution told.
pub(crate) fn issuer_name(code: &str) -> &'static str {
    protocol::pg::card::Issuer::of(code).map_or("", |issuer| issuer.on_wire)
}
