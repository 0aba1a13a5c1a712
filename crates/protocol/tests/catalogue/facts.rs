//! The facts, as `data/catalogue` holds them: a list of APIs a file, one line a field.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// A document, or what only the guides print.
pub(crate) struct Source {
    pub title: &'static str,
    /// How chapters of it are cited.
    short: &'static str,
    pub apis: Vec<Api>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Api {
    pub id: String,
    pub chapter: Option<u8>,
    /// The page of the guides, where no chapter has the API.
    guide: Option<String>,
    pub title: Title,
    pub paths: Vec<String>,
    /// GET is as good as POST.
    #[serde(default)]
    pub get: bool,
    /// Its own, by id. None where only the guides have the API and nobody has built it.
    pub messages: BTreeMap<String, Message>,
    /// The ids of messages that are other APIs' too, and stand with them.
    #[serde(default)]
    pub shared: Vec<String>,
    /// What answers in lines of text rather than with named fields (PG 39, 40).
    lines: Option<Lines>,
}

#[derive(Deserialize)]
pub(crate) struct Title {
    pub en: String,
    pub ko: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Message {
    /// `form`, `form or query`, `json` (`{params, data}`), or `flat json`.
    pub transport: String,
    /// What is hashed before the merchant's key: names, `[..8]` and `[8..]` of a name, or the digit zero.
    pub hash: Option<Vec<String>>,
    pub fields: Vec<Field>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    pub name: String,
    #[serde(rename = "in", default = "whole")]
    pub group: String,
    /// The list whose records the field is in.
    pub of: Option<String>,
    pub class: String,
    /// Of the plain text; a list has none.
    pub max: Option<usize>,
    #[serde(default)]
    pub unit: Unit,
    #[serde(default)]
    pub required: bool,
    /// Printed as optional, but required under a condition.
    #[serde(default)]
    conditional: bool,
    #[serde(default)]
    pub encrypted: bool,
    pub fixed: Option<String>,
    /// What the table says where it is plainly wrong.
    printed_class: Option<String>,
    printed_max: Option<usize>,
    printed_required: Option<bool>,
    /// False where the chapter's table lacks the field, and the guide of the same API has it.
    #[serde(default = "yes")]
    printed: bool,
}

/// What a limit counts.
#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unit {
    /// Of UTF-8.
    #[default]
    #[serde(rename = "bytes")]
    Bytes,
    #[serde(rename = "hangul as two")]
    HangulAsTwo,
    #[serde(rename = "characters")]
    Characters,
}

impl Unit {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::HangulAsTwo => "hangul as two",
            Self::Characters => "characters",
        }
    }

    fn count(self, text: &str) -> usize {
        match self {
            Self::Bytes => text.len(),
            Self::HangulAsTwo => text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum(),
            Self::Characters => text.chars().count(),
        }
    }
}

/// An answer of text: a header, then a line a record, each column ended by `|`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lines {
    header: Vec<Column>,
    record: Vec<Column>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    ko: String,
    class: Option<String>,
    max: Option<usize>,
}

impl Source {
    /// Where the API is printed.
    pub(crate) fn place(&self, api: &Api) -> String {
        match (api.chapter, &api.guide) {
            (Some(chapter), _) => format!("{} {chapter}", self.short),
            (None, guide) => format!("{} {}", self.short, guide.as_deref().unwrap_or_default()),
        }
    }
}

