//! Merchants with receivers, and payments to tell them of.

use std::collections::HashMap;
use std::future::IntoFuture;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::StatusCode;
use notify::{Composer, Letter};
use store::domain::merchant::Merchant;
use store::domain::operation::Rail;
use store::domain::payment::{Authorise, NewPayment, Order};
use store::domain::tax::{TaxParts, Taxation};
use store::domain::time::Moment;
use store::domain::{
    Claim, ClaimKind, Command, Conclude, Currency, InstitutionId, Intent, MerchantId, Method, Money, Outcome,
    OwnerId, RequestId, TradeId,
};
use store::folder::{Environment, Folder};
use store::sqlite::SqliteStore;
use store::{
    Decisions, Directory, DueNotification, MerchantRecord, NotificationRecord, Outbox, Pending, wall_clock,
};
use tokio::sync::Semaphore;

/// 2026-01-02 12:00:00 KST: when everything is paid, and where the merchants' clocks stand. No try comes
/// near midnight.
const NOW: Moment = Moment::from_ms(1_767_322_800_000);
const OWNER: OwnerId = OwnerId(1);

pub(crate) fn merchant() -> MerchantId {
    MerchantId::new("nxca_jt_bi").expect("valid")
}

pub(crate) fn another_merchant() -> MerchantId {
    MerchantId::new("nxca_jt_il").expect("valid")
}

/// What tells that payment `number` was made.
pub(crate) fn request(number: i64) -> RequestId {
    RequestId { subject: TradeId::from_i64(number), operation: 1 }
}

