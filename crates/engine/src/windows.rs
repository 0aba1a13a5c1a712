//! Payment windows: where a customer is, and what became of the payment.

use domain::operation::Rail;
use domain::time::Moment;
use domain::window::{OpenWindow, Window, WindowId, WindowStep};
use domain::{Command, InstitutionId, NumberKind, Refusal, Reply};
use institutions::Answer;
use institutions::away::{AuthenticationPage, AuthenticationProof, AuthenticationRequest};
use institutions::card::CardRange;
use store::{PaymentRecord, StoreError};

use crate::Engine;
use crate::carry::unexpected;

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
        let command = |payment| {
            let window = Window { payment, ..window.clone() };
            Command::OpenWindow(Box::new(OpenWindow { claim: window.claim(), window }))
        };
        match self.submit_drawn(NumberKind::Window, command).await? {
            (payment, Reply::Done) => Ok(Ok(Window { payment, ..window })),
            (_, Reply::Refused(refusal)) => Ok(Err(refusal)),
            _ => Err(unexpected("an opening")),
        }
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

    /// The banks that customers can pay from, by the wire's codes, and whether each takes requests at this time.
    pub fn transfer_banks(&self, at: Moment) -> Vec<(String, bool)> {
        let banks = self.shared.parts.banks.institutions();
        let open = |id: &InstitutionId| self.check_open(Rail::Banks, *id, at).is_ok();
        banks.iter().map(|(code, id)| ((*code).to_owned(), open(id))).collect()
    }

    /// Asks an institution for the page to send the customer to.
    pub async fn begin_authentication(
        &self,
        rail: Rail,
        request: &AuthenticationRequest,
    ) -> Answer<AuthenticationPage> {
        self.ask(self.away(rail).begin(request)).await
    }

    /// Asks the institution how the customer's authentication ended.
    pub async fn authentication(&self, rail: Rail, reference: &str) -> Answer<AuthenticationProof> {
        self.ask(self.away(rail).ending(reference)).await
    }
}
