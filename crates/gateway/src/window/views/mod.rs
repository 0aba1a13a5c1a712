//! The driver's pages, and the frame around every flow's: pure functions from what is to be shown to HTML.
//!
//! Every form posts to the window's own address with the number of its step and an `action`, and works
//! without script. [`content_security_policy`] is each page's other half: neither an inline style nor a script
//! without the response's nonce would run.

mod amount;
pub mod assets;
mod frame;
mod handover;
mod language;
pub(in crate::window) mod mark;
mod policy;
mod reasons;
mod refused;
mod result;
mod words;
mod working;

use askama::Template;

pub use amount::AmountText;
pub(in crate::window) use frame::Shell;
pub use frame::{Accent, Frame, Notice, StepBar};
pub use handover::{Handover, handover};
pub(in crate::window) use language::Speech;
pub use policy::{Embedders, Page, content_security_policy};
pub use reasons::reason;
pub use refused::{Refused, gone, refused, unreadable};
pub use result::{Outcome, Receipt, ResultPage, Said, result};
#[cfg(test)]
pub(in crate::window) use words::tests::check as check_words;
pub(in crate::window) use words::{Words, fill, words};
pub use working::working;

pub use protocol::Language;

/// A page's HTML.
pub(in crate::window) fn html(page: &impl Template) -> String {
    page.render().expect("a page is written to a string, which takes all that it is given")
}

#[cfg(test)]
pub(in crate::window) mod tests;
