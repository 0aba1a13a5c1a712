//! From raw fields to a verified message, or one reject code by precedence: required, decryption, length, class and
//! fixed values, hash. The hash comes last because the hashed text has no separators: only values of known type and
//! length make it trustworthy. Whose keys they are is found out before, and is not this crate's matter.

use crate::charset;
use crate::cipher::Keys;
use crate::dialect::Dialect;
use crate::field::{Class, FieldSpec, Format};
use crate::hash;
use crate::mask;
use crate::message::{Message, MessageSpec};
use crate::plain::{Plain, Row, Values};
use crate::raw::{Raw, Sent};
use crate::refusal::{Offence, Refusal};

/// Where the environments differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rules {
    /// The test environment's: an amount in plain digits is taken where an encrypted one is due, as merchants' first
    /// tries send it.
    pub amounts_in_clear: bool,
}

/// A message that passed every check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<M> {
    pub message: M,
    /// What was hashed, masked, the key left off; empty where the message has no recipe.
    pub hashed: String,
}

/// As [`Decoded`], before the message's type is known: values in the order of its fields.
#[derive(Debug)]
pub struct Verified {
    pub values: Row,
    pub hashed: String,
}

/// Verifies a message and gives it its type.
pub fn decode<M: Message>(raw: &Raw, keys: &Keys, rules: Rules) -> Result<Decoded<M>, Refusal> {
    let Verified { values, hashed } = verify(M::SPEC, raw, keys, rules)?;
    let message = M::from_plain(&mut Values::new(values)).map_err(|malformed| {
        Refusal::of(M::SPEC.dialect.invalid(), M::SPEC.fields.get(malformed.position))
    })?;
    Ok(Decoded { message, hashed })
}

/// Verifies a message by its table.
pub fn verify(spec: &'static MessageSpec, raw: &Raw, keys: &Keys, rules: Rules) -> Result<Verified, Refusal> {
    let opening = Opening { dialect: spec.dialect, is_request: spec.is_request(), keys, rules };
    let mut values = opening.open(spec.fields, raw)?;
    if spec.is_request() {
        check_lengths(spec, &values)?;
        cleanse(spec, &mut values)?;
    }
    check_texts(spec.dialect, spec.fields, &values)?;
    let hashed = check_hash(spec, &values, keys)?;
    Ok(Verified { values, hashed })
}

/// What it takes to get from fields as they were sent to values in the clear.
struct Opening<'a> {
    dialect: Dialect,
    is_request: bool,
    keys: &'a Keys,
    rules: Rules,
}

impl Opening<'_> {
    fn open(&self, fields: &'static [FieldSpec], raw: &Raw) -> Result<Row, Refusal> {
        let is_there = |field: &FieldSpec| match field.records {
            Some(_) => list(field, raw).is_some(),
            None => raw.get(field.group, field.name).is_some(),
        };
        match fields.iter().find(|field| field.required && !is_there(field)) {
            Some(field) => Err(Refusal::of(self.dialect.missing(field), Some(field))),
            None => fields.iter().map(|field| self.value(field, raw)).collect(),
        }
    }

    fn value(&self, field: &'static FieldSpec, raw: &Raw) -> Result<Option<Plain>, Refusal> {
        if let Some((fields, records)) = list(field, raw) {
            let rows = records.iter().map(|record| self.open(fields, record)).collect::<Result<_, _>>()?;
            return Ok(Some(Plain::of_records(rows)));
        }
        let sent = raw.get(field.group, field.name).filter(|sent| !self.is_nothing(field, sent));
        let Some(sent) = sent else { return Ok(None) };
        let amount_in_clear = self.rules.amounts_in_clear && field.format == Format::Amount;
        let in_clear = amount_in_clear && sent.chars().all(|c| Class::N.accepts(c));
        if !field.encrypted || in_clear {
            return Ok(Some(Plain::from(sent)));
        }
        let opened = self.keys.decrypt(sent);
        let opened = opened.ok_or(Refusal::of(self.dialect.undecryptable(), Some(field)))?;
        // Nothing, well encrypted, is nothing still.
        match opened.is_empty() || self.is_nothing(field, &opened) {
            true if field.required => Err(Refusal::of(self.dialect.missing(field), Some(field))),
            true => Ok(None),
            false => Ok(Some(opened)),
        }
    }

    /// An optional value that merchants' libraries and forms write where they have none: the text `null`, and blanks
    /// where a number or a date is due.
    fn is_nothing(&self, field: &FieldSpec, text: &str) -> bool {
        let blank = field.format != Format::Text && text.trim().is_empty();
        self.is_request && !field.required && (text == "null" || blank)
    }
}

