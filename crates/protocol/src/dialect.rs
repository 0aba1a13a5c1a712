//! What differs between the protocol's four ways of talking: how a message travels, which table its codes are of,
//! which code a fault has, and the envelope of a refusal.

use crate::code::{Code, Codes};
use crate::field::{FieldSpec, Group};
use crate::form;
use crate::json;
use crate::message::MessageSpec;
use crate::raw::{Raw, Unreadable};
use crate::refusal::{refusal_reply, window_refusal};

/// A way of talking. A message's declaration names its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// The PG's forms: payment windows, their results, notifications.
    Window,
    /// The PG's server-to-server APIs.
    Spay,
    /// The Easy Cash APIs.
    EasyCash,
    /// The PG's collation: a form in, lines of text out. PG 39, 40.
    Collation,
}

/// How a message travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `{params, data}`, each an object of texts.
    Json,
    /// One JSON object of texts and of lists of records.
    Flat,
}

impl Transport {
    /// Reads a request, which is as long as requests are.
    pub fn read(self, body: &[u8]) -> Result<Raw, Unreadable> {
        match self {
            Self::Form => form::parse(body),
            Self::Json => json::parse(body),
            Self::Flat => json::parse_flat(body),
        }
    }
}

impl Dialect {
    pub const fn transport(self) -> Transport {
        match self {
            Self::Window | Self::Collation => Transport::Form,
            Self::Spay => Transport::Json,
            Self::EasyCash => Transport::Flat,
        }
    }

    pub const fn codes(self) -> Codes {
        match self {
            Self::Window | Self::Spay => Codes::Pg,
            Self::EasyCash => Codes::EasyCash,
            Self::Collation => Codes::Collation,
        }
    }

    /// The code for a fault that no other code names: the windows' "invalid request", or the APIs'.
    pub const fn invalid(self) -> Code {
        match self {
            Self::Window => const { Code::of("6001") },
            Self::Spay => const { Code::of("ST09") },
            Self::EasyCash => const { Codes::EasyCash.of("ST09") },
            Self::Collation => const { Codes::Collation.of("ST09") },
        }
    }

    pub const fn unknown_merchant(self) -> Code {
        match self {
            Self::Window | Self::Spay => const { Code::of("ST47") },
            Self::EasyCash => const { Codes::EasyCash.of("ST09") },
            Self::Collation => const { Codes::Collation.of("ST90") },
        }
    }

    /// The code for a required field that is absent: the PG's table names a few of them (PG 41.1).
    pub const fn missing(self, field: &FieldSpec) -> Code {
        match (self, field.term.missing) {
            (Self::Window | Self::Spay, Some(code)) => code,
            (Self::Collation, _) => const { Codes::Collation.of("ST91") },
            _ => self.invalid(),
        }
    }

    /// The code for a field that is too long: the PG's table names a few of them (PG 41.1).
    pub const fn too_long(self, field: &FieldSpec) -> Code {
        match (self, field.term.too_long) {
            (Self::Window | Self::Spay, Some(code)) => code,
            (Self::Collation, _) => const { Codes::Collation.of("ST91") },
            _ => self.invalid(),
        }
    }

    pub const fn undecryptable(self) -> Code {
        match self {
            Self::Window | Self::Spay => const { Code::of("1902") },
            Self::EasyCash | Self::Collation => self.invalid(),
        }
    }

    pub const fn wrong_hash(self) -> Code {
        match self {
            Self::Window | Self::Spay => const { Code::of("1901") },
            Self::EasyCash => self.invalid(),
            Self::Collation => const { Codes::Collation.of("ST92") },
        }
    }

    /// A refusal as its caller expects it. Without a response's table, where no API is known, the envelope holds what
    /// every refusal says. `extras` replace values by name.
    pub fn refusal(
        self,
        response: Option<&MessageSpec>,
        request: &Raw,
        code: Code,
        text: &str,
        extras: &[(&str, &str)],
    ) -> Vec<u8> {
        match (self, response) {
            (Self::Window, _) => json::encode(&window_refusal(request, code, text)),
            (Self::Collation, _) => line(code, text),
            (Self::Spay | Self::EasyCash, Some(response)) => {
                json::encode(&refusal_reply(response, request, code, text, extras))
            }
            (Self::Spay, None) => json::encode(&bare(Group::Params, code, text)),
            (Self::EasyCash, None) => json::encode(&bare(Group::Whole, code, text)),
        }
    }
}

/// `ST91|message|0|`: a header that no record follows. PG 39.
fn line(code: Code, text: &str) -> Vec<u8> {
    let text = text.replace(['|', '\r', '\n'], " ");
    format!("{code}|{text}|0|\n").into_bytes()
}

fn bare(group: Group, code: Code, text: &str) -> Raw {
    let mut reply = Raw::new();
    for (name, value) in [("outStatCd", "0031"), ("outRsltCd", code.as_str()), ("outRsltMsg", text)] {
        reply.push(group, name, value);
    }
    reply
}
