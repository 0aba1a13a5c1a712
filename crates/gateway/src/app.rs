//! What every handler has at hand.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::MerchantId;
use engine::{Engine, MerchantEntry};
use protocol::{InvalidKeys, Keys, Rules};
use store::folder::Environment;
use store::request_log::RequestLog;

use crate::sandbox::Sandbox;

/// The gateway's state. Cloning it is cheap; all clones are one.
#[derive(Clone, Debug)]
pub struct App {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    engine: Engine,
    /// The keys of merchants, made ready, beside what they were made from: a merchant who changes is another entry.
    keys: RwLock<HashMap<MerchantId, (Arc<MerchantEntry>, Keys)>>,
    log: RequestLog,
    sandbox: Sandbox,
}

impl App {
    /// A gateway in front of an engine. Keys that can't be any are told at once.
    pub fn new(engine: Engine, log: RequestLog, sandbox: Sandbox) -> Result<Self, InvalidKeys> {
        let keys = engine.merchants().into_iter().map(|entry| {
            let keys = keys_of(&entry)?;
            Ok((entry.merchant().id, (entry, keys)))
        });
        let keys = RwLock::new(keys.collect::<Result<_, InvalidKeys>>()?);
        Ok(Self { shared: Arc::new(Shared { engine, keys, log, sandbox }) })
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.shared.engine
    }

    /// The request log.
    pub(crate) fn log(&self) -> &RequestLog {
        &self.shared.log
    }

    /// What the sandbox's pages tell.
    pub(crate) fn sandbox(&self) -> &Sandbox {
        &self.shared.sandbox
    }

    /// Whether this is the test environment.
    pub(crate) fn is_test(&self) -> bool {
        self.engine().environment() == Environment::Test
    }

    /// A merchant and the keys of its wire.
    pub(crate) fn merchant(&self, id: &str) -> Option<(Arc<MerchantEntry>, Keys)> {
        let entry = self.engine().merchant(MerchantId::new(id)?)?;
        let keys = self.keys(&entry)?;
        Some((entry, keys))
    }

    fn keys(&self, entry: &Arc<MerchantEntry>) -> Option<Keys> {
        let id = entry.merchant().id;
        let known = self.shared.keys.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, keys)) = known.get(&id).filter(|(of, _)| Arc::ptr_eq(of, entry)) {
            return Some(keys.clone());
        }
        drop(known);
        let keys =
            keys_of(entry).inspect_err(|_| tracing::error!(merchant = %id, "its keys are none")).ok()?;
        let mut known = self.shared.keys.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(id, (Arc::clone(entry), keys.clone()));
        Some(keys)
    }

    /// Where the environments differ on the wire.
    pub(crate) fn rules(&self) -> Rules {
        Rules { amounts_in_clear: self.is_test() }
    }
}

fn keys_of(entry: &MerchantEntry) -> Result<Keys, InvalidKeys> {
    let record = entry.record();
    Keys::new(&record.cipher_key, &record.hash_key)
}
