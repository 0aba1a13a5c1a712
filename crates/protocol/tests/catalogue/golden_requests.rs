//! One valid request an API, sealed by other people's code (hashlib, openssl) with the published test keys. The facts
//! are held to all of them, the codec to those that are declared.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{Keys, MessageSpec, Rules, unknown, verify};
use serde::Deserialize;

use crate::common;
use crate::facts::{self, Message};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    keys: BTreeMap<String, Pair>,
    requests: Vec<Request>,
}

#[derive(Deserialize)]
struct Pair {
    aes: String,
    hash: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    message: String,
    /// Which pair of keys.
    keys: String,
    plain: BTreeMap<String, String>,
    /// Without the merchant's key; a message without a hash has none.
    hashed: Option<String>,
    body: String,
}

#[test]
fn every_printed_api_has_a_golden_request() {
    let [pg, easycash, _] = facts::sources();
    let golden = golden();
    let have: BTreeSet<&str> = golden.requests.iter().map(|request| request.message.as_str()).collect();
    let due: BTreeSet<&str> = [&pg, &easycash]
        .iter()
        .flat_map(|source| &source.apis)
        .flat_map(|api| api.messages.keys())
        .filter(|id| id.ends_with(".request"))
        .map(String::as_str)
        .collect();
    let without: Vec<_> = due.difference(&have).copied().collect();
    assert_eq!(without, ["vbank-deposit-test.request", "vbank-issue-unlimited.request"]);
    assert_eq!(have.len(), 67);
}

#[test]
fn the_facts_admit_the_golden_requests_and_hash_what_they_hash() {
    let messages = facts::messages();
    for Request { message: id, plain, hashed, .. } in golden().requests {
        let facts = &messages[&id];
        for (name, text) in &plain {
            let field = facts.field(name).unwrap_or_else(|| panic!("{id} has no {name}"));
            assert!(field.admits(text), "{id}: {name}");
        }
        let required = facts.fields.iter().filter(|field| field.required && field.name != "pktHash");
        for field in required {
            assert!(plain.contains_key(&field.name), "{id}: {}", field.name);
        }
        assert_eq!(recipe_of(facts, &plain), hashed, "{id}");
    }
}

#[test]
fn declared_messages_read_the_golden_requests() {
    let golden = golden();
    let mut read = 0;
    for spec in common::messages() {
        for request in golden.requests.iter().filter(|request| request.message == spec.id) {
            let Pair { aes, hash } = &golden.keys[&request.keys];
            reads(spec, request, &Keys::new(aes, hash).unwrap());
            read += 1;
        }
    }
    assert!(read > 0);
}

fn reads(spec: &'static MessageSpec, request: &Request, keys: &Keys) {
    let raw = spec.transport().read(request.body.as_bytes()).unwrap();
    let verified = verify(spec, &raw, keys, Rules::default())
        .unwrap_or_else(|refusal| panic!("{}: {refusal:?}", spec.id));
    let hash = spec.hash_field().map(|field| field.name);
    for (field, value) in
        spec.fields.iter().zip(&verified.values).filter(|(field, _)| Some(field.name) != hash)
    {
        let due = request.plain.get(field.name).map(String::as_str);
        assert_eq!(value.as_deref(), due, "{} {}", spec.id, field.name);
    }
    assert_eq!(verified.hashed, request.hashed.as_deref().unwrap_or_default(), "{}", spec.id);
    assert_eq!(unknown(spec, &raw), [""; 0], "{}", spec.id);
}

/// What the recipe makes of the texts.
fn recipe_of(facts: &Message, plain: &BTreeMap<String, String>) -> Option<String> {
    let recipe = facts.hash.as_ref()?;
    Some(
        recipe
            .iter()
            .map(|part| facts::hashed_field(part).map_or(part, |name| &plain[name]).as_str())
            .collect(),
    )
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("../data/golden-requests.json")).unwrap()
}
