//! The load generator and what it measures, both built as a release is.

use clap::Args;

use crate::process::{Outcome, cargo, run as execute};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Goes on to hectare-bench
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Outcome {
    execute(cargo().args(["build", "--release", "-p", "hectare"]))?;
    let mut command = cargo();
    execute(command.args(["run", "--release", "-p", "hectare-bench", "--"]).args(&options.rest))
}
