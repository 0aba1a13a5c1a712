//! The second question: which account, whether a cash receipt is wanted, and whether the customer agrees.

use askama::Template;
use protocol::pg::bank::Bank;

use super::{Words, name};
use crate::window::views::{Frame, Shell, Speech, Words as FrameWords, fill, html};

/// The values of `agree` that a complete answer holds.
pub(in super::super) const AGREEMENTS: [&str; 3] = ["finance", "collection", "provision"];

/// What was wrong with each field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct AccountErrors {
    /// `account_number`.
    pub(in super::super) number: Option<FieldError>,
    /// `receipt`, as it was chosen: it stays so.
    pub(in super::super) wish: ReceiptWish,
    /// `receipt_number`.
    pub(in super::super) receipt: Option<FieldError>,
    /// `agree`.
    pub(in super::super) agreement: bool,
}

/// What a cash receipt is wanted for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) enum ReceiptWish {
    #[default]
    Nothing,
    Person,
    Business,
}

impl ReceiptWish {
    const ALL: [Self; 3] = [Self::Nothing, Self::Person, Self::Business];

    /// The wish of a form's value.
    pub(in super::super) fn of(value: &str) -> Self {
        Self::ALL.into_iter().find(|wish| wish.value() == value).unwrap_or_default()
    }

    fn value(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Person => "person",
            Self::Business => "business",
        }
    }

    fn label(self, own: &'static Words) -> &'static str {
        match self {
            Self::Nothing => own.receipt_not,
            Self::Person => own.receipt_person,
            Self::Business => own.receipt_business,
        }
    }
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum FieldError {
    /// It is empty.
    Missing,
    /// It can't be one.
    Malformed,
}

struct Agreement {
    name: &'static str,
    title: &'static str,
    text: &'static str,
}

struct Choice {
    value: &'static str,
    label: &'static str,
    taken: bool,
}

#[derive(Template)]
#[template(path = "window/transfer/account.html")]
struct AccountPage<'a> {
    shell: Shell<'a>,
    frame: &'a Frame,
    words: &'static FrameWords,
    own: &'static Words,
    bank: &'static Bank,
    wishes: [Choice; 3],
    number_error: Option<&'static str>,
    receipt_error: Option<&'static str>,
    agreement_error: Option<&'static str>,
    agreements: [Agreement; 3],
    button: String,
}

/// Account and terms: `action=account`, `account_number`, `receipt` (none, person, business) with `receipt_number`, and
/// `agree=` each of [`AGREEMENTS`]. What was typed doesn't come back.
pub(in super::super) fn account(frame: &Frame, bank: &'static Bank, errors: AccountErrors) -> String {
    let own = Words::of(frame.language);
    let [finance, collection, provision] = AGREEMENTS;
    let said = |error: Option<FieldError>, missing, malformed| {
        error.map(|error| if error == FieldError::Missing { missing } else { malformed })
    };
    html(&AccountPage {
        shell: frame.shell(),
        frame,
        words: frame.words(),
        own,
        bank,
        wishes: ReceiptWish::ALL.map(|wish| Choice {
            value: wish.value(),
            label: wish.label(own),
            taken: wish == errors.wish,
        }),
        number_error: said(errors.number, own.account_missing, own.account_malformed),
        receipt_error: said(errors.receipt, own.receipt_missing, own.receipt_malformed),
        agreement_error: errors.agreement.then_some(own.notice_agreement_missing),
        agreements: [
            Agreement { name: finance, title: own.agreement_finance, text: own.agreement_finance_text },
            Agreement {
                name: collection,
                title: own.agreement_collection,
                text: own.agreement_collection_text,
            },
            Agreement { name: provision, title: own.agreement_provision, text: own.agreement_provision_text },
        ],
        button: fill(own.go_to, &frame.language.towards(name(bank, frame.language))),
    })
}
