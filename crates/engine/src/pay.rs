//! Paying by card, from an API or a window.

use std::sync::Arc;

use domain::card::{Card, Holder};
use domain::credential::{BillingKey, CredentialId, CredentialState};
use domain::operation::{Operation, OperationOutcome, OperationState, Rail};
use domain::payment::{Authorise, NewPayment, Order, Payment, PaymentRequest};
use domain::window::WindowStep;
use domain::{Claim, Command, DeclineCode, NumberKind, Refusal, Standing, TradeId};
use institutions::card::Authorisation;
use store::StoreError;

use crate::Engine;
use crate::carry::{Begins, Carried};
use crate::merchants::MerchantEntry;

/// A payment by card, from an API or a window.
#[derive(Clone, Debug)]
pub struct PayByCard {
    /// What is to be paid. An API's number is drawn when it begins.
    pub request: PaymentRequest,
    /// By which card.
    pub with: PayWith,
    /// Months to pay in; 0 is at once.
    pub instalments: u8,
    /// The window it comes from.
    pub window: Option<WindowStep>,
}

/// How the card is named.
#[derive(Clone, Debug)]
pub enum PayWith {
    /// By its own data; the holder's where the contract asks for it.
    Card(Card, Option<Holder>),
    /// By a billing key.
    Key(BillingKey),
}

/// What came of a payment, as durable as it gets.
#[derive(Clone, Debug)]
pub enum PayResult {
    /// The money is the merchant's.
    Approved(Box<Approved>),
    /// The institution declined.
    Declined(TradeId, DeclineCode),
    /// The institution didn't answer; that it is taken back is durable.
    Unknown(TradeId),
    /// Nobody can say yet; an inquiry will. With its number, if that is durable.
    InDoubt(Option<TradeId>),
    /// Refused before an institution was asked.
    Refused(Refusal),
}

/// An approved (or authenticated) payment.
#[derive(Clone, Debug)]
pub struct Approved {
    /// The payment.
    pub payment: Payment,
    /// What the issuer said.
    pub outcome: OperationOutcome,
    /// The billing key: the one that was issued, or charged.
    pub key: Option<(BillingKey, Card)>,
    /// Of a capture: what the merchant said of the order.
    pub order: Order,
}

/// A card to charge, its holder's data, and the billing key that named it, with what that is looked up by.
type Named = (Card, Option<Holder>, Option<(CredentialId, (BillingKey, Card))>);

impl Engine {
    /// Pays. It goes on to the end even if the caller goes away.
    pub async fn pay(&self, merchant: &Arc<MerchantEntry>, pay: PayByCard) -> Result<PayResult, StoreError> {
        let (engine, merchant) = (self.clone(), Arc::clone(merchant));
        self.answered_in_time(PayResult::InDoubt, move |begins| async move {
            engine.pay_through(&merchant, pay, begins).await
        })
        .await
    }

    async fn pay_through(
        &self,
        merchant: &MerchantEntry,
        pay: PayByCard,
        begins: Begins,
    ) -> Result<PayResult, StoreError> {
        let at = merchant.now();
        let new = match NewPayment::check(merchant.merchant(), pay.request, at) {
            Ok(new) => new,
            Err(refusal) => return Ok(PayResult::Refused(refusal)),
        };
        let (card, holder, known) = match self.card(merchant, pay.with, &new.claim).await? {
            Ok(found) => found,
            Err(refusal) => return Ok(PayResult::Refused(refusal)),
        };
        let issued = if known.is_none() { self.new_key(merchant, &card) } else { None };
        let vault = &self.shared.parts.vault;
        let own = merchant.merchant().id;
        let intent = Authorise {
            payment: new,
            rail: Rail::Cards,
            institution: self.cards().route(&card),
            window: pay.window,
            key: issued.as_ref().map(|(key, card)| vault.seal_key(own, key, card)),
            charged: known.as_ref().map(|(id, _)| *id),
            intent: self.intent(at),
        };
        let begun = match self.begin_payment(intent).await? {
            Ok(operation) => operation,
            Err(refusal) => return Ok(PayResult::Refused(refusal)),
        };
        begins.durable(begun.id.subject);
        let request = Authorisation {
            id: begun.id,
            institution: begun.institution,
            merchant: begun.merchant,
            card,
            holder,
            amount: begun.money(),
            instalments: pay.instalments,
            at,
        };
        let carried = self.carry(merchant, &begun, self.cards().authorise(&request)).await;
        Ok(self.paid(&begun, carried, known.map(|(_, key)| key).or(issued)))
    }

