//! An order, and what it believes. Everything here is decided from what it is told; nothing is asked or sent.

use client::{
    BillingKey, Clock, Date, DateTime, Event, Fate, Found, Issuer, Money, Notification, Paid, Status,
    WindowResult,
};

use crate::failure;
use crate::flow::Flow;
use crate::goods::Good;
use crate::language::Language;
use crate::stage::Stage;
use crate::timeline::{Happening, Timeline};
use crate::way::Way;

/// An order.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) no: String,
    pub(crate) good: &'static Good,
    pub(crate) flow: &'static Flow,
    pub(crate) way: Way,
    pub(crate) amount: Money,
    pub(crate) language: Language,
    /// By its merchant's clock, as everything that is dated here.
    pub(crate) placed_at: DateTime,
    /// The date that its payment was asked for under, which an inquiry has to name.
    pub(crate) asked_on: Date,
    /// The transaction to be captured, by word of the customer's browser: capturing a wrong one is refused.
    pub(crate) authentication: Option<String>,
    pub(crate) payment: Option<Payment>,
    pub(crate) cancels: Vec<CancelEntry>,
    pub(crate) billing_key: Option<BillingKey>,
    pub(crate) timeline: Timeline,
    /// What the window said last, or our own request became, for as long as nothing better is known.
    hearsay: Option<Hearsay>,
    /// Whether a call about this order is under way: one at a time.
    pub(crate) busy: bool,
    /// Cancels tried so far: each has an order number of its own.
    pub(crate) cancels_tried: u16,
    /// The order that was placed in this one's stead, once this one had failed.
    pub(crate) continued_by: Option<String>,
    /// Orders that were paid by this one's key so far, and the latest of them.
    pub(crate) repeats: u32,
    pub(crate) latest_repeat: Option<String>,
}

/// The payment that the order was paid by.
#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub(crate) trade_no: String,
    pub(crate) approval_no: Option<String>,
    pub(crate) card: Option<Card>,
    /// The bank whose account paid, where it wasn't a card.
    pub(crate) bank: Option<String>,
}

/// The card that paid.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    issuer: Option<&'static Issuer>,
    /// The wire's name of it, where its issuer is none that we know.
    name: String,
    number: String,
}

#[derive(Debug)]
pub(crate) struct CancelEntry {
    /// Unknown where only an inquiry told of it.
    trade_no: Option<String>,
    pub(crate) amount: Money,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Hearsay {
    /// It may be paid.
    Unconfirmed,
    /// Its code, and the wire's words; none where an inquiry alone told of it.
    Failed(Option<(String, String)>),
}

/// Why a notification is answered FAIL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rejection {
    /// It names another amount than the order's, or more than is left of it.
    Amount,
    /// It is about another payment than the order's.
    OtherPayment,
}

impl Order {
    pub(crate) fn new(
        no: String,
        good: &'static Good,
        flow: &'static Flow,
        way: Way,
        language: Language,
        clock: Clock,
    ) -> Self {
        let placed_at = clock.now();
        Self {
            no,
            good,
            flow,
            way,
            amount: good.price(flow.currency),
            language,
            placed_at,
            asked_on: placed_at.date,
            authentication: None,
            payment: None,
            cancels: Vec::new(),
            billing_key: None,
            timeline: Timeline::beginning(clock),
            // A key is charged at once: nobody is waited for.
            hearsay: (way == Way::BillingKey).then_some(Hearsay::Unconfirmed),
            busy: false,
            cancels_tried: 0,
            continued_by: None,
            repeats: 0,
            latest_repeat: None,
        }
    }

    /// Whether another order may take the failed one's place. One by a key is tried again as it is.
    pub(crate) fn can_be_placed_anew(&self) -> bool {
        self.stage() == Stage::Failed && self.way != Way::BillingKey
    }

    pub(crate) fn stage(&self) -> Stage {
        match &self.payment {
            Some(_) if self.cancels.is_empty() => Stage::Paid,
            Some(_) if self.balance().minor_units() > 0 => Stage::PartCancelled,
            Some(_) => Stage::Cancelled,
            None if self.authentication.is_some() => Stage::Authenticated,
            None => match self.hearsay {
                None => Stage::Created,
                Some(Hearsay::Unconfirmed) => Stage::Waiting,
                Some(Hearsay::Failed(_)) => Stage::Failed,
            },
        }
    }

