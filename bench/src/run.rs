//! What is measured, in which order: in turns, so that a noisy minute hurts everything alike.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::Failure;
use crate::cli::{MeasureOptions, Part};
use crate::load::{self, Load, Measured, Payer, Payments};
use crate::receiver::{Manner, Receiver};
use crate::report::progress::Progress;
use crate::report::{self, Beside, Neighbours, Notifications, Point, Results, StartUp};
use crate::server::Server;
use crate::{neighbours, prefill};

/// The number of connections at which the full database and the sender are measured.
const USUAL_CONNECTIONS: usize = 64;
/// More payments a second than anything here can make are signed in advance.
const MOST_PER_SECOND: u64 = 60_000;
/// How often a server is started to see how long that takes.
const STARTS: u32 = 5;

struct Bench<'a> {
    options: &'a MeasureOptions,
    hectare: PathBuf,
    receiver: Receiver,
    progress: Progress,
}

/// Whether the sender of notifications is at work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sender {
    Held,
    Sending,
}

/// Measures everything asked for, and reports it.
pub(crate) fn everything(options: &MeasureOptions) -> Result<(), Failure> {
    let beside = std::env::current_exe()?.with_file_name("hectare");
    let bench = Bench {
        options,
        hectare: options.hectare.clone().unwrap_or(beside),
        receiver: Receiver::start(Manner::Answers)?,
        progress: Progress::new(),
    };
    let mut results = Results::new(options.rounds, bench.start_up()?);
    let full = if options.has(Part::Stored) { Some(bench.full_folder()?) } else { None };
    for round in 1..=options.rounds {
        bench.round(round, full.as_ref(), &mut results)?;
    }
    if options.has(Part::Neighbours) {
        results.neighbours = Some(bench.neighbours()?);
    }
    bench.progress.clear();
    report::write(&results, &options.results)
}

