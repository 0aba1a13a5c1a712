//! The fuzz targets, on the toolchain that is there: cargo-fuzz asks for unstable compiler flags, which a stable one
//! takes under `RUSTC_BOOTSTRAP`.

use std::fs;
use std::process::Command;

use clap::Args;

use crate::process::{Failure, Outcome, cargo, on_path, output, root, run as execute};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Which target to run [default: each in turn]
    target: Option<String>,
    /// How long to run each target
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Goes on to libFuzzer, such as -max_len=4096
    #[arg(last = true)]
    rest: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Outcome {
    if !on_path("cargo-fuzz") {
        return Err(Failure::new(
            "cargo-fuzz isn't on PATH: `cargo install cargo-fuzz --locked` puts it there",
        ));
    }
    let known = targets()?;
    match &options.target {
        None => known.iter().try_for_each(|target| fuzz(target, options)),
        Some(target) if known.contains(target) => fuzz(target, options),
        Some(target) => {
            Err(Failure::new(format!("no fuzz target is called `{target}`, but {}", known.join(", "))))
        }
    }
}

fn targets() -> Outcome<Vec<String>> {
    let list = output(cargo_fuzz("list").args(["--fuzz-dir", "fuzz"]))?;
    Ok(String::from_utf8_lossy(&list).lines().map(str::to_owned).collect())
}

fn fuzz(target: &str, options: &Options) -> Outcome {
    println!("=== {target}, {} s", options.seconds);
    // libFuzzer writes what it learns into the first of its folders, and only reads the others.
    let corpus = format!("fuzz/corpus/{target}");
    fs::create_dir_all(root().join(&corpus))
        .map_err(|error| Failure::new(format!("{corpus} could not be made: {error}")))?;
    let committed = [format!("fuzz/seeds/{target}"), format!("fuzz/regressions/{target}")];

    let mut command = cargo_fuzz("run");
    command.args(["--fuzz-dir", "fuzz", target, &corpus]);
    command.args(committed.iter().filter(|folder| root().join(folder).is_dir()));
    command.arg("--").arg(format!("-max_total_time={}", options.seconds)).arg("-print_final_stats=1");
    execute(command.args(&options.rest))
}

fn cargo_fuzz(task: &str) -> Command {
    let mut command = cargo();
    command.env("RUSTC_BOOTSTRAP", "1").args(["fuzz", task]);
    command
}
