//! The first question: which issuer's card.

use askama::Template;
use protocol::pg::card::Issuer;

use super::Words;

use crate::window::views::{Frame, Shell, Words as FrameWords, html};

#[derive(Template)]
#[template(path = "window/card/choose_issuer.html")]
struct ChooseIssuerPage<'a> {
    shell: Shell<'a>,
    frame: &'a Frame,
    words: &'static FrameWords,
    own: &'static Words,
    issuers: &'a [&'static Issuer],
}

/// The issuers as tiles, each a button: `action=issuer`, `issuer=` its code.
pub(in super::super) fn choose_issuer(frame: &Frame, issuers: &[&'static Issuer]) -> String {
    let own = Words::of(frame.language);
    html(&ChooseIssuerPage { shell: frame.shell(), frame, words: frame.words(), own, issuers })
}
