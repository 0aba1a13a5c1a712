//! Real time.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::time::Moment;

static BEHIND_MS: AtomicI64 = AtomicI64::new(0);

/// Real time, as the wall's clock shows it.
pub fn wall_clock() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    Moment::from_ms(ms.saturating_sub(BEHIND_MS.load(Ordering::Relaxed)))
}

/// From now on this process believes the wall's clock to be so much behind. For tests of what happens when it is set back.
pub fn set_wall_clock_behind(ms: u32) {
    BEHIND_MS.store(i64::from(ms), Ordering::Relaxed);
}
