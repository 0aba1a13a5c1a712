//! The sender: reads what is due, merchant by merchant, and has it posted within the places that there are.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use store::domain::MerchantId;
use store::{DueNotification, NotificationId, Outbox, StoreError};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep_until, timeout};

use crate::attempt::{Attempt, End};
use crate::complaints::Complaints;
use crate::places::Places;
use crate::{Composer, Courier, Doorbell, Schedule};

/// What a sender works with.
pub struct Parts {
    /// What is due, and where tries are recorded.
    pub outbox: Arc<dyn Outbox + Send + Sync>,
    /// Writes the letters.
    pub composer: Arc<dyn Composer>,
    /// Carries them.
    pub courier: Arc<dyn Courier>,
    /// Rings when something new is due.
    pub doorbell: Doorbell,
    /// How much, and for how long.
    pub options: Options,
}

/// How much a sender does at a time, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Notifications under way at the same time. Each has a socket, and as many may be kept open for the next.
    pub places: usize,
    /// How long those under way are waited for at the end.
    pub grace: Duration,
    /// When to try again.
    pub schedule: Schedule,
}

impl Default for Options {
    fn default() -> Self {
        Self { places: 512, grace: Duration::from_secs(4), schedule: Schedule::default() }
    }
}

impl Options {
    /// As many places as a process that may open so many files can afford: a quarter of them, and at most 512.
    #[must_use]
    pub fn within_descriptors(self, descriptors: u64) -> Self {
        let quarter = usize::try_from(descriptors / 4).unwrap_or(usize::MAX);
        Self { places: quarter.clamp(16, 512), ..self }
    }
}

/// Posts notifications.
pub struct Sender {
    shared: Arc<Shared>,
    doorbell: Doorbell,
    options: Options,
}

/// What every try needs.
pub(crate) struct Shared {
    pub(crate) outbox: Arc<dyn Outbox + Send + Sync>,
    pub(crate) composer: Arc<dyn Composer>,
    pub(crate) courier: Arc<dyn Courier>,
    pub(crate) schedule: Schedule,
    pub(crate) complaints: Mutex<Complaints>,
}

/// What the sender hears of.
pub(crate) enum Event {
    /// These merchants have something due.
    Listed(Result<Vec<MerchantId>, StoreError>),
    /// This was read, of at most so many.
    Read(MerchantId, u32, Result<Vec<DueNotification>, StoreError>),
    /// A merchant has not answered for a while.
    Late(MerchantId),
    /// A try is over.
    Over(MerchantId, NotificationId, End),
}

/// How often due merchants are looked for when nobody rings.
const PERIOD: Duration = Duration::from_millis(500);
/// Between two reads of the same merchant's: what comes in a burst is read together.
const GATHERING: Duration = Duration::from_millis(5);
/// Reads under way at the same time.
const READS: usize = 4;
/// How long something rests that couldn't be written.
pub(crate) const PUT_OFF_MS: i64 = 60_000;
const PUT_OFF: Duration = Duration::from_millis(PUT_OFF_MS.unsigned_abs());

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").field("options", &self.options).finish_non_exhaustive()
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Sender {
    /// A sender of these parts.
    pub fn new(parts: Parts) -> Self {
        let Parts { outbox, composer, courier, doorbell, options } = parts;
        let (schedule, complaints) = (options.schedule, Mutex::default());
        Self {
            shared: Arc::new(Shared { outbox, composer, courier, schedule, complaints }),
            doorbell,
            options,
        }
    }

    /// Sends what is due until `stop` completes. The tries under way then have the grace of the options; what isn't
    /// answered by its end is given back unrecorded, and due again.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let mut desk = Desk::new(self);
        tokio::select! {
            () = desk.work(&self.doorbell) => {}
            () = stop => {}
        }
        let mut tries = desk.tries;
        let finishing = async { while tries.join_next().await.is_some() {} };
        if timeout(self.options.grace, finishing).await.is_err() {
            tracing::info!(given_back = tries.len(), "notifications under way are given back");
        }
        tries.shutdown().await;
        self.shared.tell_sums(None);
    }
}

impl Shared {
    /// Tells the log of failures that it has not heard of one by one: of the minutes that are over at `now`, or of all.
    fn tell_sums(&self, now: Option<Instant>) {
        let sums = self.complaints.lock().unwrap_or_else(PoisonError::into_inner).sums(now);
        for (merchant, sum) in sums {
            let (failed, given_up, reason) = (sum.failed, sum.given_up, sum.reason);
            tracing::warn!(%merchant, failed, given_up, reason, "more notifications were not accepted");
        }
    }
}