/// The records of a list, and the table of each.
fn list<'a>(field: &FieldSpec, raw: &'a Raw) -> Option<(&'static [FieldSpec], &'a [Raw])> {
    Some((field.records?, raw.records(field.group, field.name)?))
}

fn check_lengths(spec: &'static MessageSpec, values: &[Option<Plain>]) -> Result<(), Refusal> {
    let too_long = |(field, value): &(&FieldSpec, &Option<Plain>)| {
        value.as_ref().is_some_and(|value| field.is_too_long(value))
    };
    match spec.fields.iter().zip(values).find(too_long) {
        Some((field, _)) => Err(Refusal::of(spec.dialect.too_long(field), Some(field))),
        None => Ok(()),
    }
}

/// Takes emoji and script words out of free text. Never out of what is hashed: the merchant hashed what it sent.
fn cleanse(spec: &'static MessageSpec, values: &mut [Option<Plain>]) -> Result<(), Refusal> {
    for (field, value) in spec.fields.iter().zip(values) {
        let Some(text) = value.as_deref().filter(|_| !spec.hashes(field.name)) else { continue };
        let clean = match field.class {
            Class::Ahn if field.term.verbatim => charset::without_emoji(text),
            Class::Ahn => charset::without_script_words(&charset::without_emoji(text)),
            Class::An => charset::without_emoji(text),
            Class::N | Class::A | Class::Ah => continue,
        };
        if clean.is_empty() && field.required {
            return Err(Refusal::of(spec.dialect.missing(field), Some(field)));
        }
        *value = (!clean.is_empty()).then(|| Plain::from(clean));
    }
    Ok(())
}

fn check_texts(
    dialect: Dialect,
    fields: &'static [FieldSpec],
    values: &[Option<Plain>],
) -> Result<(), Refusal> {
    for (field, value) in fields.iter().zip(values) {
        let Some(value) = value else { continue };
        if let (Some(record), Some(rows)) = (field.records, value.records()) {
            rows.iter().try_for_each(|row| check_texts(dialect, record, row))?;
            continue;
        }
        let refusal = || Refusal::of(dialect.invalid(), Some(field));
        if let Some((place, character)) = field.offence(value) {
            return Err(Refusal { offence: Some(Offence { place, character }), ..refusal() });
        }
        if !field.accepts(value) {
            return Err(refusal());
        }
    }
    Ok(())
}

fn check_hash(spec: &'static MessageSpec, values: &[Option<Plain>], keys: &Keys) -> Result<String, Refusal> {
    let Some(computed) = hash::computed(spec, values, keys) else { return Ok(String::new()) };
    let sent = values.last().and_then(Option::as_deref).unwrap_or_default();
    let shown = hash::shown(spec, values);
    if hash::agrees(sent, &computed) {
        Ok(shown)
    } else {
        Err(Refusal { hashed: Some(shown), ..Refusal::of(spec.dialect.wrong_hash(), None) })
    }
}

/// Fields with a value that the message does not define. An empty one says nothing: the window's script posts every
/// field it knows.
pub fn unknown(spec: &MessageSpec, raw: &Raw) -> Vec<String> {
    let says_something = |value: &Sent| !matches!(value, Sent::Text(text) if text.is_empty());
    raw.entries()
        .iter()
        .filter(|entry| {
            let defined =
                spec.fields.iter().any(|field| field.group == entry.group && field.name == entry.name);
            !defined && says_something(&entry.value)
        })
        .map(|entry| {
            let name = mask::name(&entry.name);
            entry.group.key().map_or(name.clone(), |key| format!("{key}.{name}"))
        })
        .collect()
}
