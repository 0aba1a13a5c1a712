//! How many files may be open: each connection is one, and so is each of a database's.

/// More than anybody here needs.
#[cfg(unix)]
const WANTED: u64 = 65_536;

/// Raises the limit as far as the system lets us, and says what it is.
#[cfg(unix)]
pub(super) fn raise_limit() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let current = current.unwrap_or(WANTED);
    let wanted = maximum.map_or(WANTED, |maximum| maximum.min(WANTED));
    if wanted <= current {
        return current;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum }) {
        Ok(()) => wanted,
        Err(error) => {
            tracing::warn!(%error, current, "the limit on open files could not be raised");
            current
        }
    }
}

/// Elsewhere there is none that matters.
#[cfg(not(unix))]
pub(super) fn raise_limit() -> u64 {
    65_536
}
