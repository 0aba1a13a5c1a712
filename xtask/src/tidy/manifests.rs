//! Every crate takes its lints and its dependencies' versions from the workspace, so that both stand in one place.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Report;
use super::tree::Tree;
use crate::process::{Outcome, root};

/// The part of a crate's manifest that is looked at.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Manifest {
    #[serde(default)]
    lints: Inherited,
    #[serde(default)]
    dependencies: BTreeMap<String, Dependency>,
    #[serde(default)]
    dev_dependencies: BTreeMap<String, Dependency>,
    #[serde(default)]
    build_dependencies: BTreeMap<String, Dependency>,
}

#[derive(Debug, Default, Deserialize)]
struct Inherited {
    #[serde(default)]
    workspace: bool,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Dependency {
    Table(Inherited),
    /// A bare version requirement.
    Version(#[expect(dead_code, reason = "that it is one is all that counts")] String),
}

pub(super) fn check(tree: &Tree, report: &mut Report) -> Outcome {
    let root = root();
    for member in tree.metadata.workspace_packages() {
        let path = member.manifest_path.strip_prefix(&root).unwrap_or(&member.manifest_path);
        for fault in faults(&tree.toml(path.as_str())?) {
            report.finding(format!("{path}: {fault}"));
        }
    }
    Ok(())
}

fn faults(manifest: &Manifest) -> Vec<String> {
    let mut faults = Vec::new();
    if !manifest.lints.workspace {
        faults.push("[lints] lacks `workspace = true`".to_owned());
    }
    let tables = [&manifest.dependencies, &manifest.dev_dependencies, &manifest.build_dependencies];
    for (name, dependency) in tables.into_iter().flatten() {
        if !matches!(dependency, Dependency::Table(Inherited { workspace: true })) {
            faults.push(format!("`{name}` doesn't come from [workspace.dependencies]"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(text: &str) -> Vec<String> {
        faults(&basic_toml::from_str(text).unwrap())
    }

    #[test]
    fn accepts_a_crate_that_inherits_all() {
        let text = "[lints]\nworkspace = true\n[dependencies]\na.workspace = true\nb = { workspace = true, optional = true }";
        assert_eq!(faults_of(text), [""; 0]);
    }

    #[test]
    fn rejects_lints_of_ones_own() {
        assert_eq!(faults_of("[package]\nname = 'x'"), ["[lints] lacks `workspace = true`"]);
        assert_eq!(faults_of("[lints]\nworkspace = false").len(), 1);
    }

    #[test]
    fn rejects_versions_of_ones_own() {
        let text =
            "[lints]\nworkspace = true\n[dependencies]\na = '1'\n[dev-dependencies]\nb = { version = '2' }";
        let faults = faults_of(text);
        assert_eq!(faults.len(), 2);
        assert!(faults[0].contains("`a`") && faults[1].contains("`b`"), "{faults:?}");
    }
}
