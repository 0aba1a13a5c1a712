//! Every declared message against the catalogue of the documents' facts. Where we deviate, we say why, here and
//! nowhere else.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests speak by panicking")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use protocol::{Class, HashPart, MessageSpec, Transport};
use serde_json::Value;

/// Deviations from the printed tables: message, field, what differs, and the reason.
const DEVIATIONS: &[(&str, &str, &str, &str)] = &[
    ("card-pay.response", "cardNo", "class AN, printed N", "a masked number holds stars"),
    ("card-billkey-issue.response", "cardNo", "class AN, printed N", "a masked number holds stars"),
    ("card-billkey-pay.response", "cardNo", "class AN, printed N", "a masked number holds stars"),
    ("card-billkey-issue.response", "outRsltCd", "class AN, printed N", "reject codes have letters"),
    ("card-capture.response", "outRsltCd", "class AN, printed N", "reject codes have letters"),
    ("card-capture.request", "pktHash", "encrypted false, printed true", "a hash is not encrypted anywhere"),
    ("card-capture.response", "trdAmt", "encrypted true, printed false", "the guide's example is encrypted"),
    (
        "card-capture.response",
        "dcTrdAmt",
        "encrypted true, printed false",
        "the guide's example is encrypted",
    ),
    ("card-capture.response", "pointTrdAmt", "encrypted true, printed false", "as in the window's result"),
    ("card-capture.response", "cardTrdAmt", "encrypted true, printed false", "as in the window's result"),
    ("*", "ver", "fixed 0A19|0A18|0A17, printed 0A19", "older versions are still sent"),
    ("card-billkey-issue.response", "outStatCd", "class AN, printed N", "one header for all answers"),
    ("card-capture.response", "outStatCd", "class AN, printed N", "one header for all answers"),
    ("card.request", "custIp", "bytes 39, printed 15", "addresses are IPv6, too"),
    ("card-billkey-pay.request", "notiUrl", "present, printed absent", "the guide and every sample have it"),
    ("card-cancel.request", "cnclOrd", "required false, printed true", "the samples leave it blank"),
    (
        "card-billkey-delete.response",
        "hash",
        "0, printed trdAmt",
        "the message lacks the amount that 10.4 names",
    ),
];

/// A difference between what is declared and what is printed: message, field, what.
type Difference = (String, String, String);

#[test]
fn every_message_is_what_the_documents_print_but_for_the_listed_deviations() {
    let catalogue = catalogue();
    let found: BTreeSet<Difference> = common::messages()
        .iter()
        .flat_map(|spec| differences(spec, catalogue.get(spec.id).unwrap_or(&Value::Null)))
        .collect();
    let unlisted: Vec<_> = found.iter().filter(|difference| !is_listed(difference)).collect();
    assert!(unlisted.is_empty(), "not as printed, and no deviation: {unlisted:#?}");

    let idle: Vec<_> =
        DEVIATIONS.iter().filter(|deviation| !found.iter().any(|f| covers(deviation, f))).collect();
    assert!(idle.is_empty(), "deviations that are none: {idle:#?}");
}

#[test]
fn every_printed_message_is_declared() {
    let declared: BTreeSet<&str> = common::messages().iter().map(|spec| spec.id).collect();
    let catalogue = catalogue();
    let printed: BTreeSet<&str> = catalogue.keys().map(String::as_str).collect();
    assert_eq!(declared, printed);
}

fn catalogue() -> BTreeMap<String, Value> {
    serde_json::from_str(include_str!("data/catalogue.json")).unwrap()
}

fn is_listed(difference: &Difference) -> bool {
    DEVIATIONS.iter().any(|deviation| covers(deviation, difference))
}

fn covers(deviation: &(&str, &str, &str, &str), (message, field, what): &Difference) -> bool {
    let &(of, name, differs, _) = deviation;
    (of == "*" || of == message) && name == field && differs == what
}

fn differences(spec: &MessageSpec, printed: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut differ = |field: &str, what: &str, ours: &str, theirs: &str| {
        if ours != theirs {
            let what = format!("{what}{}{ours}, printed {theirs}", if what.is_empty() { "" } else { " " });
            found.push((spec.id.to_owned(), field.to_owned(), what));
        }
    };
    differ("transport", "", transport(spec), printed["transport"].as_str().unwrap_or_default());

    let rows: Vec<&Vec<Value>> =
        printed["fields"].as_array().unwrap().iter().map(|r| r.as_array().unwrap()).collect();
    let is_printed = |name: &str| rows.iter().any(|row| row[1] == name);
    for field in spec.fields.iter().filter(|field| !is_printed(field.name)) {
        differ(field.name, "", "present", "absent");
    }
    // A computed hash is sent last, whereas the tables print it first among the data.
    let in_order =
        |names: Vec<&str>| names.into_iter().filter(|n| *n != "pktHash").collect::<Vec<_>>().join(" ");
    differ(
        "order",
        "",
        &in_order(spec.fields.iter().map(|field| field.name).filter(|name| is_printed(name)).collect()),
        &in_order(rows.iter().map(|row| row[1].as_str().unwrap()).collect()),
    );

    for row in rows {
        let name = row[1].as_str().unwrap();
        let Some(field) = spec.field(name) else {
            differ(name, "", "absent", "present");
            continue;
        };
        differ(name, "group", field.group.key().unwrap_or("whole"), row[0].as_str().unwrap());
        differ(name, "class", class(field.class), row[2].as_str().unwrap());
        differ(name, "bytes", &field.max.to_string(), &row[3].to_string());
        differ(name, "required", &field.required.to_string(), &row[4].to_string());
        differ(name, "encrypted", &field.encrypted.to_string(), &row[5].to_string());
        differ(name, "fixed", &field.fixed.join("|"), row[6].as_str().unwrap_or_default());
    }

    if let Some(recipe) = spec.hash {
        let printed = printed["hash"].as_array().map_or(&[][..], Vec::as_slice);
        assert_eq!(recipe.len(), printed.len(), "{}", spec.id);
        for (part, printed) in recipe.iter().zip(printed) {
            differ("hash", "", &hash_part(*part), printed.as_str().unwrap().trim_matches('"'));
        }
    } else {
        differ("hash", "", "echoed", if printed["hash"].is_null() { "echoed" } else { "a recipe" });
    }
    found
}

fn transport(spec: &MessageSpec) -> &'static str {
    match spec.transport() {
        Transport::Form => "form",
        Transport::Json | Transport::Flat => "json",
    }
}

fn class(class: Class) -> &'static str {
    match class {
        Class::N => "N",
        Class::A => "A",
        Class::An => "AN",
        Class::Ah => "AH",
        Class::Ahn => "AHN",
    }
}

fn hash_part(part: HashPart) -> String {
    match part {
        HashPart::Field(name) => name.to_owned(),
        HashPart::First8(name) => format!("{name}[..8]"),
        HashPart::Last6(name) => format!("{name}[8..]"),
        HashPart::Literal(text) => text.to_owned(),
    }
}
