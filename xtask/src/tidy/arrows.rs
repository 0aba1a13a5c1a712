//! Which of our crates may know which. The arrows go one way, and this table is where they are drawn.

use cargo_metadata::{DependencyKind, Metadata};

use super::Report;
use super::tree::Tree;
use crate::process::Outcome;

/// Each crate and those that it may build on, by the names the code uses. Whatever isn't here isn't allowed: a crate
/// that is reached through another's re-export counts like one that the manifest names.
const ARROWS: &[(&str, &[&str])] = &[
    (
        "hectare",
        &["domain", "gateway", "engine", "institutions", "store", "notify", "protocol", "simulators", "shop"],
    ),
    ("gateway", &["protocol", "engine", "domain", "institutions", "store", "notify"]),
    ("engine", &["domain", "store", "institutions", "notify"]),
    ("notify", &["store", "domain"]),
    ("store", &["batch", "domain"]),
    ("simulators", &["institutions", "domain", "batch"]),
    ("institutions", &["domain"]),
    ("domain", &["ledger"]),
    ("shop", &["client"]),
    ("client", &["protocol"]),
    ("protocol", &[]),
    ("ledger", &[]),
    ("batch", &[]),
    ("testkit", &[]),
    ("bench", &["protocol", "batch"]),
];

/// These stand on the ground: not even their tests may lean on a sibling.
const GROUND: &[&str] = &["protocol", "ledger"];

/// What only tests may build on.
const FOR_TESTS: &str = "testkit";

/// That one of our crates depends on another.
#[derive(Debug)]
struct Edge {
    from: String,
    to: String,
    in_tests: bool,
}

pub(super) fn check(tree: &Tree, report: &mut Report) -> Outcome {
    for edge in edges(&tree.metadata) {
        if let Some(fault) = fault(&edge) {
            report.finding(fault);
        }
    }
    for file in &tree.files {
        let text = file.text.as_deref().unwrap_or_default();
        for edge in source_of(&file.path).into_iter().flat_map(|from| reached(from, text)) {
            if let Some(fault) = fault(&edge) {
                report.finding(format!("{}: {fault}", file.path));
            }
        }
    }
    Ok(())
}

/// The crate that a file is a source of; tests may reach further.
fn source_of(path: &str) -> Option<&str> {
    let (name, rest) = path.strip_prefix("crates/")?.split_once('/')?;
    (rest.starts_with("src/") && path.ends_with(".rs")).then_some(name)
}

/// What a source reaches through another's re-export: `engine::domain::Money` is an arrow to `domain`.
fn reached(from: &str, text: &str) -> Vec<Edge> {
    let is_ours = |name: &str| ARROWS.iter().any(|(ours, _)| *ours == name);
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut edges = Vec::new();
    for line in code {
        for path in line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
            let mut names = path.split("::");
            if let (Some(through), Some(to)) = (names.next(), names.next())
                && is_ours(through)
                && is_ours(to)
            {
                edges.push(Edge { from: from.to_owned(), to: to.to_owned(), in_tests: false });
            }
        }
    }
    edges
}

/// What is wrong with the edge, if anything is.
fn fault(edge: &Edge) -> Option<String> {
    let Edge { from, to, in_tests } = edge;
    if GROUND.contains(&from.as_str()) {
        return Some(format!("{from} → {to}: {from} stands on its own, in its tests too"));
    }
    if *in_tests {
        return None;
    }
    if to == FOR_TESTS {
        return Some(format!("{from} → {to}: {to} may be a dev-dependency only"));
    }
    let allowed = ARROWS.iter().find(|(name, _)| name == from).map_or(&[][..], |(_, allowed)| allowed);
    if allowed.contains(&to.as_str()) {
        return None;
    }
    let allowed = if allowed.is_empty() { "none of its siblings".to_owned() } else { allowed.join(", ") };
    Some(format!("{from} → {to} is not an arrow of ours: {from} may know {allowed}"))
}

