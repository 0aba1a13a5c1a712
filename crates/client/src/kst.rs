//! The wire's clock: Korean time, which knows no daylight saving.

use jiff::Timestamp;
use jiff::tz::Offset;
use protocol::DateTime14;

/// The time it is in Korea.
pub fn now() -> DateTime14 {
    in_korea(Timestamp::now())
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
}
