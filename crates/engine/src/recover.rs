//! What nobody is carrying on: recovery by lease, a lane an institution, and reversals until they are acknowledged.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::operation::{Operation, OperationState, Recovery};
use domain::{InstitutionId, Outcome};
use institutions::Answer;
use institutions::rail::Standing;
use store::StoreError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

use crate::carry::asked;
use crate::merchants::MerchantEntry;
use crate::observer::Step;
use crate::{Engine, audit};

/// Operations of one institution that are carried on at the same time. An institution that is dead holds these places and
/// nobody else's.
const AT_ONCE_EACH: usize = 8;
/// The longest that an authentication is left alone before its merchant's clock is looked at again.
const LOOK_AGAIN: Duration = Duration::from_secs(3_600);

/// The places of each institution.
#[derive(Debug, Default)]
pub(crate) struct Lanes(Mutex<HashMap<InstitutionId, Arc<Semaphore>>>);

impl Lanes {
    /// The places that are free now.
    fn free(&self, lane: InstitutionId) -> Vec<OwnedSemaphorePermit> {
        let mut lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let places = lanes.entry(lane).or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE_EACH)));
        std::iter::from_fn(|| Arc::clone(places).try_acquire_owned().ok()).collect()
    }
}

impl Engine {
    /// Carries on expired operations until `stop` completes: at once, and then ever again. What is under way then is
    /// carried on to its end; whoever can't wait for that goes away, and it is taken up at the next start.
    pub async fn recover(&self, stop: impl Future<Output = ()>) {
        let mut ticks = tokio::time::interval(self.timing().recovery);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        tokio::pin!(stop);
        // Nothing waits for what is under way: whoever it belongs to has a place, and the next look finds the rest.
        let mut under_way = JoinSet::new();
        loop {
            tokio::select! {
                () = &mut stop => break,
                _ = ticks.tick() => {}
            }
            while under_way.try_join_next().is_some() {}
            if let Err(error) = self.take_up(&mut under_way).await {
                tracing::error!(%error, "recovery failed; it is tried again");
            }
        }
        while under_way.join_next().await.is_some() {}
    }

    /// Carries on what has expired by now, to its end. Says how many operations that were.
    pub async fn recover_once(&self) -> Result<usize, StoreError> {
        let mut under_way = JoinSet::new();
        let taken = self.take_up(&mut under_way).await?;
        while under_way.join_next().await.is_some() {}
        Ok(taken)
    }

    async fn take_up(&self, under_way: &mut JoinSet<()>) -> Result<usize, StoreError> {
        let mut count = 0_usize;
        for lane in self.store().expired_lanes().await? {
            let places = self.shared.lanes.free(lane);
            let limit = u32::try_from(places.len()).unwrap_or(u32::MAX);
            if limit == 0 {
                continue;
            }
            let (owner, lease) = (self.shared.owner, self.timing().lease);
            let taken = self.store().take_expired(lane, owner, lease, limit).await?;
            count = count.saturating_add(taken.len());
            for (operation, place) in taken.into_iter().zip(places) {
                let engine = self.clone();
                under_way.spawn(async move {
                    engine.carry_on(operation).await;
                    drop(place);
                });
            }
        }
        Ok(count)
    }

    async fn carry_on(&self, operation: Operation) {
        let id = operation.id;
        let Some(merchant) = self.merchant(operation.merchant) else {
            tracing::error!(operation = %id, "an operation of an unknown merchant can't be resolved");
            return;
        };
        tracing::info!(operation = %id, tries = operation.tries, "carrying on");
        if let Err(error) = self.resolve(&merchant, operation).await {
            tracing::error!(operation = %id, %error, "could not be resolved; it is tried again");
        }
    }

