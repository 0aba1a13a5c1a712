//! Licences, banned crates and sources of all that the build takes in, by the lists of deny.toml.
//!
//! cargo-deny reads the same file and looks deeper, but isn't installed everywhere; this needs cargo alone.

use std::collections::HashMap;

use cargo_metadata::{Metadata, Package, PackageId};
use serde::Deserialize;

use super::Report;
use super::spdx;
use super::tree::Tree;
use crate::process::Outcome;

const LISTS: &str = "deny.toml";

#[derive(Debug, Deserialize)]
struct Lists {
    licenses: Licences,
    bans: Bans,
}

#[derive(Debug, Deserialize)]
struct Licences {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

/// A crate that may have a licence which others may not.
#[derive(Debug, Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Debug, Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
    /// Those that may bring it along all the same.
    #[serde(default)]
    wrappers: Vec<String>,
}

pub(super) fn check(tree: &Tree, report: &mut Report) -> Outcome {
    let lists: Lists = tree.toml(LISTS)?;
    let dependents = dependents(&tree.metadata);
    for package in &tree.metadata.packages {
        let dependents = dependents.get(&package.id).map_or(&[][..], Vec::as_slice);
        let faults = [
            licence_fault(&lists.licenses, &package.name, package.license.as_deref()),
            ban_fault(&lists.bans, &package.name, dependents),
            source_fault(package),
        ];
        for fault in faults.into_iter().flatten() {
            report.finding(format!("{} {}: {fault}", package.name, package.version));
        }
    }
    Ok(())
}

fn licence_fault(licences: &Licences, name: &str, declared: Option<&str>) -> Option<String> {
    let Some(declared) = declared else { return Some("declares no licence".to_owned()) };
    let exceptions = licences.exceptions.iter().filter(|exception| exception.name == name);
    let allowed: Vec<&str> = licences
        .allow
        .iter()
        .chain(exceptions.flat_map(|exception| &exception.allow))
        .map(String::as_str)
        .collect();
    match spdx::is_met(declared, &allowed) {
        Some(true) => None,
        Some(false) => Some(format!("its licence `{declared}` isn't among those of {LISTS}")),
        None => Some(format!("its licence `{declared}` can't be read")),
    }
}

fn ban_fault(bans: &Bans, name: &str, dependents: &[&str]) -> Option<String> {
    let ban = bans.deny.iter().find(|ban| ban.name == name)?;
    let culprit =
        dependents.iter().find(|dependent| !ban.wrappers.iter().any(|wrapper| wrapper == **dependent))?;
    Some(format!("banned, but {culprit} brings it in: {}", ban.reason))
}

/// Ours have no source; all others come from the public registry, whatever mirror cargo may fetch them through.
fn source_fault(package: &Package) -> Option<String> {
    let source = package.source.as_ref().filter(|source| !source.is_crates_io())?;
    Some(format!("comes from {source}, not from the public registry"))
}

/// Who depends on each package, by name.
fn dependents(metadata: &Metadata) -> HashMap<&PackageId, Vec<&str>> {
    let names: HashMap<&PackageId, &str> =
        metadata.packages.iter().map(|package| (&package.id, package.name.as_str())).collect();
    let mut dependents: HashMap<&PackageId, Vec<&str>> = HashMap::new();
    for node in metadata.resolve.iter().flat_map(|resolve| &resolve.nodes) {
        for dependency in &node.dependencies {
            dependents.entry(dependency).or_default().extend(names.get(&node.id));
        }
    }
    dependents
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> Lists {
        let text = "[licenses]\nallow = ['MIT']\nexceptions = [{ crate = 'webdriver', allow = ['MPL-2.0'] }]
[bans]\ndeny = [{ crate = 'time', reason = 'dates are jiff', wrappers = ['cookie'] }]";
        basic_toml::from_str(text).unwrap()
    }

    #[test]
    fn an_exception_holds_for_its_crate_alone() {
        let licences = lists().licenses;
        assert_eq!(licence_fault(&licences, "webdriver", Some("MPL-2.0")), None);
        assert!(licence_fault(&licences, "other", Some("MPL-2.0")).is_some());
        assert_eq!(licence_fault(&licences, "other", Some("MIT")), None);
    }

    #[test]
    fn a_crate_without_a_licence_is_a_finding() {
        assert!(licence_fault(&lists().licenses, "other", None).is_some());
    }

    #[test]
    fn a_banned_crate_may_come_through_its_wrappers_only() {
        let bans = lists().bans;
        assert_eq!(ban_fault(&bans, "time", &["cookie"]), None);
        let fault = ban_fault(&bans, "time", &["cookie", "hectare"]).unwrap();
        assert!(fault.contains("hectare brings it in"), "{fault}");
        assert_eq!(ban_fault(&bans, "jiff", &["hectare"]), None);
    }
}
