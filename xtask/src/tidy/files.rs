//! What a file may look like: its length, its white space, its weight, and no left-overs of work in progress.

use super::Report;
use super::tree::{SourceFile, Tree};
use crate::process::Outcome;

/// A file answers one question; longer than this, it answers several.
const MAX_LINES: usize = 500;

/// What is heavier belongs into a release, not into every clone.
const MAX_BYTES: u64 = 1024 * 1024;

/// Macros that stand for work not done. Clippy warns of them too, but not within code that isn't compiled here.
const UNFINISHED: &[&str] = &["todo", "unimplemented", "dbg"];

/// What people write by hand, by the end of the name. Snapshots and recorded bodies are kept as they came.
const WRITTEN: &[&str] = &[
    ".css",
    ".html",
    ".js",
    ".json",
    ".md",
    ".py",
    ".rs",
    ".sh",
    ".sql",
    ".svg",
    ".toml",
    ".yml",
    ".ci/run",
    ".gitignore",
    "LICENSE-APACHE",
    "LICENSE-MIT",
];

pub(super) fn check(tree: &Tree, report: &mut Report) -> Outcome {
    for file in &tree.files {
        if file.size > MAX_BYTES {
            report.finding(format!("{}: {} bytes, the limit is {MAX_BYTES}", file.path, file.size));
        }
        let Some(text) = &file.text else { continue };
        for fault in faults(file, text) {
            report.finding(format!("{}{fault}", file.path));
        }
    }
    Ok(())
}

fn faults(file: &SourceFile, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = text.lines().count();
    if is_our_source(&file.path) && lines > MAX_LINES {
        faults.push(format!(": {lines} lines, the limit is {MAX_LINES}"));
    }
    if WRITTEN.iter().any(|end| file.path.ends_with(end)) {
        faults.extend(white_space_faults(text));
    }
    if file.path.ends_with(".rs") {
        faults.extend(left_overs(text));
    }
    faults
}

/// Whether the path is within a crate's `src`.
fn is_our_source(path: &str) -> bool {
    path.ends_with(".rs") && path.split('/').any(|folder| folder == "src")
}

fn white_space_faults(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, number) in text.split('\n').zip(1..) {
        if line.contains('\t') {
            faults.push(format!(":{number}: a tab"));
        }
        if line.ends_with(char::is_whitespace) {
            faults.push(format!(":{number}: white space at the end of the line"));
        }
    }
    faults
}

fn left_overs(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        for name in UNFINISHED.iter().filter(|name| calls(line, name)) {
            faults.push(format!(":{number}: `{name}!` left behind"));
        }
    }
    faults
}

/// Whether the line calls the macro of that name, and not one whose name merely ends so.
fn calls(line: &str, name: &str) -> bool {
    let is_named_longer = |before: &str| before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    line.match_indices(&format!("{name}!("))
        .any(|(start, _)| line.get(..start).is_some_and(|before| !is_named_longer(before)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(path: &str, text: &str) -> Vec<String> {
        faults(&SourceFile { path: path.to_owned(), size: 0, text: None }, text)
    }

    #[test]
    fn a_source_file_may_have_500_lines_and_no_more() {
        let path = "crates/ledger/src/lib.rs";
        assert_eq!(faults_of(path, &"//\n".repeat(500)), [""; 0]);
        assert_eq!(faults_of(path, &"//\n".repeat(501)), [": 501 lines, the limit is 500"]);
        assert_eq!(faults_of("crates/ledger/tests/long.rs", &"//\n".repeat(501)), [""; 0]);
    }

    #[test]
    fn a_last_line_without_its_end_counts() {
        assert_eq!(faults_of("xtask/src/main.rs", &("//\n".repeat(500) + "//")).len(), 1);
    }

    #[test]
    fn white_space_faults_name_their_line() {
        assert_eq!(
            white_space_faults("ok\n\tx\ny \nz\r\n"),
            [":2: a tab", ":3: white space at the end of the line", ":4: white space at the end of the line"]
        );
    }

    #[test]
    fn recorded_bodies_are_kept_as_they_came() {
        assert_eq!(faults_of("crates/gateway/tests/a.snap", "a\t \n"), [""; 0]);
        assert_eq!(faults_of("web/style.css", "a\t \n").len(), 2);
    }

    #[test]
    fn work_in_progress_is_found() {
        for name in UNFINISHED {
            let line = format!("    {name}!(\"later\")");
            assert_eq!(faults_of("crates/ledger/src/lib.rs", &line).len(), 1, "{line}");
        }
    }

    #[test]
    fn a_longer_name_is_another_macro() {
        assert!(!calls(&format!("my_{}!(1)", "dbg"), "dbg"));
        assert!(calls(&format!("({}!(1))", "dbg"), "dbg"));
    }
}
