//! The sender: leases due notifications, posts them, and records every answer byte for byte.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::{StreamExt, stream};
use reqwest::Client;
use store::domain::time::Moment;
use store::domain::{OwnerId, RequestId};
use store::{DueNotification, NotificationState, NotificationTry, Store, StoreError};

use crate::destination::Resolver;
use crate::{Destination, Reach, Schedule};

/// Turns what happened into what is posted.
pub trait Composer: Send + Sync + 'static {
    /// The letter; `None` if nobody can be told.
    fn compose<'a>(
        &'a self,
        due: &'a DueNotification,
    ) -> std::pin::Pin<Box<dyn Future<Output = Option<Letter>> + Send + 'a>>;
}

/// A notification, ready to be posted.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Where to.
    pub url: String,
    /// Its content type.
    pub content_type: &'static str,
    /// Its body.
    pub body: Vec<u8>,
    /// When it happened, by the merchant's clock.
    pub happened: Moment,
    /// How far that clock is ahead of real time.
    pub offset_ms: i64,
}

/// Posts notifications.
pub struct Sender {
    store: Arc<dyn Store>,
    composer: Arc<dyn Composer>,
    client: Client,
    reach: Reach,
    schedule: Schedule,
    owner: OwnerId,
}

/// The documents advise merchants to answer within 5 seconds; we wait 30.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longer than a try can take.
const LEASE_MS: i64 = 45_000;
/// Notifications under way at the same time.
const AT_ONCE: u32 = 64;
/// How much of an answer is kept.
const KEPT: usize = 4_096;
/// How often due notifications are looked for when nobody says that there are any.
const PERIOD: Duration = Duration::from_millis(500);

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").field("reach", &self.reach).finish_non_exhaustive()
    }
}

impl Sender {
    /// A sender of this reach.
    pub fn new(
        store: Arc<dyn Store>,
        composer: Arc<dyn Composer>,
        reach: Reach,
    ) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .user_agent("Hectare")
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .dns_resolver(Resolver::shared(reach))
            .build()?;
        Ok(Self { store, composer, client, reach, schedule: Schedule::default(), owner: OwnerId(0) })
    }

    /// Sends what is due until `stop` completes; `poked` completes when there may be more.
    pub async fn run<P: Future<Output = ()>>(
        &self,
        mut poked: impl FnMut() -> P,
        stop: impl Future<Output = ()>,
    ) {
        tokio::pin!(stop);
        loop {
            match self.send_due().await {
                Ok(0) => {}
                Ok(_) => continue,
                Err(error) => tracing::error!(%error, "notifications wait"),
            }
            tokio::select! {
                () = &mut stop => return,
                () = poked() => {}
                () = tokio::time::sleep(PERIOD) => {}
            }
        }
    }

    /// Sends what is due now, and says how many that were.
    pub async fn send_due(&self) -> Result<usize, StoreError> {
        let now = now();
        let due = self.store.lease_notifications(self.owner, now, now.plus_ms(LEASE_MS), AT_ONCE).await?;
        let count = due.len();
        let at_once = usize::try_from(AT_ONCE).unwrap_or(1);
        stream::iter(due)
            .for_each_concurrent(at_once, |due| async move {
                let id = due.id;
                if let Err(error) = self.deliver(due).await {
                    tracing::error!(notification = %id, %error, "a notification's answer could not be recorded");
                }
            })
            .await;
        Ok(count)
    }

    /// One try, recorded.
    async fn deliver(&self, due: DueNotification) -> Result<(), StoreError> {
        let Some(letter) = self.composer.compose(&due).await else {
            return self.give_up(due.id).await;
        };
        let (attempt, accepted) = self.post(&letter).await;
        let next = if accepted {
            NotificationState::Delivered
        } else {
            let tries = due.tries.saturating_add(1);
            let merchant_now = attempt.at.plus_ms(letter.offset_ms);
            let pause = self.schedule.pause_ms(tries, letter.happened, merchant_now);
            pause.map_or(NotificationState::GivenUp, |pause| {
                NotificationState::Pending(attempt.at.plus_ms(pause))
            })
        };
        tracing::debug!(notification = %due.id, status = attempt.status, ?next, "notified");
        self.store.record_try(due.id, attempt, next).await
    }

    async fn give_up(&self, id: RequestId) -> Result<(), StoreError> {
        let attempt = NotificationTry { at: now(), status: None, answer: b"nobody to tell".to_vec() };
        self.store.record_try(id, attempt, NotificationState::GivenUp).await
    }

    /// Posts a letter. Accepted is an answer that says OK, white space around it aside.
    async fn post(&self, letter: &Letter) -> (NotificationTry, bool) {
        let failed =
            |why: String| (NotificationTry { at: now(), status: None, answer: why.into_bytes() }, false);
        let destination = match Destination::new(&letter.url, self.reach) {
            Ok(destination) => destination,
            Err(why) => return failed(format!("not sent: {why}")),
        };
        let request = self
            .client
            .post(destination.url().clone())
            .header("content-type", letter.content_type)
            .body(letter.body.clone());
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) => return failed(format!("no answer: {}", without_url(error))),
        };
        let status = response.status();
        match read(response).await {
            Ok(answer) => {
                let accepted = status.is_success() && answer.trim_ascii() == b"OK";
                (NotificationTry { at: now(), status: Some(status.as_u16()), answer }, accepted)
            }
            Err(error) => failed(format!("the answer broke off: {}", without_url(error))),
        }
    }
}

/// The first bytes of an answer; a receiver can't make us read for ever.
async fn read(mut response: reqwest::Response) -> Result<Vec<u8>, reqwest::Error> {
    let mut answer = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        let room = KEPT.saturating_sub(answer.len());
        answer.extend(chunk.iter().take(room));
        if chunk.len() > room {
            break;
        }
    }
    Ok(answer)
}

/// The cause without the URL, which may carry what only the merchant should know.
fn without_url(error: reqwest::Error) -> String {
    let error = error.without_url();
    let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
    format!("{error}{cause}")
}

fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
