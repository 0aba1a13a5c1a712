//! Identities: small, copied freely, printed safely.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::time::Moment;

/// A merchant's id: 1 to 10 characters, so that a trade number can carry it padded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MerchantId {
    bytes: [u8; 10],
    length: u8,
}

impl MerchantId {
    /// The longest id.
    pub const MAX: usize = 10;

    /// An id of ASCII letters, digits and `_`.
    pub fn new(id: &str) -> Option<Self> {
        let fits = (1..=Self::MAX).contains(&id.len());
        if !fits || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return None;
        }
        let mut bytes = [0; 10];
        bytes.iter_mut().zip(id.bytes()).for_each(|(place, byte)| *place = byte);
        Some(Self { bytes, length: u8::try_from(id.len()).ok()? })
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.length)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl fmt::Debug for MerchantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for MerchantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What draws a number. The counter's first digit says it, so that each kind's numbers are guarded by one
/// table's own key, and none can be drawn by another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// A payment by API: the payment's row guards it.
    Payment,
    /// A window, for its payment: the window's row guards it.
    Window,
    /// A cancel: its operation's row guards it.
    Cancel,
    /// Anything else, a key's issue say: a row of its own guards it.
    Other,
}

impl NumberKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Payment, Self::Window, Self::Cancel, Self::Other];

    /// The counters of this kind: the first, and how many. Within one second an instance can draw so many
    /// different ones.
    pub const fn counters(self) -> (u32, u32) {
        match self {
            Self::Payment => (0, 50_000),
            Self::Window => (50_000, 20_000),
            Self::Cancel => (70_000, 20_000),
            Self::Other => (90_000, 10_000),
        }
    }
}

/// The number of anything that has a trade number: payments, cancels, keys' issues. The 12 + 7 digits of it as
/// one integer.
///
/// `yyMMddHHmmss` in KST, then two digits for the instance that drew it and five of a running counter, whose
/// first says what drew it ([`NumberKind`]). The largest fits an `i64` until the year 2092.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TradeId(i64);

impl TradeId {
    /// The id drawn at `moment` by `instance` (0 to 99) for a `kind` of thing, as that kind's `count`th.
    pub fn draw(moment: Moment, instance: u8, kind: NumberKind, count: u32) -> Self {
        let (first, counters) = kind.counters();
        let counter = first.saturating_add(count.checked_rem(counters).unwrap_or(0));
        let tail = i64::from(instance % 100).saturating_mul(100_000).saturating_add(i64::from(counter));
        Self(moment.kst().stamp12().saturating_mul(10_000_000).saturating_add(tail))
    }

    /// The least number that anything drawn at `moment` or later has.
    pub fn least_at(moment: Moment) -> Self {
        Self(moment.kst().stamp12().saturating_mul(10_000_000))
    }

    /// What drew it.
    pub fn kind(self) -> NumberKind {
        match self.0.checked_rem(100_000).unwrap_or(0).checked_div(10_000).unwrap_or(0) {
            0..=4 => NumberKind::Payment,
            5 | 6 => NumberKind::Window,
            7 | 8 => NumberKind::Cancel,
            _ => NumberKind::Other,
        }
    }

    /// The id of a stored or printed integer.
    pub const fn from_i64(id: i64) -> Self {
        Self(id)
    }

    /// As stored.
    pub const fn as_i64(self) -> i64 {
        self.0
    }
}

impl fmt::Debug for TradeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:019}", self.0)
    }
}

/// What an institution knows a request by: a subject (whatever money moves for: a payment, a key's issue) and
/// the running number of its operation.
///
/// A request is repeated under its own id until it is acknowledged, and never sent under a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId {
    /// The subject's number.
    pub subject: TradeId,
    /// The operation on it, from 1.
    pub operation: u16,
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:019}-{}", self.subject.0, self.operation)
    }
}

/// A process that runs Hectare, for as long as it runs: the owner of leases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OwnerId(pub i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trade_id_reads_as_its_kst_second_instance_and_counter() {
        // 2021-11-29 13:58:10 KST, the moment of the documents' own example.
        let moment = Moment::from_ms(1_638_161_890_000);
        let drawn = |kind, count| format!("{:?}", TradeId::draw(moment, 14, kind, count));
        assert_eq!(drawn(NumberKind::Payment, 4_620), "2111291358101404620");
        assert_eq!(drawn(NumberKind::Other, 4_620), "2111291358101494620");
    }

    #[test]
    fn numbers_of_one_kind_are_never_those_of_another() {
        let moment = Moment::from_ms(1_638_161_890_000);
        for kind in NumberKind::ALL {
            for count in [0, 1, 9_999, 10_000, 19_999, 49_999, 50_000, 99_999, u32::MAX] {
                assert_eq!(TradeId::draw(moment, 0, kind, count).kind(), kind, "{count}");
            }
        }
    }

    #[test]
    fn a_merchant_id_has_one_to_ten_plain_characters() {
        assert_eq!(MerchantId::new("nxca_jt_il").expect("valid").as_str(), "nxca_jt_il");
        for bad in ["", "elevenchars", "a b", "한글", "a/b"] {
            assert_eq!(MerchantId::new(bad), None, "{bad}");
        }
    }
}
