//! The project's chores, so that nobody has to remember a command line: `cargo xtask --help` lists them.

mod bench;
mod ci;
mod fuzz;
mod golden;
mod listen;
mod process;
mod prove;
mod sim;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's chores.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// All that has to hold before a change goes in: format, lints, tidy, licences, tests, browser tests
    Ci,
    /// What no compiler checks: which crate may know which, file sizes, dependencies and their licences
    Tidy,
    /// Computes the wire's golden values outside Rust and compares them with the committed ones
    Golden,
    /// Proves by numbers: 200 kills, 1,000 simulated worlds; a table at the end says what was seen
    Prove(prove::Options),
    /// Runs the engine against failing institutions, seed after seed
    Sim(sim::Options),
    /// Throws damaged and changed messages at the codec, until the time is over or something breaks
    Fuzz(fuzz::Options),
    /// Measures a gateway under load
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().chore {
        Chore::Ci => ci::run(),
        Chore::Tidy => tidy::run(),
        Chore::Golden => golden::run(),
        Chore::Prove(options) => prove::run(&options),
        Chore::Sim(options) => sim::run(&options),
        Chore::Fuzz(options) => fuzz::run(&options),
        Chore::Bench(options) => bench::run(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}
