//! The first question: which bank's account.

use askama::Template;
use protocol::pg::bank::Bank;

use super::Words;
use crate::window::views::{Frame, Shell, Words as FrameWords, html};

#[derive(Template)]
#[template(path = "window/transfer/choose_bank.html")]
struct ChooseBankPage<'a> {
    shell: Shell<'a>,
    frame: &'a Frame,
    words: &'static FrameWords,
    own: &'static Words,
    banks: &'a [(&'static Bank, bool)],
}

/// The banks, each a button: `action=bank`, `bank=` its code. One that is closed at this hour can't be pressed.
pub(in super::super) fn choose_bank(frame: &Frame, banks: &[(&'static Bank, bool)]) -> String {
    let own = Words::of(frame.language);
    html(&ChooseBankPage { shell: frame.shell(), frame, words: frame.words(), own, banks })
}
