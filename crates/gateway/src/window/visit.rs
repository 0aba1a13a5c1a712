//! One request of one customer: the window as it stands, and the frame of the page that answers.

use std::sync::Arc;

use domain::Method;
use domain::payment::PaymentRequest;
use domain::window::WindowStep;
use engine::{Engine, MerchantEntry};
use protocol::Language;

use super::record::Window;
use super::token::Token;
use super::views;
use super::views::{AmountText, Frame, Notice};
use crate::app::App;

/// A visit. Flows are given it, and get by it at whatever they need of the gateway.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) app: App,
    pub(super) merchant: Arc<MerchantEntry>,
    pub(super) token: Token,
    pub(super) window: Window,
    /// The frame of whatever page answers; its nonce is the response's.
    pub(super) frame: Frame,
}

/// What somebody else's page must know to send the customer back.
#[derive(Clone)]
pub(super) struct Trip {
    /// Ours; nobody else learns what it stands for.
    pub(super) reference: String,
    /// Where the customer comes back to. It holds the window, so it is never logged.
    pub(super) return_url: String,
}

impl std::fmt::Debug for Trip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Trip(***)")
    }
}

impl Visit {
    pub(super) fn new(app: &App, merchant: Arc<MerchantEntry>, token: Token, window: Window) -> Self {
        let frame = frame(app, token, &window);
        Self { app: app.clone(), merchant, token, window, frame }
    }

    pub(super) fn engine(&self) -> &Engine {
        self.app.engine()
    }

    pub(super) fn language(&self) -> Language {
        self.window.language()
    }

    /// The step that this visit may take: whoever takes it, takes it once.
    pub(super) fn step(&self) -> WindowStep {
        self.window.view.step(self.window.view.window.step)
    }

    pub(super) fn is_expired(&self) -> bool {
        self.step().expired(self.merchant.now())
    }

    pub(super) fn payment_request(&self, method: Method) -> PaymentRequest {
        self.window.payment_request(method)
    }

    /// A way to somebody else's page and back. Who comes back carries the step that leaving took.
    pub(super) fn trip(&self) -> Trip {
        let step = self.window.view.window.step.saturating_add(1);
        Trip {
            reference: Token::draw().text(),
            return_url: format!("/window/{}/return?step={step}", self.token.text()),
        }
    }

    /// The same visit, with something to be told before the question.
    pub(super) fn telling(mut self, notice: Option<Notice>) -> Self {
        self.frame.notice = notice.map(|notice| notice.text(self.language()));
        self
    }
}

fn frame(app: &App, token: Token, window: &Window) -> Frame {
    let minor = u64::try_from(window.opened.amount.minor()).unwrap_or(0);
    Frame {
        language: window.language(),
        merchant: window.opened.merchant_name.clone(),
        product: window.opened.order.product.clone(),
        amount: AmountText::of(minor, window.opened.amount.currency()),
        token: token.text(),
        step: window.view.window.step,
        nonce: crate::page::nonce(),
        test_environment: app.is_test(),
        steps: None,
        notice: None,
        merchant_accent: None::<views::Accent>,
    }
}
