//! `/spay/APICardAuth.do`: checks a card, and issues a billing key for it. PG 8.5.

use domain::Method;
use domain::Refusal;
use engine::{IssueBillingKey, KeyIssue};
use protocol::pg::card::{CardBillkeyIssueRequest, CardBillkeyIssueResponse};
use protocol::{A, Ah, An, Message};

use super::pay;
use crate::gate::{Call, Handler};
use crate::reject::Reject;
use crate::wire::{self, trade_no};

/// Issues a billing key.
#[derive(Debug)]
pub(crate) struct BillingKeyIssue;

impl Handler for BillingKeyIssue {
    type Request = CardBillkeyIssueRequest;
    type Response = CardBillkeyIssueResponse;

    async fn handle(call: Call<CardBillkeyIssueRequest>) -> Result<CardBillkeyIssueResponse, Reject> {
        let (spec, message) = (CardBillkeyIssueRequest::SPEC, &call.message);
        let id = call.merchant.merchant().id;
        if !super::contract(CardBillkeyIssueRequest::SPEC, &call.merchant)?.billing_keys {
            return Err(Reject::refused(Refusal::NotContracted, CardBillkeyIssueRequest::SPEC, id));
        }
        let issue = match &*message.billing_key_wanted {
            "Y" => true,
            "N" => false,
            _ => return Err(Reject::field(spec, "keyRegYn")),
        };
        let card = pay::card(&message.card_number, &message.expiry_month, &message.expiry_year);
        let wanted = IssueBillingKey {
            day: wire::day(message.params.date),
            order_no: message.params.order_no.to_string(),
            card: card.map_err(|name| Reject::field(spec, name))?,
            holder: pay::holder(&message.identity_no, &message.pin_prefix),
            issue,
        };
        let number = |trade| trade_no::print(Method::Card, id, trade);
        match call.app.engine().issue_billing_key(&call.merchant, wanted).await? {
            KeyIssue::Verified(trade, card, key) => Ok(CardBillkeyIssueResponse {
                params: message.params.succeeded(&number(trade)),

                card_number: Some(An::from(card.masked)),
                card_name: Some(Ah::from(wire::issuer_name(&card.issuer))),
                issuer_code: Some(A::from(card.issuer)),
                card_kind: Some(An::from(card.product)),
                billing_key: key.map(|key| An::from(key.0.as_str())),
            }),
            KeyIssue::Declined(trade, code) => Err(Reject::declined(code).with("trdNo", number(trade))),
            KeyIssue::InDoubt(trade) => Err(Reject::in_doubt(Method::Card, id, trade)),
            KeyIssue::Refused(refusal) => Err(Reject::refused(refusal, CardBillkeyIssueRequest::SPEC, id)),
        }
    }
}
