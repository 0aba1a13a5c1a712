//! Numbers that can't be guessed: a page's address, a proof's token.

/// 128 bits as 32 hex digits; none if the system has no randomness to give.
pub(crate) fn hex_128() -> Option<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .inspect_err(|error| tracing::error!(%error, "the system gives no randomness"))
        .ok()?;
    Some(hex::encode(bytes))
}
