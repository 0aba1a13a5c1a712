//! The third question, for merchants without an issuer's page: the card's data.

use askama::Template;
use protocol::pg::card::Issuer;

use super::{Words, instalment_text};
use crate::window::views::{Frame, Shell, Words as FrameWords, fill, html};

/// What the page asks, and what was wrong with the last answer. It has no place for the answer itself: card
/// data never echoes back.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct CardForm<'a> {
    /// The issuer that was chosen.
    pub(in super::super) issuer: &'static Issuer,
    /// Whether another one may still be chosen (`action=change`).
    pub(in super::super) may_change_issuer: bool,
    /// The months that were chosen, 0 being at once.
    pub(in super::super) instalments: u8,
    /// Whether the merchant's contract asks who the holder is (legacy authentication).
    pub(in super::super) asks_holder: bool,
    /// Whether an approval leaves the merchant a billing key, so that the card is kept.
    pub(in super::super) keeps_card: bool,
    /// `yyMM` by the merchant's clock, for the script: a card whose last month is over can't pay.
    pub(in super::super) this_month: i32,
    /// First digits that are another issuer's, with its name, for the script.
    pub(in super::super) others: &'a [(String, &'static str)],
    /// What was wrong with each field.
    pub(in super::super) errors: CardFormErrors,
}

/// What was wrong with each field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct CardFormErrors {
    /// `card_number`.
    pub(in super::super) number: Option<FieldError>,
    /// `card_expiry`.
    pub(in super::super) expiry: Option<FieldError>,
    /// `holder_identity`.
    pub(in super::super) holder_identity: Option<FieldError>,
    /// `pin_prefix`.
    pub(in super::super) pin_prefix: Option<FieldError>,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum FieldError {
    /// It is empty.
    Missing,
    /// It can't be one.
    Malformed,
    /// It is past: the expiry's alone.
    Expired,
    /// It is another issuer's, whose name this is: the number's alone.
    OtherIssuer(&'static str),
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
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "window/card/card_form.html")]
struct CardFormPage<'a> {
    shell: Shell<'a>,
    frame: &'a Frame,
    words: &'static FrameWords,
    own: &'static Words,
    form: &'a CardForm<'a>,
    instalments: String,
    fields: Vec<Field>,
    /// [`CardForm::others`] as JSON, for the script.
    others: String,
    /// What becomes of the card's data.
    assurance: String,
    button: String,
}

/// The form for the card's data: `action=pay`, `card_number`, `card_expiry` (MM/YY, or MMYY without script) and, for
/// legacy merchants, `holder_identity` and `pin_prefix`.
pub(in super::super) fn card_form(frame: &Frame, form: &CardForm<'_>) -> String {
    let (words, own) = (frame.words(), Words::of(frame.language));
    let mut fields = vec![number(own, form.errors.number), expiry(own, form.errors.expiry)];
    if form.asks_holder {
        fields.push(pin_prefix(own, form.errors.pin_prefix));
        fields.push(holder_identity(own, form.errors.holder_identity));
    }
    let others: serde_json::Map<String, serde_json::Value> =
        form.others.iter().map(|(first, issuer)| (first.clone(), (*issuer).into())).collect();
    html(&CardFormPage {
        shell: frame.shell(),
        frame,
        words,
        own,
        form,
        instalments: instalment_text(form.instalments, frame.language),
        fields,
        others: serde_json::Value::from(others).to_string(),
        assurance: if form.keeps_card {
            fill(own.card_use_kept, &frame.merchant)
        } else {
            own.card_use.to_owned()
        },
        button: fill(words.pay, &frame.amount_text()),
    })
}

fn number(own: &Words, error: Option<FieldError>) -> Field {
    Field {
        name: "card_number",
        label: own.card_number,
        hint: "",
        autocomplete: "cc-number",
        shape: "groups",
        digits: "13 14 15 16",
        max_length: 23,
        secret: false,
        missing: own.card_number_missing,
        malformed: own.card_number_malformed,
        error: error.map(|error| match error {
            FieldError::Missing => own.card_number_missing.to_owned(),
            FieldError::Malformed | FieldError::Expired => own.card_number_malformed.to_owned(),
            FieldError::OtherIssuer(issuer) => fill(own.card_number_others, issuer),
        }),
    }
}

fn expiry(own: &Words, error: Option<FieldError>) -> Field {
    Field {
        name: "card_expiry",
        label: own.card_expiry,
        hint: own.card_expiry_hint,
        autocomplete: "cc-exp",
        shape: "expiry",
        digits: "4",
        max_length: 7,
        secret: false,
        missing: own.card_expiry_missing,
        malformed: own.card_expiry_malformed,
        error: error.map(|error| match error {
            FieldError::Missing => own.card_expiry_missing.to_owned(),
            FieldError::Malformed | FieldError::OtherIssuer(_) => own.card_expiry_malformed.to_owned(),
            FieldError::Expired => own.card_expired.to_owned(),
        }),
    }
}

fn holder_identity(own: &Words, error: Option<FieldError>) -> Field {
    Field {
        name: "holder_identity",
        label: own.holder_identity,
        hint: own.holder_identity_hint,
        autocomplete: "off",
        shape: "digits",
        digits: "6 10",
        max_length: 12,
        secret: true,
        missing: own.holder_identity_missing,
        malformed: own.holder_identity_malformed,
        error: error.map(|error| match error {
            FieldError::Missing => own.holder_identity_missing.to_owned(),
            _ => own.holder_identity_malformed.to_owned(),
        }),
    }
}

fn pin_prefix(own: &Words, error: Option<FieldError>) -> Field {
    Field {
        name: "pin_prefix",
        label: own.pin_prefix,
        hint: "",
        autocomplete: "off",
        shape: "digits",
        digits: "2",
        max_length: 2,
        secret: true,
        missing: own.pin_prefix_missing,
        malformed: own.pin_prefix_malformed,
        error: error.map(|error| match error {
            FieldError::Missing => own.pin_prefix_missing.to_owned(),
            _ => own.pin_prefix_malformed.to_owned(),
        }),
    }
}
