//! What `outStatCd` says.

/// The state of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// 0021.
    Succeeded,
    /// 0031.
    Failed,
    /// 0061: authenticated, to be captured by [`crate::Gateway::capture`].
    Authenticated,
    /// 0041.
    Pending,
    /// One that this version doesn't know.
    Other,
}

impl Status {
    pub(crate) fn of(code: &str) -> Self {
        match code {
            "0021" => Self::Succeeded,
            "0031" => Self::Failed,
            "0061" => Self::Authenticated,
            "0041" => Self::Pending,
            _ => Self::Other,
        }
    }
}
