//! The outcome: what happened, whether money moved, what to do next.

use askama::Template;

use super::frame::Shell;
use super::language::Speech;
use super::words::{Words, fill};
use super::{Frame, Instalment, html};

/// An order's outcome.
#[derive(Clone, Debug)]
pub struct ResultPage {
    /// The merchant's order number.
    pub order_no: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Approved.
    Paid(Receipt),
    /// Authenticated, to be captured by the merchant (outStatCd 0061).
    Authenticated(Receipt),
    /// Declined by the issuer, or refused by us.
    Declined {
        /// The reject code.
        code: String,
        /// Its text.
        text: String,
        /// Whether the customer may try another card in this window.
        may_retry: bool,
    },
    /// The order is paid already, or just being paid, by another window or request: nobody is to pay it again.
    OrderTaken {
        /// The reject code.
        code: String,
        /// Whether it is paid already.
        is_paid: bool,
    },
    /// Nobody knows what the issuer did, so it is being taken back (VTIM).
    Unknown {
        /// The reject code.
        code: String,
    },
    /// The window's time was up.
    Expired {
        /// The reject code.
        code: String,
    },
}

/// What a customer may keep of a card payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The issuer's approval number; there is none before the capture.
    pub approval_no: Option<String>,
    /// The card's or its issuer's name.
    pub card: String,
    /// First six and last four digits of its number.
    pub masked_number: String,
    /// In how many instalments.
    pub instalment: Instalment,
    /// When, in the merchant's time: `2026-01-31 18:04:05`.
    pub time: String,
}

/// The drawn mark and its colours.
#[derive(Clone, Copy)]
enum Mark {
    Done,
    Failed,
    Waiting,
}

impl Mark {
    fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Waiting => "waiting",
        }
    }

    /// What is drawn inside the circle, in a square of 72.
    fn path(self) -> &'static str {
        match self {
            Self::Done => "M23 37.5 32.5 47 50 27",
            Self::Failed => "M26 26 46 46 M46 26 26 46",
            Self::Waiting => "M36 18a18 18 0 1 1-.1 0Z M36 26V37L43 41",
        }
    }
}

#[derive(Template)]
#[template(path = "window/result.html")]
struct Page<'a> {
    shell: Shell<'a>,
    frame: &'a Frame,
    words: &'static Words,
    mark: Mark,
    title: &'static str,
    /// What happened and whether money moved, a paragraph each.
    text: Vec<String>,
    /// What to do next.
    next: String,
    /// Label and value, for whoever keeps a record.
    rows: Vec<(&'static str, String)>,
    code: Option<&'a str>,
    may_retry: bool,
}

/// The outcome's page: Close is `action=close`; another card, where one may be tried, `action=retry`.
pub fn result(frame: &Frame, result: &ResultPage) -> String {
    let words = frame.words();
    let merchant = frame.language.towards(&frame.merchant);
    let owned = str::to_owned;
    let order = (words.order_no, result.order_no.clone());
    let page = Page {
        shell: frame.shell(),
        frame,
        words,
        mark: Mark::Failed,
        title: words.declined_title,
        text: vec![owned(words.nothing_charged)],
        next: owned(words.order_again),
        rows: vec![order.clone()],
        code: None,
        may_retry: false,
    };
    html(&match &result.outcome {
        Outcome::Paid(receipt) => Page {
            mark: Mark::Done,
            title: words.paid_title,
            text: Vec::new(),
            next: fill(words.paid_text, &merchant),
            rows: receipt_rows(frame, order, receipt, words.paid_at),
            ..page
        },
        Outcome::Authenticated(receipt) => Page {
            mark: Mark::Done,
            title: words.authenticated_title,
            text: Vec::new(),
            next: owned(words.authenticated_text),
            rows: receipt_rows(frame, order, receipt, words.confirmed_at),
            ..page
        },
        Outcome::Declined { code, text, may_retry } => Page {
            text: vec![text.clone(), owned(words.nothing_charged)],
            next: owned(if *may_retry { words.declined_next_retry } else { words.declined_next }),
            code: Some(code),
            may_retry: *may_retry,
            ..page
        },
        Outcome::OrderTaken { code, is_paid } => Page {
            mark: Mark::Waiting,
            title: if *is_paid { words.order_paid_title } else { words.order_in_progress_title },
            text: vec![owned(words.nothing_charged_here)],
            next: owned(words.order_taken_next),
            code: Some(code),
            ..page
        },
        Outcome::Unknown { code } => Page {
            mark: Mark::Waiting,
            title: words.unknown_title,
            text: vec![owned(words.unknown_text)],
            next: owned(words.unknown_next),
            code: Some(code),
            ..page
        },
        Outcome::Expired { code } => Page {
            mark: Mark::Waiting,
            title: words.expired_title,
            text: vec![owned(words.expired_text), owned(words.nothing_charged)],
            code: Some(code),
            ..page
        },
    })
}

fn receipt_rows(
    frame: &Frame,
    order: (&'static str, String),
    receipt: &Receipt,
    time_label: &'static str,
) -> Vec<(&'static str, String)> {
    let words = frame.words();
    let card = format!("{} {}", receipt.card, receipt.masked_number);
    let approval = receipt.approval_no.clone().map(|number| (words.approval_no, number));
    [(words.card, card), (words.instalments, receipt.instalment.text(frame.language))]
        .into_iter()
        .chain(approval)
        .chain([order, (time_label, receipt.time.clone())])
        .collect()
}
