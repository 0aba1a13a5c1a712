//! From raw fields to a verified message, or one reject code by precedence: required, decryption, length, class and
//! fixed values, hash. The hash comes last because the hashed text has no separators: only values of known type and
//! length make it trustworthy. Whose keys they are is found out before, and is not this crate's matter.

use crate::charset;
use crate::cipher::Keys;
use crate::code::Code;
use crate::field::{Class, FieldSpec, Format};
use crate::hash;
use crate::mask;
use crate::message::{Message, MessageSpec, Plain, Values};
use crate::raw::Raw;
use crate::refusal::Refusal;

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
    /// Fields that the message does not define, or not where they stood: `data.trdDt`.
    pub unknown: Vec<String>,
}

/// As [`Decoded`], before the message's type is known: plain texts in the order of its fields.
#[derive(Debug)]
pub struct Verified {
    pub values: Vec<Option<Plain>>,
    pub hashed: String,
    pub unknown: Vec<String>,
}

/// Verifies a message and gives it its type.
pub fn decode<M: Message>(raw: &Raw, keys: &Keys, rules: Rules) -> Result<Decoded<M>, Refusal> {
    let Verified { values, hashed, unknown } = verify(M::SPEC, raw, keys, rules)?;
    let message = M::from_plain(&mut Values::new(values)).map_err(|malformed| {
        Refusal::of(M::SPEC.transport.invalid(), M::SPEC.fields.get(malformed.position))
    })?;
    Ok(Decoded { message, hashed, unknown })
}

/// Verifies a message by its table.
pub fn verify(spec: &'static MessageSpec, raw: &Raw, keys: &Keys, rules: Rules) -> Result<Verified, Refusal> {
    check_required(spec, raw)?;
    let mut values = decrypted(spec, raw, keys, rules)?;
    if spec.is_request() {
        check_lengths(spec, &values)?;
        cleanse(spec, &mut values)?;
    }
    check_texts(spec, &values)?;
    let hashed = check_hash(spec, &values, keys)?;
    Ok(Verified { values, hashed, unknown: unknown(spec, raw) })
}

fn check_required(spec: &'static MessageSpec, raw: &Raw) -> Result<(), Refusal> {
    let missing = |field: &&FieldSpec| field.required && raw.get(field.group, field.name).is_none();
    match spec.fields.iter().find(missing) {
        Some(field) => Err(missing_refusal(spec, field)),
        None => Ok(()),
    }
}

fn missing_refusal(spec: &MessageSpec, field: &'static FieldSpec) -> Refusal {
    Refusal::of(field.term.missing.unwrap_or(spec.transport.invalid()), Some(field))
}

fn decrypted(
    spec: &'static MessageSpec,
    raw: &Raw,
    keys: &Keys,
    rules: Rules,
) -> Result<Vec<Option<Plain>>, Refusal> {
    let plain = |field: &'static FieldSpec| {
        let Some(sent) = raw.get(field.group, field.name) else { return Ok(None) };
        let in_clear = rules.amounts_in_clear && field.format == Format::Amount && Class::N.accepts(sent);
        if !field.encrypted || in_clear {
            return Ok(Some(Plain::from(sent)));
        }
        let opened = keys.decrypt(sent).ok_or(Refusal::of(const { Code::of("1902") }, Some(field)))?;
        // Nothing, well encrypted, is nothing still.
        match opened.is_empty() {
            true if field.required => Err(missing_refusal(spec, field)),
            true => Ok(None),
            false => Ok(Some(opened)),
        }
    };
    spec.fields.iter().map(plain).collect()
}

fn check_lengths(spec: &'static MessageSpec, values: &[Option<Plain>]) -> Result<(), Refusal> {
    let too_long = |(field, value): &(&FieldSpec, &Option<Plain>)| {
        value.as_ref().is_some_and(|value| value.len() > field.max)
    };
    match spec.fields.iter().zip(values).find(too_long) {
        Some((field, _)) => {
            Err(Refusal::of(field.term.too_long.unwrap_or(spec.transport.invalid()), Some(field)))
        }
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
            return Err(missing_refusal(spec, field));
        }
        *value = (!clean.is_empty()).then(|| Plain::from(clean));
    }
    Ok(())
}

fn check_texts(spec: &'static MessageSpec, values: &[Option<Plain>]) -> Result<(), Refusal> {
    let wrong = |(field, value): &(&FieldSpec, &Option<Plain>)| {
        value.as_ref().is_some_and(|value| !field.accepts(value))
    };
    match spec.fields.iter().zip(values).find(wrong) {
        Some((field, _)) => Err(Refusal::of(spec.transport.invalid(), Some(field))),
        None => Ok(()),
    }
}

fn check_hash(spec: &'static MessageSpec, values: &[Option<Plain>], keys: &Keys) -> Result<String, Refusal> {
    let Some(computed) = hash::computed(spec, values, keys) else { return Ok(String::new()) };
    let sent = values.last().and_then(Option::as_deref).unwrap_or_default();
    let shown = hash::shown(spec, values);
    if hash::agrees(sent, &computed) {
        Ok(shown)
    } else {
        Err(Refusal { hashed: Some(shown), ..Refusal::of(const { Code::of("1901") }, None) })
    }
}

/// Fields with a value that the message does not define. An empty one says nothing: the window's script posts every
/// field it knows.
pub fn unknown(spec: &MessageSpec, raw: &Raw) -> Vec<String> {
    raw.iter()
        .filter(|&(group, name, value)| {
            let defined = spec.fields.iter().any(|field| field.group == group && field.name == name);
            !defined && !value.is_empty()
        })
        .map(|(group, name, _)| {
            let name = mask::name(name);
            group.key().map_or(name.clone(), |key| format!("{key}.{name}"))
        })
        .collect()
}
