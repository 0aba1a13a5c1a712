//! The second question: in how many instalments, and whether the customer agrees.

use askama::Template;

use super::frame::Shell;
use super::language::Speech;
use super::words::{Words, fill};
use super::{Frame, Issuer, Language, html};

/// The values of `agree` that a complete answer holds.
pub const AGREEMENTS: [&str; 3] = ["finance", "collection", "provision"];

/// What the page asks.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    /// The issuer that was chosen.
    pub issuer: &'a Issuer,
    /// Whether another one may still be chosen (`action=retry`).
    pub may_change_issuer: bool,
    /// The instalments on offer. No question is asked if there is just one.
    pub instalments: &'a [Instalment],
    /// What comes next, which is what the button says.
    pub next: NextStep,
}

/// Where the customer goes from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// To the issuer's own page.
    IssuerPage,
    /// To the form for the card's data.
    CardForm,
}

/// In how many monthly payments the customer pays the issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// The months; 0 is at once.
    pub months: u8,
    /// Whether they bear no interest.
    pub interest_free: bool,
}

impl Instalment {
    /// The words for it.
    pub fn text(self, language: Language) -> String {
        let words = language.words();
        let phrase = match self {
            Self { months: 0, .. } => words.pay_at_once,
            Self { interest_free: true, .. } => words.months_interest_free,
            Self { interest_free: false, .. } => words.months,
        };
        fill(phrase, &self.months.to_string())
    }

    /// The value that the form sends.
    fn value(self) -> String {
        format!("{:02}", self.months)
    }
}

struct Agreement {
    name: &'static str,
    title: &'static str,
    text: &'static str,
}

#[derive(Template)]
#[template(path = "window/terms.html")]
struct TermsPage<'a> {
    shell: Shell<'a>,
    frame: &'a Frame,
    words: &'static Words,
    terms: &'a Terms<'a>,
    agreements: [Agreement; 3],
    button: String,
}

/// Instalments and terms: `action=terms`, `instalment=` the months in two digits, `agree=` each of [`AGREEMENTS`].
pub fn terms(frame: &Frame, terms: &Terms<'_>) -> String {
    let words = frame.words();
    let [finance, collection, provision] = AGREEMENTS;
    let agreements = [
        Agreement { name: finance, title: words.agreement_finance, text: words.agreement_finance_text },
        Agreement {
            name: collection,
            title: words.agreement_collection,
            text: words.agreement_collection_text,
        },
        Agreement { name: provision, title: words.agreement_provision, text: words.agreement_provision_text },
    ];
    let button = match terms.next {
        NextStep::CardForm => words.next.to_owned(),
        NextStep::IssuerPage => fill(words.go_to, &frame.language.towards(terms.issuer.name(frame.language))),
    };
    html(&TermsPage { shell: frame.shell(), frame, words, terms, agreements, button })
}
