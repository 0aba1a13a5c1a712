//! Paying back.

use std::sync::Arc;

use domain::operation::{Operation, OperationState};
use domain::payment::{Cancel, Payment};
use domain::tax::NamedParts;
use domain::time::Moment;
use domain::{
    Claim, ClaimKind, Command, DeclineCode, Method, Money, NumberKind, Refusal, RequestId, TradeId,
};
use institutions::rail::{Refund, RefundKind};
use store::StoreError;

use crate::Engine;
use crate::carry::{Begins, Carried, unexpected};
use crate::merchants::MerchantEntry;

/// A cancel.
#[derive(Clone, Debug)]
pub struct CancelPayment {
    /// The payment; `None` if its trade number can't be one of ours.
    pub payment: Option<TradeId>,
    /// How it was paid.
    pub method: Method,
    /// `trdDt` as sent.
    pub day: i32,
    /// The cancel's own `mchtTrdNo`.
    pub order_no: String,
    /// How much.
    pub amount: Money,
    /// The number of this cancel, from 1; `None` is the next.
    pub ordinal: Option<u16>,
    /// The parts that the request names.
    pub parts: NamedParts,
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum CancelResult {
    /// Paid back: the payment as it stands, and the cancel.
    Cancelled(Box<Payment>, Box<Operation>),
    /// The institution declined.
    Declined(TradeId, DeclineCode),
    /// Nobody can say yet; it is repeated until somebody can. With the cancel's own number, if that is durable.
    InDoubt(Option<TradeId>),
    /// Refused without asking.
    Refused(Refusal),
}

impl Engine {
    /// Pays back. It goes on to the end even if the caller goes away.
    pub async fn cancel(
        &self,
        merchant: &Arc<MerchantEntry>,
        cancel: CancelPayment,
    ) -> Result<CancelResult, StoreError> {
        let (engine, merchant) = (self.clone(), Arc::clone(merchant));
        self.answered_in_time(CancelResult::InDoubt, move |begins| async move {
            engine.cancel_through(&merchant, cancel, begins).await
        })
        .await
    }

    async fn cancel_through(
        &self,
        merchant: &MerchantEntry,
        cancel: CancelPayment,
        begins: Begins,
    ) -> Result<CancelResult, StoreError> {
        let at = merchant.now();
        if let Err(refusal) = domain::payment::check_day(cancel.day, at) {
            return Ok(CancelResult::Refused(refusal));
        }
        // What was said of an order never changes; all that does is decided on, and told, by the intent.
        let found = match cancel.payment {
            Some(id) => self.store().payment(id).await?,
            None => None,
        };
        let contract = merchant.merchant();
        let Some(found) = found.filter(|found| found.payment.merchant == contract.id) else {
            return Ok(CancelResult::Refused(Refusal::NoSuchPayment));
        };
        // Merchants repeat the payment's own order number. Its ordinal keeps such a cancel apart, or that it takes the
        // whole; of a part without an ordinal the order number alone can tell that it is asked for once more.
        let kept_apart = cancel.ordinal.is_some() || cancel.amount.minor() >= found.payment.amount;
        let claims = cancel.order_no != found.payment.order_no || !kept_apart;
        let claim = claims.then_some(Claim {
            day: cancel.day,
            order_no: cancel.order_no,
            merchant: contract.id,
            kind: ClaimKind::Cancel,
        });
        if let Some(paid) = found.paid_by().filter(|_| found.payment.balance() > 0)
            && let Err(refusal) = self.check_open(paid.rail, paid.institution, at)
        {
            return Ok(CancelResult::Refused(refusal));
        }
        let has_url = contract.noti_url_of(&found.order).is_some();
        let intent = Cancel {
            payment: found.payment.id,
            merchant: contract.id,
            method: cancel.method,
            trade: found.payment.id,
            claim,
            amount: cancel.amount,
            ordinal: cancel.ordinal,
            parts: cancel.parts,
            partial: contract.partial_cancels,
            notify: contract.cancel_notifications && has_url,
            intent: self.intent(at),
        };
        let begun = self
            .begin(NumberKind::Cancel, |trade| Command::Cancel(Box::new(Cancel { trade, ..intent.clone() })));
        let begun = match begun.await? {
            Ok(begun) => begun,
            Err(refusal) => return Ok(CancelResult::Refused(refusal)),
        };
        begins.durable(begun.operation.trade);
        let payment = begun.payment.ok_or_else(|| unexpected("a cancel"))?;
        Ok(self.refund(merchant, Taken::by(&payment), &begun.operation).await)
    }

    /// Asks for a refund again, whatever its subject is.
    pub(crate) async fn repeat_refund(
        &self,
        merchant: &MerchantEntry,
        operation: &Operation,
    ) -> Result<(), StoreError> {
        let operations = self.store().operations(operation.id.subject).await?;
        let taken = operations.iter().rfind(|earlier| earlier.id < operation.id && earlier.took_money());
        let taken = taken.ok_or_else(|| StoreError::Database("a refund of what was never taken".into()))?;
        self.refund(merchant, Taken::from(taken), operation).await;
        Ok(())
    }

    /// Asks for the refund, under the operation's own id as often as it takes.
    async fn refund(&self, merchant: &MerchantEntry, taken: Taken, operation: &Operation) -> CancelResult {
        let trade = operation.trade;
        let request = Refund {
            id: operation.id,
            original: taken.id,
            institution: operation.institution,
            merchant: operation.merchant,
            amount: operation.money(),
            kind: kind(taken, operation.begun_at),
        };
        let standing = match self.carry(merchant, operation, self.rail(operation.rail).refund(&request)).await
        {
            Carried::Concluded(standing) => *standing,
            Carried::InDoubt => return CancelResult::InDoubt(Some(trade)),
        };
        match (standing.operation.state, standing.payment) {
            (OperationState::Approved, Some(payment)) => {
                CancelResult::Cancelled(Box::new(payment), Box::new(standing.operation))
            }
            (OperationState::Declined, _) => {
                let code = standing.operation.outcome.code.unwrap_or(DeclineCode::UNKNOWN);
                CancelResult::Declined(trade, code)
            }
            _ => CancelResult::InDoubt(Some(trade)),
        }
    }
}

/// What is paid back: the request that took the money, and when that was approved.
#[derive(Clone, Copy)]
struct Taken {
    id: RequestId,
    at: Option<Moment>,
}

impl Taken {
    /// By the operation that paid a payment, which is as the cancel's intent left it.
    fn by(payment: &Payment) -> Self {
        Self { id: payment.taken_by(), at: payment.approved_at }
    }
}

impl From<&Operation> for Taken {
    fn from(operation: &Operation) -> Self {
        Self { id: operation.id, at: Some(operation.outcome.at) }
    }
}

/// A void on the day of the approval, by the merchant's clock; a refund later.
fn kind(taken: Taken, begun_at: Moment) -> RefundKind {
    let same_day = taken.at.is_some_and(|approved| approved.kst().day() == begun_at.kst().day());
    if same_day { RefundKind::Void } else { RefundKind::Refund }
}