/// One run of a sender.
struct Desk {
    shared: Arc<Shared>,
    places: Places,
    tries: JoinSet<()>,
    /// Couldn't be written, and until when they rest.
    put_off: VecDeque<(Instant, MerchantId, NotificationId)>,
    events: UnboundedReceiver<Event>,
    told: UnboundedSender<Event>,
    listing: bool,
    reads: usize,
    /// Whose due notifications this round reads, and when the next may begin.
    round: VecDeque<MerchantId>,
    next_round: Instant,
}

impl Desk {
    fn new(sender: &Sender) -> Self {
        let (told, events) = unbounded_channel();
        Self {
            shared: Arc::clone(&sender.shared),
            places: Places::new(sender.options.places),
            tries: JoinSet::new(),
            put_off: VecDeque::new(),
            events,
            told,
            listing: false,
            reads: 0,
            round: VecDeque::new(),
            next_round: Instant::now(),
        }
    }

    async fn work(&mut self, doorbell: &Doorbell) {
        let mut ticks = ticks();
        let mut heard = Vec::new();
        loop {
            let waits_for_round = self.places.has_unread() && self.round.is_empty() && self.reads == 0;
            tokio::select! {
                _ = self.events.recv_many(&mut heard, 1_024) => {}
                rung = doorbell.rung() => {
                    rung.merchants.into_iter().for_each(|merchant| self.places.ring(merchant));
                    if rung.anybody {
                        self.places.ring_for_anybody();
                        self.list();
                    }
                }
                _ = ticks.tick() => self.tick(),
                () = sleep_until(self.next_round), if waits_for_round => {}
            }
            heard.drain(..).for_each(|event| self.hear(event));
            while self.tries.try_join_next().is_some() {}
            while let Some((merchant, due)) = self.places.take() {
                self.begin(merchant, due);
            }
            self.read();
        }
    }

    fn tick(&mut self) {
        self.list();
        self.shared.tell_sums(Some(Instant::now()));
        while let Some((_, merchant, id)) = self.put_off.pop_front_if(|(until, ..)| *until <= Instant::now())
        {
            self.places.forget(merchant, id);
        }
    }

    fn hear(&mut self, event: Event) {
        match event {
            Event::Listed(merchants) => {
                self.listing = false;
                match merchants {
                    Ok(merchants) => merchants.into_iter().for_each(|merchant| self.places.listed(merchant)),
                    Err(error) => tracing::error!(%error, "notifications wait"),
                }
            }
            Event::Read(merchant, limit, due) => {
                self.reads = self.reads.saturating_sub(1);
                match due {
                    Ok(due) => self.places.read(merchant, limit, &due),
                    Err(error) => {
                        tracing::error!(%merchant, %error, "notifications wait");
                        self.places.could_not_read(merchant);
                    }
                }
            }
            Event::Late(merchant) => self.places.late(merchant),
            Event::Over(merchant, id, End::Recorded(pace)) => self.places.over(merchant, id, pace),
            Event::Over(merchant, id, End::PutOff) => {
                self.places.put_off(merchant);
                self.put_off.push_back((after(PUT_OFF), merchant, id));
            }
        }
    }

    fn begin(&mut self, merchant: MerchantId, due: DueNotification) {
        let (shared, events) = (Arc::clone(&self.shared), self.told.clone());
        self.tries.spawn(Attempt { shared, merchant, due, events, end: End::PutOff }.make());
    }

    /// Looks for merchants that something is due for.
    fn list(&mut self) {
        if self.listing {
            return;
        }
        self.listing = true;
        let (shared, told) = (Arc::clone(&self.shared), self.told.clone());
        let listing = tokio::spawn(async move { shared.outbox.due_merchants().await });
        tokio::spawn(async move {
            told.send(Event::Listed(listing.await.unwrap_or_else(|error| Err(ended(&error)))))
        });
    }

    /// Reads what is due: in rounds, each merchant once a round.
    fn read(&mut self) {
        let now = Instant::now();
        if self.round.is_empty() && self.reads == 0 && self.next_round <= now {
            self.round = self.places.take_unread();
            self.next_round = after(GATHERING);
        }
        while self.reads < READS
            && let Some(merchant) = self.round.pop_front()
        {
            let Some(limit) = self.places.begin_reading(merchant) else { continue };
            self.reads = self.reads.saturating_add(1);
            let (shared, told) = (Arc::clone(&self.shared), self.told.clone());
            let reading = tokio::spawn(async move { shared.outbox.due(merchant, limit).await });
            tokio::spawn(async move {
                told.send(Event::Read(
                    merchant,
                    limit,
                    reading.await.unwrap_or_else(|error| Err(ended(&error))),
                ))
            });
        }
    }
}

/// A look that ends in a bug is one that failed: it is told like any other, and tried again.
fn ended(error: &JoinError) -> StoreError {
    StoreError::Database(format!("a look for notifications ended: {error}"))
}

fn ticks() -> Interval {
    let mut ticks = interval(PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

fn after(pause: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(pause).unwrap_or(now)
}
