//! What a method's payments may do: a row a method.

use crate::time::{Day, Moment};
use crate::{DeclineCode, Method};

/// The rules of a method (PG's chapters on its cancels).
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// How long a payment can be paid back.
    pub cancel_within: Period,
    /// Whether a part of it can.
    pub partial: Partial,
    /// What is checked of a cancel, in the order in which refusals are answered.
    pub cancel_checks: &'static [CancelCheck],
    /// What the second cancel of the whole is told (PG 41.1).
    pub already_cancelled: DeclineCode,
    /// What amounts are refused with.
    pub amounts: AmountCodes,
    /// The least amount that is ever charged, in minor units.
    pub least: i64,
    /// The greatest, in minor units: what the wire's twelve digits hold.
    pub most: i64,
}

/// What amounts are refused with (PG 41.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountCodes {
    /// Nothing at all.
    pub none: DeclineCode,
    /// Less than is ever charged.
    pub too_small: DeclineCode,
    /// More than is ever charged.
    pub too_large: DeclineCode,
    /// In a currency that isn't traded in.
    pub currency: DeclineCode,
}

/// How long after its approval a payment can be paid back, by the merchant's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Until the end of the same day so many years later.
    Years(i16),
    /// Until the end of the day so many days later.
    Days(i32),
    /// Until the end of its calendar month in KST; another API pays back later.
    CalendarMonth,
}

impl Period {
    /// Whether a payment of `approved` can still be paid back at `now`.
    pub fn is_over(self, approved: Moment, now: Moment) -> bool {
        let (first, today): (Day, Day) = (approved.kst().day(), now.kst().day());
        match self {
            Self::Years(years) => today > first.plus_years(years),
            Self::Days(days) => today > first.plus_days(days),
            Self::CalendarMonth => today.month() > first.month(),
        }
    }
}

/// Whether a part of a payment can be paid back, if the merchant's contract has it, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partial {
    /// Yes.
    Allowed,
    /// Only from the day after the approval.
    NotOnTheDay,
    /// Never.
    Never,
}

/// One thing that a cancel may be refused for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelCheck {
    /// Another cancel is under way.
    NoneUnderWay,
    /// Something is left to pay back.
    NotCancelled,
    /// It isn't too late.
    WithinPeriod,
    /// It is in the payment's currency.
    Currency,
    /// The whole, or a part where that is allowed.
    PartialAllowed,
    /// It is the next of the payment's cancels.
    NextOrdinal,
    /// No more than is left.
    WithinBalance,
    /// More than nothing.
    MoreThanNothing,
}

/// The documents' own order: ST38, already cancelled, ST46, ST54, ST56, ST57.
const IN_ORDER: &[CancelCheck] = &[
    CancelCheck::NoneUnderWay,
    CancelCheck::NotCancelled,
    CancelCheck::WithinPeriod,
    CancelCheck::Currency,
    CancelCheck::PartialAllowed,
    CancelCheck::NextOrdinal,
    CancelCheck::WithinBalance,
    CancelCheck::MoreThanNothing,
];

const CARDS: AmountCodes = AmountCodes {
    none: code("CA40"),
    too_small: code("CA42"),
    too_large: code("CA42"),
    currency: code("CA80"),
};

/// Where the method has no code of its own, the field is said to make no sense.
const UNNAMED: AmountCodes = AmountCodes {
    none: code("ST09"),
    too_small: code("ST09"),
    too_large: code("ST09"),
    currency: code("ST09"),
};

const TRANSFERS: AmountCodes = AmountCodes { too_large: code("RA14"), ..UNNAMED };

const MOST: i64 = 999_999_999_999;

/// The policy of a method.
pub const fn of(method: Method) -> Policy {
    use Partial::{Allowed, Never, NotOnTheDay};
    use Period::{CalendarMonth, Days, Years};
    match method {
        Method::Card => row(Years(1), Allowed, "CA12", CARDS),
        Method::Transfer => row(Days(180), NotOnTheDay, "RA33", TRANSFERS),
        Method::VirtualAccount => row(Years(1), Allowed, "ST25", UNNAMED),
        Method::Carrier => row(CalendarMonth, Allowed, "MP82", UNNAMED),
        Method::TeenCash
        | Method::HappyMoney
        | Method::CultureCash
        | Method::SmartGift
        | Method::BookVoucher => row(Years(1), Never, "GC41", UNNAMED),
        Method::Tmoney => row(Days(90), Never, "TM01", UNNAMED),
        Method::Points => row(Years(1), Never, "CP30", UNNAMED),
        Method::Wallet => row(Years(1), Allowed, "PZ87", UNNAMED),
    }
}

const fn row(
    cancel_within: Period,
    partial: Partial,
    already_cancelled: &str,
    amounts: AmountCodes,
) -> Policy {
    let already_cancelled = code(already_cancelled);
    Policy {
        cancel_within,
        partial,
        cancel_checks: IN_ORDER,
        already_cancelled,
        amounts,
        least: 1,
        most: MOST,
    }
}

/// A code of a constant table: one that is none fails the test below.
const fn code(text: &str) -> DeclineCode {
    match DeclineCode::new(text) {
        Some(code) => code,
        None => DeclineCode::UNKNOWN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon(day: i32) -> Moment {
        Day::of(day).expect("a day").start().plus_ms(12 * 3_600_000)
    }

    #[test]
    fn every_method_has_codes_for_a_second_cancel_and_for_amounts() {
        for method in Method::ALL {
            let Policy { already_cancelled, amounts, .. } = of(method);
            let AmountCodes { none, too_small, too_large, currency } = amounts;
            for code in [already_cancelled, none, too_small, too_large, currency] {
                assert_ne!(code, DeclineCode::UNKNOWN, "{method:?}");
            }
        }
    }

    /// A method may refuse in another order; what it leaves out could be paid back twice.
    #[test]
    fn every_method_checks_all_that_a_cancel_may_be_refused_for() {
        for method in Method::ALL {
            let left_out = IN_ORDER.iter().find(|check| !of(method).cancel_checks.contains(check));
            assert_eq!(left_out, None, "{method:?}");
        }
    }

    #[test]
    fn periods_end_with_a_day_in_seoul() {
        let paid = noon(20_260_131);
        assert!(!Period::Years(1).is_over(paid, noon(20_270_131)));
        assert!(Period::Years(1).is_over(paid, noon(20_270_201)));
        assert!(!Period::Days(180).is_over(paid, noon(20_260_730)));
        assert!(Period::Days(180).is_over(paid, noon(20_260_731)));
        assert!(!Period::CalendarMonth.is_over(paid, noon(20_260_131)));
        assert!(Period::CalendarMonth.is_over(paid, noon(20_260_201)));
        assert!(Period::CalendarMonth.is_over(paid, noon(20_270_131)), "the same month of another year");
        for period in [Period::Years(1), Period::Days(180), Period::CalendarMonth] {
            assert!(
                !period.is_over(paid, noon(20_251_231)),
                "a clock that was set back ends nothing: {period:?}"
            );
        }
    }
}
