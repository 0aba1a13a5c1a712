//! Days and times: the wire writes digits, the domain counts.

use domain::payment::check_day;
use domain::time::{Day, Kst, Moment};
use protocol::{Date8, DateTime14, Raw};

/// `trdDt` as the domain counts days.
pub(crate) fn day(date: Date8) -> i32 {
    let (month, day) = (i32::from(date.month()), i32::from(date.day()));
    i32::from(date.year())
        .saturating_mul(10_000)
        .saturating_add(month.saturating_mul(100))
        .saturating_add(day)
}

/// A request's date that is too far from its merchant's clock, beside the day that the clock shows.
pub(crate) fn distant(raw: &Raw, clock: Moment) -> Option<(i32, i32)> {
    let sent = Day::of(raw.find("trdDt")?.parse().ok()?)?.number();
    check_day(sent, clock).is_err().then(|| (sent, clock.kst().day().number()))
}

/// A moment in Korean time.
pub(crate) fn stamp(moment: Moment) -> Option<DateTime14> {
    DateTime14::parse(&moment.kst().stamp14())
}

/// The day of a moment in Korean time.
pub(crate) fn calendar_day(kst: Kst) -> Option<Date8> {
    Date8::parse(kst.stamp14().get(..8)?)
}
