//! What can go wrong, by what the merchant should do about it.

/// Why a call has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The request breaks a rule of the protocol. It was not sent.
    #[error("{message}")]
    Invalid {
        /// The wire's name of the field at fault.
        field: &'static str,
        message: String,
    },
    /// The gateway said no: the request was not carried out.
    #[error("{message} ({code})")]
    Refused {
        /// The reject code (PG 41.1).
        code: String,
        /// Its text, in Korean.
        message: String,
        /// The transaction that the refusal is about, where there is one: a repeated order number answers with the
        /// first transaction's.
        trade_no: Option<String>,
    },
    /// The request may or may not have been carried out: nothing came back in time, or nothing that can be
    /// understood. Ask [`crate::Gateway::inquire`] by the order number before anything else.
    #[error("the outcome is unknown: {reason}")]
    Unknown { reason: String },
    /// The request did not reach the gateway's API. It was not carried out.
    #[error("the gateway can't be reached: {reason}")]
    Transport { reason: String },
}

impl Error {
    pub(crate) fn unknown(reason: impl Into<String>) -> Self {
        Self::Unknown { reason: reason.into() }
    }

    pub(crate) fn transport(reason: impl Into<String>) -> Self {
        Self::Transport { reason: reason.into() }
    }
}

/// Why a notification or a window's result is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotVerified {
    #[error("it can't be read: {0}")]
    Unreadable(&'static str),
    #[error("it is another merchant's")]
    OtherMerchant,
    #[error("its hash is wrong")]
    WrongHash,
    #[error("{0} is missing or malformed")]
    Field(&'static str),
}
