//! The merchants' clocks, as a table shows them.

use crate::app::App;
use crate::page::Frame;

/// One merchant's clock.
#[derive(Debug)]
pub(super) struct ClockRow {
    pub(super) merchant: String,
    /// Its time in KST.
    pub(super) now: String,
    /// How far it is from real time; none where it isn't.
    pub(super) offset: Option<String>,
}

pub(super) fn rows(app: &App, frame: &Frame) -> Vec<ClockRow> {
    let merchants = app.engine().merchants();
    let row = |entry: &std::sync::Arc<engine::MerchantEntry>| ClockRow {
        merchant: entry.merchant().id.to_string(),
        now: entry.now().kst().to_string(),
        offset: offset(entry.offset_ms(), frame),
    };
    merchants.iter().map(row).collect()
}

/// The two largest units say enough. A clock set to the present second is off by what the setting took.
fn offset(ms: i64, frame: &Frame) -> Option<String> {
    let seconds = ms.unsigned_abs() / 1_000;
    if seconds < 1 {
        return None;
    }
    let units = [
        (seconds / 86_400, frame.of("일", " d")),
        (seconds / 3_600 % 24, frame.of("시간", " h")),
        (seconds / 60 % 60, frame.of("분", " min")),
        (seconds % 60, frame.of("초", " s")),
    ];
    let told = units.iter().filter(|(count, _)| *count > 0).take(2);
    let told: Vec<String> = told.map(|(count, unit)| format!("{count}{unit}")).collect();
    Some(format!("{}{}", if ms < 0 { "−" } else { "+" }, told.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_told_by_its_two_largest_units() {
        let (ko, en) = (Frame::for_test(protocol::Language::Ko), Frame::for_test(protocol::Language::En));
        assert_eq!(offset(0, &ko), None);
        assert_eq!(offset(-7, &ko), None);
        assert_eq!(offset(86_400_000, &ko).as_deref(), Some("+1일"));
        assert_eq!(offset(93_784_000, &en).as_deref(), Some("+1 d 2 h"));
        assert_eq!(offset(-61_000, &en).as_deref(), Some("−1 min 1 s"));
    }
}
