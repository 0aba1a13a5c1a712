//! Any bytes as a call of any API: nothing panics, what is accepted means the same when it is sent on, and no log
//! shows the number of a card.

use protocol::registry::{self, Api};
use protocol::{
    Charset, Code, Group, Keys, Language, MessageSpec, Raw, Refusal, Rules, Transport, Verified, form, json,
    refusal_reply, seal, unknown, verify, window_refusal,
};

use super::{log, wire};

/// A form may be three times as long when it is written again, and has to be readable still.
const MAX_BYTES: usize = 16 * 1024;

/// Checks what the bytes say, and counts the messages that they are, valid and signed.
pub fn check(bytes: &[u8]) -> usize {
    if bytes.len() > MAX_BYTES {
        return 0;
    }
    let keys = super::test_keys();
    [Transport::Form, Transport::Json, Transport::Flat]
        .map(|transport| check_as(transport, bytes, &keys))
        .iter()
        .sum()
}

fn check_as(transport: Transport, bytes: &[u8], keys: &Keys) -> usize {
    let raw = match wire::read(transport, bytes) {
        Ok(raw) => raw,
        Err(unreadable) => {
            assert!(!unreadable.reason(protocol::Language::Ko).is_empty());
            return 0;
        }
    };
    // Fields beside the two objects are read, so that they can be named, but never written.
    let grouped = raw.iter().all(|(group, ..)| group != Group::Whole);
    if transport == Transport::Form
        || (transport == Transport::Json && grouped)
        || (!grouped && !raw.is_empty())
    {
        wire::assert_survives(transport, &raw);
    }
    let _encodes = form::encode(&raw, Charset::EucKr);
    log::assert_shows_no_card("Debug", &format!("{raw:?}"));
    registry::ALL.iter().map(|api| check_api(api, &raw, keys)).sum()
}

fn check_api(api: &Api, raw: &Raw, keys: &Keys) -> usize {
    if let Err(refusal) = verify(api.request, raw, keys, Rules::default()) {
        assert_answers(api, raw, &refusal);
    }
    api.messages().map(|spec| check_message(spec, raw, keys)).sum()
}

fn check_message(spec: &'static MessageSpec, raw: &Raw, keys: &Keys) -> usize {
    log::assert_masks(spec, raw, None);
    log::assert_masks(spec, raw, Some(keys));
    unknown(spec, raw).iter().for_each(|name| log::assert_shows_no_card("an unknown name", name));
    let mut accepted = 0;
    for rules in [Rules::default(), Rules { amounts_in_clear: true }] {
        match verify(spec, raw, keys, rules) {
            Ok(verified) => {
                assert_means_the_same_again(spec, &verified, keys);
                accepted += 1;
            }
            Err(refusal) => assert_says_why(&refusal),
        }
    }
    accepted
}

/// A verified message can be sealed and sent, and is then verified to the same values.
fn assert_means_the_same_again(spec: &'static MessageSpec, verified: &Verified, keys: &Keys) {
    assert_eq!(verified.values.len(), spec.fields.len(), "{}", spec.id);

    let sealed = seal(spec, &verified.values, keys);
    wire::assert_survives(spec.transport(), &sealed);
    let again = verify(spec, &sealed, keys, Rules::default())
        .unwrap_or_else(|refusal| panic!("{} was accepted once, but not again: {}", spec.id, refusal.code));
    for (field, (one, other)) in spec.fields.iter().zip(verified.values.iter().zip(&again.values)) {
        // Hashes come in either case of hex; ours is the lower.
        let is_hash = spec.hash_field().is_some_and(|hash| hash.name == field.name);
        let ours =
            one.as_deref().map(|text| if is_hash { text.to_ascii_lowercase() } else { text.to_owned() });
        assert_eq!(ours.as_deref(), other.as_deref(), "{} {}", spec.id, field.name);
        assert!(one.is_some() || !field.required, "{} lacks {}", spec.id, field.name);
    }
    assert_eq!(verified.hashed, again.hashed, "{}", spec.id);
    let strange = unknown(spec, &sealed);
    assert!(strange.is_empty(), "{} does not know its own {strange:?}", spec.id);
}

/// A refusal can be said in both languages, and shows what was hashed where the hash is at fault.
fn assert_says_why(refusal: &Refusal) {
    assert_eq!(refusal.hashed.is_some(), refusal.code == const { Code::of("1901") });
    for language in [Language::Ko, Language::En] {
        assert!(!refusal.text(language).is_empty(), "{} says nothing", refusal.code);
    }
}

/// A refused call is answered in the shape that its caller expects.
fn assert_answers(api: &Api, raw: &Raw, refusal: &Refusal) {
    let text = refusal.text(Language::Ko);
    let reply = refusal_reply(api.response, raw, refusal.code, &text, &[("trdNo", "STFP_PGCA")]);
    for field in api.response.fields.iter().filter(|field| field.required) {
        let has = |(group, name, _): (Group, &str, &str)| group == field.group && name == field.name;
        assert!(reply.iter().any(has), "the refusal of {} lacks {}", api.id, field.name);
    }
    assert_eq!(reply.find("outStatCd"), Some("0031"));
    assert_eq!(reply.find("outRsltCd"), Some(refusal.code.as_str()));
    wire::assert_survives(api.response.transport(), &reply);

    let flat = json::encode(&window_refusal(raw, refusal.code, &text));
    assert!(flat.starts_with(br#"{"outRsltMsg":""#), "a window's refusal begins with its text");
}
