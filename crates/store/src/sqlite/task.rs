//! Closures as jobs of the writer.

use batch::{Failure, Job};
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::StoreError;

/// A job of any kind.
pub(super) type Task = Box<dyn AnyTask>;

/// A closure that runs in a transaction, and the place where its result is awaited.
pub(super) trait AnyTask: Send {
    fn run(&mut self, connection: &Connection) -> Result<(), Failure>;
    fn finish(self: Box<Self>, result: Result<(), Failure>);
}

impl Job for Task {
    fn run(&mut self, connection: &Connection) -> Result<(), Failure> {
        self.as_mut().run(connection)
    }

    fn finish(self, result: Result<(), Failure>) {
        AnyTask::finish(self, result);
    }
}

struct Typed<T, F> {
    work: F,
    result: Option<T>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

/// A task of `work`, and where to await its durable result.
pub(super) fn task<T, F>(work: F) -> (Task, oneshot::Receiver<Result<T, StoreError>>)
where
    T: Send + 'static,
    F: FnMut(&Connection) -> Result<T, Failure> + Send + 'static,
{
    let (reply, receiver) = oneshot::channel();
    (Box::new(Typed { work, result: None, reply }), receiver)
}

impl<T, F> AnyTask for Typed<T, F>
where
    T: Send,
    F: FnMut(&Connection) -> Result<T, Failure> + Send,
{
    fn run(&mut self, connection: &Connection) -> Result<(), Failure> {
        self.result = Some((self.work)(connection)?);
        Ok(())
    }

    fn finish(self: Box<Self>, result: Result<(), Failure>) {
        let answer = match (result, self.result) {
            (Ok(()), Some(value)) => Ok(value),
            (Ok(()), None) => Err(StoreError::Closing),
            (Err(failure), _) => Err(told(&failure)),
        };
        // Whoever asked may have gone away; what was done stays done.
        let _ = self.reply.send(answer);
    }
}

fn told(failure: &Failure) -> StoreError {
    match failure.downcast_ref::<StoreError>() {
        Some(error) => error.clone(),
        None => StoreError::Database(failure.to_string()),
    }
}
