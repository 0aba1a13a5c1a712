//! The `hectare` binary: a gateway, its sandbox and its tools.

mod address;
mod audit;
mod banner;
mod cli;
mod data;
mod init;
mod logging;
mod merchant;
mod serve;
mod server;
mod sign;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

/// What one thread allocates here, another frees: a request's fields on the log's thread, a decision's on the
/// writer's. The system's allocator is slow at that, to the point of a tenth of a payment.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    keep_to_ourselves();
    let result = match cli.command() {
        Command::Serve(options) => serve::run(options),
        Command::Init(options) => init::run(&options),
        Command::Audit(options) => audit::run(&options),
        Command::Merchant(command) => merchant::run(&command),
        Command::Sign(options) => sign::sign(&options),
        Command::Verify(options) => sign::verify(&options),
    };
    result.unwrap_or_else(|error| {
        eprintln!("hectare: {error}");
        ExitCode::FAILURE
    })
}

/// What this process makes is its owner's alone, wherever it lies: customers' names are in it.
fn keep_to_ourselves() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}
