//! From a message to raw fields: values encrypted where the table says so, the hash computed where it has a recipe.

use crate::cipher::Keys;
use crate::field::FieldSpec;
use crate::hash;
use crate::message::{Message, MessageSpec};
use crate::plain::Plain;
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
    let own = spec.fields.iter().take(own);
    own.zip(values).for_each(|(field, value)| push(&mut raw, field, value.as_ref(), keys));
    if let (Some(field), Some(hash)) = (spec.hash_field(), hash::computed(spec, values, keys)) {
        raw.push(field.group, field.name, hash);
    }
    raw
}

fn push(raw: &mut Raw, field: &FieldSpec, value: Option<&Plain>, keys: &Keys) {
    let Some(value) = value else { return };
    match (field.records, value.records()) {
        (Some(fields), Some(rows)) => {
            let record = |row: &Vec<Option<Plain>>| {
                let mut record = Raw::new();
                fields
                    .iter()
                    .zip(row)
                    .for_each(|(field, value)| push(&mut record, field, value.as_ref(), keys));
                record
            };
            raw.push_records(field.group, field.name, rows.iter().map(record).collect());
        }
        _ if field.encrypted => raw.push(field.group, field.name, keys.encrypt(value)),
        _ => raw.push(field.group, field.name, &**value),
    }
}
