//! What the browser takes home of a card payment. PG 6.4.

use protocol::pg::card::CardWindowResponse;
use protocol::{Aes, Ah, Ahn, An, N};
use store::StoreError;

use super::CardFlow;
use crate::window::flow::{End, Flow};
use crate::window::visit::Visit;
use crate::wire::{issuer_name, stamp, trade_no, won};

/// A payment that issued a billing key is told with it: a merchant who reads of none would think that there is none.
pub(super) async fn write(visit: &Visit, end: &End) -> Result<CardWindowResponse, StoreError> {
    let (opened, record) = (&visit.window.opened, visit.window.paid().filter(|_| end.is_success()));
    let outcome = record.map(|record| record.outcome.clone()).unwrap_or_default();
    let key = match record {
        Some(record) => visit.engine().billing_key_of(record).await?,
        None => None,
    };
    let approval_no = outcome.approval.approval_no;
    let card = outcome.approval.facts.card();
    let merchant = visit.window.view.window.merchant;
    Ok(CardWindowResponse {
        merchant_id: An::from(merchant.as_str()),
        status: An::from(end.status),
        result_code: An::from(end.code.as_str()),
        result_message: Ahn::from(end.text.as_str()),
        method: An::from("card"),
        order_no: An::from(opened.order_no.as_str()),
        customer_id: opened.order.customer_id.as_deref().map(|id| Aes::from(An::from(id))),
        trade_no: An::from(trade_no::print(CardFlow::METHOD, merchant, visit.window.view.window.payment)),
        amount: Aes::from(won(opened.amount.minor())),
        merchant_param: opened.order.memo.as_deref().map(Ahn::from),
        approved_at: record.and_then(|_| stamp(outcome.at)),
        approval_no: approval_no.map(N::from),
        instalment_months: card.map(|card| N::from(format!("{:02}", card.instalments))),
        issuer_name: card.map(|card| Ah::from(issuer_name(&card.issuer))),
        issuer_code: card.map(|card| An::from(card.issuer.as_str())),
        point_trade_no: None,
        point_amount: None,
        card_amount: record.map(|_| Aes::from(won(opened.amount.minor()))),
        billing_key: key.map(|(key, _)| An::from(key.0.as_str())),
    })
}
