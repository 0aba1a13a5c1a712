//! The second question: in how many instalments, and whether the customer agrees.

use askama::Template;
use protocol::Language;
use protocol::pg::card::Issuer;

use super::Words;
use super::issuer::name;
use crate::window::views::{Frame, Shell, Speech, Words as FrameWords, fill, html};

/// The values of `agree` that a complete answer holds.
pub(in super::super) const AGREEMENTS: [&str; 3] = ["finance", "collection", "provision"];

/// What the page asks.
#[derive(Clone, Debug)]
pub(in super::super) struct Terms<'a> {
    /// The issuer that was chosen.
    pub(in super::super) issuer: &'static Issuer,
    /// Whether another one may still be chosen (`action=change`).
    pub(in super::super) may_change_issuer: bool,
    /// The instalments on offer. No question is asked if there is just one.
    pub(in super::super) instalments: &'a [u8],
    /// What comes next, which is what the button says.
    pub(in super::super) next: NextStep,
}

/// Where the customer goes from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum NextStep {
    /// To the issuer's own page.
    IssuerPage,
    /// To the form for the card's data.
    CardForm,
}

/// Months to pay in, 0 being at once, in words.
pub(in super::super) fn instalment_text(months: u8, language: Language) -> String {
    let own = Words::of(language);
    fill(if months == 0 { own.pay_at_once } else { own.months }, &months.to_string())
}

/// A choice of instalments as the form has it.
struct Instalment {
    /// The months in two digits.
    value: String,
    text: String,
}

struct Agreement {
    name: &'static str,
    title: &'static str,
    text: &'static str,
}

#[derive(Template)]
#[template(path = "window/card/terms.html")]
struct TermsPage<'a> {
    shell: Shell<'a>,
    frame: &'a Frame,
    words: &'static FrameWords,
    own: &'static Words,
    terms: &'a Terms<'a>,
    instalments: Vec<Instalment>,
    agreements: [Agreement; 3],
    button: String,
}

/// Instalments and terms: `action=terms`, `instalment=` the months in two digits, `agree=` each of [`AGREEMENTS`].
pub(in super::super) fn terms(frame: &Frame, terms: &Terms<'_>) -> String {
    let own = Words::of(frame.language);
    let [finance, collection, provision] = AGREEMENTS;
    let agreements = [
        Agreement { name: finance, title: own.agreement_finance, text: own.agreement_finance_text },
        Agreement { name: collection, title: own.agreement_collection, text: own.agreement_collection_text },
        Agreement { name: provision, title: own.agreement_provision, text: own.agreement_provision_text },
    ];
    let button = match terms.next {
        NextStep::CardForm => own.next.to_owned(),
        NextStep::IssuerPage => fill(own.go_to, &frame.language.towards(name(terms.issuer, frame.language))),
    };
    let instalment = |months: &u8| Instalment {
        value: format!("{months:02}"),
        text: instalment_text(*months, frame.language),
    };
    let instalments = terms.instalments.iter().map(instalment).collect();
    html(&TermsPage {
        shell: frame.shell(),
        frame,
        words: frame.words(),
        own,
        terms,
        instalments,
        agreements,
        button,
    })
}
