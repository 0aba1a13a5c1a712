//! Intent, institution, outcome, unknown, recovery.
//!
//! The engine carries every request for money through the same four steps: the intent is made
//! durable, the institution is asked, its answer is made durable together with transfer and
//! notification, and only then is anybody told. Whatever is left unresolved, by a time-out or by a
//! crash, is carried on by [`Engine::recover`]. No HTTP.

mod audit;
mod billing_key;
mod cancel;
mod capture;
mod carry;
mod inquiry;
mod merchants;
mod numbers;
mod observer;
mod options;
mod pay;
mod proof;
mod recover;
mod test_merchants;
mod upkeep;
mod windows;

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use domain::operation::Rail;
use domain::time::Moment;
use domain::{Command, InstitutionId, MerchantId, NumberKind, OwnerId, Refusal, Reply, TradeId};
use futures_util::FutureExt;
use institutions::Answer;
use institutions::away::Away;
use institutions::card::CardNetwork;
use institutions::scenario::Stage;
use store::folder::Environment;
use store::vault::Vault;
use store::{Store, StoreError};

pub use audit::{Audit, Difference, What};
pub use billing_key::{IssueBillingKey, KeyIssue};
pub use cancel::{CancelPayment, CancelResult};
pub use capture::CapturePayment;
pub use inquiry::{Found, Inquiry};
pub use merchants::MerchantEntry;
pub use observer::{Observer, Step};
pub use options::Timing;
pub use pay::{Approved, PayByCard, PayResult, PayWith};
pub use proof::{AuthenticateInWindow, PayByProof};
pub use windows::WindowView;

use merchants::Merchants;
use notify::Doorbell;
use numbers::Numbers;
use recover::Lanes;

/// What an engine is made of.
pub struct Parts {
    /// Durable state.
    pub store: Arc<dyn Store>,
    /// Seals, for billing keys.
    pub vault: Vault,
    /// Test or live.
    pub environment: Environment,
    /// Card issuers and acquirers.
    pub cards: Arc<dyn CardNetwork>,
    /// Banks.
    pub banks: Arc<dyn Away>,
    /// Institutions that can be told what to answer; a sandbox has them.
    pub stage: Option<Arc<dyn Stage>>,
    /// Rung when there is something to tell a merchant.
    pub doorbell: Doorbell,
    /// How long things may take.
    pub timing: Timing,
    /// Sees every step; a test stops the world there.
    pub observer: Option<Arc<dyn Observer>>,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("environment", &self.environment).finish_non_exhaustive()
    }
}

/// The engine. Cloning it is cheap; all clones are one.
#[derive(Clone)]
pub struct Engine {
    shared: Arc<Shared>,
}

struct Shared {
    parts: Parts,
    owner: OwnerId,
    numbers: Numbers,
    merchants: Merchants,
    lanes: Lanes,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("owner", &self.shared.owner).finish_non_exhaustive()
    }
}

impl Engine {
    /// Starts an engine: a test environment gets its merchants, every merchant is read.
    pub async fn start(parts: Parts) -> Result<Self, StoreError> {
        if parts.environment == Environment::Test {
            test_merchants::put_missing(&*parts.store).await?;
        }
        let merchants = Merchants::read(&*parts.store).await?;
        let shared = Shared {
            owner: OwnerId(numbers::random()),
            numbers: Numbers::new(parts.store.instance()),
            merchants,
            lanes: Lanes::default(),
            parts,
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Test or live.
    pub fn environment(&self) -> Environment {
        self.shared.parts.environment
    }

    /// The institutions' stage, in a sandbox.
    pub fn stage(&self) -> Option<&Arc<dyn Stage>> {
        self.shared.parts.stage.as_ref()
    }

    /// Durable state, to be read.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.shared.parts.store
    }

    /// A merchant.
    pub fn merchant(&self, id: MerchantId) -> Option<Arc<MerchantEntry>> {
        self.shared.merchants.get(id)
    }

    /// Every merchant, by id.
    pub fn merchants(&self) -> Vec<Arc<MerchantEntry>> {
        self.shared.merchants.all()
    }

    /// A new trade number. Nobody may be told it before it is durable.
    pub(crate) fn draw_number(&self, kind: NumberKind) -> TradeId {
        self.shared.numbers.draw(kind, store::wall_clock())
    }

    /// Real time.
    pub fn now(&self) -> Moment {
        store::wall_clock()
    }

    fn cards(&self) -> &dyn CardNetwork {
        &*self.shared.parts.cards
    }

    /// The connection that carries an operation's requests.
    fn rail(&self, rail: Rail) -> &dyn institutions::rail::Rail {
        self.away(rail)
    }

    /// Where customers are sent, and charged by what they come back with.
    fn away(&self, rail: Rail) -> &dyn Away {
        match rail {
            Rail::Cards => self.cards(),
            Rail::Banks => &*self.shared.parts.banks,
        }
    }

    /// That the institution takes requests at this time of the merchant's clock.
    fn check_open(&self, rail: Rail, institution: InstitutionId, at: Moment) -> Result<(), Refusal> {
        self.rail(rail).closed(institution, at).map_or(Ok(()), |code| Err(Refusal::Closed(code)))
    }

    fn timing(&self) -> Timing {
        self.shared.parts.timing
    }

    /// Asks an institution. No answer in its time is an answer of its own, and so is a connector that
    /// panics: nobody knows what it did before.
    async fn ask<T>(&self, call: institutions::Call<'_, T>) -> Answer<T> {
        let call = AssertUnwindSafe(call).catch_unwind();
        match tokio::time::timeout(self.timing().institution, call).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => {
                tracing::error!("an institution's connector panicked");
                Answer::Unknown
            }
            Err(_) => Answer::Unknown,
        }
    }

    async fn submit(&self, command: Command) -> Result<Reply, StoreError> {
        self.store().submit(command).await
    }

    /// Lets the observer see a step, if there is one.
    async fn reached(&self, step: Step) {
        if let Some(observer) = &self.shared.parts.observer {
            observer.reached(step).await;
        }
    }
}
