//! The thread that writes.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode};

use crate::checkpoint::{self, Request};
use crate::files::Files;
use crate::open::BUSY;
use crate::refusal::{is_damage, sqlite_error};
use crate::{Durability, Journal, OpenError, Refusal};

/// Jobs of one transaction at the most. Enough that the fsync is shared, few enough that the first
/// doesn't wait long for the last.
const BATCH: usize = 512;

/// How long the jobs of an unsynced journal gather. Nobody waits for those, and a commit for each would
/// cost more than they do.
const GATHERING: Duration = Duration::from_millis(20);

/// A job that has waited for longer fails untried. With one more wait for a locked database, everybody knows
/// within half of what a merchant is answered in.
const OVERDUE: Duration = Duration::from_secs(5);

/// What failed a job for good: its error when it ran alone.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Work to be done inside a transaction.
pub trait Job: Send + 'static {
    /// Does the work. It may be called twice; the first call was rolled back then.
    fn run(&mut self, connection: &Connection) -> Result<(), Failure>;

    /// Tells whoever waits: what was done is durable, or was rolled back.
    fn finish(self, result: Result<(), Failure>);
}

/// The writer has ended, and takes no more jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the writer has ended")]
pub struct Closed;

/// A handle to the writing thread; dropping it lets the thread finish its queue and end.
pub struct Writer<J: Job> {
    queue: Option<Sender<Queued<J>>>,
    thread: Option<JoinHandle<()>>,
    checkpointer: Option<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
}

/// A job, and since when it waits.
struct Queued<J> {
    since: Instant,
    job: J,
}

impl<J: Job> Writer<J> {
    /// Opens the database, lets `prepare` bring its tables up to date, and starts writing.
    pub fn start<E: From<OpenError>>(
        journal: &Journal,
        name: &str,
        prepare: impl FnOnce(&mut Connection) -> Result<(), E>,
    ) -> Result<Self, E> {
        let mut connection = journal.open()?;
        prepare(&mut connection)?;
        let files = made(journal, &connection)?;
        let (queue, jobs) = channel();
        let request = Request::default();
        let stop = Arc::new(AtomicBool::new(false));
        let checkpointer = checkpoint::start(journal, files.clone(), request.clone(), Arc::clone(&stop))?;
        let gathering = (journal.durability() == Durability::Unsynced).then_some(GATHERING);
        let desk = Desk { journal: journal.clone(), connection, files };
        let guard = (journal.durability() == Durability::Full).then_some(AbortOnPanic);
        let run = move || {
            let _guard = guard;
            desk.write(&jobs, gathering, &request);
        };
        let thread = thread::Builder::new().name(name.to_owned()).spawn(run).map_err(OpenError::NoThread)?;
        Ok(Self { queue: Some(queue), thread: Some(thread), checkpointer: Some(checkpointer), stop })
    }

    /// Queues a job. It never blocks.
    pub fn submit(&self, job: J) -> Result<(), Closed> {
        let queued = Queued { since: Instant::now(), job };
        self.queue.as_ref().ok_or(Closed)?.send(queued).map_err(|_| Closed)
    }
}

impl<J: Job> Drop for Writer<J> {
    fn drop(&mut self) {
        self.queue = None;
        self.stop.store(true, Ordering::Relaxed);
        for thread in [self.thread.take(), self.checkpointer.take()].into_iter().flatten() {
            thread.thread().unpark();
            // An Err is a panic, and a panic there has ended the process already.
            let _ = thread.join();
        }
    }
}

impl<J: Job> fmt::Debug for Writer<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

/// A writer that is gone would leave every caller waiting; a process that is gone is restarted. Nobody waits for
/// an unsynced journal.
struct AbortOnPanic;

impl Drop for AbortOnPanic {
    fn drop(&mut self) {
        if thread::panicking() {
            std::process::abort();
        }
    }
}

/// The database as it is from here on: marked, with its log beside it, and nobody waited for too long.
fn made(journal: &Journal, connection: &Connection) -> Result<Files, OpenError> {
    // The first read makes the log's file.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.busy_timeout(BUSY)?;
    journal.mark()?;
    Files::of(journal).map_err(|lost| OpenError::Changed(lost.to_string()))
}

/// What the thread works with.
struct Desk {
    journal: Journal,
    connection: Connection,
    files: Files,
}

/// Why a transaction was rolled back.
enum Trouble {
    /// One of its jobs failed; the others may be done without it.
    Job(Failure),
    /// None of its jobs can be done.
    Everybody(Refusal),
}

impl Desk {
    fn write<J: Job>(&self, jobs: &Receiver<Queued<J>>, gathering: Option<Duration>, request: &Request) {
        let mut batch = Vec::with_capacity(BATCH);
        while let Ok(first) = jobs.recv() {
            if let Some(pause) = gathering {
                // Whoever drops the writer wakes it.
                thread::park_timeout(pause);
            }
            let queued = std::iter::once(first).chain(jobs.try_iter().take(BATCH - 1));
            batch.extend(queued.filter_map(in_time));
            if !batch.is_empty() {
                self.commit(&mut batch);
            }
            if request.take() {
                checkpoint::passive(&self.journal, &self.connection);
            }
        }
        // The last one out leaves a short log behind, so that the next start reads little.
        checkpoint::passive(&self.journal, &self.connection);
    }

