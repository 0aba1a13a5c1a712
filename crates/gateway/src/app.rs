//! What every handler has at hand.

use std::collections::HashMap;
use std::sync::Arc;

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
    keys: HashMap<MerchantId, Keys>,
    log: RequestLog,
    sandbox: Sandbox,
}

impl App {
    /// A gateway in front of an engine.
    pub fn new(engine: Engine, log: RequestLog, sandbox: Sandbox) -> Result<Self, InvalidKeys> {
        let keys = engine.merchants().into_iter().map(|entry| {
            let record = entry.record();
            Ok((record.merchant.id, Keys::new(&record.cipher_key, &record.hash_key)?))
        });
        let keys = keys.collect::<Result<_, InvalidKeys>>()?;
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
        let id = MerchantId::new(id)?;
        Some((self.engine().merchant(id)?, self.shared.keys.get(&id)?.clone()))
    }

    /// Where the environments differ on the wire.
    pub(crate) fn rules(&self) -> Rules {
        Rules { amounts_in_clear: self.is_test() }
    }
}
