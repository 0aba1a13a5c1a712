//! A payment's way: intent, institution, outcome.

use domain::billing_key::{BillingKey, KeyState};
use domain::card::Card;
use domain::payment::{Operation, OperationOutcome, OperationState, Payment, SealedProof};
use domain::time::Moment;
use domain::{
    Authenticate, Authorise, Command, Conclude, DeclineCode, Intent, Money, NewPayment, Outcome,
    PaymentRequest, Refusal, Reply, RequestId, TradeId, WindowStep,
};
use institutions::Answer;
use institutions::card::{Approval, AuthenticationProof, Authorisation, Instrument, Token};
use store::StoreError;

use crate::merchants::MerchantEntry;
use crate::observer::Step;
use crate::options::ms;
use crate::{Engine, clock, numbers};

/// A payment by card, from an API or a window.
#[derive(Clone, Debug)]
pub struct PayByCard {
    /// What is to be paid.
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
    /// The institution didn't answer; what it did is being taken back.
    Unknown(TradeId),
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
}

impl Engine {
    /// Pays. It goes on to the end even if the caller goes away.
    pub async fn pay(
        &self,
        merchant: &std::sync::Arc<MerchantEntry>,
        pay: PayByCard,
    ) -> Result<PayResult, StoreError> {
        let (engine, merchant) = (self.clone(), merchant.clone());
        finish(tokio::spawn(async move { engine.pay_through(&merchant, pay).await })).await
    }

    async fn pay_through(&self, merchant: &MerchantEntry, pay: PayByCard) -> Result<PayResult, StoreError> {
        let at = merchant.now();
        let new = match NewPayment::check(merchant.merchant(), pay.request, at) {
            Ok(new) => new,
            Err(refusal) => return Ok(PayResult::Refused(refusal)),
        };
        let (instrument, known) = match self.instrument(merchant, pay.with).await? {
            Ok(found) => found,
            Err(refusal) => return Ok(PayResult::Refused(refusal)),
        };
        let issued = if known.is_none() { self.new_key(merchant, &instrument) } else { None };
        let sealed = issued.as_ref().map(|(key, card)| self.seal(merchant, key, card));
        let money_asked = new.amount;
        let intent = self.intent(at);
        let vault = &self.shared.parts.vault;
        let charged = known.as_ref().map(|(key, _)| vault.key_id(merchant.merchant().id, key));
        let command = Authorise { payment: new, window: pay.window, key: sealed, charged, intent };
        let operation = match self.begin_payment(command).await? {
            Ok(operation) => operation,
            Err(refusal) => return Ok(PayResult::Refused(refusal)),
        };
        let request = Authorisation {
            id: operation.id,
            merchant: merchant.merchant().id,
            instrument,
            amount: money_asked,
            instalments: pay.instalments,
            at,
        };
        self.carry_through(merchant, request, known.or(issued)).await
    }

