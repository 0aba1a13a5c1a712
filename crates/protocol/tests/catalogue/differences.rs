//! Every declared message against its facts. Where we deviate, we say why, here and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{Class, FieldSpec, HashPart, MessageSpec, Transport, registry};

use crate::common;
use crate::facts::{self, Field, Message};

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
    ("card-billkey-issue.response", "outStatCd", "class AN, printed N", "one type for it in every message"),
    ("card-capture.response", "outStatCd", "class AN, printed N", "one type for it in every message"),
    ("card-cancel.request", "cnclOrd", "required false, printed true", "blank is the next, as samples say"),
    ("bank-cancel.request", "cnclOrd", "required false, printed true", "blank is the next, as samples say"),
    ("bank-capture.request", "pktHash", "encrypted false, printed true", "a hash is not encrypted anywhere"),
    ("*", "mchtId", "bytes 12, printed 10", "one header for all of /spay; no id has more than 10"),
    ("*", "custIp", "bytes 39, printed 15", "an IPv6 address has 39 characters"),
    ("*", "ver", "fixed 0A19|0A18|0A17, printed 0A19", "older versions are still sent"),
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
fn every_declared_message_is_what_the_documents_print_but_for_the_listed_deviations() {
    let printed = facts::messages();
    let found: BTreeSet<Difference> =
        common::messages().iter().flat_map(|spec| differences(spec, printed.get(spec.id))).collect();
    let unlisted: Vec<_> = found.iter().filter(|difference| !is_listed(difference)).collect();
    assert!(unlisted.is_empty(), "not as printed, and no deviation: {unlisted:#?}");

    let idle: Vec<_> =
        DEVIATIONS.iter().filter(|deviation| !found.iter().any(|f| covers(deviation, f))).collect();
    assert!(idle.is_empty(), "deviations that are none: {idle:#?}");
}

#[test]
fn every_declared_api_is_where_the_documents_have_it() {
    let sources = facts::sources();
    let printed: BTreeMap<&str, &facts::Api> =
        sources.iter().flat_map(|source| &source.apis).map(|api| (api.id.as_str(), api)).collect();
    for api in registry::ALL {
        let printed = printed.get(api.id).unwrap_or_else(|| panic!("{} is in no document", api.id));
        assert_eq!(api.chapter, printed.chapter, "{}", api.id);
        let declared: BTreeSet<&str> = [Some(api.request), Some(api.response), api.notification]
            .into_iter()
            .flatten()
            .map(|spec| spec.id)
            .collect();
        let due: BTreeSet<&str> =
            printed.messages.keys().chain(&printed.shared).map(String::as_str).collect();
        assert_eq!(declared, due, "{}", api.id);
    }
}

fn is_listed(difference: &Difference) -> bool {
    DEVIATIONS.iter().any(|deviation| covers(deviation, difference))
}

fn covers(deviation: &(&str, &str, &str, &str), (message, field, what): &Difference) -> bool {
    let &(of, name, differs, _) = deviation;
    (of == "*" || of == message) && name == field && differs == what
}

fn differences(spec: &MessageSpec, printed: Option<&Message>) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut differ = |field: &str, what: &str, ours: &str, theirs: &str| {
        if ours != theirs {
            let what = format!("{what}{}{ours}, printed {theirs}", if what.is_empty() { "" } else { " " });
            found.push((spec.id.to_owned(), field.to_owned(), what));
        }
    };
    let Some(printed) = printed else {
        differ("message", "", "declared", "in no document");
        return found;
    };
    // What a form may hold, a query may hold.
    differ("transport", "", transport(spec), printed.transport.trim_end_matches(" or query"));

    let ours = rows(spec);
    let is_ours = |row: &Field| ours.iter().any(|(list, field)| is_row(row, *list, field));
    let is_printed = |(list, field): &&Row| printed.fields.iter().any(|row| is_row(row, *list, field));
    for (_, field) in ours.iter().filter(|row| !is_printed(row)) {
        differ(field.name, "", "present", "absent");
    }
    differ(
        "order",
        "",
        &in_order(ours.iter().filter(is_printed).map(|(_, field)| field.name)),
        &in_order(printed.fields.iter().filter(|row| is_ours(row)).map(|row| row.name.as_str())),
    );

    for row in &printed.fields {
        let name = row.name.as_str();
        let Some((_, field)) = ours.iter().find(|(list, field)| is_row(row, *list, field)) else {
            differ(name, "", "absent", "present");
            continue;
        };
        differ(name, "group", field.group.key().unwrap_or("whole"), &row.group);
        differ(name, "class", class(field), &row.class);
        differ(name, unit(field), &field.max.to_string(), &row.max.unwrap_or_default().to_string());
        differ(name, "unit", unit(field), row.unit.name());
        differ(name, "required", &field.required.to_string(), &row.required.to_string());
        differ(name, "encrypted", &field.encrypted.to_string(), &row.encrypted.to_string());
        differ(name, "fixed", &field.fixed.join("|"), row.fixed.as_deref().unwrap_or_default());
    }

    match (spec.hash, &printed.hash) {
        (Some(recipe), Some(printed)) => {
            assert_eq!(recipe.len(), printed.len(), "{}", spec.id);
            for (part, printed) in recipe.iter().zip(printed) {
                differ("hash", "", &hash_part(*part), printed);
            }
        }
        (ours, theirs) => {
            let word = |recipe: bool| if recipe { "a recipe" } else { "echoed" };
            differ("hash", "", word(ours.is_some()), word(theirs.is_some()));
        }
    }
    found
}

/// A declared field, and the list whose records it is in.
type Row = (Option<&'static str>, &'static FieldSpec);

/// The declared table as it is printed: what a list's records hold stands below the list.
fn rows(spec: &MessageSpec) -> Vec<Row> {
    let mut rows = Vec::new();
    for field in spec.fields {
        rows.push((None, field));
        rows.extend(field.records.into_iter().flatten().map(|member| (Some(field.name), member)));
    }
    rows
}

fn is_row(printed: &Field, list: Option<&str>, field: &FieldSpec) -> bool {
    printed.name == field.name && printed.of.as_deref() == list
}

/// A computed hash is sent last, whereas the tables print it first among the data: it has no place to compare.
fn in_order<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.filter(|name| *name != "pktHash").collect::<Vec<_>>().join(" ")
}

/// What the declared limit counts.
fn unit(field: &FieldSpec) -> &'static str {
    match field.unit {
        protocol::Unit::Bytes => "bytes",
        protocol::Unit::HangulAsTwo => "hangul as two",
        protocol::Unit::Characters => "characters",
    }
}

fn transport(spec: &MessageSpec) -> &'static str {
    match spec.transport() {
        Transport::Form => "form",
        Transport::Json => "json",
        Transport::Flat => "flat json",
    }
}

fn class(field: &FieldSpec) -> &'static str {
    match field.class {
        _ if field.records.is_some() => "list",
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
