//! Facts that hold for every page. [`gallery`] has them all; the snapshots are what they look like.

mod contrast;
mod gallery;

use super::{
    CardForm, CardFormErrors, Frame, Handover, Language, NextStep, Refused, Terms, card_form, choose_issuer,
    handover, refused, terms, working,
};
use gallery::{AT_ONCE, all, frame, issuers};

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
    let mut issuers = issuers();
    for issuer in &mut issuers {
        issuer.code = HOSTILE.to_owned();
        issuer.korean = HOSTILE.to_owned();
    }
    let fields = vec![(HOSTILE.to_owned(), HOSTILE.to_owned())];
    let to = |url: &str| Handover::post(Language::Ko, "n0nce", url, fields.clone()).unwrap();
    let terms_asked = Terms {
        issuer: &issuers[0],
        may_change_issuer: true,
        instalments: &[AT_ONCE],
        next: NextStep::IssuerPage,
    };
    for page in [
        choose_issuer(&frame, &issuers),
        terms(&frame, &terms_asked),
        working(&frame),
        handover(&to(&format!("https://shop.example/{HOSTILE}"))),
        handover(&Handover::message(Language::Ko, "n0nce", fields.clone())),
        refused(&Refused {
            language: Language::Ko,
            nonce: "n0nce".to_owned(),
            test_environment: true,
            code: HOSTILE.to_owned(),
            text: HOSTILE.to_owned(),
            field: Some(HOSTILE.to_owned()),
            merchant_id: HOSTILE.to_owned(),
            order_no: HOSTILE.to_owned(),
        }),
    ] {
        assert!(!page.contains("<script>") && !page.contains("'><"), "{page}");
        assert!(page.contains("alert(1)"), "the text itself is shown: {page}");
    }
}

#[test]
fn pages_load_nothing_from_elsewhere_and_have_no_inline_styles() {
    for (name, page) in all() {
        assert!(!page.contains("style=") && !page.contains("<style"), "{name}");
        for (attribute, value) in attributes(&page) {
            assert!(!attribute.starts_with("on"), "{name}: {attribute}");
            let leads_somewhere = matches!(attribute, "src" | "href" | "action" | "formaction");
            let may_leave = name.starts_with("handover") && attribute == "action";
            assert!(!leads_somewhere || value.starts_with('/') || may_leave, "{name}: {attribute}={value}");
        }
    }
}

#[test]
fn every_script_carries_the_nonce() {
    for (name, page) in all() {
        let scripts = page.matches("<script").count();
        assert!(scripts > 0, "{name}");
        assert_eq!(page.matches("<script nonce=\"n0nce\"").count(), scripts, "{name}");
    }
}

#[test]
fn every_form_names_its_step_and_what_it_does() {
    for (name, page) in all() {
        if name.starts_with("handover") {
            continue;
        }
        for form in page.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next()) {
            assert!(form.contains("method=\"post\" action=\"/window/t0ken\""), "{name}: {form}");
            assert!(form.contains("name=\"step\" value=\"3\""), "{name}: {form}");
            assert!(form.contains("name=\"action\"") || form.contains("id=\"change\""), "{name}: {form}");
        }
    }
}

#[test]
fn every_label_and_description_is_of_something() {
    for (name, page) in all() {
        for (attribute, value) in attributes(&page) {
            if matches!(attribute, "for" | "aria-describedby" | "form") {
                for id in value.split(' ') {
                    assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{name}: {attribute}={id}");
                }
            }
        }
    }
}

#[test]
fn every_page_of_a_window_shows_who_is_paid_for_what_and_the_way_out() {
    for (name, page) in all() {
        if ["handover", "refused", "gone"].iter().any(|outside| name.starts_with(outside)) {
            continue;
        }
        for always in ["class=\"merchant\"", "class=\"product\"", "class=\"amount\"", "value=\"close\""] {
            assert!(page.contains(always), "{name}: {always}");
        }
        assert_eq!(page.matches("<h1>").count(), 1, "{name}");
        assert_eq!(page.matches("class=\"ribbon\"").count(), 1, "{name}");
    }
}

#[test]
fn the_ribbon_is_of_the_test_environment_alone() {
    let live = Frame { test_environment: false, ..frame(Language::Ko) };
    assert!(!working(&live).contains("ribbon"));
}

#[test]
fn the_card_form_has_no_place_for_what_was_typed() {
    let issuers = issuers();
    let form = CardForm {
        issuer: &issuers[0],
        may_change_issuer: false,
        instalment: AT_ONCE,
        asks_holder: true,
        keeps_card: false,
        errors: CardFormErrors::default(),
    };
    let page = card_form(&frame(Language::En), &form);
    for input in page.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
        assert!(input.contains("type=\"hidden\"") || !input.contains("value="), "{input}");
    }
}

#[test]
fn secrets_are_not_printed() {
    let printed = format!(
        "{:?} {:?}",
        frame(Language::Ko),
        Handover::message(Language::Ko, "n0nce", vec![("pktHash".to_owned(), "5ecret".to_owned())])
    );
    assert!(
        !printed.contains("t0ken") && !printed.contains("n0nce") && !printed.contains("5ecret"),
        "{printed}"
    );
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