/// Waits for a thing that comes sooner than the sender's patience ends.
pub(crate) async fn eventually(what: &str, is_so: impl AsyncFn() -> bool) {
    let until = Instant::now() + Duration::from_secs(20);
    while !is_so().await {
        assert!(Instant::now() < until, "{what}: not so after 20 s");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Where a merchant is told.
#[derive(Clone)]
pub(crate) struct Receiver(Arc<Receiving>);

struct Receiving {
    url: String,
    /// How many notifications came.
    heard: AtomicUsize,
    answer: Mutex<(u16, String)>,
    /// Closed when answers are given.
    held: Semaphore,
}

impl Receiver {
    /// It answers at once.
    pub(crate) async fn answering(status: u16, answer: &str) -> Self {
        let receiver = Self::listening(status, answer).await;
        receiver.let_go();
        receiver
    }

    /// It doesn't answer until it is [let go](Self::let_go).
    pub(crate) async fn holding(answer: &str) -> Self {
        Self::listening(200, answer).await
    }

    async fn listening(status: u16, answer: &str) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let receiver = Self(Arc::new(Receiving {
            url: format!("http://{}/noti", listener.local_addr().expect("bound")),
            heard: AtomicUsize::default(),
            answer: Mutex::new((status, answer.to_owned())),
            held: Semaphore::new(0),
        }));
        let receiving = Arc::clone(&receiver.0);
        let app = Router::new().fallback(async move || receiving.hear().await);
        tokio::spawn(axum::serve(listener, app).into_future());
        receiver
    }

    pub(crate) fn let_go(&self) {
        self.0.held.close();
    }

    pub(crate) fn answers_now(&self, status: u16, answer: &str) {
        *self.0.answer.lock().expect("nobody panicked") = (status, answer.to_owned());
    }

    pub(crate) fn heard(&self) -> usize {
        self.0.heard.load(Ordering::SeqCst)
    }
}

impl Receiving {
    async fn hear(&self) -> (StatusCode, String) {
        self.heard.fetch_add(1, Ordering::SeqCst);
        assert!(self.held.acquire().await.is_err(), "it has no permits: it is closed or waited for");
        let (status, answer) = self.answer.lock().expect("nobody panicked").clone();
        (StatusCode::from_u16(status).expect("a status"), answer)
    }
}

/// Whose receiver is where.
#[derive(Clone)]
pub(crate) struct Receivers(Arc<SqliteStore>, HashMap<MerchantId, String>);

impl Composer for Receivers {
    fn compose<'a>(&'a self, due: &'a DueNotification) -> Pending<'a, Option<Letter>> {
        Box::pin(async move {
            let operations = store::Query::operations(self.0.as_ref(), due.id.id.subject).await?;
            let merchant = operations.first().expect("it is there").merchant;
            Ok(self.1.get(&merchant).map(|url| Letter {
                url: url.clone(),
                content_type: "application/x-www-form-urlencoded",
                body: b"outStatCd=0021".to_vec(),
                merchant,
                happened: NOW,
                offset_ms: NOW.since(wall_clock()),
            }))
        })
    }
}

/// A store with merchants, each with its receiver.
pub(crate) struct Shop {
    pub(crate) store: Arc<SqliteStore>,
    pub(crate) receivers: Receivers,
    _folder: Folder,
}

impl Shop {
    pub(crate) async fn with(receivers: &[(MerchantId, &Receiver)]) -> Self {
        Self::at(receivers.iter().map(|(id, receiver)| (*id, receiver.0.url.clone())).collect()).await
    }

    /// With a merchant at whose address nobody listens.
    pub(crate) async fn without_receiver(merchant: MerchantId) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("bound");
        drop(listener);
        Self::at([(merchant, format!("http://{address}/noti?token=hidden"))].into()).await
    }

    async fn at(urls: HashMap<MerchantId, String>) -> Self {
        // A process chooses its TLS provider once; every test here may be the first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // Kept: a sender may outlive its shop here, and a database that is deleted while it is open ends the
        // process.
        let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory").keep();
        let folder = Folder::serve(&dir, Environment::Test).expect("nobody else has it");
        let store = Arc::new(SqliteStore::open(&folder).expect("opens"));
        for id in urls.keys() {
            store.put_merchant(known(*id)).await.expect("is put");
        }
        let receivers = Receivers(Arc::clone(&store), urls);
        Self { store, receivers, _folder: folder }
    }

    /// Payments of a merchant, in the order of their numbers.
    pub(crate) async fn pay(&self, merchant: MerchantId, numbers: RangeInclusive<i64>) {
        // All are queued before the first is waited for: they share commits.
        for command in [begun, approved] {
            let submitted = numbers.clone().map(|number| self.store.submit(command(number, merchant)));
            for reply in submitted.collect::<Vec<_>>() {
                reply.await.expect("the store answers");
            }
        }
    }

    pub(crate) async fn record(&self, number: i64) -> NotificationRecord {
        let subject = TradeId::from_i64(number);
        let mut records = self.store.notifications(subject).await.expect("reads");
        records.pop().expect("is there")
    }
}

fn known(id: MerchantId) -> MerchantRecord {
    let merchant = Merchant::new(id);
    let keys = ("pgSettle30y739r82jtd709yOfZ2yK5K".to_owned(), "ST1009281328226982205".to_owned());
    MerchantRecord { merchant, cipher_key: keys.0.into(), hash_key: keys.1.into(), clock_offset_ms: 0 }
}

fn begun(number: i64, merchant: MerchantId) -> Command {
    let claim =
        Claim { day: 20_260_102, order_no: format!("ORDER{number}"), merchant, kind: ClaimKind::Payment };
    let payment = NewPayment {
        id: TradeId::from_i64(number),
        claim,
        method: Method::Card,
        amount: Money::new(1_000, Currency::Krw).expect("not negative"),
        taxation: Taxation::Exempt,
        tax: TaxParts { tax_free: 1_000, ..TaxParts::default() },
        order: Arc::new(Order::default()),
        notify: true,
    };
    Command::Authorise(Box::new(Authorise {
        payment,
        rail: Rail::Cards,
        institution: InstitutionId::new("CA04").expect("valid"),
        window: None,
        key: None,
        charged: None,
        intent: Intent { owner: OWNER, lease_ms: 30_000, at: NOW },
    }))
}

fn approved(number: i64, _: MerchantId) -> Command {
    let outcome = Outcome::Approved(Box::default());
    Command::Conclude(Box::new(Conclude { id: request(number), owner: OWNER, outcome, at: NOW }))
}
