//! Saying no: one code, the field at fault, and the answer in the shape that the caller expects.

use crate::code::{Code, Language};
use crate::field::{FieldSpec, Group};
use crate::message::MessageSpec;
use crate::raw::Raw;

/// Why a message was not accepted.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub code: Code,
    /// The field at fault, where it is one field's.
    pub field: Option<&'static FieldSpec>,
    /// What was hashed, masked, the key left off, where the hash is at fault.
    pub hashed: Option<String>,
}

impl Refusal {
    pub(crate) const fn of(code: Code, field: Option<&'static FieldSpec>) -> Self {
        Self { code, field, hashed: None }
    }

    /// The code's text with the field's label in brackets, as PG 2.5 prints it.
    pub fn text(&self, language: Language) -> String {
        let text = self.code.text(language);
        match self.field {
            None => text.to_owned(),
            // The table prints these texts with a label of their own, without the blank and not always the field's.
            Some(field) => {
                let bare = text.split_once('(').map_or(text, |(bare, _)| bare).trim_end();
                format!("{bare} ({})", field.term.label(language))
            }
        }
    }
}

/// A refusal in the API's own shape, `{params, data}` as a success has it: every required field, as the request sent
/// it where it did, else its fixed value, else empty; the request's own hash. `extras` replace values by name.
pub fn refusal_reply(
    response: &MessageSpec,
    request: &Raw,
    code: Code,
    text: &str,
    extras: &[(&str, &str)],
) -> Raw {
    let mut reply = Raw::new();
    for field in response.fields {
        let extra = extras.iter().find(|(name, _)| *name == field.name).map(|(_, value)| *value);
        let own = match field.name {
            "outStatCd" => Some("0031"),
            "outRsltCd" => Some(code.as_str()),
            "outRsltMsg" => Some(text),
            _ => None,
        };
        let value = extra
            .or(own)
            .or_else(|| request.find(field.name).filter(|_| field.required))
            .or_else(|| field.fixed.first().copied());
        if field.required || extra.is_some() {
            reply.push(field.group, field.name, value.unwrap_or_default());
        }
    }
    reply
}

/// A window's refusal: the flat JSON of PG 2.5, its keys in the order printed there.
pub fn window_refusal(request: &Raw, code: Code, text: &str) -> Raw {
    let sent = |name| request.find(name).unwrap_or_default();
    let mut reply = Raw::new();
    for (name, value) in [
        ("outRsltMsg", text),
        ("mchtTrdNo", sent("mchtTrdNo")),
        ("outRsltCd", code.as_str()),
        ("outStatCd", "0031"),
        ("mchtId", sent("mchtId")),
    ] {
        reply.push(Group::Whole, name, value);
    }
    reply
}