    /// Commits the intent, under another number if the one drawn is taken.
    async fn begin_payment(&self, mut command: Authorise) -> Result<Result<Operation, Refusal>, StoreError> {
        for _ in 0..numbers::DRAWS {
            match self.submit(Command::Authorise(Box::new(command.clone()))).await {
                Ok(Reply::Begun(operation)) => return Ok(Ok(*operation)),
                Ok(Reply::Refused(refusal)) => return Ok(Err(refusal)),
                Ok(_) => return Err(StoreError::Database("an intent was answered by an outcome".into())),
                Err(StoreError::NumberTaken) if command.window.is_none() => {
                    command.payment.id = self.draw_number();
                }
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::NumberTaken)
    }

    /// From a durable intent to a durable outcome.
    pub(crate) async fn carry_through(
        &self,
        merchant: &MerchantEntry,
        request: Authorisation,
        key: Option<(BillingKey, Card)>,
    ) -> Result<PayResult, StoreError> {
        self.reached(Step::Intended(request.id)).await;
        let asked = self.ask(self.cards().authorise(&request)).await;
        let outcome = match asked {
            Answer::Approved(approval) => Outcome::Approved(Box::new(outcome_of(approval))),
            Answer::Declined(code) => Outcome::Declined(code),
            Answer::Unknown => Outcome::Unknown,
        };
        self.reached(Step::Answered(request.id)).await;
        let said = match &outcome {
            Outcome::Approved(outcome) => Some((**outcome).clone()),
            _ => None,
        };
        let (payment, operation) = match self.conclude(merchant, request.id, outcome).await {
            Ok(standing) => standing,
            Err(error) => return Ok(self.promise_reversal(request.id, &error)),
        };
        self.reached(Step::Concluded(request.id)).await;
        self.told(payment, operation, said, key).await
    }

    /// The outcome can't be made durable, and whoever asked must be told something: that it is taken
    /// back. Recovery keeps the promise as soon as the database lets it.
    fn promise_reversal(&self, id: RequestId, error: &StoreError) -> PayResult {
        tracing::error!(operation = %id, %error, "an outcome could not be stored: it will be taken back");
        self.shared.promises.make(id);
        PayResult::Unknown(id.payment)
    }

    /// What to tell, from where payment and operation stand now: ours, or, if recovery was faster,
    /// whatever it found.
    async fn told(
        &self,
        payment: Payment,
        operation: Operation,
        said: Option<OperationOutcome>,
        key: Option<(BillingKey, Card)>,
    ) -> Result<PayResult, StoreError> {
        let id = payment.id;
        match operation.state {
            OperationState::Approved => {
                let outcome = match said {
                    Some(outcome) => {
                        OperationOutcome { at: payment.approved_at.unwrap_or(outcome.at), ..outcome }
                    }
                    // It stands, but we can't say how: an inquiry will.
                    None => match self.stored_outcome(operation.id).await {
                        Ok(outcome) => outcome,
                        Err(_) => return Ok(PayResult::Refused(Refusal::OrderInProgress(id))),
                    },
                };
                Ok(PayResult::Approved(Box::new(Approved { payment, outcome, key })))
            }
            OperationState::Declined => {
                let code = self.stored_outcome(operation.id).await.ok().and_then(|outcome| outcome.code);
                Ok(code.map_or(PayResult::Unknown(id), |code| PayResult::Declined(id, code)))
            }
            OperationState::Reversing => {
                self.reverse_in_background(operation.id);
                Ok(PayResult::Unknown(id))
            }
            OperationState::Reversed => Ok(PayResult::Unknown(id)),
            // Our lease ran out and somebody else carries it on: only they will know.
            OperationState::Open => Ok(PayResult::Refused(Refusal::OrderInProgress(id))),
        }
    }

    async fn stored_outcome(&self, id: RequestId) -> Result<OperationOutcome, StoreError> {
        let record = self.store().payment(id.payment).await?;
        let outcome = record.and_then(|record| Some(record.operation(id.operation)?.outcome.clone()));
        outcome.ok_or_else(|| StoreError::Database("an operation is missing".into()))
    }

    /// Records an authentication whose money will be asked for later. No institution is asked: the
    /// issuer's word is in hand.
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
        let card = Some(authenticated.proof.card);
        let outcome = OperationOutcome { at, card, ..OperationOutcome::default() };
        let (window, intent) = (authenticated.window, self.intent(at));
        let proof = self.seal_proof(payment.id, &authenticated.proof.token);
        let command = Authenticate { payment, window, proof, outcome, intent };
        match self.submit(Command::Authenticate(Box::new(command))).await? {
            Reply::Standing(payment, _) => Ok(Ok(payment)),
            Reply::Refused(refusal) => Ok(Err(refusal)),
            _ => Err(StoreError::Database("an authentication was answered by an intent".into())),
        }
    }

