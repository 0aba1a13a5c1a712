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
//! disk, so nobody is answered: the process ends, and recovery reads the truth at the next start. The same
//! goes for a file that is damaged, deleted, replaced or cut while it is open, and a database that was
//! there once is never made anew. An unsynced journal is no reason to end for: it fails its jobs instead.

mod checkpoint;
mod files;
mod open;
mod readers;
mod refusal;
mod writer;

pub use open::{Durability, Journal, MIN_SQLITE_VERSION, OpenError};
pub use readers::Readers;
pub use refusal::Refusal;
pub use writer::{Closed, Failure, Job, Writer};
