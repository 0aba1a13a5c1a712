//! Banks as customers tell them apart: a name, and a mark of our own drawing.

use protocol::Language;
use protocol::pg::bank::Bank;

use crate::window::views::mark::{colours_of, initial};

/// The name in this language: the one that customers meet on every page.
pub(in super::super) fn name(bank: &Bank, language: Language) -> &'static str {
    match language {
        Language::Ko => bank.on_wire,
        Language::En => bank.english,
    }
}

/// A round mark with the initial of the name.
pub(super) fn mark(bank: &Bank, language: Language) -> Mark {
    Mark { initial: initial(name(bank, language)), ground: colours_of(bank.code).0 }
}

#[derive(Debug)]
pub(super) struct Mark {
    pub(super) initial: String,
    pub(super) ground: &'static str,
}
