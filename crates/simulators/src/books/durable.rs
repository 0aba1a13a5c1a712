//! Books in a SQLite file of their own: a gateway that loses its database must still find what the
//! issuers did, as it would with real ones.

use std::path::Path;

use batch::{Durability, Failure, Job, Journal, OpenError, Readers, Writer};
use institutions::books::{self, Line};
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{BooksError, Ledger, rows};

const FILE: &str = "issuers.db";

/// The books, with the one writer that they have.
#[derive(Debug)]
pub(crate) struct Books {
    writer: Writer<Box<dyn Work>>,
    readers: Readers,
}

impl Books {
    pub(super) fn open(dir: &Path) -> Result<Self, BooksError> {
        let journal = journal(dir);
        let writer = Writer::start(&journal, "issuers", rows::prepare)?;
        Ok(Self { writer, readers: Readers::new(journal) })
    }

    pub(super) async fn transact<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut dyn Ledger) -> Result<T, BooksError> + Send + 'static,
    ) -> Result<T, BooksError> {
        let (told, answer) = oneshot::channel();
        // Whoever asked may have gone: what was done is done all the same.
        self.submit(act, |result| drop(told.send(result)))?;
        answer.await.map_err(|_| ended())?
    }

    fn submit<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut dyn Ledger) -> Result<T, BooksError> + Send + 'static,
        tell: impl FnOnce(Result<T, BooksError>) + Send + 'static,
    ) -> Result<(), BooksError> {
        self.writer.submit(Box::new(Asked { act, result: None, tell })).map_err(|_| ended())
    }

    pub(super) fn visit(&self, visit: &mut dyn FnMut(Line)) -> Result<(), BooksError> {
        self.readers.read(|connection| rows::visit(connection, visit))
    }
}

fn ended() -> BooksError {
    BooksError::Unwritten(batch::Closed.to_string())
}

/// The books of a simulation that may be running, in this process or in another; to read only.
#[derive(Debug)]
pub struct ReadBooks(Readers);

impl ReadBooks {
    /// Those in this folder; `None` where nobody ever kept any. Books that were kept and can't be read are an error.
    pub(crate) fn open(dir: &Path) -> Result<Option<Self>, BooksError> {
        let readers = Readers::new(journal(dir));
        match readers.read(rows::check_version) {
            Ok(()) => Ok(Some(Self(readers))),
            Err(BooksError::Open(OpenError::Unused)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl books::Books for ReadBooks {
    fn visit(&self, visit: &mut dyn FnMut(Line)) -> Result<(), String> {
        let read: Result<(), BooksError> = self.0.read(|connection| rows::visit(connection, visit));
        read.map_err(|error| error.to_string())
    }
}

fn journal(dir: &Path) -> Journal {
    Journal::new(&dir.join(FILE), Durability::Full)
}

/// A job of the writer, whatever its result is.
trait Work: Send {
    fn act(&mut self, connection: &Connection) -> Result<(), Failure>;
    fn tell(self: Box<Self>, result: Result<(), Failure>);
}

/// A transaction, and who waits for its result.
struct Asked<A, T, F> {
    act: A,
    result: Option<T>,
    tell: F,
}

impl<A, T, F> Work for Asked<A, T, F>
where
    A: FnMut(&mut dyn Ledger) -> Result<T, BooksError> + Send,
    T: Send,
    F: FnOnce(Result<T, BooksError>) + Send,
{
    fn act(&mut self, connection: &Connection) -> Result<(), Failure> {
        self.result = Some((self.act)(&mut rows::Transaction(connection))?);
        Ok(())
    }

    fn tell(self: Box<Self>, result: Result<(), Failure>) {
        let Self { result: done, tell, .. } = *self;
        let unwritten = |reason: String| BooksError::Unwritten(reason);
        tell(match result {
            Ok(()) => done.ok_or_else(|| unwritten("the work was never done".to_owned())),
            Err(failure) => Err(unwritten(failure.to_string())),
        });
    }
}

impl Job for Box<dyn Work> {
    fn run(&mut self, connection: &Connection) -> Result<(), Failure> {
        (**self).act(connection)
    }

    fn finish(self, result: Result<(), Failure>) {
        self.tell(result);
    }
}
