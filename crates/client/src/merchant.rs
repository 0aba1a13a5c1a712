//! A merchant: its id, its keys, and what its contract says.

use protocol::{Charset, InvalidKeys, Keys, Language, Message, Raw, Refusal, Rules};

use crate::error::{Error, NotVerified};
use crate::money::{Currency, Money};

/// A merchant. Its keys are wiped when it is dropped, and never printed.
#[derive(Debug, Clone)]
pub struct Merchant {
    id: String,
    keys: Keys,
    currency: Currency,
    charset: Charset,
}

impl Merchant {
    /// A merchant that is paid in won and notified in UTF-8. The AES key has 32 bytes, as it was handed out.
    pub fn new(id: impl Into<String>, aes_key: &str, hash_key: &str) -> Result<Self, InvalidKeys> {
        let keys = Keys::new(aes_key, hash_key)?;
        Ok(Self { id: id.into(), keys, currency: Currency::Krw, charset: Charset::Utf8 })
    }

    /// The currency of the merchant's contract. Notifications don't tell.
    #[must_use]
    pub fn paid_in(self, currency: Currency) -> Self {
        Self { currency, ..self }
    }

    /// The character set that the merchant is notified in.
    #[must_use]
    pub fn notified_in(self, charset: Charset) -> Self {
        Self { charset, ..self }
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    pub const fn currency(&self) -> Currency {
        self.currency
    }

    pub(crate) const fn charset(&self) -> Charset {
        self.charset
    }

    pub(crate) const fn money(&self, minor_units: u64) -> Money {
        Money::new(minor_units, self.currency)
    }

    /// The amount in minor units, if it is in the merchant's currency: windows name none, and charge the contract's.
    pub(crate) fn units(&self, amount: Money) -> Result<u64, Error> {
        if amount.currency() == self.currency {
            return Ok(amount.minor_units());
        }
        let message =
            format!("the merchant is paid in {}, not in {}", self.currency.code(), amount.currency().code());
        Err(Error::Invalid { field: "crcCd", message })
    }

    /// A message, encrypted and hashed, if the gateway would let it through: it is held to the same table.
    pub(crate) fn seal<M: Message>(&self, message: &M) -> Result<Raw, Error> {
        let raw = protocol::encode(message, &self.keys);
        match protocol::verify(M::SPEC, &raw, &self.keys, Rules::default()) {
            Ok(_) => Ok(raw),
            Err(refusal) => Err(Error::Invalid {
                field: refusal.field.map_or("", |field| field.name),
                message: refusal.text(Language::En),
            }),
        }
    }

    /// A message that came for this merchant, decrypted, its hash checked where it has one.
    pub(crate) fn open<M: Message>(&self, raw: &Raw) -> Result<M, NotVerified> {
        if raw.find("mchtId") != Some(&self.id) {
            return Err(NotVerified::OtherMerchant);
        }
        match protocol::decode(raw, &self.keys, Rules::default()) {
            Ok(decoded) => Ok(decoded.message),
            Err(Refusal { hashed: Some(_), .. }) => Err(NotVerified::WrongHash),
            Err(Refusal { field, .. }) => Err(NotVerified::Field(field.map_or("", |field| field.name))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_never_printed() {
        let merchant =
            Merchant::new("nxca_jt_il", "pgSettle30y739r82jtd709yOfZ2yK5K", "ST1009281328226982205");
        let printed = format!("{:?}", merchant.unwrap());
        assert!(!printed.contains("pgSettle") && !printed.contains("ST1009"), "{printed}");
    }

    #[test]
    fn an_aes_key_of_another_length_is_refused() {
        assert_eq!(Merchant::new("m", "short", "hash").unwrap_err(), InvalidKeys::Aes);
    }
}
