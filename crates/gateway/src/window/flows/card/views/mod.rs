//! The pages of card payments: pure functions from what is to be shown to HTML.
//!
//! Every form posts to the window's own address with the number of its step and an `action`, and works without script.

mod card_form;
mod choose_issuer;
mod issuer;
mod terms;
mod words;

pub(super) use card_form::{CardForm, CardFormErrors, FieldError, card_form};
pub(super) use choose_issuer::choose_issuer;
pub(super) use issuer::name;
pub(super) use terms::{AGREEMENTS, NextStep, Terms, instalment_text, terms};
pub(super) use words::Words;

use protocol::Language;

use crate::window::views::StepBar;

/// The steps of a card payment: issuer, terms, then the issuer's page or the card's data (PG 6).
pub(super) fn steps(language: Language, current: usize) -> StepBar {
    let own = Words::of(language);
    let labels = [own.step_issuer, own.step_terms, own.step_pay];
    StepBar { labels: labels.map(str::to_owned).to_vec(), current }
}

#[cfg(test)]
mod tests;
