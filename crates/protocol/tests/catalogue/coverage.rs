//! `docs/coverage.md`: every API of the documents, and whether it is built. The page is made from the facts and the
//! registry, so it changes with each API that is added.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use crate::common;
use crate::facts::{Api, Message, Source, sources};
use crate::table::{cells, table};

const INTRODUCTION: &str = "\
# Coverage

Every API of the two documents, and those that only the vendor's guides have. This page is made from the facts in
`crates/protocol/tests/data/catalogue` and from the registry (`crates/protocol/src/registry.rs`). After a change there,
`UPDATE_DOCS=1 cargo nextest run -p hectare-protocol the_coverage_page` writes it anew.

- **built**: its messages are declared, and agree with the document field for field. What is declared is routed,
  handled and tested: `cargo xtask tidy` sees to that. [api.md](api.md) has the fields.
- **not yet**: the facts are here, the code is not.
- **only in the guides**: no chapter prints it. Its facts come when somebody builds it.
- A message with another API's name stands with that API. **GET** is as good as POST where it says so.
";

/// What has been done about an API.
#[derive(Clone, PartialEq, Eq)]
enum State {
    Built,
    /// Some of its messages are declared, by the last part of their ids.
    Partly(Vec<String>),
    NotYet,
    OnlyInTheGuides,
}

impl State {
    fn of(api: &Api, declared: &BTreeSet<&str>) -> Self {
        let known = |id: &&String| declared.contains(id.as_str());
        let built: Vec<String> = api.messages.keys().filter(known).map(|id| last(id).to_owned()).collect();
        match built.len() {
            _ if api.messages.is_empty() => Self::OnlyInTheGuides,
            0 => Self::NotYet,
            all if all == api.messages.len() => Self::Built,
            _ => Self::Partly(built),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Built => "built".to_owned(),
            Self::Partly(built) => format!("in part: {}", built.join(", ")),
            Self::NotYet => "not yet".to_owned(),
            Self::OnlyInTheGuides => "only in the guides".to_owned(),
        }
    }
}

#[test]
fn the_coverage_page_says_what_is_declared_and_what_is_not() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/coverage.md");
    let due = document();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &due).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();

    let said = built(&written);
    let declared = declared();
    let mut wrong = String::new();
    for source in &sources() {
        for api in &source.apis {
            for id in api.messages.keys() {
                match (declared.contains(id.as_str()), said.contains(id)) {
                    (true, false) => writeln!(wrong, "{}: {id} is declared", source.place(api)).unwrap(),
                    (false, true) => writeln!(wrong, "{}: {id} is not declared", source.place(api)).unwrap(),
                    _ => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "docs/coverage.md says otherwise; UPDATE_DOCS=1 writes it anew:\n{wrong}");
    assert_eq!(said.len(), declared.len(), "a message is declared that no document has");
    assert!(written == due, "docs/coverage.md is not what the facts say: run with UPDATE_DOCS=1");
}

/// The ids of the messages that the page calls built.
fn built(page: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for line in page.lines() {
        let [_, _, id, _, _, _, messages, state, _] = cells(line)[..] else { continue };
        let names = match state.strip_prefix("in part: ") {
            Some(some) => some,
            None if state == "built" => messages,
            None => continue,
        };
        // Other APIs' messages have a point in their names.
        let own = names.split(", ").filter(|name| !name.contains('.'));
        ids.extend(own.map(|name| format!("{}.{name}", id.trim_matches('`'))));
    }
    ids
}

fn declared() -> BTreeSet<&'static str> {
    common::messages().into_iter().map(|spec| spec.id).collect()
}

fn document() -> String {
    let (sources, declared) = (sources(), declared());
    let mut text = format!("{INTRODUCTION}\n## Counts\n\n{}", counts(&sources, &declared));
    for source in &sources {
        let rows: Vec<_> = source.apis.iter().map(|api| row(source, api, &declared)).collect();
        let head = ["chapter", "id", "API", "ko", "path", "messages", "state"];
        write!(text, "\n## {}\n\n{}", source.title, table(head, &rows)).unwrap();
    }
    text
}

fn counts(sources: &[Source], declared: &BTreeSet<&str>) -> String {
    let count = |title: &str, apis: &[&Api]| {
        let messages: Vec<(&String, &Message)> = apis.iter().flat_map(|api| &api.messages).collect();
        let fields: usize = messages.iter().map(|(_, message)| message.fields.len()).sum();
        let numbers = [
            apis.len(),
            apis.iter().filter(|api| State::of(api, declared) == State::Built).count(),
            messages.len(),
            messages.iter().filter(|(id, _)| declared.contains(id.as_str())).count(),
            fields,
            messages.iter().filter(|(_, message)| message.hash.is_some()).count(),
        ];
        let mut cells = numbers.iter().map(ToString::to_string);
        std::array::from_fn(|column| if column == 0 { title.to_owned() } else { cells.next().unwrap() })
    };
    let mut rows: Vec<[String; 7]> =
        sources.iter().map(|source| count(source.title, &source.apis.iter().collect::<Vec<_>>())).collect();
    let all: Vec<&Api> = sources.iter().flat_map(|source| &source.apis).collect();
    rows.push(count("All", &all));
    table(["", "APIs", "built", "messages", "declared", "fields", "hashed messages"], &rows)
}

fn row(source: &Source, api: &Api, declared: &BTreeSet<&str>) -> [String; 7] {
    let state = State::of(api, declared);
    let title = match state {
        State::Built => format!("[{}](api.md#{})", api.title.en, api.id),
        _ => api.title.en.clone(),
    };
    let mut paths: Vec<String> = api.paths.iter().map(|path| format!("`{path}`")).collect();
    if api.get {
        paths.push("GET".to_owned());
    }
    let mut messages: Vec<&str> = api.messages.keys().map(|id| last(id)).chain(shared(api)).collect();
    // As they are exchanged.
    messages
        .sort_by_key(|name| ["request", "response", "notification"].iter().position(|n| name.ends_with(n)));
    [
        source.place(api),
        format!("`{}`", api.id),
        title,
        api.title.ko.clone(),
        paths.join(" "),
        messages.join(", "),
        state.text(),
    ]
}

fn shared(api: &Api) -> impl Iterator<Item = &str> {
    api.shared.iter().map(String::as_str)
}

/// Which of the API's messages an id means.
fn last(id: &str) -> &str {
    id.split_once('.').unwrap().1
}
