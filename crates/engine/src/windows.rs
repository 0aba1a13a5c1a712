//! Payment windows: where a customer is, and what became of the payment.

use domain::window::{OpenWindow, Window, WindowId, WindowStep};
use domain::{Command, NumberKind, Refusal, Reply};
use institutions::Answer;
use institutions::away::{AuthenticationPage, AuthenticationProof, AuthenticationRequest};
use institutions::card::CardRange;
use store::{PaymentRecord, StoreError};

use crate::carry::unexpected;
use crate::{Engine, numbers};

/// A window, and its payment once there is one.
#[derive(Clone, Debug)]
pub struct WindowView {
    /// The window.
    pub window: Window,
    /// The payment.
    pub payment: Option<PaymentRecord>,
}

impl WindowView {
    /// The step that the customer's page carries.
    pub fn step(&self, step: u32) -> WindowStep {
        WindowStep { window: self.window.id, step, opened_at: self.window.opened_at }
    }
}

impl Engine {
    /// Opens a window. Its payment has a number from now on, whatever the window came with.
    pub async fn open_window(&self, window: Window) -> Result<Result<Window, Refusal>, StoreError> {
        for _ in 0..numbers::DRAWS {
            let window = Window { payment: self.draw_number(NumberKind::Window), ..window.clone() };
            let command = OpenWindow { claim: window.claim(), window: window.clone() };
            match self.submit(Command::OpenWindow(Box::new(command))).await? {
                Reply::Done => return Ok(Ok(window)),
                Reply::Refused(refusal) => return Ok(Err(refusal)),
                Reply::NumberTaken => {}
                Reply::Begun(_) | Reply::Standing(_) => return Err(unexpected("an opening")),
            }
        }
        Err(StoreError::Database("no free trade number was found".into()))
    }

    /// A window and what became of its payment.
    pub async fn window(&self, id: WindowId) -> Result<Option<WindowView>, StoreError> {
        let Some(window) = self.store().window(id).await? else { return Ok(None) };
        // The payment's number was drawn for this window, but only an intent makes it a payment; and only the payment of
        // the window's own order is the window's.
        let payment = self.store().payment(window.payment).await?;
        let payment = payment.filter(|record| record.payment.is_for(&window.claim()));
        Ok(Some(WindowView { window, payment }))
    }

    /// Moves a window on from the step that the customer's page carried. Says whether it was there.
    pub async fn advance_window(&self, step: WindowStep, stage: String) -> Result<bool, StoreError> {
        self.store().advance_window(step, stage).await
    }

    /// Whose cards begin with which digits.
    pub fn card_ranges(&self) -> Vec<CardRange> {
        self.cards().ranges()
    }

    /// Asks the issuer for the page to send the customer to.
    pub async fn begin_authentication(&self, request: &AuthenticationRequest) -> Answer<AuthenticationPage> {
        self.ask(self.cards().begin(request)).await
    }

    /// Asks the issuer how the customer's authentication ended.
    pub async fn authentication(&self, reference: &str) -> Answer<AuthenticationProof> {
        self.ask(self.cards().ending(reference)).await
    }
}
