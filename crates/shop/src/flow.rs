//! The ways to pay, each with the merchant of the test environment that is contracted for it. A real merchant has
//! one or two of them.

use client::{Currency, Issuer, Merchant, Method, WindowKind};

/// The keys of the test environment, printed in the protocol's documents. Real ones come from a vault.
const AES_KEY: &str = "pgSettle30y739r82jtd709yOfZ2yK5K";
const HASH_KEY: &str = "ST1009281328226982205";

/// A way to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flow {
    pub(crate) id: &'static str,
    pub(crate) merchant_id: &'static str,
    pub(crate) kind: WindowKind,
    pub(crate) currency: Currency,
    /// Whether the window only authenticates, and the shop captures afterwards.
    pub(crate) deferred: bool,
    pub(crate) korean: &'static str,
    pub(crate) english: &'static str,
}

impl Flow {
    pub(crate) fn find(id: &str) -> Option<&'static Self> {
        FLOWS.iter().find(|flow| flow.id == id)
    }

    pub(crate) fn method(&self) -> Method {
        match self.kind {
            WindowKind::Standard | WindowKind::Direct | WindowKind::Abroad => Method::Card,
            WindowKind::Transfer => Method::Transfer,
        }
    }

    pub(crate) fn merchant(&self) -> Merchant {
        Merchant::new(self.merchant_id, AES_KEY, HASH_KEY)
            .expect("the printed keys have the right lengths")
            .paid_in(self.currency)
    }
}

const fn flow(
    id: &'static str,
    merchant_id: &'static str,
    korean: &'static str,
    english: &'static str,
) -> Flow {
    let (kind, currency) = (WindowKind::Standard, Currency::Krw);
    Flow { id, merchant_id, kind, currency, deferred: false, korean, english }
}

const fn from_abroad(flow: Flow) -> Flow {
    Flow { kind: WindowKind::Abroad, currency: Currency::Usd, ..flow }
}

const fn from_account(flow: Flow) -> Flow {
    Flow { kind: WindowKind::Transfer, ..flow }
}

pub(crate) static FLOWS: [Flow; 9] = [
    flow("authenticated", "nxca_jt_il", "인증", "Authenticated"),
    flow("keyed", "nxca_jt_bi", "비인증", "Keyed"),
    flow("legacy", "nxca_ks_gu", "구인증", "Legacy"),
    Flow { deferred: true, ..flow("deferred", "nxca_jt_hd", "후승인", "Deferred") },
    Flow { kind: WindowKind::Direct, ..flow("direct", "nxca_jt_il", "직호출", "Direct") },
    from_account(flow("transfer", "nx_mid_il", "계좌이체", "Transfer")),
    Flow {
        deferred: true,
        ..from_account(flow("transfer-deferred", "nx_mid_hd", "계좌이체 후승인", "Transfer, deferred"))
    },
    from_abroad(flow("usd", "nxca_ab_il", "달러 인증", "Dollars")),
    from_abroad(flow("usd-keyed", "nxca_ab_bi", "달러 비인증", "Dollars, keyed")),
];

/// The issuers that the direct window is offered for, by their codes. PG 41.2.
const DIRECT: [&str; 8] = ["NHC", "KBC", "SHN", "HDC", "SSC", "LTC", "BCC", "HNC"];

/// Those issuers, under the names that the window calls them by.
pub(crate) fn issuers() -> impl Iterator<Item = &'static Issuer> {
    DIRECT.iter().filter_map(|code| Issuer::of(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_issuer_of_the_direct_window_has_a_name() {
        assert_eq!(issuers().count(), DIRECT.len());
    }

    #[test]
    fn every_flow_has_a_merchant_of_its_currency() {
        for flow in &FLOWS {
            assert_eq!(flow.merchant().currency(), flow.currency);
            assert_eq!(Flow::find(flow.id), Some(flow));
        }
    }
}
