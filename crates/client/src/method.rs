//! How a payment was made, as a trade number tells it.

/// A method that this version knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Method {
    /// By card (CA).
    #[default]
    Card,
    /// From an account (RA).
    Transfer,
}

impl Method {
    /// The method of a payment: the two letters behind `STFP_PG`.
    pub(crate) fn of_trade_no(trade_no: &str) -> Self {
        if trade_no.get(7..9) == Some(Self::Transfer.code()) { Self::Transfer } else { Self::Card }
    }

    /// `method` of messages.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Card => "CA",
            Self::Transfer => "RA",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trade_number_tells_its_method() {
        for (number, method) in [
            ("STFP_PGRAnx_mid_il00261126003935M0055495", Method::Transfer),
            ("STFP_PGCAnxca_jt_il0261126003935M0055495", Method::Card),
            ("", Method::Card),
        ] {
            assert_eq!(Method::of_trade_no(number), method, "{number}");
        }
    }
}
