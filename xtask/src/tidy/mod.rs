//! What no compiler checks. One check a file; each reads the tree and reports what it finds.

mod arrows;
mod dependencies;
mod documents;
mod files;
mod manifests;
mod routes;
mod spdx;
mod supply;
mod tree;

use crate::process::{Failure, Outcome};
use tree::Tree;

/// The checks, in the order in which they run. A further one is a file beside this one, and a row here.
const CHECKS: &[(&str, Check)] = &[
    ("arrows", arrows::check),
    ("manifests", manifests::check),
    ("dependencies", dependencies::check),
    ("supply", supply::check),
    ("files", files::check),
    ("routes", routes::check),
    ("documents", documents::check),
];

/// A check ends early only if it couldn't look at all; what it sees goes into the report.
type Check = fn(&Tree, &mut Report) -> Outcome;

/// What the checks found.
#[derive(Debug, Default)]
struct Report {
    findings: Vec<String>,
    notices: Vec<String>,
}

impl Report {
    /// Something that has to be mended.
    fn finding(&mut self, text: impl Into<String>) {
        self.findings.push(text.into());
    }

    /// Something that could not be checked, and why.
    fn notice(&mut self, text: impl Into<String>) {
        self.notices.push(text.into());
    }
}

pub(crate) fn run() -> Outcome {
    let tree = Tree::read()?;
    let mut count = 0;
    for (name, check) in CHECKS {
        let mut report = Report::default();
        check(&tree, &mut report)?;
        for notice in &report.notices {
            println!("tidy: {name}: note: {notice}");
        }
        for finding in &report.findings {
            println!("tidy: {name}: {finding}");
        }
        if report.findings.is_empty() {
            println!("tidy: {name}: ok");
        }
        count += report.findings.len();
    }
    match count {
        0 => Ok(()),
        1 => Err(Failure::new("tidy found one thing to mend")),
        _ => Err(Failure::new(format!("tidy found {count} things to mend"))),
    }
}