impl Message {
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Field {
    /// Whether a careful sender could send the text.
    pub(crate) fn admits(&self, text: &str) -> bool {
        self.max.is_none_or(|max| self.unit.count(text) <= max)
            && self.fixed.as_ref().is_none_or(|fixed| fixed == text)
            && (self.class != "N" || text.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

const fn yes() -> bool {
    true
}

fn whole() -> String {
    "whole".to_owned()
}

/// The two documents, and the guides.
pub(crate) fn sources() -> [Source; 3] {
    let source = |title, short, text| Source { title, short, apis: serde_json::from_str(text).unwrap() };
    [
        source("PG Service Standard WEB API", "PG", include_str!("../data/catalogue/pg.json")),
        source("Easy Cash Payment Standard WEB API", "EC", include_str!("../data/catalogue/easycash.json")),
        source("Only in the guides", "guide", include_str!("../data/catalogue/guides.json")),
    ]
}

/// Every message whose facts are known, by id.
pub(crate) fn messages() -> BTreeMap<String, Message> {
    sources().into_iter().flat_map(|source| source.apis).flat_map(|api| api.messages).collect()
}

/// The name of the field that a part of a recipe is taken from; the zero has none.
pub(crate) fn hashed_field(part: &str) -> Option<&str> {
    (part != "0").then(|| part.split('[').next().unwrap())
}

#[test]
fn the_two_documents_are_here_as_a_whole() {
    let [pg, easycash, _] = sources();
    let messages: Vec<&Message> = [&pg, &easycash]
        .iter()
        .flat_map(|source| &source.apis)
        .flat_map(|api| api.messages.values())
        .collect();
    assert_eq!(messages.len(), 143);
    let fields = || messages.iter().flat_map(|message| &message.fields);
    assert_eq!(fields().filter(|field| field.printed).count(), 2_070);
    assert_eq!(
        fields().filter(|field| !field.printed).map(|field| &field.name).collect::<Vec<_>>(),
        ["notiUrl", "AcntPrintNm", "custAcntSumry"]
    );
    // 79 recipes are printed, of which 15.2 is that of two requests.
    assert_eq!(messages.iter().filter(|message| message.hash.is_some()).count(), 80);

    let chapters =
        |source: &Source| source.apis.iter().filter_map(|api| api.chapter).collect::<BTreeSet<u8>>();
    // 7 is about apps that show the card window; 34 is not printed.
    assert_eq!(chapters(&pg), (6..=40).filter(|chapter| *chapter != 7).collect());
    assert_eq!(chapters(&easycash), (5..=37).filter(|chapter| *chapter != 34).collect());
}

#[test]
fn the_facts_of_an_api_agree_with_each_other() {
    let known = messages();
    let mut ids = BTreeSet::new();
    for api in sources().iter().flat_map(|source| &source.apis) {
        assert!(ids.insert(api.id.clone()), "{} is listed twice", api.id);
        assert!(api.chapter.is_some() != api.guide.is_some(), "{}", api.id);
        assert!(!api.title.en.is_empty() && !api.title.ko.is_empty(), "{}", api.id);
        assert!(api.shared.iter().all(|id| known.contains_key(id)), "{}: {:?}", api.id, api.shared);
        for id in api.messages.keys() {
            assert_eq!(id.split_once('.').map(|(of, _)| of), Some(api.id.as_str()));
        }
        if let Some(lines) = &api.lines {
            assert_eq!(lines.header.len(), 3, "{}", api.id);
            for column in lines.header.iter().chain(&lines.record) {
                assert!(column.class.is_some() || column.max.is_none(), "{}: {}", api.id, column.ko);
            }
        }
    }
}

#[test]
fn the_facts_of_a_message_agree_with_each_other() {
    for (id, message) in messages() {
        let grouped = message.transport == "json";
        assert!(
            grouped || ["form", "form or query", "flat json"].contains(&message.transport.as_str()),
            "{id}"
        );
        let names: BTreeSet<&str> = message.fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names.len(), message.fields.len(), "{id}: a name stands twice");
        for part in message.hash.iter().flatten().filter_map(|part| hashed_field(part)) {
            // 10.4 names an amount that its message lacks.
            let odd = id == "card-billkey-delete.response" && part == "trdAmt";
            assert!(names.contains(part) != odd, "{id}: {part}");
        }
        assert!(message.hash.is_none() || names.contains("pktHash"), "{id}");
        for field in &message.fields {
            let of = format!("{id}: {}", field.name);
            assert_eq!(["params", "data"].contains(&field.group.as_str()), grouped, "{of}");
            assert!(["N", "A", "AN", "AH", "AHN", "list"].contains(&field.class.as_str()), "{of}");
            assert_eq!(field.max.is_none(), field.class == "list", "{of}");
            assert!(field.of.as_deref().is_none_or(|list| names.contains(list)), "{of}");
            assert!(!(field.required && field.conditional), "{of}");
            assert!(field.fixed.as_deref().is_none_or(|fixed| field.admits(fixed)), "{of}");
            assert!(field.printed_class.as_ref() != Some(&field.class), "{of}");
            assert!(field.printed_max.is_none() || field.printed_max != field.max, "{of}");
            assert!(field.printed_required != Some(field.required), "{of}");
        }
    }
}
