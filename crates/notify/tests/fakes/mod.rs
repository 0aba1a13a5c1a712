//! An outbox, a composer and a network made of memory.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use notify::{Answer, Composer, Courier, Doorbell, Letter, Options, Parts, Posting, Sender};
use store::domain::time::Moment;
use store::domain::{MerchantId, RequestId, TradeId};
use store::{
    DueNotification, Next, NotificationId, NotificationRecord, NotificationTry, Outbox, Pending, StoreError,
    Told, wall_clock,
};
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

/// 2026-01-02 12:00:00 KST.
const NOON: Moment = Moment::from_ms(1_767_322_800_000);

pub(crate) fn merchant(number: usize) -> MerchantId {
    MerchantId::new(&format!("shop{number}")).expect("valid")
}

/// How a receiver behaves.
#[derive(Clone, Copy)]
pub(crate) enum Manner {
    Answers(Duration, &'static str),
    /// Until patience ends.
    Hangs,
}

#[derive(Clone, Default)]
pub(crate) struct Fakes {
    world: Arc<World>,
    pub(crate) doorbell: Doorbell,
}

#[derive(Default)]
struct World {
    rows: Mutex<Rows>,
    manners: Mutex<HashMap<MerchantId, Manner>>,
    posted: Mutex<HashMap<MerchantId, usize>>,
    reads: Mutex<HashMap<MerchantId, usize>>,
    records: Mutex<Vec<(NotificationId, Next)>>,
    composed: AtomicUsize,
    under_way: AtomicUsize,
    composing_fails: Mutex<Option<StoreError>>,
    recording_fails: AtomicBool,
}

#[derive(Default)]
struct Rows {
    last: i64,
    /// By when they were due first.
    pending: BTreeMap<MerchantId, BTreeMap<(Instant, NotificationId), u32>>,
    whose: HashMap<NotificationId, MerchantId>,
    delivered: HashMap<MerchantId, usize>,
}

pub(crate) struct Running {
    pub(crate) task: tokio::task::JoinHandle<()>,
    pub(crate) stop: oneshot::Sender<()>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("nobody panicked")
}

impl Fakes {
    pub(crate) fn merchant(&self, merchant: MerchantId, manner: Manner) {
        lock(&self.world.manners).insert(merchant, manner);
    }

    /// So many more are due now.
    pub(crate) fn due(&self, merchant: MerchantId, count: usize) {
        let mut rows = lock(&self.world.rows);
        for _ in 0..count {
            rows.last += 1;
            let id = RequestId { subject: TradeId::from_i64(rows.last), operation: 1 };
            let id = NotificationId { id, part: 0 };
            rows.whose.insert(id, merchant);
            rows.pending.entry(merchant).or_default().insert((Instant::now(), id), 0);
        }
    }

    pub(crate) fn fail_composing(&self, error: Option<StoreError>) {
        *lock(&self.world.composing_fails) = error;
    }

    pub(crate) fn fail_recording(&self, fails: bool) {
        self.world.recording_fails.store(fails, Ordering::SeqCst);
    }

    pub(crate) fn run(&self, options: Options) -> Running {
        let sender = Sender::new(Parts {
            outbox: self.world.clone(),
            composer: self.world.clone(),
            courier: self.world.clone(),
            doorbell: self.doorbell.clone(),
            options,
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let run = async move { sender.run(async { drop(stopped.await) }).await };
        Running { task: tokio::spawn(run), stop }
    }

    pub(crate) fn posted(&self, merchant: MerchantId) -> usize {
        lock(&self.world.posted).get(&merchant).copied().unwrap_or(0)
    }

    pub(crate) fn delivered(&self, merchant: MerchantId) -> usize {
        lock(&self.world.rows).delivered.get(&merchant).copied().unwrap_or(0)
    }

    /// How often the merchant's due ones were read.
    pub(crate) fn reads(&self, merchant: MerchantId) -> usize {
        lock(&self.world.reads).get(&merchant).copied().unwrap_or(0)
    }

    pub(crate) fn records(&self) -> Vec<(NotificationId, Next)> {
        lock(&self.world.records).clone()
    }

    pub(crate) fn composed(&self) -> usize {
        self.world.composed.load(Ordering::SeqCst)
    }

    pub(crate) fn under_way(&self) -> usize {
        self.world.under_way.load(Ordering::SeqCst)
    }
}

impl Outbox for World {
    fn due_merchants(&self) -> Pending<'_, Vec<MerchantId>> {
        let rows = lock(&self.rows);
        let is_due = |row: &BTreeMap<(Instant, NotificationId), u32>| {
            row.first_key_value().is_some_and(|((due, _), _)| *due <= Instant::now())
        };
        let due = rows.pending.iter().filter(|(_, row)| is_due(row)).map(|(merchant, _)| *merchant);
        Box::pin(std::future::ready(Ok(due.collect())))
    }

    fn due(&self, merchant: MerchantId, limit: u32) -> Pending<'_, Vec<DueNotification>> {
        *lock(&self.reads).entry(merchant).or_default() += 1;
        let (rows, limit) = (lock(&self.rows), usize::try_from(limit).expect("small"));
        let due = rows.pending.get(&merchant).into_iter().flatten();
        let due = due.take_while(|((due, _), _)| *due <= Instant::now()).take(limit);
        let due = due.map(|((_, id), tries)| DueNotification { id: *id, tries: *tries }).collect();
        Box::pin(std::future::ready(Ok(due)))
    }