    /// A window's payment has its number already.
    pub(crate) async fn begin_payment(
        &self,
        intent: Authorise,
    ) -> Result<Result<Operation, Refusal>, StoreError> {
        let in_window = intent.window.is_some();
        let begun = self.begin(NumberKind::Payment, |drawn| {
            let mut intent = intent.clone();
            if !in_window {
                intent.payment.id = drawn;
            }
            Command::Authorise(Box::new(intent))
        });
        Ok(begun.await?.map(|begun| *begun.operation))
    }

    /// What to tell of a request for money.
    pub(crate) fn paid(
        &self,
        operation: &Operation,
        carried: Carried,
        key: Option<(BillingKey, Card)>,
    ) -> PayResult {
        match carried {
            Carried::Concluded(standing) => self.told(*standing, key),
            Carried::InDoubt => PayResult::InDoubt(Some(operation.id.subject)),
        }
    }

    /// What to tell, from where payment and operation stand now: ours, or, if recovery was faster, whatever it found.
    fn told(&self, standing: Standing, key: Option<(BillingKey, Card)>) -> PayResult {
        let Standing { payment, operation } = standing;
        let id = operation.id.subject;
        match (operation.state, payment) {
            (OperationState::Approved, Some(payment)) => PayResult::Approved(Box::new(Approved {
                payment,
                outcome: operation.outcome,
                key,
                order: Order::default(),
            })),
            (OperationState::Declined, _) => {
                PayResult::Declined(id, operation.outcome.code.unwrap_or(DeclineCode::UNKNOWN))
            }
            (OperationState::Reversing, _) => {
                self.reverse_in_background(operation);
                PayResult::Unknown(id)
            }
            (OperationState::Reversed, _) => PayResult::Unknown(id),
            // Our lease ran out and somebody else carries it on: only they will know.
            (OperationState::Open | OperationState::Waiting | OperationState::Approved, _) => {
                PayResult::InDoubt(Some(id))
            }
        }
    }

    /// The card to ask the issuer about; with the billing key that named it. A repeat of an order is told of the first,
    /// whatever became of the key since.
    async fn card(
        &self,
        merchant: &MerchantEntry,
        with: PayWith,
        order: &Claim,
    ) -> Result<Result<Named, Refusal>, StoreError> {
        let key = match with {
            PayWith::Card(card, holder) => return Ok(Ok((card, holder, None))),
            PayWith::Key(key) => key,
        };
        let vault = &self.shared.parts.vault;
        let id = vault.key_id(merchant.merchant().id, &key);
        let found = self.store().credential(id).await?;
        let Some(credential) = found.filter(|found| found.state == CredentialState::Active) else {
            let claimant = self.store().claimant(order.clone()).await?;
            return Ok(Err(claimant.map_or(Refusal::NoSuchBillingKey, domain::Claimant::refusal)));
        };
        let (card, key) = vault.open_key(&credential).map_err(|bad| StoreError::Database(bad.to_string()))?;
        Ok(Ok((card.clone(), None, Some((id, (key, card))))))
    }

    /// A billing key for the card in hand, where the merchant's contract has them.
    fn new_key(&self, merchant: &MerchantEntry, card: &Card) -> Option<(BillingKey, Card)> {
        let wanted = merchant.merchant().card().is_some_and(|contract| contract.billing_keys);
        wanted.then(|| (self.draw_key(), card.clone()))
    }
}
