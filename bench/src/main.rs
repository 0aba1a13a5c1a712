//! Measures a gateway under load, beside the floor: the same HTTP, cryptography and rows with nothing around them.
//!
//! One run measures everything on one machine, in turns, so that a ratio means something even where a figure
//! doesn't. Nothing is asserted of timings: they are reported.

mod cli;
mod floor;
mod load;
mod neighbours;
mod prefill;
mod receiver;
mod report;
mod run;
mod server;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

/// The gateway's own, so that the floor has it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Why a measurement can't be made, in words.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        Some(Command::Floor(options)) => floor::serve(&options),
        None => run::everything(&cli.measure),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("hectare-bench: {failure}");
            ExitCode::FAILURE
        }
    }
}
