//! Every API that is declared is reachable, handled and tested: its paths are routed, a server-to-server API has a
//! handler in a file of its own, and its golden message and its exchange over HTTP are in the tests.

use super::Report;
use super::tree::Tree;
use crate::process::Outcome;

const REGISTRY: &str = "crates/protocol/src/registry.rs";
const ROUTER: &str = "crates/gateway/src/router.rs";
const WINDOWS: &str = "crates/gateway/src/window/flows/";
const HANDLERS: &str = "crates/gateway/src/api";
const GOLDEN: &str = "crates/protocol/tests/data/golden.json";
const EXCHANGES: &str = "crates/hectare/tests/";

pub(super) fn check(tree: &Tree, report: &mut Report) -> Outcome {
    let text = |path: &str| tree.text(path).unwrap_or_default();
    let below = |folder: &str| -> String {
        let sources =
            tree.files.iter().filter(|file| file.path.starts_with(folder) && file.path.ends_with(".rs"));
        sources.filter_map(|file| file.text.as_deref()).collect()
    };
    let routes = format!("{}{}", text(ROUTER), below(WINDOWS));
    let exchanges = below(EXCHANGES);
    let apis = apis(text(REGISTRY));
    if apis.is_empty() {
        report.finding(format!("{REGISTRY}: no APIs found; has its form changed?"));
    }
    for api in apis {
        let quoted = format!("\"{}\"", api.id);
        for path in api.paths.iter().filter(|path| !routes.contains(&format!("\"{path}\""))) {
            report.finding(format!("{}: {path} is routed neither in {ROUTER} nor below {WINDOWS}", api.id));
        }
        if api.paths.iter().any(|path| path.starts_with("/spay/")) {
            match handler(&routes, &quoted) {
                None => report.finding(format!("{}: no endpoint in {ROUTER}", api.id)),
                Some(file) if tree.text(&file).is_none() => {
                    report.finding(format!("{}: its handler should be in {file}", api.id));
                }
                Some(_) => {}
            }
        }
        if !text(GOLDEN).contains(&format!("\"{}.request\"", api.id)) {
            report.finding(format!("{}: no golden message in {GOLDEN}", api.id));
        }
        if !exchanges.contains(&quoted) {
            report.finding(format!("{}: no test in {EXCHANGES} names it", api.id));
        }
    }
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
struct Declared<'a> {
    id: &'a str,
    paths: Vec<&'a str>,
}

/// The APIs of the registry's source: an `id:` line, and the `paths:` line after it.
fn apis(registry: &str) -> Vec<Declared<'_>> {
    let mut apis = Vec::new();
    let mut id = None;
    for line in registry.lines().map(str::trim) {
        if line.starts_with("id: \"") {
            id = quoted(line).next();
        } else if line.starts_with("paths: &[\"")
            && let Some(id) = id.take()
        {
            apis.push(Declared { id, paths: quoted(line).collect() });
        }
    }
    apis
}

/// What stands in quotation marks.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

/// The file of a handler that is routed as `endpoint::<card::pay::Pay>("card-pay")`.
fn handler(routes: &str, quoted: &str) -> Option<String> {
    let call = routes.lines().find(|line| line.contains("endpoint::<") && line.contains(quoted))?;
    let (_, rest) = call.split_once("endpoint::<")?;
    let (path, _) = rest.split_once('>')?;
    let (module, _type) = path.rsplit_once("::")?;
    Some(format!("{HANDLERS}/{}.rs", module.replace("::", "/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_the_registry_declares() {
        let registry = "Api {\n    id: \"card-pay\",\n    chapter: Some(8),\n    paths: &[\"/spay/A.do\", \"/spay/B.do\"],\n}";
        assert_eq!(apis(registry), [Declared { id: "card-pay", paths: vec!["/spay/A.do", "/spay/B.do"] }]);
    }

    #[test]
    fn a_handler_lives_where_its_type_says() {
        let routes = "    endpoint::<card::pay::Pay>(\"card-pay\"),";
        assert_eq!(handler(routes, "\"card-pay\""), Some("crates/gateway/src/api/card/pay.rs".to_owned()));
        assert_eq!(handler(routes, "\"card-cancel\""), None);
    }
}
