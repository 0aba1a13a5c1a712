//! Whether a licence expression (`(MIT OR Apache-2.0) AND Unicode-3.0`) can be met by the licences that we allow.

/// An AND needs both of its sides, an OR one; AND binds closer. None where the expression can't be read.
pub(super) fn is_met(expression: &str, allowed: &[&str]) -> Option<bool> {
    // Before SPDX expressions, crates wrote `MIT/Apache-2.0` for a choice.
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut parser = Parser { words: &words, allowed };
    let met = parser.choice()?;
    parser.words.is_empty().then_some(met)
}

struct Parser<'a> {
    words: &'a [&'a str],
    allowed: &'a [&'a str],
}

impl Parser<'_> {
    fn choice(&mut self) -> Option<bool> {
        let mut met = self.all()?;
        while self.accept("OR") {
            met |= self.all()?;
        }
        Some(met)
    }

    fn all(&mut self) -> Option<bool> {
        let mut met = self.licence()?;
        while self.accept("AND") {
            met &= self.licence()?;
        }
        Some(met)
    }

    /// A licence, one with an exception (`Apache-2.0 WITH LLVM-exception` counts as a licence of its own), or brackets.
    fn licence(&mut self) -> Option<bool> {
        if self.accept("(") {
            let met = self.choice()?;
            return self.accept(")").then_some(met);
        }
        let mut name = self.word()?.to_owned();
        if self.accept("WITH") {
            name = format!("{name} WITH {}", self.word()?);
        }
        Some(self.allowed.contains(&name.as_str()))
    }

    fn accept(&mut self, expected: &str) -> bool {
        match self.words.split_first() {
            Some((&word, rest)) if word == expected => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }

    fn word(&mut self) -> Option<&str> {
        let (&word, rest) = self.words.split_first()?;
        self.words = rest;
        (!["AND", "OR", "WITH", "(", ")"].contains(&word)).then_some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(expression: &str) -> Option<bool> {
        is_met(expression, &["MIT", "Apache-2.0", "Unicode-3.0"])
    }

    #[test]
    fn one_side_of_a_choice_is_enough() {
        assert_eq!(met("MIT"), Some(true));
        assert_eq!(met("LGPL-2.1-or-later OR MIT"), Some(true));
        assert_eq!(met("Unlicense/MIT"), Some(true));
        assert_eq!(met("GPL-3.0-only OR MPL-2.0"), Some(false));
    }

    #[test]
    fn both_sides_of_an_and_are_needed() {
        assert_eq!(met("(MIT OR Apache-2.0) AND Unicode-3.0"), Some(true));
        assert_eq!(met("MIT AND OpenSSL"), Some(false));
    }

    #[test]
    fn and_binds_closer_than_or() {
        assert_eq!(met("MIT OR GPL-3.0-only AND OpenSSL"), Some(true));
        assert_eq!(met("(MIT OR GPL-3.0-only) AND OpenSSL"), Some(false));
    }

    #[test]
    fn a_licence_with_an_exception_is_another_licence() {
        assert_eq!(met("Apache-2.0 WITH LLVM-exception"), Some(false));
        assert_eq!(met("Apache-2.0 WITH LLVM-exception OR MIT"), Some(true));
    }

    #[test]
    fn what_cannot_be_read_is_not_met() {
        for broken in ["", "MIT OR", "(MIT", "MIT)", "MIT Apache-2.0", "AND MIT", "MIT WITH OR"] {
            assert_eq!(met(broken), None, "{broken}");
        }
    }
}
