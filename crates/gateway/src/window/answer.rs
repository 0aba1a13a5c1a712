//! A page's form as it came.

use std::fmt;

use protocol::{Raw, form};

/// What a customer answered. It may hold a card's number, so it is never printed. An unreadable one is an empty one:
/// the page is shown again.
pub(super) struct Answer {
    raw: Raw,
    /// The values of names that come several times, as boxes do.
    ticked: Vec<(String, String)>,
}

/// The one name that may come several times: a box for each of the terms.
const BOXES: &str = "agree";

impl Answer {
    pub(super) fn read(body: &[u8]) -> Self {
        let (ticked, rest): (Vec<_>, Vec<_>) =
            form_urlencoded::parse(body).into_owned().partition(|(name, _)| name == BOXES);
        let rest = form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
        Self { raw: form::parse(rest.as_bytes()).unwrap_or_default(), ticked }
    }

    /// A field's value; empty if there is none.
    pub(super) fn field(&self, name: &str) -> &str {
        self.raw.find(name).unwrap_or_default()
    }

    /// Whether the box of this value is ticked.
    pub(super) fn agrees_to(&self, what: &str) -> bool {
        self.ticked.iter().any(|(_, value)| value == what)
    }

    pub(super) fn action(&self) -> &str {
        self.field("action")
    }

    /// The step that the page carried.
    pub(super) fn step(&self) -> Option<u32> {
        self.field("step").parse().ok()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(***)")
    }
}
