//! Dates at their edges: ends of years, leap days, and the numbers that are drawn from them.

use domain::time::{DAY_MS, Day, Moment};
use domain::{NumberKind, TradeId};

/// The last second of 2025 in Seoul; in Greenwich it is still the afternoon.
const LAST_SECOND: Moment = Moment::from_ms(1_767_193_199_000);

fn day(number: i32) -> Day {
    Day::of(number).expect("the calendar has it")
}

#[test]
fn the_year_ends_at_midnight_in_seoul() {
    assert_eq!(LAST_SECOND.kst().stamp14(), "20251231235959");
    assert_eq!(LAST_SECOND.kst().stamp12(), 251_231_235_959);
    assert_eq!(LAST_SECOND.kst().to_string(), "2025-12-31 23:59:59");
    let next = LAST_SECOND.plus_ms(1_000).kst();
    assert_eq!((next.stamp14().as_str(), next.day()), ("20260101000000", day(20_260_101)));
    assert_eq!(next.stamp12(), 260_101_000_000);
}

#[test]
fn a_stamp_keeps_its_leading_zeros() {
    let early = day(20_000_102).start().plus_ms(3_004_000);
    assert_eq!(early.kst().stamp14(), "20000102005004");
    assert_eq!(early.kst().stamp12(), 102_005_004, "as a number it can't");
    assert_eq!(format!("{:?}", TradeId::draw(early, 0, NumberKind::Payment, 7)), "0001020050040000007");
}

#[test]
fn days_are_counted_across_the_years_end() {
    let last = day(20_251_231);
    assert_eq!(last.plus_days(1), day(20_260_101));
    assert_eq!(day(20_260_101).plus_days(-1), last);
    assert_eq!(day(20_260_101).since(last), 1);
    assert_eq!(last.since(day(20_260_101)), -1);
    assert_eq!(day(20_260_101).start().since(last.start()), DAY_MS);
}

#[test]
fn leap_days_are_where_the_calendar_has_them() {
    for (number, exists) in [
        (20_240_229, true),
        (20_000_229, true),
        (21_000_229, false),
        (20_250_229, false),
        (20_260_431, false),
    ] {
        assert_eq!(Day::of(number).is_some(), exists, "{number}");
    }
    assert_eq!(day(20_240_228).plus_days(1), day(20_240_229));
    assert_eq!(day(20_250_228).plus_days(1), day(20_250_301));
    assert_eq!(day(20_230_301).plus_years(1), day(20_240_301));
    assert_eq!(day(20_240_229).plus_years(4), day(20_280_229));
    assert_eq!(day(20_240_229).plus_years(-1), day(20_230_228));
}

#[test]
fn a_date_that_no_calendar_has_is_none() {
    for number in [0, 1, -1, 20_260_100, 20_260_001, 20_261_301, 20_260_132, -20_260_101, i32::MAX, i32::MIN]
    {
        assert_eq!(Day::of(number), None, "{number}");
    }
}

#[test]
fn every_day_of_four_years_leads_back_to_itself() {
    let first = day(20_230_101);
    for (offset, number) in (0..1_461).map(|offset| (offset, first.plus_days(offset).number())) {
        let again = day(number);
        assert_eq!(again.since(first), offset);
        assert_eq!(again.start().kst().day(), again);
        assert_eq!(again.start().plus_ms(DAY_MS - 1).kst().day(), again);
    }
}

#[test]
fn numbers_drawn_later_are_larger_and_fit_until_2092() {
    let last = day(20_930_101).start().plus_ms(-1);
    let largest = TradeId::draw(last, 99, NumberKind::Other, 9_999);
    assert_eq!(format!("{largest:?}"), "9212312359599999999");
    let next = TradeId::draw(LAST_SECOND.plus_ms(1_000), 0, NumberKind::Payment, 0);
    assert!(TradeId::draw(LAST_SECOND, 99, NumberKind::Other, 9_999) < next);
    assert_eq!(TradeId::from_i64(largest.as_i64()), largest);
}

#[test]
fn counter_and_instance_stay_in_their_digits() {
    let draw = |instance, count| TradeId::draw(LAST_SECOND, instance, NumberKind::Payment, count);
    assert_eq!(draw(114, 54_620), draw(14, 4_620));
    assert_ne!(draw(1, 0), draw(0, 49_999));
}

#[test]
fn the_kinds_of_number_share_all_counters_among_them() {
    let mut next = 0;
    for kind in NumberKind::ALL {
        let (first, counters) = kind.counters();
        assert_eq!(first, next, "{kind:?} begins where the kind before it ends");
        for count in [0, counters - 1] {
            let drawn = TradeId::draw(LAST_SECOND, 7, kind, count);
            assert_eq!(drawn.as_i64() % 100_000, i64::from(first + count));
            assert_eq!(drawn.kind(), kind);
        }
        assert_eq!(TradeId::draw(LAST_SECOND, 7, kind, counters), TradeId::draw(LAST_SECOND, 7, kind, 0));
        next = first + counters;
    }
    assert_eq!(next, 100_000);
}

#[test]
fn what_was_drawn_since_a_moment_is_found_by_its_least_number() {
    let least = TradeId::least_at(LAST_SECOND);
    for kind in NumberKind::ALL {
        assert!(TradeId::draw(LAST_SECOND, 0, kind, 0) >= least, "{kind:?}");
        assert!(TradeId::draw(LAST_SECOND.plus_ms(-1), 99, kind, u32::MAX) < least, "{kind:?}");
    }
    assert_eq!(TradeId::draw(LAST_SECOND, 0, NumberKind::Payment, 0), least);
}
