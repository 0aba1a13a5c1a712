//! The test merchants: what each can do, and the keys that all the world knows.

use std::sync::Arc;

use domain::merchant::{CardContract, CardFlow, TransferContract};
use engine::MerchantEntry;

use crate::app::App;
use crate::page::Frame;

/// One merchant's contract in words.
#[derive(Debug)]
pub(super) struct MerchantRow {
    pub(super) id: String,
    pub(super) currency: &'static str,
    /// How it takes cards; none where it doesn't.
    pub(super) cards: Option<&'static str>,
    /// Whether it has a method that institutions are here for.
    pub(super) pays_here: bool,
    pub(super) services: Vec<&'static str>,
    /// Whether its keys are those that are shown.
    pub(super) published: bool,
}

/// The merchants, and the published keys (AES, hash) if one of them has them.
pub(super) fn rows(app: &App, frame: &Frame) -> (Vec<MerchantRow>, Option<(String, String)>) {
    let merchants = app.engine().merchants();
    let published = merchants.iter().find(|entry| entry.has_published_keys());
    let keys = published.map(|entry| {
        let record = entry.record();
        (record.cipher_key.to_string(), record.hash_key.to_string())
    });
    (merchants.iter().map(|entry| row(entry, frame)).collect(), keys)
}

fn row(entry: &Arc<MerchantEntry>, frame: &Frame) -> MerchantRow {
    let merchant = entry.merchant();
    let contract = merchant.card();
    MerchantRow {
        id: merchant.id.to_string(),
        currency: merchant.currency.code(),
        cards: contract.map(|contract| flow(contract.flow, frame)),
        pays_here: contract.is_some() || merchant.transfer().is_some(),
        services: [
            contract.map(|contract| services(contract, frame)).unwrap_or_default(),
            merchant.transfer().map(|contract| of_transfers(contract, frame)).into_iter().collect(),
        ]
        .concat(),
        published: entry.has_published_keys(),
    }
}

fn flow(flow: CardFlow, frame: &Frame) -> &'static str {
    match flow {
        CardFlow::Authenticated => frame.of("인증 (카드사 화면)", "authenticated (issuer's page)"),
        CardFlow::Unauthenticated => frame.of("비인증 (번호 + 유효기간)", "number and expiry"),
        CardFlow::Legacy => {
            frame.of("구인증 (+ 생년월일·비밀번호 앞 2자리)", "legacy (with birth date and PIN prefix)")
        }
    }
}

fn of_transfers(contract: TransferContract, frame: &Frame) -> &'static str {
    if contract.deferred_capture {
        frame.of("계좌이체 (별도 매입)", "transfers (deferred capture)")
    } else {
        frame.of("계좌이체", "transfers")
    }
}

fn services(contract: &CardContract, frame: &Frame) -> Vec<&'static str> {
    let all = [
        (contract.deferred_capture, frame.of("별도 매입", "deferred capture")),
        (contract.billing_keys, frame.of("빌키", "billing keys")),
    ];
    all.into_iter().filter(|(has, _)| *has).map(|(_, name)| name).collect()
}
