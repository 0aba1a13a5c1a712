//! Both ends of the wire: the request read and verified, the answer encrypted and signed.

use protocol::pg::card::{CardPayRequest, CardPayResponse};
use protocol::{Ahn, An, Keys, N, Rules, json};

use super::rows::Payment;
use crate::Failure;

pub(super) fn read(body: &[u8], keys: &Keys) -> Result<CardPayRequest, Failure> {
    let raw = json::parse(body)?;
    let decoded = protocol::decode::<CardPayRequest>(&raw, keys, Rules::default());
    Ok(decoded.map_err(|refusal| refusal.code.as_str().to_owned())?.message)
}

/// What an approval looks like. PG 8.3.
pub(super) fn write(request: &CardPayRequest, payment: &Payment, keys: &Keys) -> Vec<u8> {
    let trade_no = format!("STFP_PGCA{}0{:019}M", &*request.params.merchant_id, payment.id());
    let response = CardPayResponse {
        params: request.params.succeeded(&trade_no),
        amount: request.amount.clone(),
        billing_key: Some(An::from("SBILL_ABCDEFGHJKLMNPQRSTUVWXYZ23")),
        card_number: None,
        expiry_month: Some(N::from("12")),
        expiry_year: Some(N::from("39")),
        issuer_code: An::from("NHC"),
        card_name: Ahn::from("NH농협"),
        card_kind: Ahn::from("NH 체크"),
        interest_free: "N".into(),
        instalment_months: Some(request.instalment_months.clone()),
        approval_no: N::from(payment.approval_no()),
    };
    json::encode(&protocol::encode(&response, keys))
}
