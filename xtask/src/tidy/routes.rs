//! Every API that is declared is reachable, handled and tested: it is routed, a server-to-server API has a handler in a
//! file of its own, and its golden message and its exchange over HTTP are in the tests.

use super::Report;
use super::tree::Tree;
use crate::process::Outcome;

const REGISTRY: &str = "crates/protocol/src/registry.rs";
const ROUTER: &str = "crates/gateway/src/router.rs";
const HANDLERS: &str = "crates/gateway/src/api/";
const GOLDEN: &str = "crates/protocol/tests/data/golden.json";
const EXCHANGES: &str = "crates/hectare/tests/";

pub(super) fn check(tree: &Tree, report: &mut Report) -> Outcome {
    let text = |path: &str| tree.text(path).unwrap_or_default();
    let exchanges: String = tree
        .files
        .iter()
        .filter(|file| file.path.starts_with(EXCHANGES) && file.path.ends_with(".rs"))
        .filter_map(|file| file.text.as_deref())
        .collect();
    let apis = apis(text(REGISTRY));
    if apis.is_empty() {
        report.finding(format!("{REGISTRY}: no APIs found; has its form changed?"));
    }
    for api in apis {
        match served(text(ROUTER), api) {
            None => report.finding(format!("{api}: not routed in {ROUTER}")),
            Some(Served::Window) => {}
            Some(Served::By(module)) => {
                let own = format!("/{}.rs", module.replace("::", "/"));
                let is_there = tree
                    .files
                    .iter()
                    .any(|file| file.path.starts_with(HANDLERS) && file.path.ends_with(&own));
                if !is_there {
                    report.finding(format!("{api}: its handler should be in {HANDLERS}…{own}"));
                }
            }
        }
        if !text(GOLDEN).contains(&format!("\"{api}.request\"")) {
            report.finding(format!("{api}: no golden message in {GOLDEN}"));
        }
        if !exchanges.contains(&format!("\"{api}\"")) {
            report.finding(format!("{api}: no test in {EXCHANGES} names it"));
        }
    }
    Ok(())
}

/// The APIs of the registry's source, an `id:` line each.
fn apis(registry: &str) -> Vec<&str> {
    let lines = registry.lines().map(str::trim);
    lines.filter_map(|line| line.strip_prefix("id: \"")?.split_once('"').map(|(id, _)| id)).collect()
}

#[derive(Debug, PartialEq, Eq)]
enum Served<'a> {
    Window,
    /// A handler of this module.
    By(&'a str),
}

/// How the router's list serves an API: `Window(window::CARD)`, or `endpoint::<card::pay::Pay>("card-pay", …)`.
fn served<'a>(router: &'a str, api: &str) -> Option<Served<'a>> {
    let windows = api.to_uppercase().replace('-', "_");
    if router.contains(&format!("Window(window::{windows})")) {
        return Some(Served::Window);
    }
    let endpoints = router.split("endpoint::<").skip(1);
    let handlers = endpoints.filter_map(|rest| rest.split_once(">("));
    let (handler, _) = handlers
        .map(|(handler, rest)| (handler, rest.trim_start()))
        .find(|(_, rest)| rest.strip_prefix('"').is_some_and(|rest| rest.starts_with(&format!("{api}\""))))?;
    let (module, _type) = handler.rsplit_once("::")?;
    Some(Served::By(module))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_the_registry_declares() {
        let registry = "Api {\n    id: \"card-pay\",\n    chapter: Some(8),\n},\nApi {\n    id: \"card\",";
        assert_eq!(apis(registry), ["card-pay", "card"]);
    }

    #[test]
    fn a_handler_lives_where_its_type_says() {
        let router = "Route(\"/a.do\", Window(window::CARD)),\n\
            endpoint::<card::pay::Pay>(\"card-pay\", &[]),\n\
            endpoint::<card::capture::Capture>(\n    \"card-capture\",";
        assert_eq!(served(router, "card-pay"), Some(Served::By("card::pay")));
        assert_eq!(served(router, "card-capture"), Some(Served::By("card::capture")));
        assert_eq!(served(router, "card"), Some(Served::Window));
        assert_eq!(served(router, "card-cancel"), None);
    }
}
