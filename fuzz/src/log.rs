//! What a log may show of a message: no number of a card, wherever the merchant has put it.

use std::collections::HashSet;
use std::sync::LazyLock;

use protocol::{Keys, MessageSpec, Raw, Secrecy, masked};

/// The shortest number of a card.
const CARD_DIGITS: usize = 13;

/// Names that are printed as they come: order numbers, dates, codes. All digits as they may be, they are no secrets.
static OPEN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let fields = super::messages().into_iter().flat_map(|spec| spec.fields);
    fields.filter(|field| field.term.secrecy == Secrecy::Open).map(|field| field.name).collect()
});

/// What the fuzzer puts into any field: a number that a card could have.
const CARD: &str = "4111111111111111";

/// Every field is in the log, no open one with the number of a card, and no other with a run of digits as long.
pub(super) fn assert_masks(spec: &'static MessageSpec, raw: &Raw, keys: Option<&Keys>) {
    let shown = masked(spec, raw, keys);
    assert_eq!(shown.len(), raw.len(), "{}", spec.id);
    for (group, name, value) in shown.iter() {
        assert_shows_no_card("a name", name);
        let digits: String = value.chars().filter(char::is_ascii_digit).collect();
        assert!(!digits.contains(CARD), "{} {name} shows the number of a card: {value}", spec.id);
        if !OPEN.contains(name) {
            assert_shows_no_card(name, value);
        }
        let field = spec.field(name).filter(|field| field.group == group);
        if field.is_some_and(|field| field.term.secrecy == Secrecy::Hidden) {
            assert!(value.is_empty() || value == "***", "{} {name} is shown: {value}", spec.id);
        }
    }
}

/// As people write numbers of cards: with a blank or a hyphen now and then, or without.
pub(super) fn assert_shows_no_card(place: &str, text: &str) {
    let mut digits = 0;
    for c in text.chars() {
        match c {
            '0'..='9' => digits += 1,
            ' ' | '-' => {}
            _ => digits = 0,
        }
        assert!(digits < CARD_DIGITS, "{place} would show the number of a card: {text}");
    }
}
