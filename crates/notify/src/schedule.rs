//! When to try again. Pure.

use domain::time::Moment;
use store::domain;

/// A schedule of tries: the documents' own is 10 tries a minute apart, then 10 tries ten minutes
/// apart, ended by midnight KST whatever is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Tries a minute apart, the first included.
    pub quick: u32,
    /// Tries ten minutes apart.
    pub slow: u32,
}

const QUICK_MS: i64 = 60_000;
/// Ten minutes: the store lets nothing wait for longer.
const SLOW_MS: i64 = store::LONGEST_PAUSE_MS;

impl Default for Schedule {
    fn default() -> Self {
        Self { quick: 10, slow: 10 }
    }
}

impl Schedule {
    /// How long to wait after the `tries`th try failed at `now` for a thing that happened at
    /// `happened`, both by the merchant's clock; `None` if it is given up.
    pub fn pause_ms(&self, tries: u32, happened: Moment, now: Moment) -> Option<i64> {
        let pause = if tries < self.quick {
            QUICK_MS
        } else if tries < self.quick.saturating_add(self.slow) {
            SLOW_MS
        } else {
            return None;
        };
        let midnight = happened.kst().day().plus_days(1).start();
        (now.plus_ms(pause) < midnight).then_some(pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::Day;

    fn noon() -> Moment {
        Day::of(20_260_102).expect("a day").start().plus_ms(12 * 3_600_000)
    }

    #[test]
    fn ten_tries_a_minute_apart_then_ten_tries_ten_minutes_apart() {
        let pauses: Vec<_> =
            (1..=21).map(|tries| Schedule::default().pause_ms(tries, noon(), noon())).collect();
        assert_eq!(pauses[..9], [Some(60_000); 9]);
        assert_eq!(pauses[9..19], [Some(600_000); 10]);
        assert_eq!(pauses[19..], [None; 2]);
    }

    #[test]
    fn ends_at_midnight_whatever_is_left() {
        let midnight = Day::of(20_260_103).expect("a day").start();
        let pause = |now| Schedule::default().pause_ms(1, noon(), now);
        assert_eq!(pause(midnight.plus_ms(-60_001)), Some(60_000));
        assert_eq!(pause(midnight.plus_ms(-60_000)), None);
        assert_eq!(pause(midnight.plus_ms(5)), None);
    }
}
