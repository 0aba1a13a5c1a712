//! Every dependency of somebody else's making is justified in ARCHITECTURE.md.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Report;
use super::tree::Tree;
use crate::process::Outcome;

const ARCHITECTURE: &str = "ARCHITECTURE.md";

#[derive(Debug, Deserialize)]
struct Manifest {
    workspace: Workspace,
}

#[derive(Debug, Deserialize)]
struct Workspace {
    dependencies: BTreeMap<String, Dependency>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Dependency {
    /// Ours where it has a path: the map of the house shows those.
    Table {
        path: Option<String>,
    },
    Version(#[expect(dead_code, reason = "that it is one is all that counts")] String),
}

pub(super) fn check(tree: &Tree, report: &mut Report) -> Outcome {
    let Some(architecture) = tree.text(ARCHITECTURE) else {
        report.notice(format!("{ARCHITECTURE} isn't there yet: no dependency was looked up in it"));
        return Ok(());
    };
    for name in unjustified(&tree.toml("Cargo.toml")?, architecture) {
        report.finding(format!("{ARCHITECTURE} has no line on `{name}`, a dependency of the workspace"));
    }
    Ok(())
}

/// Their crates that the text doesn't name in backticks.
fn unjustified(manifest: &Manifest, architecture: &str) -> Vec<String> {
    let theirs = manifest
        .workspace
        .dependencies
        .iter()
        .filter(|(_, dependency)| !matches!(dependency, Dependency::Table { path: Some(_) }));
    theirs
        .map(|(name, _)| name)
        .filter(|name| !architecture.contains(&format!("`{name}`")))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[workspace.dependencies]
ledger = { package = 'hectare-ledger', path = 'crates/ledger' }
hex = '0.4'
serde = { version = '1', features = ['derive'] }";

    #[test]
    fn names_what_the_text_does_not() {
        let manifest = basic_toml::from_str(MANIFEST).unwrap();
        assert_eq!(unjustified(&manifest, "| `hex` | for hashes |"), ["serde"]);
        assert_eq!(unjustified(&manifest, "| `hex`, `serde` | … |"), [""; 0]);
    }

    #[test]
    fn a_name_inside_another_is_no_justification() {
        let manifest = basic_toml::from_str(MANIFEST).unwrap();
        assert_eq!(unjustified(&manifest, "`hex`, `serde_json`"), ["serde"]);
    }
}
