//! Steps of a payment's way, for tests that stop the world at one.

use std::future::Future;
use std::pin::Pin;

use domain::RequestId;

/// A place between two effects, where a crash would leave the first without the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The intent is durable; the institution hasn't been asked.
    Intended(RequestId),
    /// The institution has answered, or its time is over; nothing of it is durable.
    Answered(RequestId),
    /// The outcome is durable; nobody has been told.
    Concluded(RequestId),
    /// *Reversing* is durable; the institution hasn't been asked to take it back.
    Reversing(RequestId),
    /// The institution has acknowledged the reversal; that isn't durable.
    Reversed(RequestId),
}

/// Sees every step. A future that never ends is a crash, to whoever waits behind it.
pub trait Observer: Send + Sync {
    /// Called at each step.
    fn reached(&self, step: Step) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}
