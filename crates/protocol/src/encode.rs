//! From a message to raw fields: values encrypted where the table says so, the hash computed where it has a recipe.

use crate::cipher::Keys;
use crate::hash;
use crate::message::{Message, MessageSpec, Plain};
use crate::raw::Raw;

/// A message ready to be sent. Absent options are left out.
pub fn encode<M: Message>(message: &M, keys: &Keys) -> Raw {
    seal(M::SPEC, &message.to_plain(), keys)
}

/// As [`encode`], from plain texts in the order of the table's fields.
pub fn seal(spec: &MessageSpec, values: &[Option<Plain>], keys: &Keys) -> Raw {
    let mut raw = Raw::new();
    // The computed hash has a field, the last, but no value of its own.
    let own = spec.fields.len() - usize::from(spec.hash.is_some());
    for (field, value) in spec.fields.iter().take(own).zip(values) {
        match value {
            Some(value) if field.encrypted => raw.push(field.group, field.name, keys.encrypt(value)),
            Some(value) => raw.push(field.group, field.name, &**value),
            None => {}
        }
    }
    if let (Some(field), Some(hash)) = (spec.hash_field(), hash::computed(spec, values, keys)) {
        raw.push(field.group, field.name, hash);
    }
    raw
}
