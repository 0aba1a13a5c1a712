//! What a window remembers: the request that opened it, and where the customer is.

use domain::operation::Operation;
use domain::payment::PaymentRequest;
use domain::payment::{Order, Status};
use domain::tax::{NamedParts, Taxation};
use domain::{DeclineCode, Method, Money};
use engine::WindowView;
use protocol::{Code, Language};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::wire;

/// The request that opened a window, as far as it is needed later. No card data: there is none yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Opened {
    /// The flow that asks its questions.
    pub(super) flow: String,
    /// Where it was opened.
    pub(super) path: String,
    pub(super) english: bool,
    /// Whether a decline may be followed by another try in the same window.
    pub(super) may_retry: bool,
    pub(super) merchant_name: String,
    pub(super) amount: Money,
    pub(super) taxation: Option<Taxation>,
    pub(super) parts: NamedParts,
    pub(super) day: i32,
    pub(super) order_no: String,
    pub(super) order: Order,
    pub(super) next_url: String,
    pub(super) cancel_url: String,
    /// What the request asks of the flow, in the flow's own words.
    pub(super) wishes: Value,
}

/// Where the customer is. What became of a payment isn't said here: the payment says it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Stage {
    pub(super) at: At,
    /// Operations of the payment when the customer came here: what came later is what happened here.
    pub(super) after: u16,
    /// Whether the merchant was told of a failure, and the customer with them: nothing is paid here any more.
    pub(super) told: bool,
}

/// A place in a window. Those of a flow are its own values, and only it can read them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum At {
    /// Answers a question of the flow.
    Asking(Value),
    /// Is on somebody else's page. Who comes back without an answer is at the place again.
    Away { reference: String, place: Value },
    /// Was refused for good, before an institution was asked, or by the clock.
    Refused { code: String },
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

    /// The payment's status, if something happened since the customer came where they are.
    pub(super) fn happened(&self) -> Option<Status> {
        let record = self.view.payment.as_ref()?;
        (record.payment.operations > self.stage.after).then_some(record.payment.status)
    }

    /// The flow's place, whether the customer is at it or away from it.
    pub(super) fn place(&self) -> Option<&Value> {
        match &self.stage.at {
            At::Asking(place) | At::Away { place, .. } => Some(place),
            At::Refused { .. } | At::Closed => None,
        }
    }

    /// A stage from which the payment's next operation will tell.
    pub(super) fn stage_at(&self, at: At) -> Stage {
        let after = self.view.payment.as_ref().map_or(0, |record| record.payment.operations);
        Stage { at, after, told: false }
    }

    /// The stage of whoever is told of a failure. What happened stays what is told.
    pub(super) fn stage_told(&self) -> Stage {
        Stage { told: true, ..self.stage.clone() }
    }

    /// The operation that paid (or authenticated).
    pub(super) fn paid(&self) -> Option<&Operation> {
        let record = self.view.payment.as_ref()?;
        record.operation(record.payment.paid_by).or_else(|| record.operations.last())
    }

    /// The code of the last decline.
    pub(super) fn decline(&self) -> Code {
        let latest = self.view.payment.as_ref().and_then(|record| record.operations.last());
        let code = latest.and_then(|record| record.outcome.code);
        wire::code(code.as_ref().map_or("", DeclineCode::as_str))
    }

    /// What the engine is asked to pay.
    pub(super) fn payment_request(&self, method: Method) -> PaymentRequest {
        PaymentRequest {
            id: self.view.window.payment,
            day: self.opened.day,
            order_no: self.opened.order_no.clone(),
            method,
            amount: self.opened.amount,
            taxation: self.opened.taxation,
            parts: self.opened.parts,
            order: self.opened.order.clone(),
        }
    }
}
