//! Real time. Ids, leases and time-outs run on it; what the protocol dates runs on merchants' clocks.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::time::Moment;

pub(crate) fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
