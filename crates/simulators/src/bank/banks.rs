//! The banks: their codes, and the hours in which each takes nothing.

use institutions::domain::InstitutionId;
use institutions::domain::time::Moment;

/// A bank, or a securities firm with accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bank {
    /// Its code on the wire (PG 41).
    pub(crate) code: &'static str,
    /// Minutes since midnight in Korea: from when, and until when it is closed. A night lies between.
    closes: i32,
    opens: i32,
}

/// Every bank with known hours, in the order of the codes.
#[rustfmt::skip]
pub(crate) static ALL: &[Bank] = &[
    bank("002", (23, 50), (0, 15)),
    bank("003", (23, 50), (0, 12)),
    bank("004", (23, 50), (0, 12)),
    bank("007", (23, 30), (0, 30)),
    bank("011", (23, 50), (0, 12)),
    bank("020", (23, 50), (0, 10)),
    bank("023", (23, 50), (0, 12)),
    bank("027", (23, 50), (0, 30)),
    bank("031", (23, 50), (0, 5)),
    bank("032", (23, 50), (0, 5)),
    bank("034", (23, 50), (0, 5)),
    bank("035", (23, 50), (0, 12)),
    bank("037", (23, 50), (0, 5)),
    bank("039", (23, 50), (0, 5)),
    bank("045", (23, 30), (0, 30)),
    bank("048", (23, 50), (0, 5)),
    bank("050", (23, 50), (0, 35)),
    bank("064", (23, 30), (1, 0)),
    bank("071", (23, 50), (0, 5)),
    bank("081", (23, 50), (0, 15)),
    bank("088", (23, 50), (0, 5)),
    bank("089", (23, 35), (0, 35)),
    bank("090", (23, 50), (0, 5)),
    bank("092", (23, 55), (0, 5)),
    bank("103", (23, 50), (0, 5)),
    bank("209", (23, 50), (0, 10)),
    bank("238", (23, 30), (0, 20)),
    bank("240", (23, 50), (0, 10)),
    bank("243", (23, 40), (0, 10)),
    bank("247", (23, 50), (0, 5)),
    bank("266", (23, 30), (0, 30)),
    bank("267", (23, 55), (0, 25)),
    bank("278", (23, 30), (0, 15)),
    bank("280", (23, 50), (0, 35)),
    bank("287", (23, 50), (0, 20)),
];

const fn bank(code: &'static str, closes: (i32, i32), opens: (i32, i32)) -> Bank {
    Bank { code, closes: minutes(closes), opens: minutes(opens) }
}

const fn minutes((hours, minutes): (i32, i32)) -> i32 {
    hours.saturating_mul(60).saturating_add(minutes)
}

impl Bank {
    /// The bank of this code.
    pub(crate) fn of(code: &str) -> Option<&'static Self> {
        ALL.iter().find(|bank| bank.code == code)
    }

    /// The bank that accounts name so.
    pub(crate) fn of_institution(id: InstitutionId) -> Option<&'static Self> {
        Self::of(id.as_str().strip_prefix("RA")?)
    }

    /// As accounts name it.
    pub(crate) fn institution(&self) -> InstitutionId {
        InstitutionId::new(&format!("RA{}", self.code)).expect("a bank's code has three digits")
    }

    /// Whether it takes nothing at this time.
    pub(crate) fn is_closed(&self, at: Moment) -> bool {
        let kst = at.kst();
        let minute = i32::try_from(at.since(kst.day().start()) / 60_000).unwrap_or(0);
        minute >= self.closes || minute < self.opens
    }

    /// Where on the colour wheel its pages stand: neighbours of the list far apart.
    pub(crate) fn hue(&self) -> usize {
        let place = ALL.iter().position(|bank| bank.code == self.code).unwrap_or(0);
        place.saturating_mul(137) % 360
    }
}

#[cfg(test)]
mod tests {
    use institutions::domain::time::Day;

    use super::*;

    fn at(hour: i64, minute: i64) -> Moment {
        Day::of(20_260_102).expect("a day").start().plus_ms((hour * 60 + minute) * 60_000)
    }

    #[test]
    fn a_bank_is_closed_around_midnight_in_seoul() {
        let bank = Bank::of("004").expect("a bank");
        for (hour, minute, closed) in
            [(23, 49, false), (23, 50, true), (0, 0, true), (0, 11, true), (0, 12, false), (12, 0, false)]
        {
            assert_eq!(bank.is_closed(at(hour, minute)), closed, "{hour}:{minute}");
        }
    }

    #[test]
    fn each_is_found_by_both_its_names() {
        for bank in ALL {
            assert_eq!(
                (Bank::of(bank.code), Bank::of_institution(bank.institution())),
                (Some(bank), Some(bank))
            );
        }
    }
}
