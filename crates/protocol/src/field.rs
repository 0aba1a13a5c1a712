//! What a field may hold, as the printed tables say it: class, byte limit, encryption, optionality.

use crate::charset;
use crate::date::{Date8, DateTime14, Time6};
use crate::message::Plain;
use crate::vocabulary::{self, Term};

/// Which object of the message a field stands in (JSON messages have two).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// The message has no groups: forms, and anything found outside the two objects.
    Whole,
    Params,
    Data,
}

impl Group {
    /// The object's key on the wire; the whole message has none.
    pub const fn key(self) -> Option<&'static str> {
        match self {
            Self::Whole => None,
            Self::Params => Some("params"),
            Self::Data => Some("data"),
        }
    }
}

/// The characters a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Digits.
    N,
    /// Letters by name; the documents' own examples use all of printable ASCII.
    A,
    /// Letters and digits by name; printable ASCII in fact.
    An,
    /// As `A`, and Hangul.
    Ah,
    /// As `An`, and Hangul.
    Ahn,
}

impl Class {
    pub(crate) fn accepts(self, text: &str) -> bool {
        match self {
            Self::N => text.bytes().all(|byte| byte.is_ascii_digit()),
            Self::A | Self::An => text.chars().all(charset::is_printable),
            Self::Ah | Self::Ahn => text.chars().all(charset::is_free_text),
        }
    }
}

/// What a field's text means, beyond its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Text,
    /// A whole number of minor units.
    Amount,
    /// `yyyyMMdd`, a day of the calendar.
    Date,
    /// `HHmmss`.
    Time,
    /// `yyyyMMddHHmmss`.
    DateTime,
    /// A position in a sequence, `1` and `001` alike.
    Ordinal,
}

impl Format {
    fn accepts(self, text: &str) -> bool {
        match self {
            Self::Text => true,
            Self::Amount => text.parse::<u64>().is_ok(),
            Self::Date => Date8::parse(text).is_some(),
            Self::Time => Time6::parse(text).is_some(),
            Self::DateTime => DateTime14::parse(text).is_some(),
            Self::Ordinal => text.parse::<u16>().is_ok(),
        }
    }
}

/// A field's type as data: what [`Field::SHAPE`] says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shape {
    pub class: Class,
    /// Bytes of the plain text in UTF-8.
    pub max: usize,
    pub format: Format,
    pub required: bool,
    pub encrypted: bool,
}

impl Shape {
    pub(crate) const fn required(class: Class, max: usize, format: Format) -> Self {
        Self { class, max, format, required: true, encrypted: false }
    }
}

/// A type that a message's field can have.
pub trait Field: Sized {
    const SHAPE: Shape;
    /// The value of a text that verification let through; `None` where it is absent or does not fit after all.
    fn read(plain: Option<Plain>) -> Option<Self>;
    /// The plain text of the value; `None` leaves the field out.
    fn write(&self) -> Option<Plain>;
}

impl<T: Field> Field for Option<T> {
    const SHAPE: Shape = Shape { required: false, ..T::SHAPE };

    fn read(plain: Option<Plain>) -> Option<Self> {
        match plain {
            None => Some(None),
            some => T::read(some).map(Some),
        }
    }

    fn write(&self) -> Option<Plain> {
        self.as_ref().and_then(T::write)
    }
}

/// One row of a message's table.
#[derive(Debug)]
pub struct FieldSpec {
    pub name: &'static str,
    pub group: Group,
    pub class: Class,
    /// Bytes of the plain text in UTF-8, enforced on requests.
    pub max: usize,
    pub format: Format,
    pub required: bool,
    pub encrypted: bool,
    /// The values allowed, the one we send first; empty where any is.
    pub fixed: &'static [&'static str],
    /// What the field's name means in every message: labels, secrecy, reject codes.
    pub term: &'static Term,
}

impl FieldSpec {
    /// A name without an entry in the vocabulary does not compile.
    pub(crate) const fn new(
        name: &'static str,
        group: Group,
        shape: Shape,
        fixed: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            group,
            class: shape.class,
            max: shape.max,
            format: shape.format,
            required: shape.required,
            encrypted: shape.encrypted,
            fixed,
            term: vocabulary::term(name),
        }
    }

    /// Whether the text is of the field's class, one of its fixed values, and means something.
    pub(crate) fn accepts(&self, text: &str) -> bool {
        self.class.accepts(text)
            && (self.fixed.is_empty() || self.fixed.contains(&text))
            && self.format.accepts(text)
    }
}
