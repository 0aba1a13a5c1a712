//! Paying by card, from an API or a window.

use std::sync::Arc;

use domain::card::Card;
use domain::credential::{BillingKey, CredentialId, CredentialState};
use domain::operation::{Operation, OperationOutcome, OperationState, Rail, Sealed};
use domain::payment::{Authenticate, Authorise, NewPayment, Payment, PaymentRequest};
use domain::window::WindowStep;
use domain::{Claim, Command, DeclineCode, InstitutionId, NumberKind, Refusal, Reply, Standing, TradeId};
use institutions::away::{AuthenticationProof, Token};
use institutions::card::{Authorisation, Instrument};
use store::StoreError;

use crate::Engine;
use crate::carry::{Begins, Carried, unexpected};
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
    /// By its own data, or an authentication.
    Instrument(Instrument),
    /// By a billing key.
    Key(BillingKey),
}

/// The end of an authentication in a window of a merchant that captures later.
#[derive(Clone, Debug)]
pub struct AuthenticateInWindow {
    /// What is to be paid.
    pub request: PaymentRequest,
    /// The issuer's word.
    pub proof: AuthenticationProof,
    /// The window it comes from.
    pub window: WindowStep,
}

/// What authentications' proofs are sealed as.
const PROOF: &str = "authentication proof";

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
    /// Of a capture: the text that the merchant gave along with the order.
    pub memo: Option<String>,
}

/// A card to charge, and the billing key that named it, with what that is looked up by.
type Named = (Instrument, Option<(CredentialId, (BillingKey, Card))>);

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
        let (instrument, known) = match self.instrument(merchant, pay.with, &new.claim).await? {
            Ok(found) => found,
            Err(refusal) => return Ok(PayResult::Refused(refusal)),
        };
        let issued = if known.is_none() { self.new_key(merchant, &instrument) } else { None };
        let vault = &self.shared.parts.vault;
        let own = merchant.merchant().id;
        let intent = Authorise {
            payment: new,
            rail: Rail::Cards,
            institution: self.institution(&instrument),
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
            instrument,
            amount: begun.money(),
            instalments: pay.instalments,
            at,
        };
        let key = known.map(|(_, key)| key).or(issued);
        Ok(self.authorise(merchant, &begun, &request, key).await)
    }

    /// A window's payment has its number already.
    async fn begin_payment(&self, intent: Authorise) -> Result<Result<Operation, Refusal>, StoreError> {
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

    /// Asks for the money of a durable intent.
    pub(crate) async fn authorise(
        &self,
        merchant: &MerchantEntry,
        operation: &Operation,
        request: &Authorisation,
        key: Option<(BillingKey, Card)>,
    ) -> PayResult {
        match self.carry(merchant, operation, self.cards().authorise(request)).await {
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
                memo: None,
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

    /// Records an authentication whose money will be asked for later. No institution is asked: the issuer's word is in hand.
    pub async fn authenticate(
        &self,
        merchant: &MerchantEntry,
        authenticated: AuthenticateInWindow,
    ) -> Result<Result<Box<Payment>, Refusal>, StoreError> {
        let at = merchant.now();
        let payment = match NewPayment::check(merchant.merchant(), authenticated.request, at) {
            Ok(payment) => payment,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let AuthenticationProof { token, institution, facts } = authenticated.proof;
        let command = Authenticate {
            proof: self.seal_proof(payment.id, &token),
            payment,
            rail: Rail::Cards,
            institution,
            window: authenticated.window,
            approval: domain::facts::Approval { approval_no: None, facts },
            intent: self.intent(at),
        };
        match self.submit(Command::Authenticate(Box::new(command))).await? {
            Reply::Standing(standing) => standing
                .payment
                .map(|payment| Ok(Box::new(payment)))
                .ok_or_else(|| unexpected("an authentication")),
            Reply::Refused(refusal) => Ok(Err(refusal)),
            _ => Err(unexpected("an authentication")),
        }
    }

    /// Seals an issuer's word for its payment: it opens for no other.
    fn seal_proof(&self, payment: TradeId, token: &str) -> Sealed {
        let identity = payment.as_i64().to_le_bytes();
        Sealed(self.shared.parts.vault.seal(PROOF, &identity, token.as_bytes()))
    }

    /// Opens what [`Engine::seal_proof`] sealed.
    pub(crate) fn open_proof(&self, payment: TradeId, proof: &Sealed) -> Result<Token, StoreError> {
        let bad = |_| StoreError::Database("an authentication's proof can't be opened".into());
        let opened =
            self.shared.parts.vault.open(PROOF, &payment.as_i64().to_le_bytes(), &proof.0).map_err(bad)?;
        Ok(Token::from(String::from_utf8_lossy(&opened).into_owned()))
    }

    /// Who is asked for the money.
    fn institution(&self, instrument: &Instrument) -> InstitutionId {
        match instrument {
            Instrument::Card { card, .. } => self.cards().route(card),
            Instrument::Authenticated { institution, .. } => *institution,
        }
    }

    /// The card to ask the issuer about; with the billing key that named it. A repeat of an order is told of the first,
    /// whatever became of the key since.
    async fn instrument(
        &self,
        merchant: &MerchantEntry,
        with: PayWith,
        order: &Claim,
    ) -> Result<Result<Named, Refusal>, StoreError> {
        let key = match with {
            PayWith::Instrument(instrument) => return Ok(Ok((instrument, None))),
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
        Ok(Ok((Instrument::Card { card: card.clone(), holder: None }, Some((id, (key, card))))))
    }

    /// A billing key for the card in hand, where the merchant's contract has them.
    fn new_key(&self, merchant: &MerchantEntry, instrument: &Instrument) -> Option<(BillingKey, Card)> {
        let wanted = merchant.merchant().card().is_some_and(|contract| contract.billing_keys);
        match instrument {
            Instrument::Card { card, .. } if wanted => Some((self.draw_key(), card.clone())),
            _ => None,
        }
    }
}
