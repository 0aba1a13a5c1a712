//! Every message of the wire as a type: fields, limits, encryption, hashes, reject codes. No I/O.
//!
//! A request's way in is [`Transport::read`] (bytes to [`Raw`]), then [`decode`] (a verified value or
//! one [`Refusal`]); an answer's way out is [`encode`] or [`refusal_reply`], then [`form::encode`] or
//! [`json::encode`]. [`registry::ALL`] lists every API, for whoever walks them: documentation, fuzzers, tests.

mod charset;
mod cipher;
mod code;
mod date;
mod decode;
mod dialect;
mod encode;
mod field;
pub mod form;
mod hash;
pub mod json;
mod mask;
mod message;
pub mod pg;
mod plain;
mod raw;
mod record;
mod refusal;
pub mod registry;
#[cfg(test)]
mod tests;
mod text;
mod value;
mod vocabulary;

pub use cipher::{InvalidKeys, Keys};
pub use code::{Code, Codes, Language};
pub use date::{Date8, DateTime14, Time6};
pub use decode::{Decoded, Rules, Verified, decode, unknown, verify};
pub use dialect::{Dialect, Transport};
pub use encode::{encode, seal};
pub use field::{Class, Field, FieldSpec, Format, Group, Shape, Unit};
pub use form::Charset;
pub use mask::{Secrecy, masked};
pub use message::{HashPart, Message, MessageSpec};
pub use plain::{Malformed, Plain, Row, Values};
pub use raw::{Raw, Unreadable};
pub use record::{List, Record};
pub use refusal::{Offence, Refusal, refusal_reply, window_refusal};
pub use text::{A, Ah, Ahn, An, Bytes, Characters, Counts, HangulAsTwo, N};
pub use value::{Aes, Ordinal, Won};
pub use vocabulary::Term;