    fn record_try(&self, id: NotificationId, _: NotificationTry, next: Next) -> Pending<'_, ()> {
        if self.recording_fails.load(Ordering::SeqCst) {
            return Box::pin(std::future::ready(Err(StoreError::Database("disk full".to_owned()))));
        }
        lock(&self.records).push((id, next));
        let mut rows = lock(&self.rows);
        let merchant = *rows.whose.get(&id).expect("is known");
        let pending = rows.pending.get_mut(&merchant).expect("has rows");
        let (key, tries) = pending
            .iter()
            .find(|((_, one), _)| *one == id)
            .map(|(key, tries)| (*key, *tries))
            .expect("waits");
        pending.remove(&key);
        if let Next::Again(pause_ms) = next {
            let due = Instant::now() + Duration::from_millis(pause_ms.unsigned_abs());
            pending.insert((due, id), tries + 1);
        }
        if next == Next::Delivered {
            *rows.delivered.entry(merchant).or_default() += 1;
        }
        Box::pin(std::future::ready(Ok(())))
    }

    fn notifications(&self, _: TradeId) -> Pending<'_, Vec<NotificationRecord>> {
        unreachable!("the sender doesn't look back")
    }

    fn latest_notifications(&self, _: Vec<TradeId>) -> Pending<'_, Vec<Told>> {
        unreachable!("nobody asks for it here")
    }

    fn sweep_tries(&self, _: TradeId, _: u32) -> Pending<'_, bool> {
        unreachable!("nobody asks for it here")
    }
}

impl Composer for World {
    fn compose<'a>(&'a self, due: &'a DueNotification) -> Pending<'a, Option<Letter>> {
        self.composed.fetch_add(1, Ordering::SeqCst);
        if let Some(error) = lock(&self.composing_fails).clone() {
            return Box::pin(std::future::ready(Err(error)));
        }
        let merchant = *lock(&self.rows).whose.get(&due.id).expect("is known");
        let letter = Letter {
            url: format!("http://{merchant}.example/noti?token=hidden"),
            content_type: "application/x-www-form-urlencoded",
            body: b"outStatCd=0021".to_vec(),
            merchant,
            happened: NOON,
            offset_ms: NOON.since(wall_clock()),
        };
        Box::pin(std::future::ready(Ok(Some(letter))))
    }
}

impl Courier for World {
    fn post<'a>(&'a self, letter: &'a Letter) -> Posting<'a> {
        Box::pin(async move {
            *lock(&self.posted).entry(letter.merchant).or_default() += 1;
            let manner = *lock(&self.manners).get(&letter.merchant).expect("is known");
            self.under_way.fetch_add(1, Ordering::SeqCst);
            let answer = match manner {
                Manner::Answers(after, text) => {
                    sleep(after).await;
                    Answer::Came { status: 200, body: text.as_bytes().to_vec(), cut: false }
                }
                Manner::Hangs => {
                    sleep(Duration::from_secs(30)).await;
                    Answer::Missing("no answer within 30 s".to_owned())
                }
            };
            self.under_way.fetch_sub(1, Ordering::SeqCst);
            answer
        })
    }
}

/// What the log says on this thread, while the guard lives.
pub(crate) fn log() -> (Log, tracing::subscriber::DefaultGuard) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::INFO)
        .with_writer(move || writer.clone())
        .finish();
    (log, tracing::subscriber::set_default(subscriber))
}

#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(lock(&self.0).clone()).expect("text")
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock(&self.0).extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
