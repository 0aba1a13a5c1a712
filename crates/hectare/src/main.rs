//! The `hectare` binary: a gateway, its sandbox and its tools.

mod audit;
mod cli;
mod data;
mod logging;
mod serve;
mod server;
mod sign;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command() {
        Command::Serve(options) => serve::run(options),
        Command::Audit(options) => audit::run(&options),
        Command::Sign(options) => sign::sign(&options),
        Command::Verify(options) => sign::verify(&options),
    };
    result.unwrap_or_else(|error| {
        eprintln!("hectare: {error}");
        ExitCode::FAILURE
    })
}
