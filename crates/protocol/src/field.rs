//! What a field may hold, as the printed tables say it: class, byte limit, encryption, optionality.

use crate::charset;
use crate::date::{Date8, DateTime14, Time6};
use crate::plain::Plain;
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
    /// Letters and Hangul by name; any printable text in fact.
    Ah,
    /// Letters, digits and Hangul by name; any printable text in fact.
    Ahn,
}

impl Class {
    pub(crate) fn accepts(self, c: char) -> bool {
        match self {
            Self::N => c.is_ascii_digit(),
            Self::A | Self::An => charset::is_ascii_printable(c),
            Self::Ah | Self::Ahn => charset::is_free_text(c),
        }
    }
}

/// What a field's limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Bytes of the text in UTF-8: three a Hangul syllable.
    Bytes,
    /// Bytes as EUC-KR counts them: two for whatever is not ASCII.
    HangulAsTwo,
    Characters,
}

impl Unit {
    pub(crate) fn length(self, text: &str) -> usize {
        match self {
            Self::Bytes => text.len(),
            Self::HangulAsTwo => text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum(),
            Self::Characters => text.chars().count(),
        }
    }

    /// As much of the text's beginning as the limit allows, whole characters.
    pub(crate) fn cut(self, text: &str, max: usize) -> &str {
        let mut left = max;
        let end = text.char_indices().find(|&(at, c)| {
            let length = self.length(text.get(at..at + c.len_utf8()).unwrap_or_default());
            let fits = length <= left;
            left = left.saturating_sub(length);
            !fits
        });
        end.map_or(text, |(at, _)| text.get(..at).unwrap_or_default())
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
    /// Records that repeat.
    Records,
}

impl Format {
    fn accepts(self, text: &str) -> bool {
        match self {
            Self::Text | Self::Records => true,
            Self::Amount => text.parse::<u64>().is_ok(),
            Self::Date => Date8::parse(text).is_some(),
            Self::Time => Time6::parse(text).is_some(),
            Self::DateTime => DateTime14::parse(text).is_some(),
            Self::Ordinal => text.parse::<u16>().is_ok(),
        }
    }
}

/// A field's type as data: what [`Field::SHAPE`] says of it.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub class: Class,
    /// How long the plain text may be.
    pub max: usize,
    /// In what.
    pub unit: Unit,
    pub format: Format,
    pub required: bool,
    pub encrypted: bool,
    /// The fields of each record, where it is a list of them.
    pub records: Option<&'static [FieldSpec]>,
}

impl Shape {
    pub(crate) const fn required(class: Class, max: usize, unit: Unit, format: Format) -> Self {
        Self { class, max, unit, format, required: true, encrypted: false, records: None }
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
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    pub name: &'static str,
    /// What the declaration calls it.
    pub(crate) ident: &'static str,
    pub group: Group,
    pub class: Class,
    /// How long the plain text may be, enforced on requests.
    pub max: usize,
    /// What `max` counts.
    pub unit: Unit,
    pub format: Format,
    pub required: bool,
    pub encrypted: bool,
    /// The values allowed, the one we send first; empty where any is.
    pub fixed: &'static [&'static str],
    /// The fields of each record, where it is a list of them.
    pub records: Option<&'static [Self]>,
    /// What the field's name means in every message: labels, secrecy, reject codes.
    pub term: &'static Term,
}

impl FieldSpec {
    /// A name without an entry in the vocabulary does not compile.
    pub(crate) const fn new(
        name: &'static str,
        ident: &'static str,
        group: Group,
        shape: Shape,
        fixed: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            ident,
            group,
            class: shape.class,
            max: shape.max,
            unit: shape.unit,
            format: shape.format,
            required: shape.required,
            encrypted: shape.encrypted,
            fixed,
            records: shape.records,
            term: vocabulary::term(name),
        }
    }

    pub(crate) fn is_too_long(&self, text: &str) -> bool {
        // Bytes are the largest count: whoever keeps to them has kept to any.
        text.len() > self.max && self.unit.length(text) > self.max
    }

    /// The first character that the field's class lacks, and its place.
    pub(crate) fn offence(&self, text: &str) -> Option<(usize, char)> {
        text.chars().enumerate().find(|&(_, c)| !self.class.accepts(c))
    }

    /// Whether a text of the field's class is one of its fixed values, and means something.
    pub(crate) fn accepts(&self, text: &str) -> bool {
        (self.fixed.is_empty() || self.fixed.contains(&text)) && self.format.accepts(text)
    }
}
