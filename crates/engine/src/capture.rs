//! The capture of an authenticated payment (0061, then B2).

use std::sync::Arc;

use domain::payment::OperationKind;
use domain::{Capture, Command, Money, Refusal, Reply, TradeId};
use institutions::card::{Authorisation, Instrument};
use store::StoreError;

use crate::Engine;
use crate::merchants::MerchantEntry;
use crate::pay::{PayResult, finish};

/// A capture.
#[derive(Clone, Debug)]
pub struct CapturePayment {
    /// The authentication's number.
    pub payment: TradeId,
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
        finish(tokio::spawn(async move { engine.capture_through(&merchant, capture).await })).await
    }

    async fn capture_through(
        &self,
        merchant: &MerchantEntry,
        capture: CapturePayment,
    ) -> Result<PayResult, StoreError> {
        let at = merchant.now();
        if let Err(refusal) = domain::check_day(capture.day, at) {
            return Ok(PayResult::Refused(refusal));
        }
        let record = self.store().payment(capture.payment).await?;
        let authentication = record.as_ref().and_then(|record| {
            record.operations.iter().rev().find(|record| record.operation.kind == OperationKind::Authenticate)
        });
        let (Some(record), Some(authentication)) = (&record, authentication) else {
            return Ok(PayResult::Refused(Refusal::NoSuchAuthentication));
        };
        let token = match &authentication.proof {
            Some(proof) => self.open_proof(record.payment.id, proof)?,
            None => return Ok(PayResult::Refused(Refusal::NoSuchAuthentication)),
        };
        let instalments = authentication.outcome.card.as_ref().map_or(0, |card| card.instalments);
        let notify = record.order.noti_url.is_some() || merchant.merchant().noti_url.is_some();
        let command = Capture {
            payment: capture.payment,
            merchant: merchant.merchant().id,
            order_no: capture.order_no,
            amount: capture.amount,
            notify,
            intent: self.intent(at),
        };
        let operation = match self.submit(Command::Capture(Box::new(command))).await? {
            Reply::Begun(operation) => operation,
            Reply::Refused(refusal) => return Ok(PayResult::Refused(refusal)),
            _ => return Err(StoreError::Database("an intent was answered by an outcome".into())),
        };
        let request = Authorisation {
            id: operation.id,
            merchant: merchant.merchant().id,
            instrument: Instrument::Authenticated { token },
            amount: capture.amount,
            instalments,
            at,
        };
        self.carry_through(merchant, request, None).await
    }
}
