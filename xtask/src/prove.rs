//! What is believed because it was tried often: kills, simulated worlds. Each proof is a test that takes how
//! often from its environment, and says in a line `proved: …` what it has seen. `ci` runs the short forms.

use std::io;
use std::process::Command;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;

use crate::listen::listen;
use crate::process::{Failure, Outcome, cargo, on_path};

/// A proof, and how much of it convinces.
#[derive(Debug)]
pub(crate) struct Proof {
    pub(crate) name: &'static str,
    package: &'static str,
    /// The test target.
    pub(crate) target: &'static str,
    /// The variable that tells it how often.
    pub(crate) variable: &'static str,
    unit: &'static str,
    full: u64,
    pub(crate) short: u64,
}

/// All of them. Another one is another line here.
#[rustfmt::skip]
pub(crate) const PROOFS: &[Proof] = &[
    Proof { name: "kill", package: "hectare", target: "kill", variable: "HECTARE_KILL_ROUNDS", unit: "kills", full: 200, short: 10 },
    Proof { name: "simulation", package: "hectare-engine", target: "simulation", variable: "HECTARE_SEEDS", unit: "seeds", full: 1_000, short: 100 },
    Proof { name: "restarts", package: "hectare", target: "restarts", variable: "HECTARE_RESTARTS", unit: "restarts", full: 100, short: 5 },
    Proof { name: "audit", package: "hectare-engine", target: "large_audit", variable: "HECTARE_AUDITED", unit: "payments", full: 1_000_000, short: 20_000 },
];

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Which proofs [default: all]
    names: Vec<String>,
    /// A tenth or less of each, as ci does it
    #[arg(long)]
    short: bool,
}

/// A row of the table at the end.
struct Row {
    proof: &'static Proof,
    amount: u64,
    took: Duration,
    /// What it says it has seen, or why it failed.
    result: Outcome<String>,
}

/// How often a proof that says nothing is said to be under way.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// How a proof begins its closing line.
const PROVED: &str = "proved: ";

pub(crate) fn run(options: &Options) -> Outcome {
    let chosen = chosen(&options.names)?;
    let mut rows = Vec::new();
    for (number, proof) in (1..).zip(&chosen) {
        let amount = if options.short { proof.short } else { proof.full };
        println!("\n=== {number} of {}: {} {} ({})", chosen.len(), grouped(amount), proof.unit, proof.name);
        let started = Instant::now();
        let result = under_way(proof.name, || prove(proof, amount));
        rows.push(Row { proof, amount, took: started.elapsed(), result });
    }
    println!("\n{}", table(&rows));
    match rows.iter().filter(|row| row.result.is_err()).count() {
        0 => Ok(()),
        count => Err(Failure::new(format!("{count} of {} proofs failed", rows.len()))),
    }
}

fn chosen(names: &[String]) -> Outcome<Vec<&'static Proof>> {
    if names.is_empty() {
        return Ok(PROOFS.iter().collect());
    }
    let known = || PROOFS.iter().map(|proof| proof.name).collect::<Vec<_>>().join(", ");
    let find = |name: &String| {
        let found = PROOFS.iter().find(|proof| proof.name == name);
        found.ok_or_else(|| Failure::new(format!("no proof is called `{name}`, but {}", known())))
    };
    names.iter().map(find).collect()
}

/// One proof, as fast as a release is. What it has seen is told by its last line.
fn prove(proof: &Proof, amount: u64) -> Outcome<String> {
    let mut command = command(proof);
    command.env(proof.variable, amount.to_string());
    let said = listen(&mut command, io::stdout(), io::stderr(), |line| line.contains(PROVED))?;
    let last = said.last().and_then(|line| line.split_once(PROVED)).map(|(_, said)| said.to_owned());
    // A test that was filtered away succeeds, too.
    last.ok_or_else(|| Failure::new(format!("{} did not say what it has proved", proof.name)))
}

fn command(proof: &Proof) -> Command {
    let mut command = cargo();
    let select = ["--release", "--package", proof.package, "--test", proof.target];
    if on_path("cargo-nextest") {
        command.args(["nextest", "run", "--profile", "proof", "--no-capture"]).args(select);
    } else {
        command.arg("test").args(select).args(["--", "--nocapture"]);
    }
    command
}

/// Does the work, and says now and then that it is being done.
fn under_way<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let (done, waiting) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            while waiting.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
                println!("... {name}: {} s", started.elapsed().as_secs());
            }
        });
        let result = work();
        drop(done);
        result
    })
}

fn table(rows: &[Row]) -> String {
    let mut lines = vec![format!("{:<12} {:>18} {:>10}  {}", "proof", "amount", "took", "result")];
    lines.extend(rows.iter().map(|row| {
        let amount = format!("{} {}", grouped(row.amount), row.proof.unit);
        let (verdict, said) = match &row.result {
            Ok(said) => ("holds", said),
            Err(failure) => ("FAILED", &failure.message),
        };
        format!("{:<12} {amount:>18} {:>8.1} s  {verdict}: {said}", row.proof.name, row.took.as_secs_f64())
    }));
    lines.join("\n")
}

/// 1000000 as 1,000,000.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len().saturating_sub(place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::root;

    #[test]
    fn groups_thousands() {
        let texts = [0, 999, 1_000, 12_345, 1_000_000].map(grouped);
        assert_eq!(texts, ["0", "999", "1,000", "12,345", "1,000,000"]);
    }

    #[test]
    fn every_proof_is_a_test_that_reads_its_variable_and_says_what_it_proved() {
        for proof in PROOFS {
            let folder =
                root().join("crates").join(proof.package.trim_start_matches("hectare-")).join("tests");
            let files =
                [folder.join(proof.target).join("main.rs"), folder.join(format!("{}.rs", proof.target))];
            let text: String = files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect();
            assert!(text.contains(proof.variable), "{}: {}", proof.name, proof.variable);
            assert!(text.contains(PROVED), "{} doesn't say what it has proved", proof.name);
        }
    }

    #[test]
    fn a_proof_that_nobody_knows_is_a_failure() {
        assert!(chosen(&["kill".to_owned(), "no such".to_owned()]).is_err());
        assert_eq!(chosen(&["kill".to_owned()]).unwrap().len(), 1);
        assert_eq!(chosen(&[]).unwrap().len(), PROOFS.len());
    }

    #[test]
    fn the_table_tells_what_held_and_what_did_not() {
        let row = |result| Row { proof: &PROOFS[0], amount: 200, took: Duration::from_secs(61), result };
        let rows = [row(Ok("5 sales".to_owned())), row(Err(Failure::new("it broke")))];
        let table = table(&rows);
        let lines: Vec<_> = table.lines().collect();
        assert_eq!(lines[1], "kill                  200 kills     61.0 s  holds: 5 sales");
        assert_eq!(lines[2], "kill                  200 kills     61.0 s  FAILED: it broke");
    }
}
