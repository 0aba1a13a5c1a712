//! Billing keys: issued with a payment or alone, charged, deleted. PG 8.5, 9, 10.

use serde_json::json;
use testkit::{
    Gateway, Keys, Merchant, Receiver, Request, billing_key_delete, billing_key_issue, billing_key_pay,
};

use crate::faults::{Fault, are_refused_in_order, declined, fault};
use crate::{gateway, keyed_in, paid};

/// The merchant that asks for the holder's identity, and has billing keys.
fn legacy() -> Merchant {
    Merchant::today("nxca_ks_gu")
}

async fn issued(gateway: &Gateway) -> String {
    gateway.call(&billing_key_issue(&legacy())).await.succeeded().field("billKey")
}

/// The hash of an answer whose recipe has a zero for the amount. PG 8.8, 10.4.
fn hash_of(request: &Request) -> String {
    let value = |name| request.value(name);
    Keys::TEST.hash(["0021", value("trdDt"), value("trdTm"), value("mchtId"), value("mchtTrdNo"), "0"])
}

#[tokio::test]
async fn an_issue_answers_with_every_field_and_moves_no_money() {
    let gateway = gateway();
    let request = billing_key_issue(&legacy());
    let reply = gateway.call(&request).await.succeeded();
    let expected = json!({
        "params": {
            "mchtId": "nxca_ks_gu",
            "ver": "0A19",
            "method": "CA",
            "bizType": "A4",
            "encCd": "23",
            "mchtTrdNo": request.value("mchtTrdNo"),
            "trdNo": reply.trade_no(),
            "trdDt": request.value("trdDt"),
            "trdTm": request.value("trdTm"),
            "outStatCd": "0021",
            "outRsltCd": "0000",
            "outRsltMsg": "정상처리",
        },
        "data": {
            "cardNo": "949019******0402",
            "issrId": "NHC",
            "cardNm": "NH농협",
            "cardKind": "NH 체크",
            "billKey": reply.field("billKey"),
            "pktHash": hash_of(&request),
        },
    });
    assert_eq!(reply.json(), expected);
    assert!(reply.field("billKey").starts_with("SBILL_"));
    let audit = gateway.audit();
    assert_eq!(audit.operations(), 1, "the issuer is asked");
    assert_eq!(audit.account("payable:nxca_jt_bi"), (0, 0));
}

#[tokio::test]
async fn a_check_alone_issues_no_key() {
    let reply = gateway().call(&billing_key_issue(&legacy()).with("keyRegYn", "N")).await.succeeded();
    assert!(reply.json()["data"].get("billKey").is_none(), "{}", reply.text);
    assert_eq!(reply.field("cardNo"), "949019******0402");
}

#[tokio::test]
async fn a_charge_answers_with_every_field() {
    let gateway = gateway();
    let key = issued(&gateway).await;
    let request = billing_key_pay(&legacy(), &key).with("mchtParam", "month=3");
    let reply = gateway.call(&request).await.succeeded();
    let value = |name| request.value(name);
    let hash =
        Keys::TEST.hash(["0021", value("trdDt"), value("trdTm"), "nxca_ks_gu", value("mchtTrdNo"), "1000"]);
    let expected = json!({
        "params": {
            "mchtId": "nxca_ks_gu",
            "ver": "0A19",
            "method": "CA",
            "bizType": "B0",
            "encCd": "23",
            "mchtTrdNo": value("mchtTrdNo"),
            "trdNo": reply.trade_no(),
            "trdDt": value("trdDt"),
            "trdTm": value("trdTm"),
            "outStatCd": "0021",
            "outRsltCd": "0000",
            "outRsltMsg": "정상처리",
        },
        "data": {
            "trdAmt": Keys::TEST.seal("1000"),
            "billKey": key,
            "vldDtMon": "12",
            "vldDtYear": "35",
            "issrId": "NHC",
            "cardNm": "NH농협",
            "cardKind": "NH 체크",
            "ninstmtTypeCd": "N",
            "instmtMon": "00",
            "apprNo": reply.field("apprNo"),
            "pktHash": hash,
        },
    });
    assert_eq!(reply.json(), expected);
    let audit = gateway.audit();
    assert!(audit.right && audit.account("payable:nxca_ks_gu") == (0, 1_000), "{}", audit.text);
}

#[tokio::test]
async fn a_key_that_came_with_a_payment_can_be_charged() {
    let gateway = gateway();
    let key = paid(&gateway, &keyed_in()).await.field("billKey");
    gateway.call(&billing_key_pay(&keyed_in(), &key)).await.succeeded();
    assert_eq!(gateway.audit().account("payable:nxca_jt_bi"), (0, 2_000));
}

#[tokio::test]
async fn a_key_of_a_declined_payment_never_comes_to_life() {
    let gateway = gateway();
    let receiver = Receiver::start().await;
    let request = testkit::card_pay(&keyed_in()).with("notiUrl", receiver.url());
    let declined = gateway.call(&request.with("cardNo", "4000000000000002")).await;
    assert_eq!((declined.code(), declined.field("billKey")), ("CA31".to_owned(), String::new()));
    assert!(receiver.received().is_empty());
}

