//! What the gateway tells the merchant by itself. PG 6.5, 12.

use protocol::DateTime14;
use protocol::pg::card::CardNotification;
use protocol::pg::transfer::TransferNotification;

use crate::billing_key::BillingKey;
use crate::error::NotVerified;
use crate::form;
use crate::merchant::Merchant;
use crate::method::Method;
use crate::money::Money;
use crate::status::Status;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// A payment was approved (B0).
    Approved,
    /// An authenticated payment was captured (B2; B1 from an account).
    Captured,
    /// A payment was cancelled, in full or in part (C0).
    Cancelled,
    /// One that this version doesn't know.
    Other,
}

/// A notification whose hash was right. The gateway repeats it until it is answered `OK`, so the same one may come
/// again: tell them by transaction and event.
#[derive(Debug, Clone)]
pub struct Notification {
    pub event: Event,
    pub status: Status,
    pub trade_no: String,
    pub order_no: String,
    /// Compare it with the order's: the hash proves that the gateway took it, not that it is what was asked for.
    pub amount: Money,
    pub at: DateTime14,
    /// The payment that a cancel is of.
    pub original_trade_no: Option<String>,
    pub approval_no: Option<String>,
    /// [`Issuer::of`](crate::Issuer::of) it is what customers call it by.
    pub issuer_code: Option<String>,
    pub card_name: Option<String>,
    /// Whose account paid, where it wasn't a card.
    pub bank_name: Option<String>,
    /// First six and last four digits.
    pub card_number: Option<String>,
    pub instalment_months: Option<String>,
    pub billing_key: Option<BillingKey>,
    pub merchant_param: Option<String>,
}

impl Merchant {
    /// Reads a notification's body and checks its hash, in constant time. Answer `OK` once what it tells is stored.
    ///
    /// ```
    /// # use client::{Event, Merchant, Money, NotVerified};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let merchant = Merchant::new("nxca_jt_il", "pgSettle30y739r82jtd709yOfZ2yK5K", "ST1009281328226982205")?;
    /// // hashlib.sha256(b"0021" b"20260102" b"030405" b"nxca_jt_il" b"W20260102A" b"10000" + hash_key).hexdigest()
    /// let body = "outStatCd=0021&trdNo=T1&method=CA&bizType=B0&mchtId=nxca_jt_il&mchtTrdNo=W20260102A\
    ///     &trdDtm=20260102030405&trdAmt=10000\
    ///     &pktHash=31672342e2898f5df99ebfa15e141f969438df2c765180ee0c5e0c508c3ea612";
    /// let note = merchant.verify_notification(body.as_bytes())?;
    /// assert_eq!((note.event, note.amount), (Event::Approved, Money::won(10_000)));
    ///
    /// let forged = body.replace("trdAmt=10000", "trdAmt=1");
    /// assert_eq!(merchant.verify_notification(forged.as_bytes()).unwrap_err(), NotVerified::WrongHash);
    /// # Ok(())
    /// # }
    /// ```
    pub fn verify_notification(&self, body: &[u8]) -> Result<Notification, NotVerified> {
        let raw = form::read(body, self.charset())?;
        if raw.find("method") == Some(Method::Transfer.code()) {
            return self.of_transfer(self.open(&raw)?);
        }
        let note: CardNotification = self.open(&raw)?;
        let amount = note.amount.ok_or(NotVerified::Field("trdAmt"))?;
        Ok(Notification {
            event: event(&note.business_type),
            status: Status::of(&note.status),
            trade_no: note.trade_no.to_string(),
            order_no: note.order_no.to_string(),
            amount: self.money(amount.minor_units()),
            at: note.traded_at,
            original_trade_no: note.original_trade_no.map(|text| text.to_string()),
            approval_no: note.approval_no.map(|text| text.to_string()),
            issuer_code: note.issuer_code.map(|text| text.to_string()),
            card_name: note.card_name.map(|text| text.to_string()),
            bank_name: None,
            card_number: note.card_number.map(|text| text.to_string()),
            instalment_months: note.instalment_months.map(|text| text.to_string()),
            billing_key: note.billing_key.map(|key| BillingKey::new(key.to_string())),
            merchant_param: note.merchant_param.map(|text| text.to_string()),
        })
    }
}

impl Merchant {
    fn of_transfer(&self, note: TransferNotification) -> Result<Notification, NotVerified> {
        let amount = note.amount.ok_or(NotVerified::Field("trdAmt"))?;
        Ok(Notification {
            event: event(&note.business_type),
            status: Status::of(&note.status),
            trade_no: note.trade_no.to_string(),
            order_no: note.order_no.to_string(),
            amount: self.money(amount.minor_units()),
            at: note.traded_at,
            original_trade_no: note.original_trade_no.map(|text| text.to_string()),
            approval_no: None,
            issuer_code: None,
            card_name: None,
            bank_name: note.bank_name.map(|text| text.to_string()),
            card_number: None,
            instalment_months: None,
            billing_key: None,
            merchant_param: note.merchant_param.map(|text| text.to_string()),
        })
    }
}

fn event(business_type: &str) -> Event {
    match business_type {
        "B0" => Event::Approved,
        "B1" | "B2" => Event::Captured,
        "C0" => Event::Cancelled,
        _ => Event::Other,
    }
}
