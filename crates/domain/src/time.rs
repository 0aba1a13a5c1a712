//! Time as the domain needs it: moments, and the KST calendar that the protocols date everything by.

use std::fmt;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;

/// A point in time: milliseconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// The moment `ms` milliseconds after 1970 began.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since 1970 began.
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// This moment moved by `ms`, which may be negative.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// What a clock on a wall in Seoul shows.
    pub fn kst(self) -> Kst {
        let seoul = TimeZone::fixed(Offset::constant(9));
        let timestamp = Timestamp::from_millisecond(self.0).unwrap_or_default();
        Kst(timestamp.to_zoned(seoul).datetime())
    }
}

/// A date and time in KST.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kst(civil::DateTime);

impl Kst {
    /// The day.
    pub fn day(self) -> Day {
        Day(self.0.date())
    }

    /// `yyMMddHHmmss` as one number.
    pub fn stamp12(self) -> i64 {
        let date = self.day().number() % 1_000_000;
        i64::from(date).saturating_mul(1_000_000).saturating_add(i64::from(self.time_number()))
    }

    /// `yyyyMMddHHmmss`.
    pub fn stamp14(self) -> String {
        format!("{:08}{:06}", self.day().number(), self.time_number())
    }

    fn time_number(self) -> i32 {
        let (hour, minute, second) = (self.0.hour(), self.0.minute(), self.0.second());
        (i32::from(hour).saturating_mul(10_000))
            .saturating_add(i32::from(minute).saturating_mul(100))
            .saturating_add(i32::from(second))
    }
}

impl fmt::Display for Kst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:02}:{:02}:{:02}", self.0.date(), self.0.hour(), self.0.minute(), self.0.second())
    }
}

/// A day of the KST calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(civil::Date);

impl Day {
    /// The day of a number `yyyyMMdd`, if the calendar has it.
    pub fn of(number: i32) -> Option<Self> {
        let year = i16::try_from(number.checked_div(10_000)?).ok()?;
        let month = i8::try_from(number.checked_div(100)?.checked_rem(100)?).ok()?;
        let day = i8::try_from(number.checked_rem(100)?).ok()?;
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The number `yyyyMMdd`.
    pub fn number(self) -> i32 {
        (i32::from(self.0.year()).saturating_mul(10_000))
            .saturating_add(i32::from(self.0.month()).saturating_mul(100))
            .saturating_add(i32::from(self.0.day()))
    }

    /// The year and month, `yyyyMM`.
    pub fn month(self) -> i32 {
        self.number().checked_div(100).unwrap_or(0)
    }

    /// The first moment of it.
    pub fn start(self) -> Moment {
        let seoul = TimeZone::fixed(Offset::constant(9));
        Moment(self.0.to_zoned(seoul).map_or(0, |midnight| midnight.timestamp().as_millisecond()))
    }

    /// The day `days` later, or earlier if negative.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days.clamp(-36_500, 36_500))))
    }

    /// The same day `years` later; 29 February becomes the 28th.
    #[must_use]
    pub fn plus_years(self, years: i16) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().years(years.clamp(-100, 100))))
    }

    /// Days from `earlier` to this.
    pub fn since(self, earlier: Self) -> i32 {
        self.0.since(earlier.0).map_or(i32::MAX, |span| span.get_days())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_in_seoul_is_three_in_the_afternoon_in_utc() {
        let midnight = Day::of(20_260_102).expect("a day").start();
        assert_eq!(midnight.ms() % DAY_MS, 15 * 3_600_000);
        assert_eq!(midnight.kst().stamp14(), "20260102000000");
        assert_eq!(midnight.plus_ms(-1).kst().stamp14(), "20260101235959");
    }

    #[test]
    fn knows_the_calendar() {
        assert_eq!(Day::of(20_260_229), None);
        assert_eq!(Day::of(20_241_301), None);
        assert_eq!(Day::of(-5), None);
        let leap = Day::of(20_240_229).expect("a leap day");
        assert_eq!(leap.plus_years(1).number(), 20_250_228);
        assert_eq!(leap.plus_days(1).number(), 20_240_301);
        assert_eq!(leap.plus_days(366).since(leap), 366);
    }
}
