//! Intent, institution, outcome, unknown, recovery.
