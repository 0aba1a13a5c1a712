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

/// The number of a payment or of a cancel: the 12 + 7 digits of its trade number as one integer.
///
/// `yyMMddHHmmss` in KST, then two digits for the instance that drew it and five of its running
/// counter. The largest fits an `i64` until the year 2092.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TradeId(i64);

impl TradeId {
    /// The id drawn at `moment` by `instance` (0 to 99) as its `counter`th (0 to 99,999).
    pub fn draw(moment: Moment, instance: u8, counter: u32) -> Self {
        let stamp = moment.kst().stamp12();
        let tail =
            i64::from(instance % 100).saturating_mul(100_000).saturating_add(i64::from(counter % 100_000));
        Self(stamp.saturating_mul(10_000_000).saturating_add(tail))
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

/// What an institution knows a request by: a payment and the running number of its operation.
///
/// A request is repeated under its own id until it is acknowledged, and never sent under a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId {
    /// The payment.
    pub payment: TradeId,
    /// The operation on it, from 1.
    pub operation: u16,
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:019}-{}", self.payment.0, self.operation)
    }
}

/// A process that runs Hectare, for as long as it runs: the owner of leases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OwnerId(pub i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trade_id_reads_as_its_kst_second_and_counter() {
        // 2021-11-29 13:58:10 KST, the moment of the documents' own example.
        let moment = Moment::from_ms(1_638_161_890_000);
        assert_eq!(format!("{:?}", TradeId::draw(moment, 14, 94_620)), "2111291358101494620");
    }

    #[test]
    fn a_merchant_id_has_one_to_ten_plain_characters() {
        assert_eq!(MerchantId::new("nxca_jt_il").expect("valid").as_str(), "nxca_jt_il");
        for bad in ["", "elevenchars", "a b", "한글", "a/b"] {
            assert_eq!(MerchantId::new(bad), None, "{bad}");
        }
    }
}
