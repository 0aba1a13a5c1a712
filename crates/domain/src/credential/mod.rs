//! Credentials: sealed things that a merchant may use later.

pub(crate) mod billing_key;

use std::fmt;

use zeroize::Zeroizing;

pub use billing_key::{DeleteKey, IssueKey};

use crate::MerchantId;

/// What a credential is looked up by: a keyed hash of merchant and key.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CredentialId(pub [u8; 16]);

impl fmt::Debug for CredentialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialId(…)")
    }
}

/// A credential as it is stored: what it stands for, and the key itself, under a seal that only the vault can
/// open.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its identity.
    pub id: CredentialId,
    /// What it is.
    pub kind: CredentialKind,
    /// Whose it is.
    pub merchant: MerchantId,
    /// Where it stands.
    pub state: CredentialState,
    /// The one amount it may be charged with, where its terms fix one, in minor units.
    pub fixed_amount: Option<i64>,
    /// What it stands for, sealed with the identity as associated data; empty once it is dead.
    pub sealed: Vec<u8>,
    /// Counts its changes: who read this one can change it.
    pub version: u32,
}

impl Credential {
    /// It with another state. A dead one keeps its row, so that it is never issued again, but not its seal.
    #[must_use]
    pub fn with(&self, state: CredentialState) -> Self {
        let sealed = if state == CredentialState::Dead { Vec::new() } else { self.sealed.clone() };
        Self { state, sealed, ..self.clone() }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Credential");
        shown.field("kind", &self.kind).field("merchant", &self.merchant).field("state", &self.state);
        shown.finish_non_exhaustive()
    }
}

/// The kinds of credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum CredentialKind {
    /// Charges a card.
    BillingKey = 0,
}

impl CredentialKind {
    /// The kind of a stored number.
    pub fn of(number: u8) -> Option<Self> {
        (number == Self::BillingKey as u8).then_some(Self::BillingKey)
    }
}

/// The life of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CredentialState {
    /// Sealed at the intent of what issues it; not usable yet.
    Pending = 0,
    /// May be used.
    Active = 1,
    /// Deleted by the merchant, or never came to life; its seal is gone.
    Dead = 2,
}

impl CredentialState {
    /// The state of a stored number.
    pub fn of(number: u8) -> Option<Self> {
        [Self::Pending, Self::Active, Self::Dead].into_iter().find(|state| *state as u8 == number)
    }
}

/// The billing key that a merchant holds. It charges a card, so it is printed as little as a card number.
#[derive(Clone, PartialEq, Eq)]
pub struct BillingKey(pub Zeroizing<String>);

impl fmt::Debug for BillingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BillingKey(***)")
    }
}
