//! The capture of an authenticated payment (0061, then B2).

use std::sync::Arc;

use domain::operation::OperationState;
use domain::payment::Capture;
use domain::{Command, Method, Money, Refusal, Reply, TradeId};
use store::StoreError;

use crate::Engine;
use crate::carry::{Begins, unexpected};
use crate::merchants::MerchantEntry;
use crate::pay::{Approved, PayResult};

/// A capture.
#[derive(Clone, Debug)]
pub struct CapturePayment {
    /// The authentication's number.
    pub payment: TradeId,
    /// Its method.
    pub method: Method,
    /// Its order number.
    pub order_no: String,
    /// Its amount.
    pub amount: Money,
    /// `trdDt` as sent.
    pub day: i32,
}

impl Engine {
    /// Captures. It goes on to the end even if the caller goes away.
    pub async fn capture(
        &self,
        merchant: &Arc<MerchantEntry>,
        capture: CapturePayment,
    ) -> Result<PayResult, StoreError> {
        let (engine, merchant) = (self.clone(), Arc::clone(merchant));
        self.answered_in_time(PayResult::InDoubt, move |begins| async move {
            engine.capture_through(&merchant, capture, begins).await
        })
        .await
    }

    async fn capture_through(
        &self,
        merchant: &MerchantEntry,
        capture: CapturePayment,
        begins: Begins,
    ) -> Result<PayResult, StoreError> {
        let at = merchant.now();
        if let Err(refusal) = domain::payment::check_day(capture.day, at) {
            return Ok(PayResult::Refused(refusal));
        }
        // What was said of an order never changes; all that does is decided on, and told, by the intent.
        let record = self.store().payment(capture.payment).await?;
        let Some(record) = record.filter(|record| record.payment.merchant == merchant.merchant().id) else {
            return Ok(PayResult::Refused(Refusal::NoSuchAuthentication));
        };
        // Before the intent: it takes the proof along, and a decline wipes it.
        let waiting = record.operations.iter().find(|operation| operation.state == OperationState::Waiting);
        if let Some(waiting) = waiting
            && let Err(refusal) = self.check_open(waiting.rail, waiting.institution, at)
        {
            return Ok(PayResult::Refused(refusal));
        }
        let command = Capture {
            payment: capture.payment,
            merchant: merchant.merchant().id,
            method: capture.method,
            order_no: capture.order_no,
            amount: capture.amount,
            notify: merchant.merchant().noti_url_of(&record.order).is_some(),
            intent: self.intent(at),
        };
        let begun = match self.submit(Command::Capture(Box::new(command))).await? {
            Reply::Begun(begun) => begun,
            Reply::Refused(refusal) => return Ok(PayResult::Refused(refusal)),
            _ => return Err(unexpected("a capture")),
        };
        begins.durable(begun.operation.id.subject);
        let operation = *begun.operation;
        let proof = operation.sealed.as_ref().ok_or_else(|| unexpected("a capture"))?;
        let token = self.open_proof(operation.id.subject, proof)?;
        Ok(match self.charge(merchant, &operation, token, at).await {
            PayResult::Approved(approved) => {
                PayResult::Approved(Box::new(Approved { order: record.order, ..*approved }))
            }
            other => other,
        })
    }
}
