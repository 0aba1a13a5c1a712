//! The third question, for merchants without an issuer's page: the card's data.

use askama::Template;

use super::frame::Shell;
use super::words::{Words, fill};
use super::{Frame, Instalment, Issuer, html};

/// What the page asks, and what was wrong with the last answer. It has no place for the answer itself: card
/// data never echoes back.
#[derive(Clone, Copy, Debug)]
pub struct CardForm<'a> {
    /// The issuer that was chosen.
    pub issuer: &'a Issuer,
    /// Whether another one may still be chosen (`action=retry`).
    pub may_change_issuer: bool,
    /// The instalments that were chosen.
    pub instalment: Instalment,
    /// Whether the merchant's contract asks who the holder is (legacy authentication).
    pub asks_holder: bool,
    /// Whether an approval leaves the merchant a billing key, so that the card is kept.
    pub keeps_card: bool,
    /// What was wrong with each field.
    pub errors: CardFormErrors,
}

/// What was wrong with each field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CardFormErrors {
    /// `card_number`.
    pub number: Option<FieldError>,
    /// `card_expiry`.
    pub expiry: Option<FieldError>,
    /// `holder_identity`.
    pub holder_identity: Option<FieldError>,
    /// `pin_prefix`.
    pub pin_prefix: Option<FieldError>,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// It is empty.
    Missing,
    /// It can't be one.
    Malformed,
    /// It is past: the expiry's alone.
    Expired,
}

/// A field as the template draws it.
struct Field {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    /// How the browser's memory knows it.
    autocomplete: &'static str,
    /// What the script types into it: groups of four, a slash, or plain digits.
    shape: &'static str,
    /// The numbers of digits it may have, for the script.
    digits: &'static str,
    /// The characters it may have, separators included.
    max_length: u8,
    secret: bool,
    missing: &'static str,
    malformed: &'static str,
    error: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "window/card_form.html")]
struct CardFormPage<'a> {
    shell: Shell<'a>,
    frame: &'a Frame,
    words: &'static Words,
    form: &'a CardForm<'a>,
    fields: Vec<Field>,
    button: String,
}

/// The form for the card's data: `action=pay`, `card_number`, `card_expiry` (MM/YY, or MMYY without script) and, for
/// legacy merchants, `holder_identity` and `pin_prefix`.
pub fn card_form(frame: &Frame, form: &CardForm<'_>) -> String {
    let words = frame.words();
    let mut fields = vec![number(words, form.errors.number), expiry(words, form.errors.expiry)];
    if form.asks_holder {
        fields.push(pin_prefix(words, form.errors.pin_prefix));
        fields.push(holder_identity(words, form.errors.holder_identity));
    }
    let button = fill(words.pay, &frame.amount_text());
    html(&CardFormPage { shell: frame.shell(), frame, words, form, fields, button })
}

fn number(words: &Words, error: Option<FieldError>) -> Field {
    Field {
        name: "card_number",
        label: words.card_number,
        hint: "",
        autocomplete: "cc-number",
        shape: "groups",
        digits: "13 14 15 16",
        max_length: 23,
        secret: false,
        missing: words.card_number_missing,
        malformed: words.card_number_malformed,
        error: error.map(|error| match error {
            FieldError::Missing => words.card_number_missing,
            FieldError::Malformed | FieldError::Expired => words.card_number_malformed,
        }),
    }
}

fn expiry(words: &Words, error: Option<FieldError>) -> Field {
    Field {
        name: "card_expiry",
        label: words.card_expiry,
        hint: words.card_expiry_hint,
        autocomplete: "cc-exp",
        shape: "expiry",
        digits: "4",
        max_length: 7,
        secret: false,
        missing: words.card_expiry_missing,
        malformed: words.card_expiry_malformed,
        error: error.map(|error| match error {
            FieldError::Missing => words.card_expiry_missing,
            FieldError::Malformed => words.card_expiry_malformed,
            FieldError::Expired => words.card_expired,
        }),
    }
}

fn holder_identity(words: &Words, error: Option<FieldError>) -> Field {
    Field {
        name: "holder_identity",
        label: words.holder_identity,
        hint: words.holder_identity_hint,
        autocomplete: "off",
        shape: "digits",
        digits: "6 10",
        max_length: 12,
        secret: true,
        missing: words.holder_identity_missing,
        malformed: words.holder_identity_malformed,
        error: error.map(|error| match error {
            FieldError::Missing => words.holder_identity_missing,
            FieldError::Malformed | FieldError::Expired => words.holder_identity_malformed,
        }),
    }
}

fn pin_prefix(words: &Words, error: Option<FieldError>) -> Field {
    Field {
        name: "pin_prefix",
        label: words.pin_prefix,
        hint: "",
        autocomplete: "off",
        shape: "digits",
        digits: "2",
        max_length: 2,
        secret: true,
        missing: words.pin_prefix_missing,
        malformed: words.pin_prefix_malformed,
        error: error.map(|error| match error {
            FieldError::Missing => words.pin_prefix_missing,
            FieldError::Malformed | FieldError::Expired => words.pin_prefix_malformed,
        }),
    }
}
