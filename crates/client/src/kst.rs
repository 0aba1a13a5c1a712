//! The wire's clock: Korean time, which knows no daylight saving.

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use protocol::DateTime14;

/// The time it is in Korea.
pub fn now() -> DateTime14 {
    Clock::default().now()
}

/// A clock on a wall in Korea. A test environment's merchant may have one that runs ahead of real time, or behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clock {
    ahead_ms: i64,
}

impl Clock {
    /// A clock that is so many milliseconds ahead of real time; behind it, if negative.
    pub const fn ahead(ahead_ms: i64) -> Self {
        Self { ahead_ms }
    }

    /// What it shows. A clock that is further off than years have digits shows real time.
    pub fn now(&self) -> DateTime14 {
        let real = Timestamp::now();
        let moved = real.checked_add(SignedDuration::from_millis(self.ahead_ms));
        in_korea(moved.ok().filter(|moved| years().contains(moved)).unwrap_or(real))
    }
}

/// The years 1970 to 9998: four digits, whatever the zone.
fn years() -> std::ops::Range<Timestamp> {
    const YEAR_9999_S: i64 = 253_370_764_800;
    Timestamp::UNIX_EPOCH..Timestamp::from_second(YEAR_9999_S).unwrap_or(Timestamp::MAX)
}

fn in_korea(timestamp: Timestamp) -> DateTime14 {
    let text = Offset::constant(9).to_datetime(timestamp).strftime("%Y%m%d%H%M%S").to_string();
    DateTime14::parse(&text).expect("every day until the year 9999 has fourteen digits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korea_is_nine_hours_ahead() {
        // date -u -d '2026-01-01 15:00:00' +%s
        let timestamp = Timestamp::from_second(1_767_279_600).unwrap();
        assert_eq!(in_korea(timestamp).to_string(), "20260102000000");
    }

    #[test]
    fn a_clock_runs_ahead_or_behind() {
        let days = |days: i64| Clock::ahead(days * 86_400_000).now().to_string();
        assert!(days(-1) < days(0) && days(0) < days(1) && days(1) < days(400));
        assert_eq!(Clock::ahead(i64::MAX).now().date, now().date);
    }
}
