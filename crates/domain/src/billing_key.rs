//! Billing keys: a merchant's handle for a card that it may charge again.

use std::fmt;

use zeroize::Zeroizing;

use crate::MerchantId;

/// What a billing key is looked up by: a keyed hash of merchant and key.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId(pub [u8; 16]);

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyId(…)")
    }
}

/// A billing key as stored: card and key together under a seal that only the store can open.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedKey {
    /// Its identity.
    pub id: KeyId,
    /// Whose it is.
    pub merchant: MerchantId,
    /// Number, expiry and the key itself, sealed with the identity as associated data.
    pub sealed: Vec<u8>,
}

impl fmt::Debug for SealedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedKey").field("merchant", &self.merchant).finish_non_exhaustive()
    }
}

/// The life of a billing key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum KeyState {
    /// Sealed at the intent of the payment that issues it; not usable yet.
    Pending = 0,
    /// May be charged.
    Active = 1,
    /// Deleted by the merchant, or never came to life; its seal is gone.
    Deleted = 2,
}

/// The key that a merchant holds. It charges a card, so it is printed as little as a card number.
#[derive(Clone, PartialEq, Eq)]
pub struct BillingKey(pub Zeroizing<String>);

impl fmt::Debug for BillingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BillingKey(***)")
    }
}
