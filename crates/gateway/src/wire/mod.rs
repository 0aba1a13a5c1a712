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
