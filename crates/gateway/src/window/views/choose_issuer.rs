//! The first question: which issuer's card.

use askama::Template;

use super::frame::Shell;
use super::words::Words;
use super::{Frame, Issuer, html};

#[derive(Template)]
#[template(path = "window/choose_issuer.html")]
struct ChooseIssuerPage<'a> {
    shell: Shell<'a>,
    frame: &'a Frame,
    words: &'static Words,
    issuers: &'a [Issuer],
}

/// The issuers as tiles, each a button: `action=issuer`, `issuer=` its code.
pub fn choose_issuer(frame: &Frame, issuers: &[Issuer]) -> String {
    html(&ChooseIssuerPage { shell: frame.shell(), frame, words: frame.words(), issuers })
}
