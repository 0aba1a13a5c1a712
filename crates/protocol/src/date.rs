//! Dates and times as the wire writes them. A value of these types is a real day and a real time of day.

use std::fmt;

use crate::field::{Class, Field, Format, Shape, Unit};
use crate::plain::Plain;

/// A calendar day, `yyyyMMdd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date8 {
    year: u16,
    month: u8,
    day: u8,
}

impl Date8 {
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let real = (1..=9999).contains(&year) && day >= 1 && day <= days_of(year, month)?;
        real.then_some(Self { year, month, day })
    }

    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 8 {
            return None;
        }
        Self::new(digits(text.get(..4)?)?, small(text.get(4..6)?)?, small(text.get(6..)?)?)
    }

    pub const fn year(self) -> u16 {
        self.year
    }

    pub const fn month(self) -> u8 {
        self.month
    }

    pub const fn day(self) -> u8 {
        self.day
    }
}

impl fmt::Display for Date8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}{:02}", self.year, self.month, self.day)
    }
}

/// A time of day, `HHmmss`, from 000000 to 235959.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Time6 {
    hour: u8,
    minute: u8,
    second: u8,
}

impl Time6 {
    pub fn new(hour: u8, minute: u8, second: u8) -> Option<Self> {
        (hour < 24 && minute < 60 && second < 60).then_some(Self { hour, minute, second })
    }

    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 6 {
            return None;
        }
        Self::new(small(text.get(..2)?)?, small(text.get(2..4)?)?, small(text.get(4..)?)?)
    }

    pub const fn hour(self) -> u8 {
        self.hour
    }

    pub const fn minute(self) -> u8 {
        self.minute
    }

    pub const fn second(self) -> u8 {
        self.second
    }
}

impl fmt::Display for Time6 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}{:02}{:02}", self.hour, self.minute, self.second)
    }
}

/// A day and a time of day, `yyyyMMddHHmmss`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateTime14 {
    pub date: Date8,
    pub time: Time6,
}

impl DateTime14 {
    pub const fn new(date: Date8, time: Time6) -> Self {
        Self { date, time }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Some(Self::new(Date8::parse(text.get(..8)?)?, Time6::parse(text.get(8..)?)?))
    }
}

impl fmt::Display for DateTime14 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.date, self.time)
    }
}

/// A number of digits only: `parse` alone would take a sign.
fn digits(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

fn small(text: &str) -> Option<u8> {
    digits(text).and_then(|number| u8::try_from(number).ok())
}

fn days_of(year: u16, month: u8) -> Option<u8> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 if leap => Some(29),
        2 => Some(28),
        _ => None,
    }
}

macro_rules! calendar_field {
    ($Type:ident, $max:literal, $format:ident) => {
        impl Field for $Type {
            const SHAPE: Shape = Shape::required(Class::N, $max, Unit::Bytes, Format::$format);

            fn read(plain: Option<Plain>) -> Option<Self> {
                Self::parse(&plain?)
            }

            fn write(&self) -> Option<Plain> {
                Some(Plain::from(self.to_string()))
            }
        }
    };
}

calendar_field!(Date8, 8, Date);
calendar_field!(Time6, 6, Time);
calendar_field!(DateTime14, 14, DateTime);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_leap_years() {
        assert!(Date8::parse("20240229").is_some());
        assert!(Date8::parse("20000229").is_some());
        assert!(Date8::parse("19000229").is_none());
        assert!(Date8::parse("20230229").is_none());
    }

    #[test]
    fn rejects_what_is_no_day_or_time() {
        for text in ["20211301", "20210431", "20210100", "2021011", "+2021011", "2021가1"] {
            assert_eq!(Date8::parse(text), None, "{text}");
        }
        for text in ["240000", "236000", "235960", "+10000"] {
            assert_eq!(Time6::parse(text), None, "{text}");
        }
    }

    #[test]
    fn prints_what_it_read() {
        assert_eq!(DateTime14::parse("20211231100009").unwrap().to_string(), "20211231100009");
    }
}