    /// The code that it failed with, and its words.
    pub(crate) fn failure(&self) -> Option<(&str, &str)> {
        match &self.hearsay {
            Some(Hearsay::Failed(Some((code, text)))) if self.payment.is_none() => Some((code, text)),
            _ => None,
        }
    }

    /// What it is dated by now.
    pub(crate) fn now(&self) -> DateTime {
        self.timeline.now()
    }

    /// What can still be cancelled.
    pub(crate) fn balance(&self) -> Money {
        let left = |amount: Money, cancel: &CancelEntry| amount.checked_sub(cancel.amount);
        let nothing = Money::new(0, self.amount.currency());
        self.cancels.iter().try_fold(self.amount, left).unwrap_or(nothing)
    }

    /// The position of the next cancel. PG 11.1.
    pub(crate) fn next_cancel(&self) -> u16 {
        u16::try_from(self.cancels.len()).map_or(u16::MAX, |done| done.saturating_add(1))
    }

    /// What the customer's browser brought home. It never makes an order paid, and a billing key is not taken from it:
    /// it could be another customer's.
    pub(crate) fn hear(&mut self, result: &WindowResult) {
        self.timeline.record(if result.was_given_up() {
            Happening::GivenUp
        } else {
            Happening::Returned {
                status: result.status,
                code: result.code.clone(),
                text: result.message.clone(),
            }
        });
        if result.status == Status::Authenticated && self.flow.deferred && self.payment.is_none() {
            self.authentication = Some(result.trade_no.clone());
        }
        match result.status {
            _ if result.was_given_up() => self.hearsay = None,
            Status::Succeeded => self.hearsay = Some(Hearsay::Unconfirmed),
            Status::Failed => self.fail(&result.code, &result.message),
            _ => {}
        }
    }

    fn fail(&mut self, code: &str, text: &str) {
        self.hearsay = Some(match failure::may_be_paid(code) {
            true => Hearsay::Unconfirmed,
            false => Hearsay::Failed(Some((code.to_owned(), text.to_owned()))),
        });
    }

    /// What a verified notification tells. Told again, it changes nothing.
    pub(crate) fn learn(&mut self, note: &Notification) -> Result<(), Rejection> {
        let learnt = match note.event {
            _ if note.status != Status::Succeeded => Ok(false),
            Event::Approved | Event::Captured => self.learn_payment(note),
            Event::Cancelled => self.learn_cancel(note),
            Event::Other => Ok(false),
        };
        let (event, trade_no, amount) = (note.event, note.trade_no.clone(), note.amount);
        self.timeline.record(match learnt {
            Ok(new) => Happening::Notified { event, trade_no, amount, new },
            Err(why) => Happening::NotificationRejected { event, trade_no, amount, why },
        });
        learnt.map(|_| ())
    }

    fn learn_payment(&mut self, note: &Notification) -> Result<bool, Rejection> {
        if note.amount != self.amount {
            return Err(Rejection::Amount);
        }
        let payment = Payment {
            trade_no: note.trade_no.clone(),
            approval_no: note.approval_no.clone(),
            card: Card::new(
                note.issuer_code.as_deref(),
                note.card_name.as_deref(),
                note.card_number.as_deref(),
            ),
            bank: note.bank_name.clone(),
        };
        self.pay(payment, note.billing_key.as_ref())
    }

    /// Whether this was news.
    fn pay(&mut self, payment: Payment, key: Option<&BillingKey>) -> Result<bool, Rejection> {
        if let Some(key) = key {
            self.billing_key = Some(key.clone());
        }
        match &self.payment {
            None => {
                self.payment = Some(payment);
                Ok(true)
            }
            Some(known) if known.trade_no == payment.trade_no => Ok(false),
            Some(_) => Err(Rejection::OtherPayment),
        }
    }

    /// A cancel may be told before its payment, as no order is promised: rejected, it is told again later.
    fn learn_cancel(&mut self, note: &Notification) -> Result<bool, Rejection> {
        let payment = self.payment.as_ref().ok_or(Rejection::OtherPayment)?;
        if note.original_trade_no.as_ref().is_some_and(|original| *original != payment.trade_no) {
            return Err(Rejection::OtherPayment);
        }
        self.cancel(&note.trade_no, note.amount)
    }

