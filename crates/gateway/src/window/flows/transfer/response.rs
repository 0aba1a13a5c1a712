//! What the browser takes home of an account transfer. PG 12.

use protocol::pg::transfer::TransferWindowResponse;
use protocol::{Aes, Ah, Ahn, An, N};

use super::TransferFlow;
use crate::window::flow::{End, Flow};
use crate::window::visit::Visit;
use crate::wire::{bank_name, stamp, trade_no, won};

pub(super) fn write(visit: &Visit, end: &End) -> TransferWindowResponse {
    let (opened, record) = (&visit.window.opened, visit.window.paid().filter(|_| end.is_success()));
    let outcome = record.map(|record| record.outcome.clone()).unwrap_or_default();
    let account = outcome.approval.facts.account();
    let window = &visit.window.view.window;
    TransferWindowResponse {
        merchant_id: An::from(window.merchant.as_str()),
        status: An::from(end.status),
        result_code: An::from(end.code.as_str()),
        result_message: Ahn::from(end.text.as_str()),
        method: An::from(TransferFlow::NAME),
        order_no: An::from(opened.order_no.as_str()),
        customer_id: opened.order.customer_id.as_deref().map(|id| Aes::from(An::from(id))),
        trade_no: An::from(trade_no::print(TransferFlow::METHOD, window.merchant, window.payment)),
        amount: Aes::from(won(opened.amount.minor())),
        merchant_param: opened.order.memo.as_deref().map(Ahn::from),
        approved_at: record.and_then(|_| stamp(outcome.at)),
        bank_name: account.map(|account| Ah::from(bank_name(&account.bank))),
        bank_code: account.map(|account| N::from(account.bank.as_str())),
    }
}
