//! `/spay/APITrdcheck.do`: what became of a payment. PG 38.

use serde_json::json;
use testkit::{Merchant, card_cancel, card_pay, inquiry};

use crate::faults::{Fault, are_refused_in_order, fault};
use crate::{gateway, keyed_in, paid};

#[tokio::test]
async fn answers_with_every_field_of_the_table() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    let request = inquiry(&keyed_in(), &payment.field("mchtTrdNo"));
    let reply = gateway.call(&request).await;
    let expected = json!({
        "params": {
            "mchtId": "nxca_jt_bi",
            "ver": "0A1M",
            "mchtTrdNo": request.value("mchtTrdNo"),
            "trdNo": payment.trade_no(),
            "trdDt": request.value("trdDt"),
            "trdTm": request.value("trdTm"),
            "outStatCd": "0021",
            "outRsltCd": "0000",
            "outRsltMsg": "정상거래",
        },
        "data": {
            "pktHash": request.hash(),
            "method": "CA",
            "trdAmt": "1000",
            "cnclAmt": "0",
        },
    });
    assert_eq!(reply.json(), expected);
}

#[tokio::test]
async fn tells_paid_cancelled_and_failed_apart() {
    let gateway = gateway();
    let ask = |order: &str| inquiry(&keyed_in(), order);

    let payment = paid(&gateway, &keyed_in()).await;
    gateway.call(&card_cancel(&keyed_in(), &payment.trade_no())).await.succeeded();
    let cancelled = gateway.call(&ask(&payment.field("mchtTrdNo"))).await.succeeded();
    let said = (cancelled.code(), cancelled.field("outRsltMsg"), cancelled.field("cnclAmt"));
    assert_eq!(said, ("0001".to_owned(), "취소상태".to_owned(), "1000".to_owned()));

    let declined = gateway.call(&card_pay(&keyed_in()).with("cardNo", "4000000000000002")).await;
    let failed = gateway.call(&ask(&declined.field("mchtTrdNo"))).await.succeeded();
    let said = (failed.code(), failed.field("outRsltMsg"), failed.trade_no());
    assert_eq!(said, ("0009".to_owned(), "결제실패".to_owned(), declined.trade_no()));
}

#[tokio::test]
async fn looks_a_day_to_either_side_and_no_further() {
    let gateway = gateway();
    gateway.set_clock("nxca_jt_bi", "2026-03-01T12:00:00+09:00").await;
    let merchant = keyed_in().on("20260301", "120000");
    let payment = paid(&gateway, &merchant).await;
    for (day, code) in [
        ("20260227", "ST06"),
        ("20260228", "0000"),
        ("20260301", "0000"),
        ("20260302", "0000"),
        ("20260303", "ST06"),
    ] {
        let request = inquiry(&merchant, &payment.field("mchtTrdNo")).with("orgTrdDt", day);
        assert_eq!(gateway.call(&request).await.code(), code, "{day}");
    }
}

/// Form first, then whether there is such a payment.
const REFUSALS: &[Fault] = &[
    fault("mchtId", "1001", |it| it.without("mchtId")),
    fault("mchtId", "ST47", |it| it.with("mchtId", "nobody")),
    fault("mchtTrdNo", "1005", |it| it.without("mchtTrdNo")),
    fault("method", "1002", |it| it.without("method")),
    fault("trdAmt", "1009", |it| it.without("trdAmt")),
    fault("orgTrdDt", "ST09", |it| it.without("orgTrdDt")),
    fault("trdAmt", "1109", |it| it.with("trdAmt", "1".repeat(13))),
    fault("orgTrdNo", "ST09", |it| it.with("orgTrdNo", "m".repeat(41))),
    fault("ver", "ST09", |it| it.with("ver", "0A19")),
    fault("orgTrdDt", "ST09", |it| it.with("orgTrdDt", "20260230")),
    fault("pktHash", "1901", |it| it.sent("pktHash", "0".repeat(64))),
    fault("method", "ST06", |it| it.with("method", "VA")),
    fault("trdAmt", "ST06", |it| it.with("trdAmt", "1001")),
    fault("orgMchtTrdNo", "ST06", |it| it.with("orgMchtTrdNo", "ORDER")),
    fault("orgTrdNo", "ST06", |it| it.with("orgTrdNo", "STFP_PGCAnxca_jt_bi0260102030405M1000001")),
    fault("orgTrdNo", "ST06", |it| it.with("orgTrdNo", "x")),
    fault("mchtId", "ST06", |it| it.with("mchtId", "nx_mid_il")),
];

#[tokio::test]
async fn refusals_come_in_order() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    let valid = || inquiry(&keyed_in(), &payment.field("mchtTrdNo")).with("orgTrdNo", payment.trade_no());
    gateway.call(&valid()).await.succeeded();
    are_refused_in_order(&gateway, valid, REFUSALS).await;
}

#[tokio::test]
async fn another_merchants_payment_is_not_shown() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    let stranger = Merchant::today("nxca_jt_il");
    let request = inquiry(&stranger, &payment.field("mchtTrdNo"));
    assert_eq!(gateway.call(&request).await.code(), "ST06");
}
