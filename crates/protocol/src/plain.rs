//! Values in the clear, before they become typed fields and after.

use std::fmt;
use std::ops::Deref;

use zeroize::Zeroizing;

use crate::field::Field;

/// A value in the clear: a text, or the records of a list. Never printed. One that travels encrypted is wiped when
/// dropped; another came in the clear, and its copies are not ours to wipe.
#[derive(Clone, PartialEq, Eq)]
pub struct Plain(Inner);

#[derive(Clone)]
enum Inner {
    Open(String),
    Secret(Zeroizing<String>),
    Records(Vec<Row>),
}

/// Values in the order of a table's fields.
pub type Row = Vec<Option<Plain>>;

impl Plain {
    pub(crate) fn secret(text: String) -> Self {
        Self(Inner::Secret(Zeroizing::new(text)))
    }

    pub(crate) const fn of_records(rows: Vec<Row>) -> Self {
        Self(Inner::Records(rows))
    }

    /// The same text, wiped when dropped.
    pub(crate) fn into_secret(self) -> Self {
        match self.0 {
            Inner::Open(text) => Self::secret(text),
            other => Self(other),
        }
    }

    /// The text without a copy. Who asks for a secret's looks after it from then on.
    pub(crate) fn into_text(self) -> String {
        match self.0 {
            Inner::Open(text) => text,
            Inner::Secret(mut text) => std::mem::take(&mut *text),
            Inner::Records(_) => String::new(),
        }
    }

    /// The records of a list; a text has none.
    pub fn records(&self) -> Option<&[Row]> {
        match &self.0 {
            Inner::Records(rows) => Some(rows),
            Inner::Open(_) | Inner::Secret(_) => None,
        }
    }

    pub(crate) fn into_records(self) -> Option<Vec<Row>> {
        match self.0 {
            Inner::Records(rows) => Some(rows),
            Inner::Open(_) | Inner::Secret(_) => None,
        }
    }
}

impl PartialEq for Inner {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Records(one), Self::Records(other)) => one == other,
            (Self::Records(_), _) | (_, Self::Records(_)) => false,
            (one, other) => one.text() == other.text(),
        }
    }
}

impl Eq for Inner {}

impl Inner {
    fn text(&self) -> &str {
        match self {
            Self::Open(text) => text,
            Self::Secret(text) => text,
            Self::Records(_) => "",
        }
    }
}

impl From<String> for Plain {
    fn from(text: String) -> Self {
        Self(Inner::Open(text))
    }
}

impl From<&str> for Plain {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

/// The text; a list of records has none.
impl Deref for Plain {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.text()
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The values of a message in the order of its fields, taken out one by one.
#[derive(Debug)]
pub struct Values {
    rest: std::vec::IntoIter<Option<Plain>>,
    taken: usize,
}

impl Values {
    pub fn new(values: Row) -> Self {
        Self { rest: values.into_iter(), taken: 0 }
    }

    /// The next field's value.
    pub fn take<T: Field>(&mut self) -> Result<T, Malformed> {
        let position = self.taken;
        self.taken += 1;
        T::read(self.rest.next().flatten()).ok_or(Malformed { position })
    }
}

/// A value that does not fit its field's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// Which of the message's fields.
    pub position: usize,
}
