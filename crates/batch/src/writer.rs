//! The thread that writes.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::Connection;

use crate::checkpoint::{self, Request};
use crate::{Durability, Journal, OpenError};

/// Jobs of one transaction at the most. Enough that the fsync is shared, few enough that the first
/// doesn't wait long for the last.
const BATCH: usize = 512;

/// How long the jobs of an unsynced journal gather. Nobody waits for those, and a commit for each would
/// cost more than they do.
const GATHERING: Duration = Duration::from_millis(20);

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
    queue: Option<Sender<J>>,
    thread: Option<JoinHandle<()>>,
    checkpointer: Option<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
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
        let (queue, jobs) = channel();
        let request = Request::default();
        let stop = Arc::new(AtomicBool::new(false));
        let checkpointer = checkpoint::start(journal, request.clone(), Arc::clone(&stop))?;
        let gathering = (journal.durability() == Durability::Unsynced).then_some(GATHERING);
        let run = move || {
            let _guard = AbortOnPanic;
            write(&connection, &jobs, gathering, &request);
        };
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(run)
            .map_err(|error| OpenError::Sqlite(rusqlite::Error::ToSqlConversionFailure(error.into())))?;
        Ok(Self { queue: Some(queue), thread: Some(thread), checkpointer: Some(checkpointer), stop })
    }

    /// Queues a job. It never blocks.
    pub fn submit(&self, job: J) -> Result<(), Closed> {
        self.queue.as_ref().ok_or(Closed)?.send(job).map_err(|_| Closed)
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

/// A writer that is gone would leave every caller waiting; a process that is gone is restarted.
struct AbortOnPanic;

impl Drop for AbortOnPanic {
    fn drop(&mut self) {
        if thread::panicking() {
            std::process::abort();
        }
    }
}

fn write<J: Job>(
    connection: &Connection,
    jobs: &Receiver<J>,
    gathering: Option<Duration>,
    request: &Request,
) {
    let mut batch = Vec::with_capacity(BATCH);
    while let Ok(first) = jobs.recv() {
        if let Some(pause) = gathering {
            // Whoever drops the writer wakes it.
            thread::park_timeout(pause);
        }
        batch.push(first);
        batch.extend(jobs.try_iter().take(BATCH - 1));
        commit(connection, &mut batch);
        if request.take() {
            checkpoint::passive(connection);
        }
    }
    // The last one out leaves a short log behind, so that the next start reads little.
    checkpoint::passive(connection);
}

/// Runs the whole batch as one transaction, or its jobs one by one if that fails.
fn commit<J: Job>(connection: &Connection, batch: &mut Vec<J>) {
    match transaction(connection, batch) {
        Ok(()) => batch.drain(..).for_each(|job| job.finish(Ok(()))),
        Err(failure) => {
            if batch.len() > 1 {
                tracing::warn!(%failure, jobs = batch.len(), "a batch was rolled back; its jobs run singly");
            }
            for mut job in batch.drain(..) {
                let result = transaction(connection, std::slice::from_mut(&mut job));
                job.finish(result);
            }
        }
    }
}

fn transaction<J: Job>(connection: &Connection, jobs: &mut [J]) -> Result<(), Failure> {
    execute(connection, "BEGIN IMMEDIATE")?;
    let result = jobs.iter_mut().try_for_each(|job| job.run(connection));
    match result {
        Ok(()) => {
            if let Err(error) = execute(connection, "COMMIT") {
                die(&error);
            }
            Ok(())
        }
        Err(failure) => {
            // A full disk has rolled back by itself already.
            if !connection.is_autocommit()
                && let Err(error) = execute(connection, "ROLLBACK")
            {
                die(&error);
            }
            Err(failure)
        }
    }
}

fn execute(connection: &Connection, statement: &str) -> Result<(), rusqlite::Error> {
    connection.prepare_cached(statement)?.execute([]).map(drop)
}

/// A commit that failed may or may not be on the disk. Whatever we answered now could be a lie.
fn die(error: &rusqlite::Error) -> ! {
    tracing::error!(%error, "the database can't commit; ending, to recover at the next start");
    std::process::exit(75)
}
