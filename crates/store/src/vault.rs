//! Secrets at rest: sealed by AES-256-GCM under a master key, looked up by a keyed hash.

use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use domain::MerchantId;
use domain::billing_key::{BillingKey, KeyId, SealedKey};
use domain::card::{Card, Expiry};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Seals and opens. Every kind of row has a key of its own, derived from the master key.
#[derive(Clone)]
pub struct Vault {
    master: Zeroizing<[u8; 32]>,
}

/// A seal that isn't ours, was moved to another row, or was damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value can't be opened")]
pub struct BadSeal;

const NONCE_BYTES: usize = 12;

impl Vault {
    /// A vault under this master key.
    pub fn new(master: Zeroizing<[u8; 32]>) -> Self {
        Self { master }
    }

    /// Seals `plain` for the row `identity` of the table `kind`: it opens nowhere else.
    pub fn seal(&self, kind: &str, identity: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0_u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).expect("the operating system has random numbers");
        let sealed = self
            .cipher(kind)
            .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: identity })
            .expect("a few hundred bytes are far below the cipher's limit");
        [&nonce[..], &sealed].concat()
    }

    /// Opens what [`Vault::seal`] made.
    pub fn open(&self, kind: &str, identity: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, BadSeal> {
        let (nonce, msg) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(BadSeal)?;
        let payload = Payload { msg, aad: identity };
        self.cipher(kind).decrypt(&Nonce::from(*nonce), payload).map(Zeroizing::new).map_err(|_| BadSeal)
    }

    fn cipher(&self, kind: &str) -> Aes256Gcm {
        Aes256Gcm::new(&self.derive(kind).into())
    }

    /// HMAC-SHA256 of a label under the master key: a key per purpose.
    fn derive(&self, label: &str) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.master[..]).expect("HMAC takes keys of any length");
        mac.update(label.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// What a billing key is looked up by.
    pub fn key_id(&self, merchant: MerchantId, key: &BillingKey) -> KeyId {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.derive("billing key id")).expect("any length");
        mac.update(merchant.as_str().as_bytes());
        mac.update(b"\0");
        mac.update(key.0.as_bytes());
        let [id, _] = split_in_half(mac.finalize().into_bytes().into());
        KeyId(id)
    }

    /// Seals a card under a billing key.
    pub fn seal_key(&self, merchant: MerchantId, key: &BillingKey, card: &Card) -> SealedKey {
        let id = self.key_id(merchant, key);
        let plain = Zeroizing::new(format!("{}|{}|{}", card.number(), card.expiry().yymm(), key.0.as_str()));
        SealedKey { id, merchant, sealed: self.seal("billing key", &id.0, plain.as_bytes()) }
    }

    /// The card under a billing key, and the key itself.
    pub fn open_key(&self, key: &SealedKey) -> Result<(Card, BillingKey), BadSeal> {
        let plain = self.open("billing key", &key.id.0, &key.sealed)?;
        let text = std::str::from_utf8(&plain).map_err(|_| BadSeal)?;
        let mut parts = text.splitn(3, '|');
        let (number, yymm, key) = (parts.next(), parts.next(), parts.next());
        let expiry = yymm.and_then(|yymm| {
            let (year, month) = yymm.split_at_checked(2)?;
            Expiry::new(year.parse().ok()?, month.parse().ok()?)
        });
        let card = Card::new(number.ok_or(BadSeal)?, expiry.ok_or(BadSeal)?).ok_or(BadSeal)?;
        Ok((card, BillingKey(Zeroizing::new(key.ok_or(BadSeal)?.to_owned()))))
    }
}

fn split_in_half(bytes: [u8; 32]) -> [[u8; 16]; 2] {
    let mut halves = [[0; 16]; 2];
    for (half, chunk) in halves.iter_mut().zip(bytes.as_chunks::<16>().0) {
        *half = *chunk;
    }
    halves
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> Vault {
        Vault::new(Zeroizing::new([7; 32]))
    }

    fn merchant() -> MerchantId {
        MerchantId::new("nxca_jt_bi").expect("valid")
    }

    #[test]
    fn a_seal_opens_in_its_own_row_only() {
        let sealed = vault().seal("row", b"1", b"secret");
        assert_eq!(vault().open("row", b"1", &sealed).as_deref(), Ok(&b"secret".to_vec()));
        assert_eq!(vault().open("row", b"2", &sealed), Err(BadSeal), "moved to another row");
        assert_eq!(vault().open("table", b"1", &sealed), Err(BadSeal), "moved to another table");
        let other = Vault::new(Zeroizing::new([8; 32]));
        assert_eq!(other.open("row", b"1", &sealed), Err(BadSeal), "another master key");
        for cut in 0..sealed.len() {
            assert_eq!(vault().open("row", b"1", &sealed[..cut]), Err(BadSeal), "cut at {cut}");
        }
    }

    #[test]
    fn a_billing_key_leads_back_to_its_card_and_shows_nothing_of_it() {
        let card = Card::new("9490191234560402", Expiry::new(30, 12).expect("valid")).expect("a card");
        let key = BillingKey(Zeroizing::new("SBILL_1".to_owned()));
        let sealed = vault().seal_key(merchant(), &key, &card);
        assert_eq!(vault().open_key(&sealed), Ok((card, key.clone())));
        assert!(!sealed.sealed.windows(6).any(|bytes| bytes == b"949019"));
        assert_eq!(vault().key_id(merchant(), &key), sealed.id);
    }
}
