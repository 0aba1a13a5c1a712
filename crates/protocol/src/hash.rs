//! The pktHash: SHA-256 over plain texts without a separator, the merchant's hash key last, in hex.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::cipher::Keys;
use crate::mask;
use crate::message::{HashPart, MessageSpec};
use crate::plain::Plain;

impl Keys {
    /// The hash of a text and the hash key, in lower-case hex. PG 5.3.
    pub fn sign(&self, text: &str) -> String {
        let mut digest = Sha256::new();
        digest.update(text);
        digest.update(self.hash_key());
        hex::encode(digest.finalize())
    }

    /// Whether a hash that came is that of a text and the hash key.
    pub fn agrees(&self, text: &str, sent: &str) -> bool {
        agrees(sent, &self.sign(text))
    }
}

/// The hash of a message's values, in lower-case hex; `None` where the message has no recipe.
pub(crate) fn computed(spec: &MessageSpec, values: &[Option<Plain>], keys: &Keys) -> Option<String> {
    let mut digest = Sha256::new();
    for part in spec.hash? {
        digest.update(text(*part, spec, values));
    }
    digest.update(keys.hash_key());
    Some(hex::encode(digest.finalize()))
}

/// What was hashed, for people to compare with what they hashed: each part masked by its own field, the key left off.
pub(crate) fn shown(spec: &MessageSpec, values: &[Option<Plain>]) -> String {
    let part = |part: &HashPart| match part.field().and_then(|name| spec.field(name)) {
        Some(field) => mask::value(field.term.secrecy, text(*part, spec, values)),
        None => text(*part, spec, values).to_owned(),
    };
    spec.hash.unwrap_or_default().iter().map(part).collect()
}

/// Whether the hash that came is the one computed. Merchants send either case of hex; the time taken tells nothing.
pub(crate) fn agrees(sent: &str, computed: &str) -> bool {
    sent.to_ascii_lowercase().as_bytes().ct_eq(computed.as_bytes()).into()
}

/// An absent field adds nothing.
fn text<'a>(part: HashPart, spec: &MessageSpec, values: &'a [Option<Plain>]) -> &'a str {
    let value = |name: &str| {
        let position = spec.fields.iter().position(|field| field.name == name);
        position.and_then(|position| values.get(position)?.as_deref()).unwrap_or_default()
    };
    match part {
        HashPart::Literal(text) => text,
        HashPart::Field(name) => value(name),
        HashPart::First8(name) => value(name).get(..8).unwrap_or_default(),
        HashPart::Last6(name) => value(name).get(8..14).unwrap_or_default(),
    }
}
