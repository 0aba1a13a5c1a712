//! Paying back.

use std::sync::Arc;

use domain::payment::{Claim, ClaimKind, Operation, OperationState, Payment};
use domain::tax::NamedParts;
use domain::time::Moment;
use domain::{Cancel, Command, DeclineCode, Money, Outcome, Refusal, Reply, RequestId, TradeId};
use institutions::Answer;
use institutions::card::{Refund, RefundKind};
use store::StoreError;

use crate::merchants::MerchantEntry;
use crate::observer::Step;
use crate::pay::{finish, money};
use crate::{Engine, numbers};

/// A cancel.
#[derive(Clone, Debug)]
pub struct CancelPayment {
    /// The payment; `None` if its trade number can't be one of ours.
    pub payment: Option<TradeId>,
    /// `trdDt` as sent.
    pub day: i32,
    /// The cancel's own `mchtTrdNo`.
    pub order_no: String,
    /// How much.
    pub amount: Money,
    /// The number of this cancel, from 1; without one it is the next.
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
    /// The institution didn't answer; the cancel is repeated until it does.
    Unknown(TradeId),
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
        finish(tokio::spawn(async move { engine.cancel_through(&merchant, cancel).await })).await
    }

    async fn cancel_through(
        &self,
        merchant: &MerchantEntry,
        cancel: CancelPayment,
    ) -> Result<CancelResult, StoreError> {
        let at = merchant.now();
        if let Err(refusal) = domain::check_day(cancel.day, at) {
            return Ok(CancelResult::Refused(refusal));
        }
        let found = match cancel.payment {
            Some(id) => self.store().payment(id).await?,
            None => None,
        };
        let found = found.filter(|found| found.payment.merchant == merchant.merchant().id);
        let Some(found) = found else { return Ok(CancelResult::Refused(Refusal::NoSuchPayment)) };
        let contract = merchant.merchant();
        // Merchants repeat the payment's own order number; `cnclOrd` keeps such cancels apart.
        let own_number = cancel.order_no != found.payment.order_no;
        let claim = own_number.then_some(Claim {
            day: cancel.day,
            order_no: cancel.order_no,
            merchant: contract.id,
            kind: ClaimKind::Cancel,
        });
        let has_url = found.order.noti_url.is_some() || contract.noti_url.is_some();
        let command = Cancel {
            payment: found.payment.id,
            merchant: contract.id,
            trade: self.draw_number(),
            claim,
            amount: cancel.amount,
            ordinal: cancel.ordinal,
            parts: cancel.parts,
            partial: contract.partial_cancels,
            notify: contract.cancel_notifications && has_url,
            intent: self.intent(at),
        };
        let operation = match self.begin_cancel(command).await? {
            Ok(operation) => operation,
            Err(refusal) => return Ok(CancelResult::Refused(refusal)),
        };
        self.reached(Step::Intended(operation.id)).await;
        self.refund(merchant, &found.payment, operation, at).await
    }

    async fn begin_cancel(&self, mut command: Cancel) -> Result<Result<Operation, Refusal>, StoreError> {
        for _ in 0..numbers::DRAWS {
            match self.submit(Command::Cancel(Box::new(command.clone()))).await {
                Ok(Reply::Begun(operation)) => return Ok(Ok(*operation)),
                Ok(Reply::Refused(refusal)) => return Ok(Err(refusal)),
                Ok(_) => return Err(StoreError::Database("an intent was answered by an outcome".into())),
                Err(StoreError::NumberTaken) => command.trade = self.draw_number(),
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::NumberTaken)
    }

    /// Asks for the refund, under the operation's own id as often as it takes.
    pub(crate) async fn refund(
        &self,
        merchant: &MerchantEntry,
        payment: &Payment,
        operation: Operation,
        begun_at: Moment,
    ) -> Result<CancelResult, StoreError> {
        let request = Refund {
            id: operation.id,
            original: RequestId { payment: payment.id, operation: payment.paid_by },
            merchant: payment.merchant,
            amount: money(payment, operation.amount),
            kind: kind(payment, begun_at),
        };
        let asked = self.ask(self.cards().refund(&request)).await;
        let outcome = match asked {
            Answer::Approved(()) => Outcome::Approved(Box::default()),
            Answer::Declined(code) => Outcome::Declined(code),
            Answer::Unknown => {
                self.try_later(operation.id, operation.tries).await;
                return Ok(CancelResult::Unknown(operation.trade));
            }
        };
        self.reached(Step::Answered(operation.id)).await;
        let declined = match &outcome {
            Outcome::Declined(code) => Some(*code),
            _ => None,
        };
        let trade = operation.trade;
        let (payment, operation) = match self.conclude(merchant, operation.id, outcome).await {
            Ok(standing) => standing,
            // The institution knows the cancel by its id: repeated, it will answer the same.
            Err(error) => {
                tracing::error!(operation = %operation.id, %error, "a cancel's outcome could not be stored");
                return Ok(CancelResult::Unknown(trade));
            }
        };
        self.reached(Step::Concluded(operation.id)).await;
        Ok(match (operation.state, declined) {
            (OperationState::Approved, _) => CancelResult::Cancelled(Box::new(payment), Box::new(operation)),
            (OperationState::Declined, Some(code)) => CancelResult::Declined(trade, code),
            _ => CancelResult::Unknown(trade),
        })
    }
}

/// A void on the day of the approval, by the merchant's clock; a refund later.
fn kind(payment: &Payment, begun_at: Moment) -> RefundKind {
    let same_day = payment.approved_at.is_some_and(|approved| approved.kst().day() == begun_at.kst().day());
    if same_day { RefundKind::Void } else { RefundKind::Refund }
}
