//! Facts that hold for every page of the flow, and what each looks like.

use protocol::Language;
use protocol::pg::bank::{BANKS, Bank};

use super::{AccountErrors, FieldError, ReceiptWish, account, choose_bank, name, steps};
use crate::window::views::Frame;
use crate::window::views::tests::{self as facts, frame};

const KO: Language = Language::Ko;
const EN: Language = Language::En;

fn at(language: Language, step: usize) -> Frame {
    frame(language).at(steps(language, step))
}

fn bank(code: &str) -> &'static Bank {
    Bank::of(code).unwrap()
}

/// Every page under its name.
fn all() -> Vec<(&'static str, String)> {
    let some = ["004", "011", "045", "090"].map(|code| (bank(code), code != "045"));
    let missing = at(KO, 0).telling("이체할 은행을 선택해 주세요.");
    let faulty = AccountErrors {
        wish: ReceiptWish::Business,
        number: Some(FieldError::Malformed),
        receipt: Some(FieldError::Missing),
        agreement: true,
    };
    vec![
        ("choose_bank", choose_bank(&at(KO, 0), &some)),
        ("choose_bank_english", choose_bank(&at(EN, 0), &some)),
        ("choose_bank_missing", choose_bank(&missing, &some[..1])),
        ("account", account(&at(KO, 1), bank("004"), AccountErrors::default())),
        ("account_english", account(&at(EN, 1), bank("090"), AccountErrors::default())),
        ("account_faulty", account(&at(KO, 1), bank("004"), faulty)),
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

#[test]
fn every_bank_has_a_name_in_each_language() {
    for bank in BANKS {
        assert!(!name(bank, KO).is_empty() && name(bank, EN).is_ascii(), "{}", bank.code);
    }
}
