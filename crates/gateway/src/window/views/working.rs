//! While money moves.

use askama::Template;

use super::frame::Shell;
use super::words::Words;
use super::{Frame, html};

#[derive(Template)]
#[template(path = "window/working.html")]
struct WorkingPage<'a> {
    shell: Shell<'a>,
    frame: &'a Frame,
    words: &'static Words,
}

/// The payment is under way: the page asks again every two seconds until there is an outcome.
pub fn working(frame: &Frame) -> String {
    html(&WorkingPage { shell: frame.shell(), frame, words: frame.words() })
}
