//! One thread that owns a SQLite connection and turns many jobs into one durable commit.
//!
//! An fsync costs the same for one row as for five hundred, so the writer drains what is in its
//! queue into one transaction instead of waiting for more: alone, a job is committed at once; under
//! load, batches grow by themselves. Only an unsynced journal lets its jobs gather a moment: nobody
//! waits for them.
//!
//! What a job does must be repeatable: if any job of a batch fails unexpectedly, the whole batch is
//! rolled back and its jobs run again one by one, so that one bad job can't take the others with it.
//! A job hears of its result only after COMMIT. If COMMIT itself fails, nobody can say what is on the
//! disk, so nobody is answered: the process ends, and recovery reads the truth at the next start.

mod checkpoint;
mod open;
mod readers;
mod writer;

pub use open::{Durability, Journal, MIN_SQLITE_VERSION, OpenError};
pub use readers::Readers;
pub use writer::{Closed, Failure, Job, Writer};
