//! What the engine answers, as the handlers of every method tell it.

use domain::operation::Operation;
use domain::payment::Payment;
use domain::{MerchantId, Method};
use engine::{Approved, CancelResult, MerchantEntry, PayResult};
use protocol::MessageSpec;

use crate::reject::Reject;
use crate::wire::trade_no;

/// An approved payment, or why there is none.
pub(crate) fn approved(
    result: PayResult,
    spec: &'static MessageSpec,
    merchant: &MerchantEntry,
    method: Method,
) -> Result<Box<Approved>, Reject> {
    let id = merchant.merchant().id;
    let number = |trade| trade_no::print(method, id, trade);
    match result {
        PayResult::Approved(approved) => Ok(approved),
        PayResult::Declined(trade, code) => Err(Reject::declined(code).with("trdNo", number(trade))),
        PayResult::Unknown(trade) => Err(Reject::no_answer().with("trdNo", number(trade))),
        PayResult::InDoubt(trade) => Err(Reject::in_doubt(method, id, trade)),
        PayResult::Refused(refusal) => Err(Reject::refused(refusal, spec, id)),
    }
}

/// The payment as a cancel left it, and the cancel; or why there is none.
pub(crate) fn cancelled(
    result: CancelResult,
    spec: &'static MessageSpec,
    id: MerchantId,
    method: Method,
) -> Result<(Box<Payment>, Box<Operation>), Reject> {
    match result {
        CancelResult::Cancelled(payment, operation) => Ok((payment, operation)),
        CancelResult::Declined(trade, code) => {
            Err(Reject::declined(code).with("trdNo", trade_no::print(method, id, trade)))
        }
        // It is repeated until the institution answers: under way, not failed.
        CancelResult::InDoubt(trade) => Err(Reject::in_doubt(method, id, trade)),
        CancelResult::Refused(refusal) => Err(Reject::refused(refusal, spec, id)),
    }
}
