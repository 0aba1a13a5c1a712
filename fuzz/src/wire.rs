//! A message as bytes, and read again.

use protocol::{Charset, Group, Raw, Transport, Unreadable, form, json};

pub(super) fn write(transport: Transport, raw: &Raw) -> Vec<u8> {
    match transport {
        Transport::Form => form::encode(raw, Charset::Utf8),
        Transport::Json | Transport::Flat => json::encode(raw),
    }
}

pub(super) fn read(transport: Transport, body: &[u8]) -> Result<Raw, Unreadable> {
    transport.read(body)
}

/// What is written is read again as it was, each object's fields in their order.
pub(super) fn assert_survives(transport: Transport, raw: &Raw) {
    let again = read(transport, &write(transport, raw)).expect("what we write can be read");
    for group in [Group::Whole, Group::Params, Group::Data] {
        assert!(fields(raw, group).eq(fields(&again, group)), "{raw:?} became {again:?}");
    }
}

fn fields(raw: &Raw, group: Group) -> impl Iterator<Item = (Group, &str, &str)> {
    raw.iter().filter(move |(of, ..)| *of == group)
}
