//! Banks as customers tell them apart.

use protocol::Language;
use protocol::pg::bank::Bank;

/// The name in this language: the one that customers meet on every page.
pub(in super::super) fn name(bank: &Bank, language: Language) -> &'static str {
    match language {
        Language::Ko => bank.on_wire,
        Language::En => bank.english,
    }
}
