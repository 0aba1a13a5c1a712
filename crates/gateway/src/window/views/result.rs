//! The outcome: what happened, whether money moved, what to do next.

use askama::Template;

use super::frame::Shell;
use super::language::Speech;
use super::words::{Words, fill};
use super::{Frame, html};

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
    /// Declined by an institution, or refused by us.
    Declined {
        /// The wire's word.
        said: Said,
        /// The same in a buyer's words.
        reason: String,
        /// The button that tries again in this window, where that is possible.
        again: Option<&'static str>,
    },
    /// The order is paid already, or just being paid, by another window or request: nobody is to pay it again.
    OrderTaken {
        /// The wire's word.
        said: Said,
        /// Whether it is paid already.
        is_paid: bool,
    },
    /// Nobody knows what the institution did, so it is being taken back (VTIM).
    Unknown(Said),
    /// The window's time was up.
    Expired(Said),
}

/// A reject code and its text on the wire: the small print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The reject code.
    pub code: String,
    /// Its text.
    pub text: String,
}

/// What a customer may keep of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The method's own lines: label and value.
    pub lines: Vec<(&'static str, String)>,
    /// The institution's approval number; there is none before the capture.
    pub approval_no: Option<String>,
    /// When, in Korea: `2026-01-31 18:04:05`.
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
    said: Option<&'a Said>,
    /// The button that tries again.
    again: Option<&'static str>,
    /// The button that leaves says where it leads.
    leave: String,
}

/// The outcome's page: the way back is `action=close`; another try, where there may be one, `action=retry`.
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
        next: fill(words.order_again, &merchant),
        rows: vec![order.clone()],
        said: None,
        again: None,
        leave: fill(words.return_to, &merchant),
    };
    html(&match &result.outcome {
        Outcome::Paid(receipt) => Page {
            mark: Mark::Done,
            title: words.paid_title,
            text: Vec::new(),
            next: owned(words.paid_next),
            rows: receipt_rows(words, order, receipt, words.paid_at),
            ..page
        },
        Outcome::Authenticated(receipt) => Page {
            mark: Mark::Done,
            title: words.authenticated_title,
            text: Vec::new(),
            next: fill(words.authenticated_next, &merchant),
            rows: receipt_rows(words, order, receipt, words.confirmed_at),
            ..page
        },
        Outcome::Declined { said, reason, again } => Page {
            text: vec![reason.clone(), owned(words.nothing_charged)],
            next: fill(
                if again.is_some() { words.declined_next_retry } else { words.declined_next },
                &merchant,
            ),
            said: Some(said),
            again: *again,
            ..page
        },
        Outcome::OrderTaken { said, is_paid } => Page {
            mark: Mark::Waiting,
            title: if *is_paid { words.order_paid_title } else { words.order_in_progress_title },
            text: vec![owned(words.nothing_charged_here)],
            next: fill(words.order_taken_next, &merchant),
            said: Some(said),
            ..page
        },
        Outcome::Unknown(said) => Page {
            mark: Mark::Waiting,
            title: words.unknown_title,
            text: vec![owned(words.unknown_text)],
            next: owned(words.unknown_next),
            said: Some(said),
            ..page
        },
        Outcome::Expired(said) => Page {
            mark: Mark::Waiting,
            title: words.expired_title,
            text: vec![owned(words.expired_text), owned(words.nothing_charged)],
            said: Some(said),
            ..page
        },
    })
}

fn receipt_rows(
    words: &'static Words,
    order: (&'static str, String),
    receipt: &Receipt,
    time_label: &'static str,
) -> Vec<(&'static str, String)> {
    let approval = receipt.approval_no.clone().map(|number| (words.approval_no, number));
    let time = format!("{} KST", receipt.time);
    receipt.lines.iter().cloned().chain(approval).chain([order, (time_label, time)]).collect()
}
