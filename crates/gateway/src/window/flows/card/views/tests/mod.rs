//! Facts that hold for every page of the flow, and what each looks like.

use protocol::Language;
use protocol::pg::card::{ISSUERS, Issuer};

use super::{
    CardForm, CardFormErrors, FieldError, NextStep, Terms, card_form, choose_issuer, name, steps, terms,
};
use crate::window::views::tests::{self as facts, frame};
use crate::window::views::{AmountText, Frame};

const KO: Language = Language::Ko;
const EN: Language = Language::En;

fn at(language: Language, step: usize) -> Frame {
    frame(language).at(steps(language, step))
}

fn issuers() -> Vec<&'static Issuer> {
    ISSUERS.iter().filter(|issuer| !issuer.wallet).collect()
}

fn issuer(code: &str) -> &'static Issuer {
    Issuer::of(code).unwrap()
}

fn form<'a>(others: &'a [(String, &'static str)]) -> CardForm<'a> {
    CardForm {
        issuer: issuer("SHN"),
        may_change_issuer: true,
        instalments: 3,
        asks_holder: false,
        keeps_card: false,
        this_month: 2_601,
        others,
        errors: CardFormErrors::default(),
    }
}

/// Every page under its name.
fn all() -> Vec<(&'static str, String)> {
    let by_issuer = Terms {
        issuer: issuer("SHN"),
        may_change_issuer: true,
        instalments: &[0, 2, 3, 6, 12],
        next: NextStep::IssuerPage,
    };
    let by_form = Terms {
        issuer: issuer("KBC"),
        may_change_issuer: false,
        instalments: &[0],
        next: NextStep::CardForm,
    };
    let others = [("940001".to_owned(), "국민카드"), ("949019".to_owned(), "NH농협카드")];
    let form = form(&others);
    let legacy =
        CardForm { may_change_issuer: false, asks_holder: true, keeps_card: true, others: &[], ..form };
    let faulty = CardForm {
        errors: CardFormErrors {
            number: Some(FieldError::Malformed),
            expiry: Some(FieldError::Expired),
            holder_identity: Some(FieldError::Malformed),
            pin_prefix: Some(FieldError::Missing),
        },
        ..legacy
    };
    let foreign = CardForm {
        errors: CardFormErrors {
            number: Some(FieldError::OtherIssuer("NH농협카드")),
            ..CardFormErrors::default()
        },
        ..form
    };
    let dollars = Frame { amount: AmountText::us_cents(150), ..at(EN, 0) };
    let missing = at(KO, 0).telling("결제할 카드를 선택해 주세요.");
    let not_agreed = at(KO, 1).telling("모든 약관에 동의해 주세요.");
    vec![
        ("choose_issuer", choose_issuer(&at(KO, 0), &issuers())),
        ("choose_issuer_english", choose_issuer(&dollars, &issuers())),
        ("choose_issuer_missing", choose_issuer(&missing, &[issuer("HDC")])),
        ("terms", terms(&at(KO, 1), &by_issuer)),
        ("terms_english", terms(&at(EN, 1), &by_issuer)),
        ("terms_not_agreed", terms(&not_agreed, &by_form)),
        ("card_form", card_form(&at(KO, 2), &form)),
        ("card_form_legacy_english", card_form(&at(EN, 2), &legacy)),
        ("card_form_faulty", card_form(&at(KO, 2), &faulty)),
        ("card_form_of_another_issuer", card_form(&at(KO, 2), &foreign)),
    ]
}

#[test]
fn pages_look_as_they_did() {
    for (name, page) in all() {
        insta::assert_snapshot!(name, page);
    }
}

#[test]
fn pages_keep_to_what_every_page_owes() {
    for (name, page) in all() {
        facts::owes(name, &page);
        facts::owes_within_a_window(name, &page);
    }
}

#[test]
fn english_pages_have_no_korean_in_them() {
    for (name, page) in all() {
        if name.ends_with("english") {
            facts::is_english(name, &page);
        }
    }
}

/// The first question and the last page call an issuer the same.
#[test]
fn every_issuer_on_offer_has_one_name_in_each_language() {
    for language in [KO, EN] {
        let page = choose_issuer(&at(language, 0), &issuers());
        for issuer in issuers() {
            assert!(page.contains(&format!("<span>{}</span>", name(issuer, language))), "{}", issuer.code);
        }
    }
}

#[test]
fn the_card_form_has_no_place_for_what_was_typed() {
    let page = card_form(&frame(EN), &CardForm { asks_holder: true, ..form(&[]) });
    for input in page.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
        assert!(input.contains("type=\"hidden\"") || !input.contains(" value="), "{input}");
    }
}
