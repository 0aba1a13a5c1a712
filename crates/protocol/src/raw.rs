//! A message as it came or goes: names and texts, nothing understood yet.

use std::fmt;

use crate::code::Language;
use crate::field::Group;
use crate::mask;

/// More than any message defines, even with another method's fields sent along; fewer than would slow us down.
const MAX_FIELDS: usize = 256;
/// More than the lists' own counts (four digits) can say.
const MAX_RECORDS: usize = 10_000;

/// What came or goes: named texts and lists, in order. Encrypted values are still, or already, encrypted.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Raw {
    entries: Vec<Entry>,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) group: Group,
    pub(crate) name: String,
    pub(crate) value: Sent,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Sent {
    Text(String),
    Records(Vec<Raw>),
}

impl Raw {
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// The value of a field that was sent. An empty text is an absent field: samples post every field they know.
    pub fn get(&self, group: Group, name: &str) -> Option<&str> {
        self.entry(group, name).map(Entry::text).filter(|value| !value.is_empty())
    }

    /// The records of a list that was sent.
    pub fn records(&self, group: Group, name: &str) -> Option<&[Self]> {
        match &self.entry(group, name)?.value {
            Sent::Records(records) => Some(records),
            Sent::Text(_) => None,
        }
    }

    /// The value of the first field of that name that was sent, in whichever group.
    pub fn find(&self, name: &str) -> Option<&str> {
        let sent = |entry: &&Entry| entry.name == name && !entry.text().is_empty();
        self.entries.iter().find(sent).map(Entry::text)
    }

    /// Adds a field at the end.
    pub fn push(&mut self, group: Group, name: &str, value: impl Into<String>) {
        self.entries.push(Entry { group, name: name.to_owned(), value: Sent::Text(value.into()) });
    }

    /// Adds a list at the end.
    pub fn push_records(&mut self, group: Group, name: &str, records: Vec<Self>) {
        self.entries.push(Entry { group, name: name.to_owned(), value: Sent::Records(records) });
    }

    /// Replaces a field's value where it stands, or adds the field at the end.
    pub fn set(&mut self, group: Group, name: &str, value: impl Into<String>) {
        match self.entries.iter_mut().find(|entry| entry.is(group, name)) {
            Some(entry) => entry.value = Sent::Text(value.into()),
            None => self.push(group, name, value),
        }
    }

    /// Every field in order, empty ones included. A list has no text.
    pub fn iter(&self) -> impl Iterator<Item = (Group, &str, &str)> {
        self.entries.iter().map(|entry| (entry.group, entry.name.as_str(), entry.text()))
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How long its names and values are, together.
    pub fn bytes(&self) -> usize {
        let bytes_of = |entry: &Entry| {
            let value = match &entry.value {
                Sent::Text(text) => text.len(),
                Sent::Records(records) => records.iter().map(Self::bytes).sum(),
            };
            entry.name.len() + value
        };
        self.entries.iter().map(bytes_of).sum()
    }

    /// Adds a field that came in. A name sent twice with two values has no meaning that two readers would agree on,
    /// so it is refused; an empty repetition says nothing and is let go.
    pub(crate) fn receive(&mut self, group: Group, name: String, value: String) -> Result<(), Unreadable> {
        if self.entries.len() == MAX_FIELDS {
            return Err(Unreadable::TooManyFields);
        }
        match self.entries.iter_mut().find(|entry| entry.is(group, &name)).map(|entry| &mut entry.value) {
            None => self.entries.push(Entry { group, name, value: Sent::Text(value) }),
            Some(Sent::Text(sent)) if sent.is_empty() => *sent = value,
            Some(Sent::Text(sent)) if value.is_empty() || *sent == value => {}
            Some(_) => return Err(Unreadable::FieldTwice),
        }
        Ok(())
    }

    /// Adds a list that came in.
    pub(crate) fn receive_records(&mut self, name: &str, records: Vec<Self>) -> Result<(), Unreadable> {
        if records.len() > MAX_RECORDS || self.entries.len() == MAX_FIELDS {
            return Err(Unreadable::TooManyRecords);
        }
        if self.entry(Group::Whole, name).is_some() {
            return Err(Unreadable::ListTwice);
        }
        self.push_records(Group::Whole, name, records);
        Ok(())
    }

    fn entry(&self, group: Group, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.is(group, name))
    }
}

impl Entry {
    fn text(&self) -> &str {
        match &self.value {
            Sent::Text(text) => text,
            Sent::Records(_) => "",
        }
    }

    fn is(&self, group: Group, name: &str) -> bool {
        self.group == group && self.name == name
    }
}

/// Names only: a value may be a customer's. A body read by the wrong parser is one long name, values and all.
impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|entry| mask::name(&entry.name))).finish()
    }
}

/// Why a body is no message at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    TooLarge,
    NotUtf8,
    BadEscape,
    NotAnObject,
    GroupTwice,
    GroupMissing,
    BadList,
    BadText,
    Nested,
    TooManyFields,
    TooManyRecords,
    FieldTwice,
    ListTwice,
}

impl Unreadable {
    /// In words.
    pub const fn reason(self, language: Language) -> &'static str {
        let (ko, en) = match self {
            Self::TooLarge => ("본문이 너무 큽니다", "the body is too large"),
            Self::NotUtf8 => ("UTF-8이 아닙니다", "the text is not UTF-8"),
            Self::BadEscape => ("% 뒤에 16진수 두 자리가 없습니다", "a % is not followed by two hex digits"),
            Self::NotAnObject => {
                ("JSON 객체가 있어야 할 자리가 다릅니다", "not a JSON object where one is due")
            }
            Self::GroupTwice => ("params 또는 data가 두 번 있습니다", "params or data stands twice"),
            Self::GroupMissing => ("params 또는 data가 없습니다", "params or data is missing"),
            Self::BadList => ("목록이 올바른 JSON이 아닙니다", "a list is not valid JSON"),
            Self::BadText => ("문자열이 올바른 JSON이 아닙니다", "a text is not valid JSON"),
            Self::Nested => ("필드 값이 객체나 배열입니다", "a field holds an object or an array"),
            Self::TooManyFields => ("필드가 너무 많습니다", "too many fields"),
            Self::TooManyRecords => ("필드나 목록의 건수가 너무 많습니다", "too many fields or records"),
            Self::FieldTwice => {
                ("같은 필드가 서로 다른 값으로 두 번 있습니다", "a field stands twice with different values")
            }
            Self::ListTwice => ("같은 목록이 두 번 있습니다", "a list stands twice"),
        };
        match language {
            Language::Ko => ko,
            Language::En => en,
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason(Language::En))
    }
}

impl std::error::Error for Unreadable {}
