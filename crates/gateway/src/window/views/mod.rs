//! The window's pages: pure functions from what is to be shown to HTML.
//!
//! Every form posts to the window's own address with the number of its step and an `action`, and works
//! without script. [`content_security_policy`] is each page's other half: neither an inline style nor a script
//! without the response's nonce would run.

mod amount;
pub mod assets;
mod card_form;
mod choose_issuer;
mod frame;
mod handover;
mod issuer;
mod language;
mod policy;
mod refused;
mod result;
mod script_json;
mod terms;
mod words;
mod working;

use askama::Template;

pub use amount::AmountText;
pub use card_form::{CardForm, CardFormErrors, FieldError, card_form};
pub use choose_issuer::choose_issuer;
pub use frame::{Accent, Frame, Notice, StepBar};
pub use handover::{Handover, handover};
pub use issuer::Issuer;
pub use policy::{Embedders, Page, content_security_policy};
pub use refused::{Refused, gone, refused};
pub use result::{Outcome, Receipt, ResultPage, result};
pub use terms::{AGREEMENTS, Instalment, NextStep, Terms, terms};
pub use working::working;

pub use protocol::Language;

/// A page's HTML.
fn html(page: &impl Template) -> String {
    page.render().expect("a page is written to a string, which takes all that it is given")
}

#[cfg(test)]
mod tests;
