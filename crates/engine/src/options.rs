//! How long things may take.

use std::time::Duration;

/// Limits of time. A merchant is answered within 20 seconds: 15 are the institution's, the rest is plenty
/// for a database that keeps up.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// What an institution may take to answer.
    pub institution: Duration,
    /// When a merchant is answered at the latest, whatever happens. The rest of its 20 seconds is the network's.
    pub answer: Duration,
    /// How long an open intent belongs to whoever began it. Longer than any call may take.
    pub lease: Duration,
    /// The first pause before an unresolved operation is tried again; it doubles with every try.
    pub retry_first: Duration,
    /// The longest such pause.
    pub retry_most: Duration,
    /// How often expired leases are looked for.
    pub recovery: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            institution: Duration::from_secs(15),
            answer: Duration::from_millis(19_500),
            lease: Duration::from_secs(40),
            retry_first: Duration::from_secs(1),
            retry_most: Duration::from_secs(300),
            recovery: Duration::from_millis(500),
        }
    }
}

impl Timing {
    /// The pause after so many tries.
    pub(crate) fn backoff(&self, tries: u32) -> Duration {
        self.retry_first
            .saturating_mul(1_u32.checked_shl(tries.min(20)).unwrap_or(u32::MAX))
            .min(self.retry_most)
    }
}

/// As milliseconds to add to a moment.
pub(crate) fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