    /// Seals an issuer's word for its payment: it opens for no other.
    fn seal_proof(&self, payment: TradeId, token: &str) -> SealedProof {
        let identity = payment.as_i64().to_le_bytes();
        SealedProof(self.shared.parts.vault.seal(PROOF, &identity, token.as_bytes()))
    }

    /// Opens what [`Engine::seal_proof`] sealed.
    pub(crate) fn open_proof(&self, payment: TradeId, proof: &SealedProof) -> Result<Token, StoreError> {
        let bad = |_| StoreError::Database("an authentication's proof can't be opened".into());
        let opened =
            self.shared.parts.vault.open(PROOF, &payment.as_i64().to_le_bytes(), &proof.0).map_err(bad)?;
        Ok(Token::from(String::from_utf8_lossy(&opened).into_owned()))
    }

    /// Commits an outcome, and says where payment and operation stand.
    pub(crate) async fn conclude(
        &self,
        merchant: &MerchantEntry,
        id: RequestId,
        outcome: Outcome,
    ) -> Result<(Payment, Operation), StoreError> {
        let owner = self.shared.owner;
        let command = Conclude { id, owner, outcome, at: merchant.now(), now: clock::now() };
        match self.submit(Command::Conclude(Box::new(command))).await? {
            Reply::Standing(payment, operation) => {
                if operation.notify && operation.state == OperationState::Approved {
                    self.shared.notified.notify_one();
                }
                Ok((*payment, *operation))
            }
            _ => Err(StoreError::Database("an outcome has no operation".into())),
        }
    }

    /// An intent of ours, at this time of the merchant's clock.
    pub(crate) fn intent(&self, at: Moment) -> Intent {
        let lease_until = clock::now().plus_ms(ms(self.timing().lease));
        Intent { owner: self.shared.owner, lease_until, at }
    }

    /// The card to ask the issuer about; with the billing key that named it.
    async fn instrument(
        &self,
        merchant: &MerchantEntry,
        with: PayWith,
    ) -> Result<Result<(Instrument, Option<(BillingKey, Card)>), Refusal>, StoreError> {
        let key = match with {
            PayWith::Instrument(instrument) => return Ok(Ok((instrument, None))),
            PayWith::Key(key) => key,
        };
        let vault = &self.shared.parts.vault;
        let id = vault.key_id(merchant.merchant().id, &key);
        let Some((sealed, KeyState::Active)) = self.store().billing_key(id).await? else {
            return Ok(Err(Refusal::NoSuchBillingKey));
        };
        let (card, key) = vault.open_key(&sealed).map_err(|bad| StoreError::Database(bad.to_string()))?;
        Ok(Ok((Instrument::Card { card: card.clone(), holder: None }, Some((key, card)))))
    }

    /// A billing key for the card in hand, where the merchant's contract has them.
    fn new_key(&self, merchant: &MerchantEntry, instrument: &Instrument) -> Option<(BillingKey, Card)> {
        let wanted = merchant.merchant().card.as_ref().is_some_and(|contract| contract.billing_keys);
        match instrument {
            Instrument::Card { card, .. } if wanted => Some((self.draw_key(), card.clone())),
            _ => None,
        }
    }
}

fn outcome_of(approval: Approval) -> OperationOutcome {
    OperationOutcome {
        approval_no: Some(approval.approval_no),
        card: Some(approval.card),
        ..OperationOutcome::default()
    }
}

/// An amount of a payment, in the payment's own currency.
pub(crate) fn money(payment: &Payment, minor: i64) -> Money {
    payment.money(minor).unwrap_or(Money::zero(payment.currency))
}

/// Awaits a task that must not be cancelled. Its only way to fail is a bug, which ends the request alone.
pub(crate) async fn finish<T>(task: tokio::task::JoinHandle<Result<T, StoreError>>) -> Result<T, StoreError> {
    task.await.unwrap_or_else(|error| Err(StoreError::Database(format!("a task ended: {error}"))))
}
