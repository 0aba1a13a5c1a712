//! Unique payments, signed before the clock runs.
//!
//! Two payments differ in order number and hash alone. So a request is kept once, cut where those two
//! stand, and the hashes are what is made in advance.

use std::cell::Cell;
use std::io::Write;

use jiff::Zoned;
use jiff::tz::{Offset, TimeZone};
use protocol::pg::card::CardPayRequest;
use protocol::pg::spay::SpayRequest;
use protocol::{Aes, Ahn, An, Date8, DateTime14, Keys, N, Time6, Won, json};

use super::http;
use crate::Failure;

/// The path that is measured. PG 8.
pub(crate) const PATH: &str = "/spay/APICardActionPay.do";

/// PG 5.2 and 5.4: the keys of the test environment.
const CIPHER_KEY: &str = "pgSettle30y739r82jtd709yOfZ2yK5K";
const HASH_KEY: &str = "ST1009281328226982205";
pub(crate) const AMOUNT: u64 = 12_300;
/// Stands for the running number that a payment's order number ends with.
const PLACE: &str = "#########";

/// The test environment's keys.
pub(crate) fn keys() -> Result<Keys, Failure> {
    Ok(Keys::new(CIPHER_KEY, HASH_KEY)?)
}

/// The present day and time, as messages carry them.
pub(crate) fn now() -> Result<(Date8, Time6), Failure> {
    let now = in_korea();
    let date = Date8::parse(&now.strftime("%Y%m%d").to_string()).ok_or("today is no date")?;
    let time = Time6::parse(&now.strftime("%H%M%S").to_string()).ok_or("now is no time")?;
    Ok((date, time))
}

fn in_korea() -> Zoned {
    Zoned::now().with_time_zone(TimeZone::fixed(Offset::constant(9)))
}

/// Whose payments, and by which card.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Payer {
    pub(crate) merchant: &'static str,
    card: &'static str,
    /// What legacy merchants ask the holder.
    identity_no: Option<&'static str>,
    pin_prefix: Option<&'static str>,
}

impl Payer {
    /// Of a merchant that may charge by number and expiry, and gets a billing key with every payment.
    pub(crate) const USUAL: Self =
        Self { merchant: "nxca_jt_bi", card: "9490191234560402", identity_no: None, pin_prefix: None };

    /// Of another merchant, at another acquirer than the usual one's.
    pub(crate) const NEIGHBOUR: Self = Self {
        merchant: "nxca_ks_gu",
        card: "4000000000000317",
        identity_no: Some("880101"),
        pin_prefix: Some("12"),
    };
}

/// Payments to be made, each once.
#[derive(Debug)]
pub(crate) struct Payments {
    before_number: Vec<u8>,
    between: Vec<u8>,
    after_hash: Vec<u8>,
    hashes: Vec<[u8; 64]>,
    next: Cell<usize>,
}

impl Payments {
    /// Signs `count` payments of this moment, told of at `notification_url`.
    pub(crate) fn sign(count: usize, payer: Payer, notification_url: &str) -> Result<Self, Failure> {
        let (date, time) = now()?;
        // Milliseconds, so that two measurements of one second on one database don't collide.
        let prefix = in_korea().strftime("B%H%M%S%3f-").to_string();
        let keys = keys()?;
        let request = request(date, time, &format!("{prefix}{PLACE}"), payer, notification_url);
        let request = http::post(PATH, &json::encode(&protocol::encode(&request, &keys)))?;
        let merchant = payer.merchant;
        let hash = keys.sign(&format!("{date}{time}{merchant}{prefix}{PLACE}{AMOUNT}"));
        let (before_number, rest) = request.split_once(PLACE).ok_or("a request without its number")?;
        let (between, after_hash) = rest.split_once(&hash).ok_or("a request without its hash")?;
        let sign = |number: usize| -> Result<[u8; 64], Failure> {
            let text = format!("{date}{time}{merchant}{prefix}{number:09}{AMOUNT}");
            Ok(keys.sign(&text).as_bytes().try_into()?)
        };
        Ok(Self {
            before_number: before_number.into(),
            between: between.into(),
            after_hash: after_hash.into(),
            hashes: (0..count).map(sign).collect::<Result<_, _>>()?,
            next: Cell::new(0),
        })
    }

    /// How many have been written.
    pub(crate) fn taken(&self) -> u64 {
        u64::try_from(self.next.get()).unwrap_or(u64::MAX)
    }

    /// Writes the next payment's whole request.
    pub(crate) fn write_next(&self, request: &mut Vec<u8>) -> Result<(), Failure> {
        let number = self.next.replace(self.next.get().saturating_add(1));
        let hash = self.hashes.get(number).ok_or("more payments were made than had been signed")?;
        request.clear();
        request.extend_from_slice(&self.before_number);
        write!(request, "{number:09}")?;
        request.extend_from_slice(&self.between);
        request.extend_from_slice(hash);
        request.extend_from_slice(&self.after_hash);
        Ok(())
    }
}

/// What an ordinary shop sends. PG 8.1.
fn request(date: Date8, time: Time6, order_no: &str, payer: Payer, notification_url: &str) -> CardPayRequest {
    CardPayRequest {
        params: SpayRequest::of::<CardPayRequest>(payer.merchant, order_no, DateTime14::new(date, time)),
        product_name: Ahn::from("벤치마크 상품"),
        customer_name: Ahn::from("홍길동"),
        customer_id: Ahn::from("customer-0042"),
        email: Some(An::from("customer@shop.example")),
        card_number: Aes::from(N::from(payer.card)),
        expiry_month: Aes::from(N::from("12")),
        expiry_year: Aes::from(N::from("39")),
        identity_no: payer.identity_no.map(|number| Aes::from(N::from(number))),
        pin_prefix: payer.pin_prefix.map(|digits| Aes::from(N::from(digits))),
        instalment_months: N::from("00"),
        currency: "KRW".into(),
        tax_type: None,
        amount: Aes::from(Won::new(AMOUNT)),
        taxable_amount: None,
        vat_amount: None,
        tax_free_amount: None,
        service_charge: None,
        notification_url: Some(An::from(notification_url)),
        merchant_param: Some(Ahn::from("basket=42")),
    }
}

#[cfg(test)]
mod tests {
    use protocol::Rules;

    use super::*;

    #[test]
    fn every_payment_is_another_and_verifies() {
        let payments = Payments::sign(3, Payer::USUAL, "http://127.0.0.1:1/").unwrap();
        let mut orders = Vec::new();
        let mut request = Vec::new();
        for _ in 0..3 {
            payments.write_next(&mut request).unwrap();
            let body = http::whole(&request).unwrap().expect("a whole request").body;
            let raw = json::parse(body).unwrap();
            let keys = keys().unwrap();
            let decoded = protocol::decode::<CardPayRequest>(&raw, &keys, Rules::default()).unwrap();
            orders.push(decoded.message.params.order_no.to_string());
        }
        orders.dedup();
        assert_eq!(orders.len(), 3);
        assert!(payments.write_next(&mut request).is_err(), "a fourth was never signed");
    }
}
