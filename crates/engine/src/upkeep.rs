//! What is kept for a while and then forgotten, in small steps that no payment waits for.

use std::future::Future;
use std::time::Duration;

use domain::TradeId;
use domain::time::DAY_MS;
use store::StoreError;

use crate::Engine;

const PERIOD: Duration = Duration::from_secs(60);
/// Between two steps, so that payments come first.
const PAUSE: Duration = Duration::from_millis(50);
/// Rows of one step.
const STEP: u32 = 200;
/// Windows hold customers' names. One that was opened this long ago has been over for nearly an hour, and nobody comes back.
const WINDOWS_KEPT_MS: i64 = 60 * 60_000;
/// What receivers answered is looked at while it can explain something.
const ANSWERS_KEPT_MS: i64 = 30 * DAY_MS;

impl Engine {
    /// Forgets what is old until `stop` completes, and reads merchants anew that another process has changed.
    pub async fn keep_up(&self, stop: impl Future<Output = ()>) {
        let forgetting = async {
            loop {
                if let Err(error) = self.forget().await {
                    tracing::warn!(%error, "what is old could not be forgotten; it is tried again");
                }
                tokio::time::sleep(PERIOD).await;
            }
        };
        tokio::select! {
            () = forgetting => {}
            () = self.follow_merchants() => {}
            () = stop => {}
        }
    }

    /// Forgets what is old by now.
    pub async fn forget(&self) -> Result<(), StoreError> {
        let before = |kept_ms: i64| TradeId::least_at(store::wall_clock().plus_ms(-kept_ms));
        while self.store().sweep_windows(before(WINDOWS_KEPT_MS), STEP).await? {
            tokio::time::sleep(PAUSE).await;
        }
        while self.store().sweep_tries(before(ANSWERS_KEPT_MS), STEP).await? {
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }
}
