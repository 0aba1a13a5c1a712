//! What a window remembers: the request that opened it, and where the customer is.

use domain::payment::{Method, Order, Status};
use domain::tax::{NamedParts, Taxation};
use domain::{Money, PaymentRequest};
use engine::WindowView;
use protocol::Language;
use protocol::pg::card::{ISSUERS, Issuer};
use serde::{Deserialize, Serialize};

use super::views;

/// The request that opened a window, as far as it is needed later. No card data: there is none yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Opened {
    pub(super) english: bool,
    /// Straight to the issuer: no questions asked (PG 2.3).
    pub(super) direct: bool,
    /// Inside an iframe that the script holds: the result goes to its parent.
    pub(super) embedded: bool,
    pub(super) merchant_name: String,
    pub(super) amount: Money,
    pub(super) taxation: Option<Taxation>,
    pub(super) parts: Parts,
    pub(super) day: i32,
    pub(super) order_no: String,
    pub(super) order: Order,
    pub(super) next_url: String,
    pub(super) cancel_url: String,
    /// The only issuer to offer.
    pub(super) issuer: Option<String>,
    /// The instalments that the merchant asks for.
    pub(super) instalments: Option<u8>,
}

/// The parts that the request names, in minor units.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Parts {
    pub(super) supply: Option<i64>,
    pub(super) vat: Option<i64>,
    pub(super) tax_free: Option<i64>,
    pub(super) service: Option<i64>,
}

/// Where the customer is. What became of a payment isn't said here: the payment says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stage {
    pub(super) at: At,
    /// Operations of the payment when the customer came here: what came later is what happened here.
    pub(super) after: u16,
}

/// A place in a window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum At {
    /// Chooses an issuer.
    Issuer,
    /// Reads the terms, and chooses instalments.
    Terms { issuer: String },
    /// Types the card's data.
    Card { issuer: String, instalments: u8 },
    /// Is on the issuer's own page.
    Away { reference: String, issuer: String, instalments: u8 },
    /// Was refused for good, before an institution was asked.
    Refused { code: String, text: String },
    /// Was told of a failure, and the merchant with them: nothing is paid here any more. With the
    /// refusal's code and text, if it was one of ours.
    Told { refusal: Option<(String, String)> },
    /// Left.
    Closed,
}

impl Stage {
    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A window with its texts understood.
#[derive(Clone, Debug)]
pub(super) struct Window {
    pub(super) view: WindowView,
    pub(super) opened: Opened,
    pub(super) stage: Stage,
}

impl Window {
    /// `None` if another version wrote it.
    pub(super) fn of(view: WindowView) -> Option<Self> {
        let opened = serde_json::from_str(&view.window.request).ok()?;
        let stage = serde_json::from_str(&view.window.stage).ok()?;
        Some(Self { view, opened, stage })
    }

    pub(super) fn language(&self) -> Language {
        if self.opened.english { Language::En } else { Language::Ko }
    }

    /// Operations of the payment so far.
    pub(super) fn operations(&self) -> u16 {
        self.view.payment.as_ref().map_or(0, |record| record.payment.operations)
    }

    /// The payment's status, if something happened since the customer came where they are.
    pub(super) fn happened(&self) -> Option<Status> {
        let record = self.view.payment.as_ref()?;
        (record.payment.operations > self.stage.after).then_some(record.payment.status)
    }

    /// A stage from which the payment's next operation will tell.
    pub(super) fn stage_at(&self, at: At) -> Stage {
        Stage { at, after: self.operations() }
    }

    /// The stage of whoever is told of a failure. What happened stays what is told.
    pub(super) fn stage_told(&self) -> Stage {
        let refusal = self.refusal().map(|(code, text)| (code.to_owned(), text.to_owned()));
        Stage { at: At::Told { refusal }, after: self.stage.after }
    }

    /// Whether another card may be tried after a decline.
    pub(super) fn may_retry(&self) -> bool {
        !self.opened.direct && !matches!(self.stage.at, At::Told { .. })
    }

    /// The code and text of a refusal before an institution was asked.
    pub(super) fn refusal(&self) -> Option<(&str, &str)> {
        match &self.stage.at {
            At::Refused { code, text } | At::Told { refusal: Some((code, text)) } => Some((code, text)),
            _ => None,
        }
    }

    /// The issuers on offer: one if the merchant wants it so (PG 6.2 `cardGb`).
    pub(super) fn issuers(&self) -> Vec<views::Issuer> {
        let offered = |issuer: &&Issuer| match self.opened.issuer.as_deref() {
            Some(code) => issuer.code == code,
            None => !issuer.wallet,
        };
        ISSUERS.iter().filter(offered).map(shown).collect()
    }

    /// An issuer on offer.
    pub(super) fn issuer(&self, code: &str) -> Option<views::Issuer> {
        self.issuers().into_iter().find(|issuer| issuer.code == code)
    }

    /// The instalments on offer. The issuers take them from 50,000 won up; the merchant's wish fixes
    /// them if it is among them (PG 6.2 `instmtMon`).
    pub(super) fn instalments(&self) -> Vec<views::Instalment> {
        const LEAST_WON: i64 = 50_000;
        let won = self.opened.amount.currency() == domain::Currency::Krw;
        let most = if won && self.opened.amount.minor() >= LEAST_WON { 12 } else { 0 };
        let offered: Vec<u8> = (0..=most).filter(|months| *months != 1).collect();
        let chosen = match self.opened.instalments {
            Some(months) if self.opened.direct || offered.contains(&months) => vec![months],
            _ => offered,
        };
        chosen.into_iter().map(instalment).collect()
    }

    /// What the engine is asked to pay.
    pub(super) fn payment_request(&self) -> PaymentRequest {
        let Parts { supply, vat, tax_free, service } = self.opened.parts;
        PaymentRequest {
            id: self.view.window.payment,
            day: self.opened.day,
            order_no: self.opened.order_no.clone(),
            method: Method::Card,
            amount: self.opened.amount,
            taxation: self.opened.taxation,
            parts: NamedParts { supply, vat, tax_free, service },
            order: self.opened.order.clone(),
        }
    }
}

pub(super) fn instalment(months: u8) -> views::Instalment {
    views::Instalment { months, interest_free: false }
}

fn shown(issuer: &Issuer) -> views::Issuer {
    views::Issuer {
        code: issuer.code.to_owned(),
        korean: issuer.korean.to_owned(),
        english: issuer.english.to_owned(),
    }
}
