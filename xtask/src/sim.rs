//! The engine's simulation: crashes, lost answers and clocks that jump, drawn from a seed that replays.

use clap::Args;

use crate::process::{Outcome, cargo, run as execute};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many seeds to walk [default: the simulation's own]
    #[arg(long)]
    seeds: Option<u64>,
    /// How many rounds each seed plays [default: the simulation's own]
    #[arg(long)]
    rounds: Option<u64>,
    /// Goes on to cargo nextest, such as --no-capture
    #[arg(last = true)]
    rest: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Outcome {
    let mut command = cargo();
    command.args(["nextest", "run", "--release", "--profile", "proof"]);
    command.args(["-p", "hectare-engine", "--test", "simulation"]).args(&options.rest);
    for (name, value) in [("HECTARE_SEEDS", options.seeds), ("HECTARE_ROUNDS", options.rounds)] {
        if let Some(value) = value {
            command.env(name, value.to_string());
        }
    }
    execute(&mut command)
}
