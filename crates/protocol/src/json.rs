//! The JSON of the server-to-server APIs: of `/spay`, `{"params": {…}, "data": {…}}`, each an object of scalars; of Easy
//! Cash, one object of scalars and of lists of records.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::field::Group;
use crate::form::MAX_BODY_BYTES;
use crate::raw::{Raw, Sent, Unreadable};

/// The longest answer that is read: lists have thousands of records.
pub const MAX_ANSWER_BYTES: usize = 8 << 20;

/// Reads a message of `/spay`. Numbers keep the text they were written as; `null` is an absent field. Nothing is passed
/// over in silence: what has no place in a message makes it unreadable, or stands among its unknown fields.
pub fn parse(body: &[u8]) -> Result<Raw, Unreadable> {
    let text = text_of(body, MAX_BODY_BYTES)?;
    let mut raw = Raw::new();
    let mut seen = Vec::new();
    for (key, value) in members(text)? {
        match [Group::Params, Group::Data].into_iter().find(|group| group.key() == Some(&key)) {
            Some(group) if seen.contains(&group) => return Err(Unreadable::GroupTwice),
            Some(group) => {
                seen.push(group);
                read_group(&mut raw, group, value.get())?;
            }
            None => read_field(&mut raw, Group::Whole, key, value.get())?,
        }
    }
    if seen.len() == 2 { Ok(raw) } else { Err(Unreadable::GroupMissing) }
}

/// Reads a flat message, as [`parse`] reads its own; an array is a list of records.
pub fn parse_flat(body: &[u8]) -> Result<Raw, Unreadable> {
    parse_flat_within(body, MAX_BODY_BYTES)
}

/// As [`parse_flat`], of another length: what a gateway answers may be longer than what it is asked.
pub fn parse_flat_within(body: &[u8], max_bytes: usize) -> Result<Raw, Unreadable> {
    let mut raw = Raw::new();
    for (name, value) in members(text_of(body, max_bytes)?)? {
        if value.get().starts_with('[') {
            raw.receive_records(&name, read_records(value.get())?)?;
        } else {
            read_field(&mut raw, Group::Whole, name, value.get())?;
        }
    }
    Ok(raw)
}

/// Some libraries begin every text with a byte order mark.
fn text_of(body: &[u8], max_bytes: usize) -> Result<&str, Unreadable> {
    if body.len() > max_bytes {
        return Err(Unreadable::TooLarge);
    }
    let text = std::str::from_utf8(body).map_err(|_| Unreadable::NotUtf8)?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn read_records(json: &str) -> Result<Vec<Raw>, Unreadable> {
    let records: Vec<&RawValue> = serde_json::from_str(json).map_err(|_| Unreadable::BadList)?;
    let record = |json: &RawValue| {
        let mut record = Raw::new();
        read_group(&mut record, Group::Whole, json.get())?;
        Ok(record)
    };
    records.into_iter().map(record).collect()
}

fn read_group(raw: &mut Raw, group: Group, json: &str) -> Result<(), Unreadable> {
    members(json)?.into_iter().try_for_each(|(name, value)| read_field(raw, group, name, value.get()))
}

fn read_field(raw: &mut Raw, group: Group, name: String, json: &str) -> Result<(), Unreadable> {
    let value = match json.bytes().next() {
        Some(b'"') => serde_json::from_str(json).map_err(|_| Unreadable::BadText)?,
        Some(b'{' | b'[') => return Err(Unreadable::Nested),
        Some(b'n') => return Ok(()),
        _ => json.to_owned(),
    };
    raw.receive(group, name, value)
}

fn members(json: &str) -> Result<Vec<(String, &RawValue)>, Unreadable> {
    serde_json::from_str::<Members<'_>>(json).map(|members| members.0).map_err(|_| Unreadable::NotAnObject)
}

/// An object's members in order, repetitions included: a map would keep one of them in silence.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

/// Writes a message, compact, `/` and Hangul as they are: some receivers never unescape. A message without groups is
/// one flat object.
pub fn encode(raw: &Raw) -> Vec<u8> {
    let flat = !raw.is_empty() && raw.iter().all(|(group, ..)| group == Group::Whole);
    let mut json = String::new();
    if flat {
        write_object(&mut json, raw, Group::Whole);
    } else {
        json.push_str(r#"{"params":"#);
        write_object(&mut json, raw, Group::Params);
        json.push_str(r#","data":"#);
        write_object(&mut json, raw, Group::Data);
        json.push('}');
    }
    json.into_bytes()
}

fn write_object(json: &mut String, raw: &Raw, group: Group) {
    json.push('{');
    for (position, entry) in raw.entries().iter().filter(|entry| entry.group == group).enumerate() {
        if position > 0 {
            json.push(',');
        }
        json.push_str(&text(&entry.name));
        json.push(':');
        match &entry.value {
            Sent::Text(value) => json.push_str(&text(value)),
            Sent::Records(records) => write_records(json, records),
        }
    }
    json.push('}');
}

fn write_records(json: &mut String, records: &[Raw]) {
    json.push('[');
    for (position, record) in records.iter().enumerate() {
        if position > 0 {
            json.push(',');
        }
        write_object(json, record, Group::Whole);
    }
    json.push(']');
}

fn text(text: &str) -> String {
    serde_json::to_string(text).expect("a text is always valid JSON")
}
