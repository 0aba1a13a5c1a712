//! Facts that hold for every page. [`gallery`] has the driver's; the snapshots are what they look like. Flows hold their
//! own pages against the same facts.

mod contrast;
mod gallery;

use super::{Frame, Handover, Language, Refused, handover, refused, working};
use gallery::all;
pub(in crate::window) use gallery::frame;

const HOSTILE: &str = "\"'><script>alert(1)</script>";

#[test]
fn pages_look_as_they_did() {
    for (name, page) in all() {
        insta::assert_snapshot!(name, page);
    }
}

#[test]
fn nothing_that_a_merchant_sends_becomes_markup() {
    let mut frame = frame(Language::Ko);
    frame.product = HOSTILE.to_owned();
    frame.merchant = HOSTILE.to_owned();
    let fields = vec![(HOSTILE.to_owned(), HOSTILE.to_owned())];
    let to = format!("https://shop.example/{HOSTILE}");
    let post = Handover::post(Language::Ko, HOSTILE, "n0nce", &to, fields).unwrap();
    for page in [
        working(&frame),
        handover(&post),
        refused(&Refused {
            language: Language::Ko,
            nonce: "n0nce".to_owned(),
            test_environment: true,
            code: HOSTILE.to_owned(),
            text: HOSTILE.to_owned(),
            field: Some(HOSTILE.to_owned()),
            merchant_id: HOSTILE.to_owned(),
            order_no: HOSTILE.to_owned(),
            recipe: String::new(),
        }),
    ] {
        assert!(!page.contains("<script>") && !page.contains("'><"), "{page}");
        assert!(page.contains("alert(1)"), "the text itself is shown: {page}");
    }
}

#[test]
fn pages_keep_to_what_every_page_owes() {
    for (name, page) in all() {
        owes(name, &page);
        if !["handover", "refused", "gone", "unreadable"].iter().any(|outside| name.starts_with(outside)) {
            owes_within_a_window(name, &page);
        }
    }
}

#[test]
fn english_pages_have_no_korean_in_them() {
    for (name, page) in all() {
        if name.ends_with("english") {
            is_english(name, &page);
        }
    }
}

/// What the script that holds the iframe would take for the merchant's page: the gateway never says it itself (PG 2.6).
#[test]
fn no_page_closes_the_iframe_in_the_merchants_stead() {
    for (name, page) in all() {
        assert!(!page.contains("HECTO_IFRAME"), "{name}");
    }
}

#[test]
fn a_value_that_makes_no_sense_is_told_what_is_asked_of_it() {
    let page = |code: &str, field: Option<&str>| {
        refused(&Refused {
            language: Language::En,
            nonce: "n0nce".to_owned(),
            test_environment: true,
            code: code.to_owned(),
            text: String::new(),
            field: field.map(str::to_owned),
            merchant_id: String::new(),
            order_no: String::new(),
            recipe: String::new(),
        })
    };
    for (code, field, told) in [
        ("6001", None, "UTF-8"),
        ("6001", Some("trdDt"), "UTC+9"),
        ("6001", Some("trdAmt"), "without commas"),
        ("6001", Some("nextUrl"), "https://"),
        ("ST69", None, "this method"),
        ("CA80", None, "currency"),
    ] {
        assert!(page(code, field).contains(told), "{code} {field:?}");
    }
}

#[test]
fn the_ribbon_is_of_the_test_environment_alone() {
    let live = Frame { test_environment: false, ..frame(Language::Ko) };
    assert!(!working(&live).contains("ribbon"));
}

#[test]
fn secrets_are_not_printed() {
    let fields = vec![("pktHash".to_owned(), "5ecret".to_owned())];
    let post = Handover::post(Language::Ko, "m", "n0nce", "https://shop.example/", fields);
    let printed = format!("{:?} {post:?}", frame(Language::Ko));
    assert!(
        !printed.contains("t0ken") && !printed.contains("n0nce") && !printed.contains("5ecret"),
        "{printed}"
    );
}

/// Nothing from elsewhere, nothing inline, a nonce for each script, a step for each form, and every label is of
/// something.
pub(in crate::window) fn owes(name: &str, page: &str) {
    assert!(!page.contains("style=") && !page.contains("<style"), "{name}");
    let scripts = page.matches("<script").count();
    assert!(scripts > 0, "{name}");
    assert_eq!(page.matches("<script nonce=\"n0nce\"").count(), scripts, "{name}");
    for (attribute, value) in attributes(page) {
        assert!(!attribute.starts_with("on"), "{name}: {attribute}");
        let leads_somewhere = matches!(attribute, "src" | "href" | "action" | "formaction");
        let may_leave = name.starts_with("handover") && attribute == "action";
        assert!(!leads_somewhere || value.starts_with('/') || may_leave, "{name}: {attribute}={value}");
        if matches!(attribute, "for" | "aria-describedby" | "aria-labelledby" | "form") {
            for id in value.split(' ') {
                assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{name}: {attribute}={id}");
            }
        }
    }
}

/// Who is paid for what, the way out, and forms that name their step and what they do.
pub(in crate::window) fn owes_within_a_window(name: &str, page: &str) {
    for always in ["class=\"merchant\"", "class=\"product\"", "class=\"amount\"", "value=\"close\""] {
        assert!(page.contains(always), "{name}: {always}");
    }
    assert_eq!(page.matches("<h1>").count(), 1, "{name}");
    assert_eq!(page.matches("class=\"ribbon\"").count(), 1, "{name}");
    for form in page.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next()) {
        if form.starts_with(" method=\"dialog\"") {
            continue;
        }
        assert!(form.contains("method=\"post\" action=\"/window/t0ken\""), "{name}: {form}");
        assert!(form.contains("name=\"step\" value=\"3\""), "{name}: {form}");
        assert!(form.contains("name=\"action\"") || form.contains("id=\"change\""), "{name}: {form}");
    }
}

/// A page is in one language throughout.
pub(in crate::window) fn is_english(name: &str, page: &str) {
    let hangul: String = page.chars().filter(|c| ('\u{AC00}'..='\u{D7A3}').contains(c)).collect();
    assert_eq!(hangul, "", "{name}");
}

/// Every attribute that has a value, in order.
fn attributes(page: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("=\"") {
        let name = before.rsplit([' ', '\n']).next().unwrap();
        let (value, next) = after.split_once('"').unwrap();
        found.push((name, value));
        rest = next;
    }
    found
}
