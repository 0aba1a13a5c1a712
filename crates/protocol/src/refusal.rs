//! Saying no: one code, the field at fault, and the answer in the shape that the caller expects.

use crate::charset;
use crate::code::{Code, Language};
use crate::field::{FieldSpec, Group};
use crate::mask::Secrecy;
use crate::message::MessageSpec;
use crate::raw::Raw;

/// Why a message was not accepted.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub code: Code,
    /// The field at fault, where it is one field's.
    pub field: Option<&'static FieldSpec>,
    /// The character at fault, where it is one's.
    pub offence: Option<Offence>,
    /// What was hashed, masked, the key left off, where the hash is at fault.
    pub hashed: Option<String>,
}

/// A character that its field's class lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offence {
    /// How many characters stand before it.
    pub place: usize,
    pub character: char,
}

impl Refusal {
    pub const fn of(code: Code, field: Option<&'static FieldSpec>) -> Self {
        Self { code, field, offence: None, hashed: None }
    }

    /// The code's text with the field's label in brackets, as PG 2.5 prints it, and what is wrong with its text.
    pub fn text(&self, language: Language) -> String {
        let text = self.code.text(language);
        match self.field {
            None => text.to_owned(),
            // The table prints these texts with a label of their own, without the blank and not always the field's.
            Some(field) => {
                let bare = text.split_once('(').map_or(text, |(bare, _)| bare).trim_end();
                let offence = self.offence.map(|offence| offence.text(field, language)).unwrap_or_default();
                format!("{bare} ({}{offence})", field.term.label(language))
            }
        }
    }
}

impl Offence {
    /// Its place, and the character itself unless the field keeps a secret.
    fn text(self, field: &FieldSpec, language: Language) -> String {
        let nth = self.place.saturating_add(1);
        let secret = !matches!(field.term.secrecy, Secrecy::Open | Secrecy::Free);
        let shown = match self.character {
            _ if secret => String::new(),
            c if c.is_ascii_graphic() || (!c.is_ascii() && charset::is_printable(c)) => format!(" '{c}'"),
            c => format!(" U+{:04X}", u32::from(c)),
        };
        match language {
            Language::Ko => format!(": {nth}번째 글자{shown}"),
            Language::En => format!(": character {nth}{shown}"),
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
        match field.records {
            Some(_) if field.required => reply.push_records(field.group, field.name, Vec::new()),
            None if field.required || extra.is_some() => {
                reply.push(field.group, field.name, value.unwrap_or_default());
            }
            _ => {}
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
