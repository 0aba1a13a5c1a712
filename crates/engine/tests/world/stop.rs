//! Stops the world at a step.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use engine::{Observer, Step};
use tokio::sync::Notify;

/// Whoever reaches the step that this waits for never goes on: a crash, to whoever waits behind it.
pub(crate) struct Stop {
    is_here: Box<dyn Fn(Step) -> bool + Send + Sync>,
    here: Notify,
}

impl Stop {
    /// Stops where `is_here` says so.
    pub(crate) fn when(is_here: impl Fn(Step) -> bool + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { is_here: Box::new(is_here), here: Notify::new() })
    }

    /// Completes when somebody has stopped.
    pub(crate) async fn stopped(&self) {
        self.here.notified().await;
    }
}

impl Observer for Stop {
    fn reached(&self, step: Step) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            if (self.is_here)(step) {
                self.here.notify_one();
                std::future::pending::<()>().await;
            }
        })
    }
}
