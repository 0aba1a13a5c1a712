//! All that has to hold before a change goes in, cheapest first; the first step that fails ends the run.

mod browser;
mod step;
mod summary;

use std::process::Command;

use crate::process::{Outcome, cargo, on_path, run as execute};
use crate::prove::PROOFS;
use crate::tidy;
use step::Steps;

pub(crate) fn run() -> Outcome {
    let runner = Runner::find();
    let browser_tests = browser::tests_exist()?;
    let mut steps = Steps::default();

    if browser_tests {
        steps.take("What the browser tests need", browser::provide)?;
    }
    steps.take("Format", || execute(cargo().args(["fmt", "--all", "--check"])))?;
    steps.take("Lints", || {
        execute(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    })?;
    steps.take("Tidy", tidy::run)?;
    steps.take("Licences, bans and sources", supply)?;
    steps.take_tests("Tests", &mut runner.all_but_browser(browser_tests))?;
    steps.take_tests("Documentation tests", cargo().args(["test", "--doc", "--workspace"]))?;
    if browser_tests {
        steps.take_tests("Browser tests", &mut runner.browser())?;
    } else {
        steps.remark("Browser tests: package hectare has no test target `browser`, none ran");
    }

    steps.recapitulate();
    Ok(())
}

/// cargo-deny looks deeper, into the licences' texts; tidy holds the same lists against what the manifests declare.
fn supply() -> Outcome {
    if on_path("cargo-deny") {
        return execute(cargo().args(["deny", "check", "licenses", "bans", "sources"]));
    }
    println!(
        "cargo-deny isn't on PATH: the step before has checked the lists of deny.toml against cargo metadata"
    );
    Ok(())
}

/// What runs the tests. Each command selects the whole workspace, since a smaller selection unites other features and
/// would build the dependencies a second time.
enum Runner {
    Nextest,
    CargoTest,
}

impl Runner {
    fn find() -> Self {
        if on_path("cargo-nextest") { Self::Nextest } else { Self::CargoTest }
    }

    /// The short form of every proof is among them. Under cargo test the browser tests are among these too, but say that they were skipped: the switch is off.
    fn all_but_browser(&self, browser_tests: bool) -> Command {
        let mut command = cargo();
        command.envs(PROOFS.iter().map(|proof| (proof.variable, proof.short.to_string())));
        match self {
            Self::Nextest => {
                command.args(["nextest", "run", "--workspace"]);
                if browser_tests {
                    command.args(["-E", "not binary_id(hectare::browser)"]);
                }
            }
            Self::CargoTest => {
                command.args(["test", "--workspace", "--lib", "--bins", "--tests"]);
            }
        }
        command
    }

    /// One at a time: a browser takes a whole core.
    fn browser(&self) -> Command {
        let mut command = cargo();
        command.env("HECTARE_BROWSER", "1");
        match self {
            Self::Nextest => {
                command.args(["nextest", "run", "--workspace", "--test", "browser", "--test-threads", "1"])
            }
            Self::CargoTest => {
                command.args(["test", "--workspace", "--test", "browser", "--", "--test-threads", "1"])
            }
        };
        command
    }
}
