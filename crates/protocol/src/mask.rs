//! What a log may show of a value. The vocabulary says of each name how secret it is; here is what that means.

mod digits;

use std::fmt;

use crate::cipher::Keys;
use crate::field::FieldSpec;
use crate::message::MessageSpec;
use crate::plain::Plain;
use crate::raw::{Raw, Sent};
use digits::{without_card_numbers, without_long_runs};

const HIDDEN: &str = "***";

/// How secret the values of a name are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Secrecy {
    /// Shown: codes, dates, order numbers. But for what looks like the number of a card.
    Open,
    /// Shown, decrypted; what is no amount is not.
    Amount,
    /// The merchant's own text: long runs of digits, which may be numbers of cards or accounts, are not shown.
    Free,
    /// First six and last four digits, what a payment keeps of a card.
    CardNumber,
    /// The last four characters.
    BillingKey,
    /// Not at all: names, e-mail addresses, birth dates, PINs, expiry dates, hashes.
    Hidden,
}

/// A message for the request log: every value by its field's secrecy, encrypted ones opened where the keys are known.
/// Of what the message does not define, names alone are kept: the value of a misspelt field may be anything.
pub fn masked(spec: &MessageSpec, raw: &Raw, keys: Option<&Keys>) -> Raw {
    masked_fields(spec.fields, raw, keys)
}

fn masked_fields(fields: &[FieldSpec], raw: &Raw, keys: Option<&Keys>) -> Raw {
    let mut shown = Raw::new();
    for entry in raw.entries() {
        let field = fields.iter().find(|field| field.group == entry.group && field.name == entry.name);
        let name = self::name(&entry.name);
        match (&entry.value, field.and_then(|field| field.records)) {
            (Sent::Records(records), Some(fields)) => {
                let records = records.iter().map(|record| masked_fields(fields, record, keys));
                shown.push_records(entry.group, &name, records.collect());
            }
            (Sent::Records(_), None) => shown.push(entry.group, &name, HIDDEN),
            (Sent::Text(sent), _) => shown.push(entry.group, &name, masked_text(field, sent, keys)),
        }
    }
    shown
}

fn masked_text(field: Option<&FieldSpec>, sent: &str, keys: Option<&Keys>) -> String {
    let opened = keys.and_then(|keys| keys.decrypt(sent));
    match (field, opened) {
        _ if sent.is_empty() => String::new(),
        (Some(field), Some(opened)) if field.encrypted => value(field.term.secrecy, &opened),
        // What our keys open is another field's secret in the wrong place.
        (None, _) | (Some(_), Some(_)) => HIDDEN.to_owned(),
        (Some(field), None) => value(field.term.secrecy, sent),
    }
}

/// A value as it may be shown. An empty one hides nothing, and that it is empty is worth knowing.
pub(crate) fn value(secrecy: Secrecy, text: &str) -> String {
    match secrecy {
        _ if text.is_empty() => String::new(),
        Secrecy::Open => without_card_numbers(text),
        Secrecy::Amount if is_amount(text) => text.to_owned(),
        Secrecy::Free => without_long_runs(text),
        Secrecy::CardNumber => card_number(text).unwrap_or_else(|| HIDDEN.to_owned()),
        Secrecy::BillingKey => format!("{HIDDEN}{}", tail(text, 4)),
        Secrecy::Amount | Secrecy::Hidden => HIDDEN.to_owned(),
    }
}

/// A name that the sender chose: as free as any text, and no longer than names are.
pub(crate) fn name(name: &str) -> String {
    without_long_runs(name).chars().take(64).collect()
}

/// `Debug` of any message: wire names, values by secrecy, encrypted ones not at all.
pub(crate) fn debug(
    name: &str,
    fields: &[FieldSpec],
    values: &[Option<Plain>],
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for (field, plain) in fields.iter().zip(values) {
        match plain {
            Some(_) if field.encrypted => shown.field(field.name, &format_args!("{HIDDEN}")),
            Some(plain) => match plain.records() {
                Some(records) => shown.field(field.name, &format_args!("{} records", records.len())),
                None => shown.field(field.name, &value(field.term.secrecy, plain)),
            },
            None => &mut shown,
        };
    }
    shown.finish()
}

fn is_amount(text: &str) -> bool {
    text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Numbers of cards as they are, or as somebody masked them already. Anything else is not shown: it may be a number
/// with a typing error.
fn card_number(text: &str) -> Option<String> {
    let plausible = (13..=19).contains(&text.len())
        && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'*' | b'x' | b'X'));
    let middle = "*".repeat(text.len().checked_sub(10)?);
    plausible.then(|| format!("{}{middle}{}", text.get(..6).unwrap_or_default(), tail(text, 4)))
}

/// The last characters of a text that is long enough to keep the rest a secret.
fn tail(text: &str, length: usize) -> String {
    let count = text.chars().count();
    if count < 2 * length { String::new() } else { text.chars().skip(count - length).collect() }
}
