//! An answer, and whether it arrives.

use std::future;
use std::time::Duration;

use institutions::Answer;
use institutions::scenario::Outcome;

/// What an institution says to a request, and what becomes of the answer on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply<T> {
    answer: Answer<T>,
    delivery: Delivery,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Delivery {
    AtOnce,
    After(Duration),
    Never,
}

impl<T> Reply<T> {
    /// This answer, delivered as the outcome says.
    pub(crate) fn new(answer: Answer<T>, outcome: Outcome) -> Self {
        match outcome {
            Outcome::Approve | Outcome::Decline(_) => Self { answer, delivery: Delivery::AtOnce },
            Outcome::Delay(time) => Self { answer, delivery: Delivery::After(time) },
            Outcome::Garbled => Self { answer: Answer::Unknown, delivery: Delivery::AtOnce },
            Outcome::Timeout | Outcome::LostAfterApproval => Self::never(),
        }
    }

    /// No answer.
    pub(crate) fn never() -> Self {
        Self { answer: Answer::Unknown, delivery: Delivery::Never }
    }

    /// Waits as long as the answer takes. What never arrives is waited for for ever: the caller has
    /// a time-out of its own.
    pub(crate) async fn arrive(self) -> Answer<T> {
        match self.delivery {
            Delivery::AtOnce => self.answer,
            Delivery::After(time) => {
                tokio::time::sleep(time).await;
                self.answer
            }
            Delivery::Never => future::pending().await,
        }
    }
}
