//! What a line may weigh at the most. Whoever sends more, unsigned perhaps, is cut short.

use serde_json::Value;

use super::Line;

/// Of one value. Longer than any that the protocol knows.
const VALUE: usize = 2 << 10;
/// Of all fields together.
const FIELDS: usize = 12 << 10;
/// Names that no message defines: so many, of such a length.
const UNKNOWN: usize = 32;
const UNKNOWN_NAME: usize = 64;

/// The line, none of its parts longer than it may be: 24 KiB in all, whatever came.
pub(super) fn cut(line: Line) -> Line {
    let unknown = line.unknown.into_iter().take(UNKNOWN);
    Line {
        merchant: text(line.merchant, UNKNOWN_NAME),
        path: text(line.path, VALUE),
        code: text(line.code, UNKNOWN_NAME),
        text: text(line.text, VALUE),
        hashed: line.hashed.map(|hashed| text(hashed, VALUE)),
        unknown: unknown.map(|name| text(name, UNKNOWN_NAME)).collect(),
        fields: fields(line.fields),
        ..line
    }
}

/// The first bytes of a text, and how many there were.
fn text(mut text: String, limit: usize) -> String {
    let length = text.len();
    if length > limit {
        text.truncate(text.floor_char_boundary(limit));
        text.push_str(&format!("… ({length} bytes)"));
    }
    text
}

/// Fields that are JSON still.
fn fields(fields: String) -> String {
    let length = fields.len();
    if length <= VALUE {
        return fields;
    }
    let cut = serde_json::from_str(&fields).map(|value| values(value).to_string());
    cut.ok().filter(|cut| cut.len() <= FIELDS).unwrap_or_else(|| {
        serde_json::json!({ "…": format!("{length} bytes of fields are left off") }).to_string()
    })
}

fn values(value: Value) -> Value {
    match value {
        Value::String(long) => Value::String(text(long, VALUE)),
        Value::Array(list) => list.into_iter().map(values).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, values(value))).collect(),
        short => short,
    }
}
