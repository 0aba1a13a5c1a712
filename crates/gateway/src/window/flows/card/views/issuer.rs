//! Issuers as customers tell them apart: a name, and a mark of our own drawing.

use protocol::Language;
use protocol::pg::card::Issuer;

use crate::window::views::mark::{colours_of, initial};

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

/// Ground and band, dark enough for a white initial.
fn colours(code: &str) -> (&'static str, &'static str) {
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
        _ => colours_of(code),
    }
}
