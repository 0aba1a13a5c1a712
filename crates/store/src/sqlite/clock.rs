//! The database's clock: it is set by the wall's at the start, and goes on steadily from there.

use std::sync::LazyLock;
use std::time::Instant;

use domain::time::Moment;

use crate::wall_clock;

static START: LazyLock<(Moment, Instant)> = LazyLock::new(|| (wall_clock(), Instant::now()));

/// Now. It never goes back while the process runs, whatever happens to the wall's clock: leases and pauses are durations.
pub(super) fn now() -> Moment {
    let (wall, start) = *START;
    wall.plus_ms(i64::try_from(start.elapsed().as_millis()).unwrap_or(i64::MAX))
}