#[tokio::test]
async fn a_deleted_key_is_gone() {
    let gateway = gateway();
    let key = issued(&gateway).await;
    let request = billing_key_delete(&legacy(), &key);
    let reply = gateway.call(&request).await.succeeded();
    let expected = json!({
        "params": {
            "mchtId": "nxca_ks_gu",
            "ver": "0A19",
            "method": "CA",
            "bizType": "A1",
            "encCd": "23",
            "mchtTrdNo": request.value("mchtTrdNo"),
            "trdNo": reply.trade_no(),
            "trdDt": request.value("trdDt"),
            "trdTm": request.value("trdTm"),
            "outStatCd": "0021",
            "outRsltCd": "0000",
            "outRsltMsg": "정상처리",
        },
        "data": { "billKey": key, "pktHash": hash_of(&request) },
    });
    assert_eq!(reply.json(), expected);
    assert_eq!(gateway.call(&billing_key_pay(&legacy(), &key)).await.code(), "ST01");
    assert_eq!(gateway.call(&billing_key_delete(&legacy(), &key)).await.code(), "ST01");
    assert_eq!(gateway.audit().operations(), 1, "the issuer is asked at the issue alone");
}

#[tokio::test]
async fn a_key_is_its_merchants_alone() {
    let gateway = gateway();
    let key = issued(&gateway).await;
    assert_eq!(gateway.call(&billing_key_pay(&keyed_in(), &key)).await.code(), "ST01");
    assert_eq!(gateway.call(&billing_key_delete(&keyed_in(), &key)).await.code(), "ST01");
    gateway.call(&billing_key_pay(&legacy(), &key)).await.succeeded();
}

/// Each stage once, from the gate to the issuer's word on the holder.
const ISSUE: &[Fault] = &[
    fault("mchtId", "1001", |it| it.without("mchtId")),
    fault("mchtId", "ST47", |it| it.with("mchtId", "nobody")),
    fault("mchtTrdNo", "1005", |it| it.without("mchtTrdNo")),
    fault("cardNo", "ST09", |it| it.without("cardNo")),
    fault("cardPwd", "1902", |it| it.sent("cardPwd", "12")),
    fault("mchtCustId", "1117", |it| it.with("mchtCustId", "m".repeat(51))),
    fault("ver", "ST09", |it| it.with("ver", "0A16")),
    fault("pktHash", "1901", |it| it.sent("pktHash", "0".repeat(64))),
    fault("mchtId", "ST69", |it| it.with("mchtId", "nxca_jt_gu")),
    fault("keyRegYn", "ST09", |it| it.with("keyRegYn", "?")),
    fault("vldDtMon", "ST09", |it| it.with("vldDtMon", "13")),
    fault("trdDt", "ST09", |it| it.with("trdDt", "20200101")),
    declined("vldDtYear", "CA20", |it| it.with("vldDtYear", "20")),
    declined("idntNo", "CA30", |it| it.with("idntNo", "881301")),
    declined("cardPwd", "CA27", |it| it.with("cardPwd", "99")),
];

/// What is charged or deleted must be there; the rest is the gate's.
const DELETE: &[Fault] = &[
    fault("mchtId", "ST47", |it| it.with("mchtId", "nobody")),
    fault("method", "ST69", |it| it.with("method", "VA")),
    fault("billKey", "ST09", |it| it.without("billKey")),
    fault("etcInfo", "ST09", |it| it.with("etcInfo", "m".repeat(13))),
    fault("method", "ST09", |it| it.with("method", "ZZ")),
    fault("pktHash", "1901", |it| it.sent("pktHash", "0".repeat(64))),
    fault("mchtId", "ST69", |it| it.with("mchtId", "nx_mid_il")),
    fault("trdDt", "ST09", |it| it.with("trdDt", "20200101")),
    fault("billKey", "ST01", |it| it.with("billKey", "SBILL_0123456789")),
];

const PAY: &[Fault] = &[
    fault("trdAmt", "1009", |it| it.without("trdAmt")),
    fault("trdAmt", "1902", |it| it.sent("trdAmt", "about 1000")),
    fault("trdAmt", "1109", |it| it.with("trdAmt", "1".repeat(13))),
    fault("crcCd", "ST09", |it| it.with("crcCd", "W\u{7f}N")),
    fault("pktHash", "1901", |it| it.sent("pktHash", "0".repeat(64))),
    fault("trdDt", "ST09", |it| it.with("trdDt", "20200101")),
    fault("trdAmt", "CA40", |it| it.with("trdAmt", "0")),
    fault("taxAmt", "ST55", |it| it.with("taxAmt", "1")),
    fault("billKey", "ST01", |it| it.with("billKey", "SBILL_0123456789")),
];

#[tokio::test]
async fn refusals_of_an_issue_come_in_order() {
    are_refused_in_order(&gateway(), || billing_key_issue(&legacy()), ISSUE).await;
}

#[tokio::test]
async fn refusals_of_a_deletion_come_in_order() {
    let gateway = gateway();
    let key = issued(&gateway).await;
    are_refused_in_order(&gateway, || billing_key_delete(&legacy(), &key), DELETE).await;
    gateway.call(&billing_key_delete(&legacy(), &key)).await.succeeded();
}

#[tokio::test]
async fn refusals_of_a_charge_come_in_order() {
    let gateway = gateway();
    let key = issued(&gateway).await;
    are_refused_in_order(&gateway, || billing_key_pay(&legacy(), &key), PAY).await;
}
