//! Against values made by other people's code (`golden.py`: hashlib, openssl) and by the documents themselves. Server
//! and SDK share this codec, so that an error in it would hide from every test that runs both ends.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests speak by panicking")]

mod common;

use common::{cancel, keys, message, window};
use protocol::{Charset, Group, Keys, Rules, Transport, form, json, seal, unknown, verify};
use serde_json::Value;

#[test]
fn golden_messages_are_verified_and_sealed_again_to_the_same_bytes() {
    let golden: Value = serde_json::from_str(include_str!("data/golden.json")).unwrap();
    let keys = Keys::new(text(&golden["aes_key"]), text(&golden["hash_key"])).unwrap();
    let cases = golden["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 18);
    for case in cases {
        let (spec, body) = (message(text(&case["message"])), text(&case["body"]));
        let raw = match spec.transport() {
            Transport::Form => form::parse(body.as_bytes()).unwrap(),
            Transport::Json => json::parse(body.as_bytes()).unwrap(),
            Transport::Flat => json::parse_flat(body.as_bytes()).unwrap(),
        };
        let verified = verify(spec, &raw, &keys, Rules::default())
            .unwrap_or_else(|refusal| panic!("{}: {refusal:?}", spec.id));

        let own = spec.fields.len() - 1;
        for (field, value) in spec.fields.iter().zip(&verified.values).take(own) {
            assert_eq!(value.as_deref(), case["plain"][field.name].as_str(), "{} {}", spec.id, field.name);
        }
        assert_eq!(verified.hashed, text(&case["hashed"]), "{}", spec.id);
        assert_eq!(unknown(spec, &raw), [""; 0]);

        let again = seal(spec, &verified.values, &keys);
        let bytes = match spec.transport() {
            Transport::Form => form::encode(&again, Charset::Utf8),
            Transport::Json | Transport::Flat => json::encode(&again),
        };
        assert_eq!(String::from_utf8(bytes).unwrap(), body, "{}", spec.id);
    }
}

#[test]
fn the_printed_ciphertext_of_1000() {
    assert_eq!(window(&[]).get(Group::Whole, "trdAmt"), Some("AntV/eDpxIaKF0hJiePDKA=="));
}

#[test]
fn the_printed_hash_of_a_window_request() {
    let printed = "f395b6725a9a18f2563ce34f8bc76698051d27c05e5ba815f463f00429061c0c";
    assert_eq!(window(&[]).get(Group::Whole, "pktHash"), Some(printed));
}

#[test]
fn the_printed_hash_of_a_cancel() {
    let printed = "a2d6d597d55d7c9b689baa2e08c1ddf0ce71f4248c5b9b59fe61bfbf949543e1";
    assert_eq!(cancel(&[]).get(Group::Data, "pktHash"), Some(printed));
}

#[test]
fn upper_case_hex_is_as_good() {
    let raw = cancel(&[]);
    let upper = raw.get(Group::Data, "pktHash").unwrap().to_ascii_uppercase();
    let raw = common::with(&raw, Group::Data, "pktHash", &upper);
    assert!(verify(message("card-cancel.request"), &raw, &keys(), Rules::default()).is_ok());
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
