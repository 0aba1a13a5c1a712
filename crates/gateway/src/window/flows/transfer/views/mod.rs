//! The pages of account transfers: pure functions from what is to be shown to HTML.

mod account;
mod bank;
mod choose_bank;
mod words;

#[cfg(test)]
mod tests;

pub(super) use account::{AGREEMENTS, AccountErrors, FieldError, ReceiptWish, account};
pub(super) use bank::name;
pub(super) use choose_bank::choose_bank;
pub(super) use words::Words;

use protocol::Language;

use crate::window::views::StepBar;

/// The steps of a transfer: bank, account, then the bank's own page.
pub(super) fn steps(language: Language, current: usize) -> StepBar {
    let own = Words::of(language);
    let labels = [own.step_bank, own.step_account, own.step_confirm];
    StepBar { labels: labels.map(str::to_owned).to_vec(), current }
}
