//! Payment windows: a place for a customer, with a number for the payment that may come of it.

use std::fmt;

use crate::claim::{Claim, ClaimKind};
use crate::decide::{Decision, New, Reply, State, Write};
use crate::time::Moment;
use crate::{MerchantId, Method, Refusal, TradeId};

/// What a window is known by: the hash of its token.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct WindowId(pub [u8; 16]);

impl fmt::Debug for WindowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WindowId(…)")
    }
}

/// A payment window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The hash of its token.
    pub id: WindowId,
    /// The number its payment has or will have.
    pub payment: TradeId,
    /// Whose.
    pub merchant: MerchantId,
    /// How it is paid in.
    pub method: Method,
    /// The order's day: `trdDt` as sent.
    pub order_day: i32,
    /// The order's number.
    pub order_no: String,
    /// The number of its step: who read this one can take it.
    pub step: u32,
    /// Where the customer is, in the window's own words.
    pub stage: String,
    /// The request that opened it, in the window's own words. It holds no card data.
    pub request: String,
    /// When it was opened, by the merchant's clock.
    pub opened_at: Moment,
}

impl Window {
    /// The order it is for.
    pub fn claim(&self) -> Claim {
        Claim {
            day: self.order_day,
            order_no: self.order_no.clone(),
            merchant: self.merchant,
            kind: ClaimKind::Payment,
        }
    }
}

/// A step of a window, which only one request may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowStep {
    /// The window.
    pub window: WindowId,
    /// The number that the customer's page carried.
    pub step: u32,
    /// When the window was opened, by the merchant's clock.
    pub opened_at: Moment,
}

/// How long a window stays open (PG 6.1): 10 minutes.
pub const WINDOW_LIFE_MS: i64 = 10 * 60_000;

/// Cards that may be tried in one window: whoever tries more isn't looking for the right one.
pub const MOST_ATTEMPTS: u16 = 5;

/// Windows that may be open for one order. Merchants open another when a customer comes back; one signed form
/// must not fill the disk.
pub const MOST_WINDOWS: u32 = 20;

impl WindowStep {
    /// Whether the window has been open for too long.
    pub fn expired(&self, now: Moment) -> bool {
        now.since(self.opened_at) > WINDOW_LIFE_MS
    }
}

/// Opens a window. What would be refused at its end is refused here, before a customer has typed anything.
#[derive(Clone, Debug)]
pub struct OpenWindow {
    /// The window.
    pub window: Window,
    /// Its order.
    pub claim: Claim,
}

pub(crate) fn open(state: &State, command: &OpenWindow) -> Result<Decision, Refusal> {
    if let Some(claimant) = state.claimant {
        return Err(claimant.refusal());
    }
    if state.windows >= MOST_WINDOWS {
        return Err(Refusal::TooManyWindows);
    }
    let writes = vec![Write::Insert(New::Window(Box::new(command.window.clone())))];
    Ok(Decision { writes, reply: Reply::Done })
}

/// One request takes a window's step; the others are told to look where things stand.
pub(crate) fn check_step(state: &State, step: &WindowStep, at: Moment) -> Result<(), Refusal> {
    if state.window_step != Some(step.step) {
        return Err(Refusal::StaleStep);
    }
    if step.expired(at) { Err(Refusal::WindowExpired) } else { Ok(()) }
}
