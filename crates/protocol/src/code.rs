//! Reject codes and their texts (PG 41.1).

mod texts;

use std::fmt;

use texts::TEXTS;

/// A reject code: four characters, all of them in the tables.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code([u8; 4]);

/// The language of a code's text. The wire's is Korean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    Ko,
    En,
}

impl Code {
    pub const SUCCESS: Self = Self::of("0000");

    /// A code by its name, for `const { Code::of("ST06") }`: a name that no table has does not compile. Names that
    /// are not known when compiling are for [`Code::find`].
    #[expect(clippy::panic, reason = "in a constant, a compile error")]
    pub const fn of(name: &str) -> Self {
        match Self::find(name) {
            Some(code) => code,
            None => panic!("no table has a code of this name"),
        }
    }

    /// A code by its name, if a table has it.
    pub const fn find(name: &str) -> Option<Self> {
        let &[a, b, c, d] = name.as_bytes() else { return None };
        let code = Self([a, b, c, d]);
        match code.row() {
            Some(_) => Some(code),
            None => None,
        }
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    pub const fn text(self, language: Language) -> &'static str {
        match (self.row(), language) {
            (Some(row), Language::Ko) => row.ko,
            (Some(row), Language::En) => row.en,
            (None, _) => "",
        }
    }

    const fn row(self) -> Option<&'static Row> {
        let mut rows = TEXTS;
        while let [row, rest @ ..] = rows {
            if row.covers(self.0) {
                return Some(row);
            }
            rows = rest;
        }
        None
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Every code of the tables, ranges written out.
pub fn all() -> impl Iterator<Item = Code> {
    TEXTS.iter().flat_map(|row| {
        std::iter::successors(Some(row.first), |&code| (code < row.last).then(|| next(code))).map(Code)
    })
}

/// The code after this one in a range: its digits count up.
fn next(mut code: [u8; 4]) -> [u8; 4] {
    for digit in code.iter_mut().rev() {
        if *digit != b'9' {
            *digit += 1;
            break;
        }
        *digit = b'0';
    }
    code
}

/// A row of the tables: a code, or a range whose codes share a text.
struct Row {
    first: [u8; 4],
    last: [u8; 4],
    ko: &'static str,
    en: &'static str,
}

impl Row {
    /// Four characters compare as one number; slices do not compare in constants.
    const fn covers(&self, code: [u8; 4]) -> bool {
        let (first, last) = (u32::from_be_bytes(self.first), u32::from_be_bytes(self.last));
        let number = u32::from_be_bytes(code);
        let [_, _, _, units] = code;
        number == first || (first < number && number <= last && units.is_ascii_digit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_each_of_its_codes() {
        let names: Vec<String> = all().map(|code| code.to_string()).collect();
        for name in ["CA13", "CA16", "CA19", "STR1", "STR8", "MP60", "MP70", "MP77", "ST95"] {
            assert!(names.iter().any(|known| known == name), "{name}");
            assert!(Code::find(name).is_some(), "{name}");
        }
        assert_eq!(Code::of("CA16").text(Language::Ko), "요청정보 오류");
    }

    #[test]
    fn a_name_of_no_table_is_not_found() {
        for name in ["", "ST0", "ST061", "XXXX", "CA1:", "CA9A", "MP6Z", "가나"] {
            assert_eq!(Code::find(name), None, "{name}");
        }
    }

    #[test]
    fn every_code_is_found_by_its_own_name_and_says_something() {
        for code in all() {
            assert_eq!(Code::find(code.as_str()), Some(code));
            assert!(!code.text(Language::Ko).is_empty() && !code.text(Language::En).is_empty(), "{code}");
        }
    }
}
