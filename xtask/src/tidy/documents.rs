//! What the documents say of the tree: a file that they name is there, and what they name of it is in it.

use super::Report;
use super::tree::Tree;
use crate::process::Outcome;

/// What a document may name of an example that doesn't exist: its files have this in their names.
const MADE_UP: &str = "suspend";
/// What is a source of ours by the end of its name.
const SOURCES: [&str; 6] = [".rs", ".py", ".js", ".css", ".sql", ".html"];

pub(super) fn check(tree: &Tree, report: &mut Report) -> Outcome {
    let documents = tree.files.iter().filter(|file| file.path.ends_with(".md"));
    for (path, text) in documents.filter_map(|file| Some((&file.path, file.text.as_deref()?))) {
        for named in named(text) {
            let mut found = tree.files.iter().filter(|file| is_at(&file.path, named.path)).peekable();
            if found.peek().is_none() {
                report.finding(format!("{path}:{}: there is no {}", named.line, named.path));
            } else if let Some(item) = named.item
                && !found.any(|file| file.text.as_deref().is_some_and(|text| text.contains(item)))
            {
                report.finding(format!("{path}:{}: no {item} in {}", named.line, named.path));
            }
        }
    }
    Ok(())
}

/// A source file that a document names, from the root, from `crates`, or from its crate.
struct Named<'a> {
    line: usize,
    path: &'a str,
    /// What of it, where a name in backticks follows at once.
    item: Option<&'a str>,
}

/// Sources in backticks. Without a folder it may be a file of anybody's.
fn named(text: &str) -> Vec<Named<'_>> {
    let mut all = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        // In backticks is every second piece.
        let pieces: Vec<&str> = text.split('`').collect();
        for (place, path) in pieces.iter().enumerate().skip(1).step_by(2) {
            let of_ours = !path.starts_with('/') && path.contains('/') && !path.contains(['*', '<', ' ']);
            if !of_ours || path.contains(MADE_UP) || !SOURCES.iter().any(|end| path.ends_with(end)) {
                continue;
            }
            let follows = pieces.get(place + 1).is_some_and(|between| *between == " ");
            let item = pieces.get(place + 2).filter(|_| follows).copied();
            all.push(Named { line, path, item });
        }
    }
    all
}

fn is_at(path: &str, named: &str) -> bool {
    path.strip_suffix(named).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(usize, &str, Option<&str>)> {
        named(text).into_iter().map(|named| (named.line, named.path, named.item)).collect()
    }

    #[test]
    fn a_file_and_what_is_named_of_it() {
        let text = "a\n| what | `domain/src/claim.rs` `Claim` | `web/a.js`, `b` |";
        assert_eq!(seen(text), [(2, "domain/src/claim.rs", Some("Claim")), (2, "web/a.js", None)]);
    }

    #[test]
    fn what_is_no_file_of_ours_is_not_asked_for() {
        let text = "`/resources/js/a.js` `lib.rs` `a/b` `src/pg/<m>/<api>.rs` `pg/card/billkey_suspend.rs`";
        assert_eq!(seen(text), []);
    }

    #[test]
    fn a_path_may_begin_at_any_folder_and_not_within_a_name() {
        assert!(is_at("crates/domain/src/claim.rs", "domain/src/claim.rs"));
        assert!(!is_at("crates/domain/src/reclaim.rs", "claim.rs"));
    }
}