impl Bench<'_> {
    fn round(&self, round: u32, full: Option<&TempDir>, results: &mut Results) -> Result<(), Failure> {
        let of = format!("round {round} of {}", self.options.rounds);
        for &connections in &self.options.connections {
            if self.options.has(Part::Floor) {
                self.progress.begin(&format!("{of}: floor, {connections} connections"));
                results.floor.keep_best(self.floor(connections)?);
            }
            if self.options.has(Part::Gateway) {
                self.progress.begin(&format!("{of}: gateway, {connections} connections"));
                results.gateway.keep_best(self.gateway(self.folder()?.path(), connections)?.0);
            }
        }
        if let Some(full) = full {
            self.progress.begin(&format!("{of}: gateway, {} payments stored", self.options.stored));
            let point = self.gateway(full.path(), USUAL_CONNECTIONS)?.0;
            results.keep_stored(self.options.stored, point);
        }
        if self.options.has(Part::Notifications) {
            let folder = self.folder()?;
            self.progress.begin(&format!("{of}: a backlog of notifications"));
            let (_, backlog) = self.gateway(folder.path(), USUAL_CONNECTIONS)?;
            self.progress.begin(&format!("{of}: {backlog} notifications"));
            results.keep_notifications(self.notifications(folder.path(), backlog)?);
        }
        Ok(())
    }

    /// The best of several starts, and what a gateway that does nothing has in memory.
    fn start_up(&self) -> Result<StartUp, Failure> {
        self.progress.begin("starting and stopping");
        let (mut first, mut again) = (Duration::MAX, Duration::MAX);
        let mut idle_rss = u64::MAX;
        for _ in 0..STARTS {
            let folder = self.folder()?;
            first = first.min(self.start(folder.path(), Sender::Sending)?.ready_after());
            let server = self.start(folder.path(), Sender::Sending)?;
            again = again.min(server.ready_after());
            std::thread::sleep(Duration::from_millis(500));
            idle_rss = idle_rss.min(server.usage()?.rss);
        }
        let binary = std::fs::metadata(&self.hectare)?.len();
        Ok(StartUp::new(first, again, idle_rss, binary))
    }

    fn floor(&self, connections: usize) -> Result<Point, Failure> {
        let folder = self.folder()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("floor").arg("--data").arg(folder.path());
        let server = Server::start(&mut command, &folder.path().join("floor.log"))?;
        Ok(Point::of(connections, &self.load(&server, connections)?))
    }

    /// A gateway under load, and how many payments it has made.
    fn gateway(&self, folder: &Path, connections: usize) -> Result<(Point, u64), Failure> {
        let server = self.start(folder, Sender::Held)?;
        let measured = self.load(&server, connections)?;
        Ok((Point::of(connections, &measured), measured.paid))
    }

    fn load(&self, server: &Server, connections: usize) -> Result<Measured, Failure> {
        let load = Load { connections, warm_up: self.options.warm_up(), measure: self.options.measure() };
        let seconds = load.warm_up.saturating_add(load.measure).as_secs().saturating_add(1);
        let count = usize::try_from(seconds.saturating_mul(MOST_PER_SECOND))?;
        let payments = Payments::sign(count, Payer::USUAL, &self.receiver.url())?;
        load::run(server, payments, load, &self.progress)
    }

    /// How fast a backlog is delivered to a merchant that says OK.
    fn notifications(&self, folder: &Path, backlog: u64) -> Result<Notifications, Failure> {
        let already = self.receiver.received();
        let _server = self.start(folder, Sender::Sending)?;
        std::thread::sleep(self.options.warm_up());
        let (before, started) = (self.receiver.received(), Instant::now());
        let mut delivered = 0;
        let mut took = Duration::ZERO;
        while took < self.options.measure() {
            std::thread::sleep(Duration::from_millis(100));
            (delivered, took) = (self.receiver.received().saturating_sub(before), started.elapsed());
            self.progress.show(&format!("{delivered} delivered"));
            if self.receiver.received().saturating_sub(already) >= backlog {
                break;
            }
        }
        Ok(Notifications::new(backlog, delivered, took))
    }

    /// What trouble costs those beside it: once, for these aren't figures that noise makes much better or worse.
    fn neighbours(&self) -> Result<Neighbours, Failure> {
        self.progress.begin("a merchant's notifications, alone and beside a receiver that hangs");
        let alone = {
            let folder = self.folder()?;
            neighbours::slowest_notification(&self.start(folder.path(), Sender::Sending)?)?
        };
        let folder = self.folder()?;
        let hanging = Receiver::start(Manner::Hangs)?;
        neighbours::leave_waiting(&self.start(folder.path(), Sender::Held)?, &hanging, &self.progress)?;
        let beside = neighbours::slowest_notification(&self.start(folder.path(), Sender::Sending)?)?;
        let hanging_receiver = Beside::new(alone, beside);

        self.progress.begin("a lost cancel's recovery, alone and beside a dead institution");
        let folder = self.folder()?;
        let server = self.start(folder.path(), Sender::Sending)?;
        let alone = neighbours::recovered_cancel(&server, &self.receiver)?;
        neighbours::leave_stuck(&server, &self.receiver, &self.progress)?;
        let beside = neighbours::recovered_cancel(&server, &self.receiver)?;
        Ok(Neighbours { hanging_receiver, dead_institution: Beside::new(alone, beside) })
    }

    fn start(&self, folder: &Path, sender: Sender) -> Result<Server, Failure> {
        let mut command = Command::new(&self.hectare);
        command.args(["serve", "--listen", "127.0.0.1:0", "--issuers-in-memory", "--data"]).arg(folder);
        if sender == Sender::Held {
            command.arg("--hold-notifications");
        }
        // Beside the folder: a gateway doesn't settle among files that aren't its own.
        let log = folder.with_extension("log");
        let server = Server::start(&mut command, &log);
        std::fs::remove_file(log)?;
        server.map_err(|failure| format!("{}: {failure}", self.hectare.display()).into())
    }

    fn folder(&self) -> Result<TempDir, Failure> {
        std::fs::create_dir_all(&self.options.scratch)?;
        Ok(tempfile::Builder::new().prefix("bench-").tempdir_in(&self.options.scratch)?)
    }

    /// A folder with many payments in it.
    fn full_folder(&self) -> Result<TempDir, Failure> {
        self.progress.begin(&format!("storing {} payments", self.options.stored));
        let folder = self.folder()?;
        // The gateway makes its own tables.
        drop(self.start(folder.path(), Sender::Held)?);
        prefill::fill(folder.path(), self.options.stored)?;
        Ok(folder)
    }
}
