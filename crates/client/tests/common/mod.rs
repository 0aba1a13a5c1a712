//! What every test has: a merchant, a moment, and values made by `golden.py`.

#![allow(clippy::unwrap_used, reason = "tests speak by panicking")]
#![allow(dead_code, reason = "each test binary uses its own part")]

use client::{Date, DateTime, Merchant, Time};
use serde_json::Value;

pub(crate) const ORDER: &str = "W20260102A";
pub(crate) const TRADE: &str = "STFP_PGCAnxca_jt_il0260102030405M1000001";

pub(crate) fn at() -> Option<DateTime> {
    Some(DateTime::new(Date::new(2026, 1, 2)?, Time::new(3, 4, 5)?))
}

pub(crate) fn merchant() -> Merchant {
    Merchant::new("nxca_jt_il", "pgSettle30y739r82jtd709yOfZ2yK5K", "ST1009281328226982205").unwrap()
}

pub(crate) fn golden() -> Value {
    serde_json::from_str(include_str!("../data/golden.json")).unwrap()
}
