//! An operation's way, written once for every kind: the intent is durable, the institution is asked, its answer is made
//! durable, and only then is anybody told.

use std::sync::{Arc, OnceLock};

use domain::facts::Approval;
use domain::operation::{Operation, Recovery};
use domain::time::Moment;
use domain::{
    Begun, Command, Conclude, Intent, NumberKind, Outcome, Refusal, Reply, RequestId, Standing, TradeId,
};
use institutions::rail::Asked;
use institutions::{Answer, Call};
use store::StoreError;

use crate::merchants::MerchantEntry;
use crate::observer::Step;
use crate::options::ms;
use crate::{Engine, numbers};

/// What an operation came to.
#[derive(Debug)]
pub(crate) enum Carried {
    /// It is durable, ours or whatever somebody faster found.
    Concluded(Box<Standing>),
    /// What came of it isn't durable: recovery goes on with it, and nobody may be promised anything.
    InDoubt,
}

impl Engine {
    /// Commits an intent under a number of its kind.
    pub(crate) async fn begin(
        &self,
        kind: NumberKind,
        command: impl FnMut(TradeId) -> Command,
    ) -> Result<Result<Begun, Refusal>, StoreError> {
        match self.submit_drawn(kind, command).await? {
            (_, Reply::Begun(begun)) => Ok(Ok(begun)),
            (_, Reply::Refused(refusal)) => Ok(Err(refusal)),
            _ => Err(unexpected("an intent")),
        }
    }

    /// Submits a command under a number of its kind, and under another one if that is taken.
    pub(crate) async fn submit_drawn(
        &self,
        kind: NumberKind,
        mut command: impl FnMut(TradeId) -> Command,
    ) -> Result<(TradeId, Reply), StoreError> {
        for _ in 0..numbers::DRAWS {
            let number = self.draw_number(kind);
            match self.submit(command(number)).await? {
                Reply::NumberTaken => self.shared.numbers.leave(kind),
                reply => return Ok((number, reply)),
            }
        }
        Err(StoreError::Database("no free trade number was found".into()))
    }

    /// Carries a durable intent to its outcome.
    pub(crate) async fn carry(
        &self,
        merchant: &MerchantEntry,
        operation: &Operation,
        call: Call<'_, Approval>,
    ) -> Carried {
        let id = operation.id;
        self.reached(Step::Intended(id)).await;
        let asked = self.ask(call).await;
        let outcome = match (asked, operation.kind.recovery()) {
            (Answer::Approved(approval), _) => Outcome::Approved(Box::new(approval)),
            (Answer::Declined(code), _) => Outcome::Declined(code),
            // It is never taken back, but asked again under its own id until it is answered.
            (Answer::Unknown, Recovery::Repeat) => {
                self.try_later(operation).await;
                return Carried::InDoubt;
            }
            (Answer::Unknown, Recovery::Reverse | Recovery::Close | Recovery::Lapse) => Outcome::Unknown,
        };
        self.reached(Step::Answered(id)).await;
        match self.conclude(merchant, id, outcome).await {
            Ok(standing) => {
                self.reached(Step::Concluded(id)).await;
                Carried::Concluded(Box::new(standing))
            }
            Err(error) => {
                tracing::error!(operation = %id, %error, "an outcome could not be stored: recovery will find it");
                Carried::InDoubt
            }
        }
    }

    /// Commits an outcome, and says where things stand.
    pub(crate) async fn conclude(
        &self,
        merchant: &MerchantEntry,
        id: RequestId,
        outcome: Outcome,
    ) -> Result<Standing, StoreError> {
        let command = Conclude { id, owner: self.shared.owner, outcome, at: merchant.now() };
        match self.submit(Command::Conclude(Box::new(command))).await? {
            Reply::Standing(standing) => {
                if standing.operation.notify {
                    self.shared.parts.doorbell.ring(standing.operation.merchant);
                }
                Ok(*standing)
            }
            _ => Err(unexpected("an outcome")),
        }
    }

    /// An intent of ours, at this time of the merchant's clock.
    pub(crate) fn intent(&self, at: Moment) -> Intent {
        Intent { owner: self.shared.owner, lease_ms: ms(self.timing().lease), at }
    }

    /// Runs `work` to its end, even if the caller goes away, but has an answer in time whatever happens: `late`, with
    /// the number of what was begun, if that is durable. Nobody is told of a failure after that as of one before it.
    pub(crate) async fn answered_in_time<T, F>(
        &self,
        late: impl FnOnce(Option<TradeId>) -> T,
        work: impl FnOnce(Begins) -> F,
    ) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, StoreError>> + Send + 'static,
    {
        let begins = Begins::default();
        let task = tokio::spawn(work(begins.clone()));
        let Ok(ended) = tokio::time::timeout(self.timing().answer, task).await else {
            return Ok(late(begins.0.get().copied()));
        };
        // Its only way to fail is a bug, which ends the request alone.
        let result =
            ended.unwrap_or_else(|error| Err(StoreError::Database(format!("a task ended: {error}"))));
        match (result, begins.0.get()) {
            (Err(error), Some(begun)) => {
                tracing::error!(number = ?begun, %error, "what was begun ended in an error: recovery will find it");
                Ok(late(Some(*begun)))
            }
            (result, _) => result,
        }
    }
}

/// Where work that is under way leaves the number of what it began, once that is durable.
#[derive(Clone, Debug, Default)]
pub(crate) struct Begins(Arc<OnceLock<TradeId>>);

impl Begins {
    pub(crate) fn durable(&self, number: TradeId) {
        let _ = self.0.set(number);
    }
}

/// What an institution knows an operation by.
pub(crate) fn asked(operation: &Operation) -> Asked {
    Asked { id: operation.id, institution: operation.institution, merchant: operation.merchant }
}

pub(crate) fn unexpected(of: &str) -> StoreError {
    StoreError::Database(format!("{of} was answered by something else"))
}