    async fn resolve(&self, merchant: &MerchantEntry, operation: Operation) -> Result<(), StoreError> {
        match (operation.kind.recovery(), operation.state) {
            (Recovery::Reverse, OperationState::Open) => {
                let outcome = self.ask_what_became(&operation).await;
                let standing = self.conclude(merchant, operation.id, outcome).await?;
                if standing.operation.state == OperationState::Reversing {
                    self.reverse(merchant, &standing.operation).await?;
                }
            }
            (Recovery::Reverse, OperationState::Reversing) => self.reverse(merchant, &operation).await?,
            (Recovery::Repeat, OperationState::Open) => self.repeat_refund(merchant, &operation).await?,
            (Recovery::Close, OperationState::Open) => {
                self.conclude(merchant, operation.id, Outcome::Lapsed).await?;
            }
            (Recovery::Lapse, OperationState::Waiting) => self.lapse(merchant, &operation).await?,
            _ => {}
        }
        Ok(())
    }

    /// Nobody was answered: what was approved stands, and what was declined is declined. Anything else is taken back; that
    /// a request isn't known proves nothing, it may still be under way.
    async fn ask_what_became(&self, operation: &Operation) -> Outcome {
        let answer = self.ask(self.rail(operation.rail).inquire(&asked(operation))).await;
        match answer {
            Answer::Approved(Standing::Approved(approval)) => Outcome::Approved(Box::new(approval)),
            Answer::Approved(Standing::Declined(code)) => Outcome::Declined(code),
            Answer::Approved(Standing::Reversed | Standing::NotFound)
            | Answer::Declined(_)
            | Answer::Unknown => Outcome::Unknown,
        }
    }

    /// Starts taking an operation back; recovery goes on with it if that fails.
    pub(crate) fn reverse_in_background(&self, operation: Operation) {
        let engine = self.clone();
        tokio::spawn(async move {
            let Some(merchant) = engine.merchant(operation.merchant) else { return };
            if let Err(error) = engine.reverse(&merchant, &operation).await {
                tracing::error!(operation = %operation.id, %error, "the reversal waits for recovery");
            }
        });
    }

    /// Asks the institution to take an operation back, once; later again if it doesn't acknowledge.
    async fn reverse(&self, merchant: &MerchantEntry, operation: &Operation) -> Result<(), StoreError> {
        let id = operation.id;
        self.reached(Step::Reversing(id)).await;
        let answer = self.ask(self.rail(operation.rail).reverse(&asked(operation))).await;
        if let Answer::Approved(()) = answer {
            self.reached(Step::Reversed(id)).await;
            self.conclude(merchant, id, Outcome::Reversed).await?;
            return Ok(());
        }
        self.try_later(operation).await;
        Ok(())
    }

    /// An authentication whose time is over by its merchant's clock.
    async fn lapse(&self, merchant: &MerchantEntry, operation: &Operation) -> Result<(), StoreError> {
        let age = merchant.now().since(operation.begun_at);
        let left = domain::payment::AUTHENTICATION_LIFE_MS.saturating_sub(age);
        if left >= 0 {
            let left = Duration::from_millis(left.unsigned_abs().saturating_add(1)).min(LOOK_AGAIN);
            return self.store().retry_later(operation.id, self.shared.owner, left).await;
        }
        self.conclude(merchant, operation.id, Outcome::Lapsed).await.map(drop)
    }

    /// Leaves an unresolved operation to recovery, after a pause that grows with its tries.
    pub(crate) async fn try_later(&self, operation: &Operation) {
        let (id, tries) = (operation.id, operation.tries);
        if tries >= audit::TRIES_BEFORE_AN_OPERATOR_LOOKS {
            tracing::error!(operation = %id, tries, "still not acknowledged: an operator should look");
        }
        let pause = self.timing().backoff(tries);
        if let Err(error) = self.store().retry_later(id, self.shared.owner, pause).await {
            // It keeps its lease, and is tried again when that ends.
            tracing::error!(operation = %id, %error, "a pause could not be stored");
        }
    }
}
