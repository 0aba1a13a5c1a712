//! What time it is for a merchant. A test environment only: its clocks can be moved.

use serde_json::Value;

use crate::error::Error;
use crate::gateway::Gateway;
use crate::kst::Clock;
use crate::merchant::Merchant;

impl Gateway {
    /// The merchant's clock in the sandbox. A gateway without one doesn't have this address, and goes by real time.
    pub async fn sandbox_clock(&self, merchant: &Merchant) -> Result<Clock, Error> {
        let body = self.get("/sandbox/clock").await?;
        let clocks: Value =
            serde_json::from_slice(&body).map_err(|error| Error::transport(error.to_string()))?;
        let clocks = clocks.get("clocks").and_then(Value::as_array).into_iter().flatten();
        let own = clocks.into_iter().find(|clock| clock.get("mchtId").is_some_and(|id| id == merchant.id()));
        let ahead_ms = own.and_then(|clock| clock.get("offsetMs")?.as_i64());
        ahead_ms
            .map(Clock::ahead)
            .ok_or_else(|| Error::transport("the sandbox names no clock of this merchant"))
    }
}
