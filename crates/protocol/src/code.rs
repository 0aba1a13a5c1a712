//! Reject codes and their texts. Each protocol has a table of its own: `ST30` of Easy Cash is not the PG's.

mod collation;
mod easycash;
mod pg;

use std::fmt;

/// A reject code: four characters, and the table that has them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    name: [u8; 4],
    table: Codes,
}

/// The language of a code's text. The wire's is Korean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    Ko,
    En,
}

/// A table of reject codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Codes {
    /// Of windows and of `/spay`. PG 41.1.
    Pg,
    EasyCash,
    /// Of the text lines of PG 39 and 40.
    Collation,
}

impl Codes {
    /// A code by its name, for `const { Codes::EasyCash.of("ST30") }`: a name that the table lacks does not compile.
    /// Names that are not known when compiling are for [`Codes::find`].
    #[expect(clippy::panic, reason = "in a constant, a compile error")]
    pub const fn of(self, name: &str) -> Code {
        match self.find(name) {
            Some(code) => code,
            None => panic!("the table has no code of this name"),
        }
    }

    /// A code by its name, if the table has it.
    pub const fn find(self, name: &str) -> Option<Code> {
        let &[a, b, c, d] = name.as_bytes() else { return None };
        let code = Code { name: [a, b, c, d], table: self };
        match code.row() {
            Some(_) => Some(code),
            None => None,
        }
    }

    /// Every code of the table, ranges written out.
    pub fn all(self) -> impl Iterator<Item = Code> {
        self.rows().iter().flat_map(move |row| {
            let names = std::iter::successors(Some(row.first), |&name| (name < row.last).then(|| next(name)));
            names.map(move |name| Code { name, table: self })
        })
    }

    const fn rows(self) -> &'static [Row] {
        match self {
            Self::Pg => pg::ROWS,
            Self::EasyCash => easycash::ROWS,
            Self::Collation => collation::ROWS,
        }
    }
}

impl Code {
    pub const SUCCESS: Self = Self::of("0000");

    /// A code of the PG's table, for `const { Code::of("ST06") }`.
    pub const fn of(name: &str) -> Self {
        Codes::Pg.of(name)
    }

    /// A code of the PG's table by its name, if it has it.
    pub const fn find(name: &str) -> Option<Self> {
        Codes::Pg.find(name)
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.name).unwrap_or_default()
    }

    pub const fn table(self) -> Codes {
        self.table
    }

    pub const fn text(self, language: Language) -> &'static str {
        match (self.row(), language) {
            (Some(row), Language::Ko) => row.ko,
            (Some(row), Language::En) => row.en,
            (None, _) => "",
        }
    }

    const fn row(self) -> Option<&'static Row> {
        let mut rows = self.table.rows();
        while let [row, rest @ ..] = rows {
            if row.covers(self.name) {
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

/// A row of a table: a code, or a range whose codes share a text.
struct Row {
    first: [u8; 4],
    last: [u8; 4],
    ko: &'static str,
    en: &'static str,
}

const fn row(name: [u8; 4], ko: &'static str, en: &'static str) -> Row {
    range(name, name, ko, en)
}

const fn range(first: [u8; 4], last: [u8; 4], ko: &'static str, en: &'static str) -> Row {
    Row { first, last, ko, en }
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

    const TABLES: [Codes; 3] = [Codes::Pg, Codes::EasyCash, Codes::Collation];

    #[test]
    fn a_range_has_each_of_its_codes() {
        let names: Vec<String> = Codes::Pg.all().map(|code| code.to_string()).collect();
        for name in ["CA13", "CA16", "CA19", "STR1", "STR8", "MP60", "MP70", "MP77", "ST95"] {
            assert!(names.iter().any(|known| known == name), "{name}");
            assert!(Code::find(name).is_some(), "{name}");
        }
        assert_eq!(Code::of("CA16").text(Language::Ko), "요청정보 오류");
    }

    #[test]
    fn a_name_of_no_table_is_not_found() {
        for name in ["", "ST0", "ST061", "XXXX", "CA1:", "CA9A", "MP6Z", "가나"] {
            for table in TABLES {
                assert_eq!(table.find(name), None, "{name}");
            }
        }
    }

    #[test]
    fn every_code_is_found_by_its_own_name_and_says_something() {
        for code in TABLES.into_iter().flat_map(Codes::all) {
            assert_eq!(code.table().find(code.as_str()), Some(code));
            assert!(!code.text(Language::Ko).is_empty() && !code.text(Language::En).is_empty(), "{code}");
        }
    }

    #[test]
    fn one_name_means_another_thing_in_another_table() {
        let (pg, easy_cash) = (Code::of("ST30"), Codes::EasyCash.of("ST30"));
        assert_eq!(easy_cash.text(Language::Ko), "환불 진행 중");
        assert_ne!(pg.text(Language::Ko), easy_cash.text(Language::Ko));
        assert_ne!(pg, easy_cash);
        assert_eq!(Codes::Collation.of("ST90").text(Language::Ko), "등록되지 않은 상점 아이디");
        assert_eq!(Codes::EasyCash.find("CA12"), None, "a code of the PG alone");
    }
}