    /// Runs the whole batch as one transaction, or its jobs one by one if one of them fails.
    fn commit<J: Job>(&self, batch: &mut Vec<J>) {
        match self.transaction(batch) {
            Ok(()) => batch.drain(..).for_each(|job| job.finish(Ok(()))),
            Err(Trouble::Everybody(refusal)) => {
                batch.drain(..).for_each(|job| job.finish(Err(refusal.clone().into())));
            }
            Err(Trouble::Job(failure)) => {
                if batch.len() > 1 {
                    tracing::warn!(%failure, jobs = batch.len(), "a batch was rolled back; its jobs run singly");
                }
                self.run_singly(batch);
            }
        }
    }

    /// What fails everybody fails once: nobody waits for the same lock in turn.
    fn run_singly<J: Job>(&self, batch: &mut Vec<J>) {
        let mut refused: Option<Refusal> = None;
        for mut job in batch.drain(..) {
            let result = match &refused {
                Some(refusal) => Err(Trouble::Everybody(refusal.clone())),
                None => self.transaction(std::slice::from_mut(&mut job)),
            };
            job.finish(match result {
                Ok(()) => Ok(()),
                Err(Trouble::Job(failure)) => Err(failure),
                Err(Trouble::Everybody(refusal)) => {
                    refused = Some(refusal.clone());
                    Err(refusal.into())
                }
            });
        }
    }

    fn transaction<J: Job>(&self, jobs: &mut [J]) -> Result<(), Trouble> {
        self.check()?;
        execute(&self.connection, "BEGIN IMMEDIATE").map_err(|error| self.not_begun(&error))?;
        if let Err(failure) = jobs.iter_mut().try_for_each(|job| job.run(&self.connection)) {
            let trouble = self.failed(failure);
            self.roll_back()?;
            return Err(trouble);
        }
        if let Err(error) = execute(&self.connection, "COMMIT") {
            // It may or may not be on the disk. Whatever we answered now could be a lie.
            let refusal = self.give_up(Refusal::Unwritten(error.to_string()));
            self.roll_back()?;
            return Err(refusal);
        }
        // What was committed to a file that is gone is gone.
        self.check()
    }

    /// Whether the files are what they were.
    fn check(&self) -> Result<(), Trouble> {
        if let Some(damage) = self.journal.damage() {
            return Err(self.give_up(Refusal::Damaged(damage.to_owned())));
        }
        let checked = self.files.check().map(drop);
        checked.map_err(|lost| self.give_up(Refusal::Damaged(lost.to_string())))
    }

    fn not_begun(&self, error: &rusqlite::Error) -> Trouble {
        match Refusal::at_begin(error) {
            damaged @ Refusal::Damaged(_) => self.give_up(damaged),
            refusal => Trouble::Everybody(refusal),
        }
    }

    fn failed(&self, failure: Failure) -> Trouble {
        let unsynced = self.journal.durability() == Durability::Unsynced;
        match sqlite_error(&failure) {
            Some(error) if is_damage(error) => self.give_up(Refusal::Damaged(error.to_string())),
            // A disk that is full or broken is so for every line; elsewhere a smaller job may still fit.
            Some(error) if unsynced && is_the_disks(error) => {
                Trouble::Everybody(Refusal::Unwritten(error.to_string()))
            }
            _ => Trouble::Job(failure),
        }
    }

    fn roll_back(&self) -> Result<(), Trouble> {
        // A full disk has rolled back by itself already.
        if self.connection.is_autocommit() {
            return Ok(());
        }
        execute(&self.connection, "ROLLBACK")
            .map_err(|error| self.give_up(Refusal::Unwritten(error.to_string())))
    }

    /// Nobody can say what is on the disk. Where that matters nobody is answered, and the process ends.
    fn give_up(&self, refusal: Refusal) -> Trouble {
        match self.journal.durability() {
            Durability::Full => die(&refusal.to_string()),
            Durability::Unsynced => Trouble::Everybody(refusal),
        }
    }
}

/// The job, if its turn has come in time.
fn in_time<J: Job>(queued: Queued<J>) -> Option<J> {
    if queued.since.elapsed() < OVERDUE {
        return Some(queued.job);
    }
    queued.job.finish(Err(Refusal::Overdue.into()));
    None
}

fn is_the_disks(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure))
}

fn execute(connection: &Connection, statement: &str) -> Result<(), rusqlite::Error> {
    connection.prepare_cached(statement)?.execute([]).map(drop)
}

/// Ends the process, to recover at the next start.
pub(crate) fn die(why: &str) -> ! {
    tracing::error!(%why, "the database can't be relied on; ending, to recover at the next start");
    std::process::exit(75)
}
