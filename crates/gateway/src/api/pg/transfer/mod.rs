//! Account transfers: a handler a file.

pub(crate) mod cancel;
pub(crate) mod capture;

use domain::Refusal;
use domain::merchant::TransferContract;
use engine::MerchantEntry;
use protocol::MessageSpec;

use crate::reject::Reject;

/// The merchant's contract for transfers.
pub(crate) fn contract(
    spec: &'static MessageSpec,
    merchant: &MerchantEntry,
) -> Result<TransferContract, Reject> {
    let contract = merchant.merchant().transfer();
    contract.ok_or_else(|| Reject::refused(Refusal::NotContracted, spec, merchant.merchant().id))
}
