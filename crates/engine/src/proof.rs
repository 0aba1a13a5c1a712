//! Paying by what a customer came back with from an institution's page: at once, or noted for the merchant's capture
//! (0061). No method has a way of its own here.

use std::sync::Arc;

use domain::facts::Approval;
use domain::operation::{Operation, Rail, Sealed};
use domain::payment::{Authenticate, Authorise, NewPayment, Payment, PaymentRequest};
use domain::time::Moment;
use domain::window::WindowStep;
use domain::{Command, Refusal, Reply, TradeId};
use institutions::away::{AuthenticationProof, ProvenCharge, Token};
use store::StoreError;

use crate::Engine;
use crate::carry::{Begins, unexpected};
use crate::merchants::MerchantEntry;
use crate::pay::PayResult;

/// A payment in a window, by a proof.
#[derive(Clone, Debug)]
pub struct PayByProof {
    /// What is to be paid.
    pub request: PaymentRequest,
    /// How the institution is reached.
    pub rail: Rail,
    /// The institution's word.
    pub proof: AuthenticationProof,
    /// The window it comes from.
    pub window: WindowStep,
}

/// The end of an authentication in a window of a merchant that captures later.
#[derive(Clone, Debug)]
pub struct AuthenticateInWindow {
    /// What is to be paid.
    pub request: PaymentRequest,
    /// How the institution is reached.
    pub rail: Rail,
    /// The institution's word.
    pub proof: AuthenticationProof,
    /// The window it comes from.
    pub window: WindowStep,
}

/// What proofs are sealed as.
const PROOF: &str = "authentication proof";

impl Engine {
    /// Pays. It goes on to the end even if the caller goes away.
    pub async fn pay_by_proof(
        &self,
        merchant: &Arc<MerchantEntry>,
        pay: PayByProof,
    ) -> Result<PayResult, StoreError> {
        let (engine, merchant) = (self.clone(), Arc::clone(merchant));
        self.answered_in_time(PayResult::InDoubt, move |begins| async move {
            engine.pay_proven(&merchant, pay, begins).await
        })
        .await
    }

    async fn pay_proven(
        &self,
        merchant: &MerchantEntry,
        pay: PayByProof,
        begins: Begins,
    ) -> Result<PayResult, StoreError> {
        let at = merchant.now();
        let AuthenticationProof { token, institution, .. } = pay.proof;
        let checked = NewPayment::check(merchant.merchant(), pay.request, at)
            .and_then(|new| self.check_open(pay.rail, institution, at).map(|()| new));
        let payment = match checked {
            Ok(payment) => payment,
            Err(refusal) => return Ok(PayResult::Refused(refusal)),
        };
        let intent = Authorise {
            payment,
            rail: pay.rail,
            institution,
            window: Some(pay.window),
            key: None,
            charged: None,
            intent: self.intent(at),
        };
        match self.begin_payment(intent).await? {
            Ok(operation) => {
                begins.durable(operation.id.subject);
                Ok(self.charge(merchant, &operation, token, at).await)
            }
            Err(refusal) => Ok(PayResult::Refused(refusal)),
        }
    }

    /// Asks for the money of a durable intent.
    pub(crate) async fn charge(
        &self,
        merchant: &MerchantEntry,
        operation: &Operation,
        token: Token,
        at: Moment,
    ) -> PayResult {
        let request = ProvenCharge {
            id: operation.id,
            institution: operation.institution,
            merchant: operation.merchant,
            token,
            amount: operation.money(),
            at,
        };
        let carried = self.carry(merchant, operation, self.away(operation.rail).charge(&request)).await;
        self.paid(operation, carried, None)
    }

    /// Records an authentication whose money will be asked for later. No institution is asked: its word is in hand.
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
            rail: authenticated.rail,
            institution,
            window: authenticated.window,
            approval: Approval { approval_no: None, facts },
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

    /// Seals an institution's word for its payment: it opens for no other.
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
}