/// The dependencies between members of the workspace. One of a build script counts like any other.
fn edges(metadata: &Metadata) -> Vec<Edge> {
    let members = metadata.workspace_packages();
    let is_member = |name: &str| members.iter().any(|member| member.name == name);
    let mut edges = Vec::new();
    for member in &members {
        for dependency in member.dependencies.iter().filter(|dependency| is_member(&dependency.name)) {
            edges.push(Edge {
                from: short(&member.name),
                to: short(&dependency.name),
                in_tests: dependency.kind == DependencyKind::Development,
            });
        }
    }
    edges
}

/// `hectare-ledger` is `ledger` in the code and in the table.
fn short(package: &str) -> String {
    package.strip_prefix("hectare-").unwrap_or(package).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(from: &str, to: &str) -> Edge {
        Edge { from: from.to_owned(), to: to.to_owned(), in_tests: false }
    }

    fn test_edge(from: &str, to: &str) -> Edge {
        Edge { in_tests: true, ..edge(from, to) }
    }

    #[test]
    fn accepts_what_the_table_draws() {
        assert_eq!(fault(&edge("gateway", "engine")), None);
        assert_eq!(fault(&edge("store", "batch")), None);
    }

    #[test]
    fn names_an_arrow_that_is_not_drawn() {
        let fault = fault(&edge("gateway", "simulators")).unwrap();
        assert!(fault.starts_with("gateway → simulators"), "{fault}");
        assert!(fault.contains("gateway may know protocol, engine"), "{fault}");
    }

    #[test]
    fn sees_what_is_reached_through_a_re_export() {
        let to = |text| reached("shop", text).into_iter().map(|edge| edge.to).collect::<Vec<_>>();
        assert_eq!(
            to("use engine::domain::Money;\n    let at = &store::notify::Letter;"),
            ["domain", "notify"]
        );
        assert_eq!(to("use domain::Money;\n// engine::store\nself.engine().store()"), [""; 0]);
        assert_eq!(source_of("crates/gateway/src/api/mod.rs"), Some("gateway"));
        assert_eq!(source_of("crates/gateway/tests/pages.rs"), None);
    }

    #[test]
    fn rejects_an_arrow_backwards() {
        assert!(fault(&edge("ledger", "domain")).is_some());
        assert!(fault(&edge("domain", "store")).is_some());
    }

    #[test]
    fn a_crate_without_a_row_may_know_nobody() {
        let fault = fault(&edge("newcomer", "ledger")).unwrap();
        assert!(fault.ends_with("newcomer may know none of its siblings"), "{fault}");
    }

    #[test]
    fn tests_may_know_more() {
        assert_eq!(fault(&test_edge("engine", "simulators")), None);
        assert_eq!(fault(&test_edge("hectare", "testkit")), None);
    }

    #[test]
    fn the_ground_stands_alone_in_tests_too() {
        assert!(fault(&test_edge("protocol", "client")).is_some());
        assert!(fault(&test_edge("ledger", "testkit")).is_some());
    }

    #[test]
    fn the_testkit_is_for_tests_only() {
        let fault = fault(&edge("hectare", "testkit")).unwrap();
        assert!(fault.contains("dev-dependency only"), "{fault}");
    }

    #[test]
    fn the_table_itself_has_no_way_back() {
        fn reaches(from: &str, goal: &str) -> bool {
            let row = ARROWS.iter().find(|(name, _)| *name == from).unwrap();
            row.1.iter().any(|next| *next == goal || reaches(next, goal))
        }
        for (name, _) in ARROWS {
            assert!(!reaches(name, name), "{name} leads back to itself");
        }
    }

    #[test]
    fn package_names_are_shortened_to_the_codes_own() {
        assert_eq!(short("hectare-ledger"), "ledger");
        assert_eq!(short("hectare"), "hectare");
    }
}
