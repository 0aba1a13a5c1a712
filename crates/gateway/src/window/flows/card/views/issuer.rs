//! Issuers as customers tell them apart: a name, and a mark of our own drawing.

use protocol::Language;
use protocol::pg::card::Issuer;

/// The name in this language: the one that customers meet on every page.
pub(in super::super) fn name(issuer: &Issuer, language: Language) -> &'static str {
    match language {
        Language::Ko => issuer.korean,
        Language::En => issuer.english,
    }
}

/// The mark, with the initial of the name beside it.
pub(super) fn mark(issuer: &Issuer, language: Language) -> Mark {
    let (ground, band) = colours(issuer.code);
    Mark { initial: initial(name(issuer, language)), ground, band }
}

/// A little card in the issuer's colours with its initial. Drawn by us: nobody's trademark.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) initial: String,
    pub(super) ground: &'static str,
    pub(super) band: &'static str,
}

/// The first syllable of a Hangul name; the capitals that a Latin one begins with (`KB`, `NH`), or its first two
/// letters, as many of them begin with S.
fn initial(name: &str) -> String {
    const MOST_CAPITALS: usize = 3;
    let capitals: String =
        name.chars().take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit()).collect();
    let latin = name.starts_with(|c: char| c.is_ascii_alphabetic());
    match capitals.len() {
        2..=MOST_CAPITALS => capitals,
        _ if latin => name.chars().take(2).filter(|c| !c.is_whitespace()).collect(),
        _ => name.chars().take(1).collect(),
    }
}

/// Ground and band, dark enough for a white initial. An issuer that isn't listed gets the colours of its
/// code's sum, so that it looks the same every time.
fn colours(code: &str) -> (&'static str, &'static str) {
    const OTHERS: [(&str, &str); 6] = [
        ("#475569", "#64748b"),
        ("#0e7490", "#0891b2"),
        ("#6d28d9", "#7c3aed"),
        ("#9f1239", "#be123c"),
        ("#166534", "#15803d"),
        ("#92400e", "#b45309"),
    ];
    match code {
        "BCC" => ("#c81e3a", "#e0475f"),
        "KBC" | "KBP" | "218" => ("#6b5531", "#8d7347"),
        "HNC" | "1QP" => ("#00766a", "#149a8b"),
        "SSC" | "SSP" => ("#1b3fae", "#3a60d4"),
        "SHN" => ("#1a4fd0", "#4474ea"),
        "WRI" => ("#0a6aa8", "#2a8dcd"),
        "HDC" => ("#1f2937", "#424d5e"),
        "LTC" => ("#b4232a", "#d64b50"),
        "NHC" => ("#1c7a3e", "#3a9c5d"),
        "090" => ("#57480a", "#7a6716"),
        "089" => ("#8a1f5c", "#ad3f7f"),
        _ => {
            let sum: usize = code.bytes().map(usize::from).sum();
            OTHERS.into_iter().cycle().nth(sum % OTHERS.len()).unwrap_or(("#475569", "#64748b"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_show_the_initial_of_the_name() {
        for (name, mark) in [
            ("신한카드", "신"),
            ("KB국민카드", "KB"),
            ("NH농협카드", "NH"),
            ("Shinhan Card", "Sh"),
            ("BC Card", "BC"),
            ("KDB", "KDB"),
            ("K bank", "K"),
            ("", ""),
        ] {
            assert_eq!(initial(name), mark);
        }
    }

    #[test]
    fn an_unlisted_issuer_keeps_its_colours() {
        assert_eq!(colours("999"), colours("999"));
        assert_ne!(colours("998"), colours("999"));
    }
}
