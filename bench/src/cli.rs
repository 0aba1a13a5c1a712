//! What can be said at the prompt.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Measures a gateway under load, beside what its machine could do.
#[derive(Debug, Parser)]
#[command(name = "hectare-bench", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) measure: MeasureOptions,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serves card payments with the gateway's HTTP, cryptography and rows, and nothing else.
    Floor(FloorOptions),
}

#[derive(Debug, Args)]
pub(crate) struct FloorOptions {
    /// Where it listens.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// The folder of its database.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
}

/// What to measure, and for how long.
#[derive(Debug, Args)]
pub(crate) struct MeasureOptions {
    /// Numbers of connections to measure at.
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_values_t = [1, 16, 64, 256])]
    pub(crate) connections: Vec<usize>,
    /// Measures everything so many times, in turns, and keeps the best of each.
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub(crate) rounds: u32,
    /// Seconds under load before anything counts.
    #[arg(long, value_name = "S", default_value_t = 2)]
    warm_up: u64,
    /// Seconds that count.
    #[arg(long, value_name = "S", default_value_t = 10)]
    measure: u64,
    /// Payments that are stored already, for the measurement on a full database.
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    pub(crate) stored: u64,
    /// What to measure.
    #[arg(long, value_name = "PART,…", value_delimiter = ',', value_enum, default_values_t = Part::ALL)]
    pub(crate) parts: Vec<Part>,
    /// The gateway's binary; the one beside this program unless given.
    #[arg(long, value_name = "FILE")]
    pub(crate) hectare: Option<PathBuf>,
    /// Where data folders are made, and removed again: on the disk that is to be measured.
    #[arg(long, value_name = "DIR", default_value = "target")]
    pub(crate) scratch: PathBuf,
    /// Where `latest.json` and `latest.svg` go.
    #[arg(long, value_name = "DIR", default_value = "bench/results")]
    pub(crate) results: PathBuf,
}

/// A part of the measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// HTTP, cryptography and rows alone.
    Floor,
    /// The gateway on an empty database.
    Gateway,
    /// The gateway on a full one.
    Stored,
    /// The sender of notifications.
    Notifications,
    /// What a hanging receiver and a dead institution cost others.
    Neighbours,
}

impl Part {
    const ALL: [Self; 5] = [Self::Floor, Self::Gateway, Self::Stored, Self::Notifications, Self::Neighbours];
}

impl MeasureOptions {
    pub(crate) fn warm_up(&self) -> Duration {
        Duration::from_secs(self.warm_up)
    }

    pub(crate) fn measure(&self) -> Duration {
        Duration::from_secs(self.measure.max(1))
    }

    pub(crate) fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }
}
