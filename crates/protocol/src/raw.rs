//! A message as it came or goes: names and texts, nothing understood yet.

use std::fmt;

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
            return Err(Unreadable("too many fields"));
        }
        match self.entries.iter_mut().find(|entry| entry.is(group, &name)).map(|entry| &mut entry.value) {
            None => self.entries.push(Entry { group, name, value: Sent::Text(value) }),
            Some(Sent::Text(sent)) if sent.is_empty() => *sent = value,
            Some(Sent::Text(sent)) if value.is_empty() || *sent == value => {}
            Some(_) => return Err(Unreadable("a field stands twice with different values")),
        }
        Ok(())
    }

    /// Adds a list that came in.
    pub(crate) fn receive_records(&mut self, name: &str, records: Vec<Self>) -> Result<(), Unreadable> {
        if records.len() > MAX_RECORDS || self.entries.len() == MAX_FIELDS {
            return Err(Unreadable("too many fields or records"));
        }
        if self.entry(Group::Whole, name).is_some() {
            return Err(Unreadable("a list stands twice"));
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

/// A body that is no message at all, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable(pub(crate) &'static str);

impl Unreadable {
    /// What is wrong, for the request log.
    pub const fn reason(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Unreadable {}
