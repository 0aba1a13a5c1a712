//! The JSON of the server-to-server APIs: `{"params": {…}, "data": {…}}`, each an object of scalars.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::field::Group;
use crate::form::MAX_BODY_BYTES;
use crate::raw::{Raw, Unreadable};

/// Reads a message. Numbers keep the text they were written as; `null` is an absent field. Nothing is passed over in
/// silence: what has no place in a message makes it unreadable, or stands among its unknown fields.
pub fn parse(body: &[u8]) -> Result<Raw, Unreadable> {
    if body.len() > MAX_BODY_BYTES {
        return Err(Unreadable("the body is too large"));
    }
    let text = std::str::from_utf8(body).map_err(|_| Unreadable("the text is not UTF-8"))?;
    let mut raw = Raw::new();
    let mut seen = Vec::new();
    for (key, value) in members(text)? {
        match [Group::Params, Group::Data].into_iter().find(|group| group.key() == Some(&key)) {
            Some(group) if seen.contains(&group) => return Err(Unreadable("params or data stands twice")),
            Some(group) => {
                seen.push(group);
                read_group(&mut raw, group, value.get())?;
            }
            None => read_field(&mut raw, Group::Whole, key, value.get())?,
        }
    }
    if seen.len() == 2 { Ok(raw) } else { Err(Unreadable("params or data is missing")) }
}

fn read_group(raw: &mut Raw, group: Group, json: &str) -> Result<(), Unreadable> {
    members(json)?.into_iter().try_for_each(|(name, value)| read_field(raw, group, name, value.get()))
}

fn read_field(raw: &mut Raw, group: Group, name: String, json: &str) -> Result<(), Unreadable> {
    let value = match json.bytes().next() {
        Some(b'"') => serde_json::from_str(json).map_err(|_| Unreadable("a text is not valid JSON"))?,
        Some(b'{' | b'[') => return Err(Unreadable("a field holds an object or an array")),
        Some(b'n') => return Ok(()),
        _ => json.to_owned(),
    };
    raw.receive(group, name, value)
}

fn members(json: &str) -> Result<Vec<(String, &RawValue)>, Unreadable> {
    serde_json::from_str::<Members<'_>>(json)
        .map(|members| members.0)
        .map_err(|_| Unreadable("not a JSON object where one is due"))
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
    let json = if flat {
        object(raw, Group::Whole)
    } else {
        format!(r#"{{"params":{},"data":{}}}"#, object(raw, Group::Params), object(raw, Group::Data))
    };
    json.into_bytes()
}

fn object(raw: &Raw, group: Group) -> String {
    let mut json = String::from("{");
    for (_, name, value) in raw.iter().filter(|(of, ..)| *of == group) {
        if json.len() > 1 {
            json.push(',');
        }
        json.push_str(&text(name));
        json.push(':');
        json.push_str(&text(value));
    }
    json.push('}');
    json
}

fn text(text: &str) -> String {
    serde_json::to_string(text).expect("a text is always valid JSON")
}
