//! Secrets at rest: sealed by AES-256-GCM under a master key, looked up by a keyed hash.

use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use domain::MerchantId;
use domain::card::{Card, Expiry};
use domain::credential::{BillingKey, Credential, CredentialId, CredentialKind, CredentialState};
use domain::time::Moment;
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

/// What a billing key is made of: a prefix, milliseconds in base 32, and random digits; 40 characters
/// in all, the most that a notification has room for (PG 6.5).
const PREFIX: &str = "SBILL_";
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const TIMES: u32 = 9;
const RANDOM: usize = 25;

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

    /// A billing key that nobody can guess: the time it was drawn at, and 125 random bits.
    pub fn draw_key(now: Moment) -> BillingKey {
        let mut random = Zeroizing::new([0_u8; RANDOM]);
        getrandom::fill(&mut random[..]).expect("the operating system has random numbers");
        let ms = now.ms().unsigned_abs();
        let times = (0..TIMES).rev().map(|place| ms.checked_shr(5 * place).unwrap_or(0));
        let digits = times.chain(random.iter().map(|byte| u64::from(*byte))).map(|digit| digit % 32);
        let digits = digits.filter_map(|digit| ALPHABET.get(usize::try_from(digit).ok()?));
        let mut key = Zeroizing::new(String::with_capacity(PREFIX.len() + RANDOM + TIMES as usize));
        key.push_str(PREFIX);
        key.extend(digits.map(|digit| char::from(*digit)));
        BillingKey(key)
    }

    /// What a billing key is looked up by: its time, so that new rows lie together instead of all over
    /// the table, and a keyed hash of merchant and key.
    pub fn key_id(&self, merchant: MerchantId, key: &BillingKey) -> CredentialId {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.derive("billing key id")).expect("any length");
        mac.update(merchant.as_str().as_bytes());
        mac.update(b"\0");
        mac.update(key.0.as_bytes());
        let hash: [u8; 32] = mac.finalize().into_bytes().into();
        let mut id = [0; 16];
        id.iter_mut().zip(time_of(key).into_iter().chain(hash)).for_each(|(place, byte)| *place = byte);
        CredentialId(id)
    }

    /// A billing key as it is stored, with the card sealed under it. It can't be charged before what issues it succeeds.
    pub fn seal_key(&self, merchant: MerchantId, key: &BillingKey, card: &Card) -> Credential {
        let id = self.key_id(merchant, key);
        let plain = Zeroizing::new(format!("{}|{}|{}", card.number(), card.expiry().yymm(), key.0.as_str()));
        Credential {
            id,
            kind: CredentialKind::BillingKey,
            merchant,
            state: CredentialState::Pending,
            fixed_amount: None,
            sealed: self.seal("billing key", &id.0, plain.as_bytes()),
            version: 0,
        }
    }

    /// The card under a billing key, and the key itself.
    pub fn open_key(&self, key: &Credential) -> Result<(Card, BillingKey), BadSeal> {
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

/// The time in a key of ours, as six bytes that sort by it. Whatever else somebody sends sorts somewhere.
fn time_of(key: &BillingKey) -> [u8; 6] {
    let digits = key.0.strip_prefix(PREFIX).unwrap_or_default().bytes().take(TIMES as usize);
    let value = |byte| ALPHABET.iter().position(|letter| *letter == byte).unwrap_or(0) as u64;
    let ms = digits.fold(0_u64, |ms, byte| (ms << 5) | value(byte));
    let [_, _, time @ ..] = ms.to_be_bytes();
    time
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
    fn later_keys_sort_later_and_no_two_are_alike() {
        let drawn: Vec<_> =
            (0..100).map(|ms| Vault::draw_key(Moment::from_ms(1_795_340_000_000 + ms))).collect();
        assert!(drawn.iter().all(|key| key.0.len() == 40 && key.0.starts_with("SBILL_")));
        let ids: Vec<_> = drawn.iter().map(|key| vault().key_id(merchant(), key).0).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        let now = Moment::from_ms(1_795_340_000_000);
        assert_ne!(Vault::draw_key(now), Vault::draw_key(now));
    }

    #[test]
    fn whatever_is_sent_for_a_key_has_an_id() {
        for text in ["", "SBILL_", "SBILL_0123456789", "한글", &"A".repeat(50)] {
            let key = BillingKey(Zeroizing::new(text.to_owned()));
            assert_eq!(vault().key_id(merchant(), &key), vault().key_id(merchant(), &key));
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
