//! What a log may show of a value. The vocabulary says of each name how secret it is; here is what that means.

use std::fmt;

use crate::cipher::Keys;
use crate::message::{MessageSpec, Plain};
use crate::raw::Raw;
use crate::vocabulary;

const HIDDEN: &str = "***";

/// How secret the values of a name are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Secrecy {
    /// Shown: codes, dates, order numbers.
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

/// Parts of names that nobody defined but that say what they hold.
const TELLING: [&str; 8] = ["pwd", "pass", "cvc", "cvv", "pin", "birth", "secret", "key"];

/// The shortest run of digits that could be an account number.
const LONG_RUN: usize = 9;

/// A message for the request log: every value by its field's secrecy, encrypted ones opened where the keys are known.
pub fn masked(spec: &MessageSpec, raw: &Raw, keys: Option<&Keys>) -> Raw {
    let mut shown = Raw::new();
    for (group, name, sent) in raw.iter() {
        let field = spec.fields.iter().find(|field| field.group == group && field.name == name);
        let opened = field.filter(|field| field.encrypted).and(keys).and_then(|keys| keys.decrypt(sent));
        let secrecy = field.map_or_else(|| stray(name), |field| field.term.secrecy);
        shown.push(group, &self::name(name), value(secrecy, opened.as_deref().unwrap_or(sent)));
    }
    shown
}

/// How secret a field is that the message does not define: if it belongs to another, or into the other object, as
/// secret as there.
fn stray(name: &str) -> Secrecy {
    match vocabulary::find(name) {
        Some(term) => term.secrecy,
        None if tells(name) => Secrecy::Hidden,
        None => Secrecy::Free,
    }
}

/// A value as it may be shown. An empty one hides nothing, and that it is empty is worth knowing.
pub(crate) fn value(secrecy: Secrecy, text: &str) -> String {
    match secrecy {
        _ if text.is_empty() => String::new(),
        Secrecy::Open => text.to_owned(),
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
    spec: &MessageSpec,
    values: &[Option<Plain>],
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for (field, text) in spec.fields.iter().zip(values) {
        match text {
            Some(_) if field.encrypted => shown.field(field.name, &format_args!("{HIDDEN}")),
            Some(text) => shown.field(field.name, &value(field.term.secrecy, text)),
            None => &mut shown,
        };
    }
    shown.finish()
}

fn tells(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TELLING.iter().any(|part| name.contains(part))
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

/// Digits apart by a blank or hyphen are one run, as people write the numbers of cards and accounts.
fn without_long_runs(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut run = String::new();
    // A line end that is no part of the text closes the last run.
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_digit() || (matches!(c, ' ' | '-') && !run.is_empty()) {
            run.push(c);
            continue;
        }
        let digits = run.chars().filter(char::is_ascii_digit).count();
        shown.push_str(if digits < LONG_RUN { &run } else { HIDDEN });
        run.clear();
        shown.push(c);
    }
    shown.pop();
    shown
}
