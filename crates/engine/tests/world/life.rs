//! The life of a gateway's process.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::credential::CredentialState;
use domain::operation::{Operation, OperationState};
use domain::{RequestId, TradeId};
use engine::{Audit, Engine, Observer, Parts, Timing};
use notify::Doorbell;
use simulators::bank::BankSimulator;
use store::folder::{Environment, Folder};
use store::sqlite::SqliteStore;
use store::{Audit as _, Exhibit, Outbox, PaymentRecord, Query};
use tokio::runtime::{Builder, Runtime};

use super::{Ask, Wire, World};

/// A gateway without HTTP. It has a runtime to itself, which takes everything under way with it.
pub(crate) struct Life {
    runtime: Runtime,
    pub(crate) engine: Engine,
    store: Arc<SqliteStore>,
    wire: Wire,
    folder: Folder,
}

/// Longer than anything may take, on however slow a machine.
const PATIENCE: Duration = Duration::from_secs(30);

impl Life {
    /// Starts a gateway in the world; `observer` sees its steps.
    pub(crate) fn start(world: &World, timing: Timing, observer: Option<Arc<dyn Observer>>) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let folder = Folder::serve(&world.ours(), Environment::Test).expect("nobody else's folder");
        let store = Arc::new(SqliteStore::open(&folder).expect("the store opens"));
        let parts = parts(store.clone(), &folder, &world.wire, timing, observer);
        let engine = runtime.block_on(Engine::start(parts)).expect("the engine starts");
        Self { runtime, engine, store, wire: world.wire.clone(), folder }
    }

    /// Another engine on the same store, as another instance would be.
    pub(crate) async fn another(&self, timing: Timing, observer: Option<Arc<dyn Observer>>) -> Engine {
        let parts = parts(self.store.clone(), &self.folder, &self.wire, timing, observer);
        Engine::start(parts).await.expect("the engine starts")
    }

    /// Drives `work`, and whatever else is under way, until `work` is done.
    pub(crate) fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(async {
            let within = tokio::time::timeout(PATIENCE, work).await;
            within.expect("nothing takes that long")
        })
    }

    /// Ends the process: nothing that it had under way goes on, nothing that was committed is lost.
    pub(crate) fn crash(self) {
        let Self { runtime, engine, store, wire: _, folder: _folder } = self;
        drop(runtime);
        drop(engine);
        assert_eq!(Arc::strong_count(&store), 1, "something survived the crash");
    }

    /// Goes on until nothing is unresolved, and audits.
    pub(crate) async fn settle(&self) -> Audit {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.engine.recover_once().await.expect("the store works");
            let audit = self.audit().await;
            if audit.unresolved.is_empty() {
                return audit;
            }
            assert!(Instant::now() < deadline, "never resolved: {:?}", audit.unresolved);
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    pub(crate) async fn audit(&self) -> Audit {
        Audit::run(&*self.store, &[self.wire.issuers()]).await.expect("books that can be read")
    }

    pub(crate) async fn payment(&self, id: TradeId) -> PaymentRecord {
        self.store.payment(id).await.expect("the store works").expect("a payment of this number")
    }

    pub(crate) async fn is_notified(&self, id: RequestId) -> bool {
        let all = self.store.notifications(id.subject).await.expect("the store works");
        all.iter().any(|notification| notification.id.id == id)
    }

    pub(crate) async fn operations_of(&self, subject: TradeId) -> Vec<Operation> {
        self.store.operations(subject).await.expect("the store works")
    }

    /// How many operations are under way.
    pub(crate) async fn unresolved(&self) -> usize {
        let all = self.operations().await;
        all.iter().filter(|(_, state)| state.is_under_way()).count()
    }

    /// Every operation: its payment's record is read by [`Self::payment`].
    pub(crate) async fn operations(&self) -> Vec<(RequestId, OperationState)> {
        let mut all = Vec::new();
        let visit = &mut |exhibit| {
            if let Exhibit::Subject(dossier) = exhibit {
                all.extend(dossier.operations.iter().map(|operation| (operation.id, operation.state)));
            }
        };
        self.store.examine(visit).expect("the store works");
        all
    }

    /// Settles, and holds what must hold then, whatever happened before.
    pub(crate) async fn assert_sound(&self) {
        let audit = self.settle().await;
        assert_eq!(audit.differences, [], "the books differ");
        for (id, state) in self.operations().await {
            let operations = self.store.operations(id.subject).await.expect("the store works");
            let operation = operations.iter().find(|operation| operation.id == id).expect("it was visited");
            assert!(operation.sealed.is_none() || state.is_unresolved(), "{id} keeps what is sealed");
            let due = operation.notify && state == OperationState::Approved;
            assert_eq!(self.is_notified(id).await, due, "the notification of {id}, {state:?}");
            if let Some(key) = operation.credential {
                let lives = match state {
                    OperationState::Approved => CredentialState::Active,
                    _ => CredentialState::Dead,
                };
                let stored = self.store.credential(key).await.expect("the store works");
                assert_eq!(stored.map(|key| key.state), Some(lives), "the billing key of {id}, {state:?}");
            }
        }
        self.assert_money_was_asked_for_once();
    }

    /// However often an answer was lost: a request for money is never sent again, least of all under
    /// another id.
    fn assert_money_was_asked_for_once(&self) {
        let mut payments: Vec<_> = self.wire.asked(Ask::Authorise).iter().map(|(id, _)| id.subject).collect();
        let count = payments.len();
        payments.sort_unstable();
        payments.dedup();
        assert_eq!(payments.len(), count, "money was asked for twice for one payment");
    }
}

fn parts(
    store: Arc<SqliteStore>,
    folder: &Folder,
    wire: &Wire,
    timing: Timing,
    observer: Option<Arc<dyn Observer>>,
) -> Parts {
    Parts {
        store,
        vault: folder.vault().clone(),
        environment: Environment::Test,
        cards: Arc::new(wire.clone()),
        banks: Arc::new(BankSimulator::of(wire.issuers().simulation().clone())),
        stage: None,
        doorbell: Doorbell::default(),
        timing,
        observer,
    }
}
