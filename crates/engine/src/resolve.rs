//! What nobody is carrying on: recovery by lease, and reversals until they are acknowledged.

use std::future::Future;
use std::time::{Duration, Instant};

use domain::payment::{OperationKind, OperationOutcome, OperationState};
use domain::{Outcome, RequestId, TradeId};
use futures_util::StreamExt;
use futures_util::stream;
use institutions::Answer;
use institutions::card::Standing;
use store::{Leased, StoreError};

use crate::merchants::MerchantEntry;
use crate::observer::Step;
use crate::options::ms;
use crate::{Engine, clock};

/// Operations carried on at the same time.
const AT_ONCE: usize = 32;
/// How often old windows are forgotten.
const SWEEP_EVERY: Duration = Duration::from_secs(3_600);
/// How long windows are kept.
const WINDOWS_KEPT_MS: i64 = 2 * domain::time::DAY_MS;

impl Engine {
    /// Carries on expired operations until `stop` completes: at once, and then ever again.
    pub async fn recover(&self, stop: impl Future<Output = ()>) {
        let mut ticks = tokio::time::interval(self.timing().recovery);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        tokio::pin!(stop);
        let mut swept = Instant::now();
        loop {
            tokio::select! {
                () = &mut stop => return,
                _ = ticks.tick() => {}
            }
            if let Err(error) = self.recover_once().await {
                tracing::error!(%error, "recovery failed; it is tried again");
            }
            if swept.elapsed() >= SWEEP_EVERY {
                swept = Instant::now();
                self.forget_old_windows().await;
            }
        }
    }

    /// Windows hold customers' names; two days after one was opened, nobody can come back to it.
    async fn forget_old_windows(&self) {
        let before = TradeId::draw(clock::now().plus_ms(-WINDOWS_KEPT_MS), 0, 0);
        if let Err(error) = self.store().sweep_windows(before).await {
            tracing::warn!(%error, "old windows could not be forgotten; it is tried again");
        }
    }

    /// Carries on what has expired by now. Says how many operations that were.
    pub async fn recover_once(&self) -> Result<usize, StoreError> {
        let now = clock::now();
        let lease_until = now.plus_ms(ms(self.timing().lease));
        let limit = u32::try_from(AT_ONCE).unwrap_or(u32::MAX);
        let leased = self.store().take_expired(self.shared.owner, now, lease_until, limit).await?;
        let count = leased.len();
        let resolved = stream::iter(leased).map(|leased| self.carry_on(leased)).buffer_unordered(AT_ONCE);
        resolved.for_each(|()| async {}).await;
        Ok(count)
    }

    async fn carry_on(&self, leased: Leased) {
        let id = leased.operation.id;
        let Some(merchant) = self.merchant(leased.payment.merchant) else {
            tracing::error!(operation = %id, "an operation of an unknown merchant can't be resolved");
            return;
        };
        tracing::info!(operation = %id, tries = leased.operation.tries, "carrying on");
        if let Err(error) = self.resolve(&merchant, leased).await {
            tracing::error!(operation = %id, %error, "could not be resolved; it is tried again");
        }
    }

    async fn resolve(&self, merchant: &MerchantEntry, leased: Leased) -> Result<(), StoreError> {
        let Leased { payment, operation, begun_at } = leased;
        match (operation.kind, operation.state) {
            (OperationKind::Cancel, OperationState::Open) => {
                self.refund(merchant, &payment, operation, begun_at).await?;
            }
            (_, OperationState::Open) => {
                let outcome = self.what_to_conclude(operation.id).await;
                let (_, operation) = self.conclude(merchant, operation.id, outcome).await?;
                self.shared.promises.keep(operation.id);
                if operation.state == OperationState::Reversing {
                    self.reverse(merchant, operation.id, operation.tries).await?;
                }
            }
            (_, OperationState::Reversing) => self.reverse(merchant, operation.id, operation.tries).await?,
            _ => {}
        }
        Ok(())
    }

    /// Whoever was told, before or while we ask, that it is taken back can't find it paid.
    async fn what_to_conclude(&self, id: RequestId) -> Outcome {
        let promises = &self.shared.promises;
        if promises.made(id) {
            return Outcome::Unknown;
        }
        let found = self.ask_what_became(id).await;
        if promises.made(id) { Outcome::Unknown } else { found }
    }

    /// Nobody was answered: what was approved stands, and what was declined is declined. Anything
    /// else is taken back; that a request isn't known proves nothing, it may still be under way.
    async fn ask_what_became(&self, id: RequestId) -> Outcome {
        let asked = self.ask(self.cards().inquire(id)).await;
        match asked {
            Answer::Approved(Standing::Approved(approval)) => Outcome::Approved(Box::new(OperationOutcome {
                approval_no: Some(approval.approval_no),
                card: Some(approval.card),
                ..OperationOutcome::default()
            })),
            Answer::Approved(Standing::Declined(code)) => Outcome::Declined(code),
            Answer::Approved(Standing::Reversed | Standing::NotFound)
            | Answer::Declined(_)
            | Answer::Unknown => Outcome::Unknown,
        }
    }

    /// Starts taking an operation back; recovery goes on with it if that fails.
    pub(crate) fn reverse_in_background(&self, id: RequestId) {
        let engine = self.clone();
        tokio::spawn(async move {
            let record = match engine.store().payment(id.payment).await {
                Ok(Some(record)) => record,
                Ok(None) => return,
                Err(error) => {
                    return tracing::error!(operation = %id, %error, "the reversal waits for recovery");
                }
            };
            let Some(merchant) = engine.merchant(record.payment.merchant) else { return };
            if let Err(error) = engine.reverse(&merchant, id, 0).await {
                tracing::error!(operation = %id, %error, "the reversal waits for recovery");
            }
        });
    }

    /// Asks the institution to take an operation back, once; later again if it doesn't acknowledge.
    async fn reverse(&self, merchant: &MerchantEntry, id: RequestId, tries: u32) -> Result<(), StoreError> {
        self.reached(Step::Reversing(id)).await;
        let asked = self.ask(self.cards().reverse(id)).await;
        if let Answer::Approved(()) = asked {
            self.reached(Step::Reversed(id)).await;
            self.conclude(merchant, id, Outcome::Reversed).await?;
            return Ok(());
        }
        self.try_later(id, tries).await;
        Ok(())
    }

    /// Leaves an unresolved operation to recovery, after a pause that grows with its tries.
    pub(crate) async fn try_later(&self, id: RequestId, tries: u32) {
        if tries >= crate::audit::TRIES_BEFORE_AN_OPERATOR_LOOKS {
            tracing::error!(operation = %id, tries, "still not acknowledged: an operator should look");
        }
        let later = clock::now().plus_ms(ms(self.timing().backoff(tries)));
        if let Err(error) = self.store().retry_later(id, self.shared.owner, later).await {
            // It keeps its lease, and is tried again when that ends.
            tracing::error!(operation = %id, %error, "a pause could not be stored");
        }
    }
}
