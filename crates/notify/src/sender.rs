//! The sender: leases due notifications, posts them, and records every answer byte for byte.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::Client;
use store::domain::time::Moment;
use store::domain::{MerchantId, RequestId};
use store::{DueNotification, NotificationState, NotificationTry, Store, StoreError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

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

/// Posts notifications. Cloning it is cheap; all clones are one.
#[derive(Clone)]
pub struct Sender {
    shared: Arc<Shared>,
}

struct Shared {
    store: Arc<dyn Store>,
    composer: Arc<dyn Composer>,
    client: Client,
    reach: Reach,
    schedule: Schedule,
    /// One permit a notification under way.
    slots: Arc<Semaphore>,
    /// And one of each merchant's own.
    shares: Mutex<HashMap<MerchantId, Arc<Semaphore>>>,
}

/// The documents advise merchants to answer within 5 seconds; we wait 30.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longer than a try can take.
const LEASE_MS: i64 = 45_000;
/// Notifications under way at the same time. A merchant that answers slowly holds its slots for as
/// long as we are patient, so there are more of them than the machine needs.
const AT_ONCE: usize = 256;
/// Of one merchant: what it doesn't answer must not keep others from being told.
const AT_ONCE_EACH: usize = 32;
/// How long a try waits for one of its merchant's places.
const QUEUEING: Duration = Duration::from_secs(2);
/// Leased at a time: few enough that all are sent well within their lease.
const LEASED: usize = 64;
/// How much of an answer is kept.
const KEPT: usize = 4_096;
/// How often due notifications are looked for when nobody says that there are any.
const PERIOD: Duration = Duration::from_millis(500);

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").field("reach", &self.shared.reach).finish_non_exhaustive()
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
        let (schedule, slots) = (Schedule::default(), Arc::new(Semaphore::new(AT_ONCE)));
        let shares = Mutex::default();
        Ok(Self { shared: Arc::new(Shared { store, composer, client, reach, schedule, slots, shares }) })
    }

    /// Sends what is due until `stop` completes, and then waits for the tries under way; `poked`
    /// completes when there may be more.
    pub async fn run<P: Future<Output = ()>>(
        &self,
        mut poked: impl FnMut() -> P,
        stop: impl Future<Output = ()>,
    ) {
        let sending = async {
            loop {
                match self.lease().await {
                    Ok(due) if !due.is_empty() => {
                        for (due, slot) in due {
                            let sender = self.clone();
                            tokio::spawn(async move { sender.try_once(due, slot).await });
                        }
                        continue;
                    }
                    Ok(_) => {}
                    Err(error) => tracing::error!(%error, "notifications wait"),
                }
                tokio::select! {
                    () = poked() => {}
                    () = tokio::time::sleep(PERIOD) => {}
                }
            }
        };
        tokio::select! {
            () = sending => {}
            () = stop => {}
        }
        // Every slot free again: nothing is under way. What was leased and not sent is due again later.
        let all = u32::try_from(AT_ONCE).unwrap_or(u32::MAX);
        let patience = Duration::from_millis(LEASE_MS.unsigned_abs());
        let _ = tokio::time::timeout(patience, self.shared.slots.acquire_many(all)).await;
    }

    /// Due notifications, each with a slot; waits for a slot if there is none.
    async fn lease(&self) -> Result<Vec<(DueNotification, OwnedSemaphorePermit)>, StoreError> {
        let slots = &self.shared.slots;
        let Ok(first) = Arc::clone(slots).acquire_owned().await else { return Ok(Vec::new()) };
        let mut free = vec![first];
        free.extend((1..LEASED).map_while(|_| Arc::clone(slots).try_acquire_owned().ok()));
        let (now, limit) = (now(), u32::try_from(free.len()).unwrap_or(1));
        let due = self.shared.store.lease_notifications(now, now.plus_ms(LEASE_MS), limit).await?;
        Ok(due.into_iter().zip(free).collect())
    }

    /// The places of a merchant.
    fn share(&self, merchant: MerchantId) -> Arc<Semaphore> {
        let mut shares = self.shared.shares.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(shares.entry(merchant).or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE_EACH))))
    }

    async fn try_once(&self, due: DueNotification, _slot: OwnedSemaphorePermit) {
        let (id, merchant) = (due.id, due.payment.payment.merchant);
        let share = self.share(merchant);
        // Whoever waits for longer waits for a merchant that doesn't answer: due again when the lease ends.
        let Ok(Ok(_share)) = tokio::time::timeout(QUEUEING, share.acquire()).await else { return };
        if let Err(error) = self.deliver(due).await {
            tracing::error!(notification = %id, %error, "a notification's answer could not be recorded");
        }
    }

    /// One try, recorded.
    async fn deliver(&self, due: DueNotification) -> Result<(), StoreError> {
        let Some(letter) = self.shared.composer.compose(&due).await else {
            return self.give_up(due.id).await;
        };
        let (attempt, accepted) = self.post(&letter).await;
        let next = if accepted {
            NotificationState::Delivered
        } else {
            let tries = due.tries.saturating_add(1);
            let merchant_now = attempt.at.plus_ms(letter.offset_ms);
            let pause = self.shared.schedule.pause_ms(tries, letter.happened, merchant_now);
            pause.map_or(NotificationState::GivenUp, |pause| {
                NotificationState::Pending(attempt.at.plus_ms(pause))
            })
        };
        tracing::debug!(notification = %due.id, status = attempt.status, ?next, "notified");
        self.shared.store.record_try(due.id, attempt, next).await
    }

    async fn give_up(&self, id: RequestId) -> Result<(), StoreError> {
        let attempt = NotificationTry { at: now(), status: None, answer: b"nobody to tell".to_vec() };
        self.shared.store.record_try(id, attempt, NotificationState::GivenUp).await
    }

    /// Posts a letter. Accepted is an answer that says OK, white space around it aside.
    async fn post(&self, letter: &Letter) -> (NotificationTry, bool) {
        let failed =
            |why: String| (NotificationTry { at: now(), status: None, answer: why.into_bytes() }, false);
        let destination = match Destination::new(&letter.url, self.shared.reach) {
            Ok(destination) => destination,
            Err(why) => return failed(format!("not sent: {why}")),
        };
        let request = self
            .shared
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