    fn cancel(&mut self, trade_no: &str, amount: Money) -> Result<bool, Rejection> {
        if self.cancels.iter().any(|cancel| cancel.trade_no.as_deref() == Some(trade_no)) {
            return Ok(false);
        }
        // An inquiry may have told of it, without its transaction.
        let nameless = |cancel: &&mut CancelEntry| cancel.trade_no.is_none() && cancel.amount == amount;
        if let Some(cancel) = self.cancels.iter_mut().find(nameless) {
            cancel.trade_no = Some(trade_no.to_owned());
            return Ok(false);
        }
        self.balance().checked_sub(amount).ok_or(Rejection::Amount)?;
        self.cancels.push(CancelEntry { trade_no: Some(trade_no.to_owned()), amount });
        Ok(true)
    }

    /// The gateway's own answer to our payment or capture: as good as a notification.
    pub(crate) fn charged(&mut self, paid: &Paid) {
        let payment = Payment {
            trade_no: paid.trade_no.clone(),
            approval_no: Some(paid.approval_no.clone()).filter(|no| !no.is_empty()),
            card: Card::new(Some(&paid.issuer_code), Some(&paid.card_name), paid.card_number.as_deref()),
            bank: paid.bank_name.clone(),
        };
        let rejected = match paid.amount == self.amount {
            true => self.pay(payment, paid.billing_key.as_ref()).is_err(),
            false => true,
        };
        let trade_no = paid.trade_no.clone();
        self.timeline.record(Happening::Charged { trade_no, amount: paid.amount, rejected });
    }

    /// The gateway's own answer to our cancel.
    pub(crate) fn refunded(&mut self, trade_no: &str, amount: Money) {
        // Its notification may have been faster.
        let _ = self.cancel(trade_no, amount);
        self.timeline.record(Happening::Refunded { trade_no: trade_no.to_owned(), amount });
    }

    /// What our inquiry found. The protocol doesn't say how an authentication that awaits its capture is found (Hectare:
    /// under way), so that an inquiry doesn't make an order of a deferred flow paid.
    pub(crate) fn found(&mut self, found: &Found) {
        self.timeline.record(Happening::Found { fate: found.fate, cancelled: found.cancelled });
        if found.amount != self.amount {
            return;
        }
        let stands = found.fate != Fate::Failed && !self.flow.deferred;
        if self.payment.is_none() && stands {
            let trade_no = found.trade_no.clone();
            self.payment = Some(Payment { trade_no, approval_no: None, card: None, bank: None });
        }
        if found.fate == Fate::Failed && self.payment.is_none() {
            self.hearsay = Some(Hearsay::Failed(None));
        }
        let all = (found.fate == Fate::Cancelled).then_some(self.amount);
        if let (Some(_), Some(cancelled)) = (&self.payment, found.cancelled.or(all)) {
            self.catch_up_on_cancels(cancelled);
        }
    }

    fn catch_up_on_cancels(&mut self, cancelled: Money) {
        let known = self.amount.checked_sub(self.balance());
        let unknown = known.and_then(|known| cancelled.checked_sub(known));
        if let Some(amount) = unknown.filter(|amount| amount.minor_units() > 0) {
            self.cancels.push(CancelEntry { trade_no: None, amount });
        }
    }

    /// A call that brought no result.
    pub(crate) fn failed(&mut self, error: client::Error) {
        if self.way == Way::BillingKey && self.payment.is_none() {
            match &error {
                client::Error::Unknown { .. } => {}
                client::Error::Refused { code, message, .. } => self.fail(code, message),
                _ => self.hearsay = Some(Hearsay::Failed(None)),
            }
        }
        self.timeline.record(Happening::CallFailed(error));
    }
}

impl Card {
    fn new(issuer: Option<&str>, name: Option<&str>, number: Option<&str>) -> Option<Self> {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let card = Self { issuer: issuer.and_then(Issuer::of), name: text(name), number: text(number) };
        let is_known = card.issuer.is_some() || !card.name.is_empty() || !card.number.is_empty();
        is_known.then_some(card)
    }

    /// Under the name that the window called its issuer by.
    pub(crate) fn text(&self, language: &Language) -> String {
        let name = self.issuer.map_or(&*self.name, |issuer| language.of(issuer.korean, issuer.english));
        format!("{name} {}", self.number).trim().to_owned()
    }
}
