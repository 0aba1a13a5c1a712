//! `/spay/APIService.do`: the money of a payment that a customer authenticated in a window. PG guide
//! "Deferred Capture".

use serde_json::json;
use testkit::{Gateway, Keys, Merchant, Receiver, Request, card_cancel, card_capture, card_window, inquiry};

use crate::faults::{Fault, are_refused_in_order, fault};
use crate::{gateway, keyed_in};

fn deferred() -> Merchant {
    Merchant::today("nxca_jt_hd")
}

/// An authenticated payment's order number and trade number.
async fn authenticated(gateway: &Gateway, order: Request) -> (String, String) {
    let result = gateway.pay_in_window(&order).await;
    let field = |name: &str| result.get(name).cloned().unwrap_or_default();
    assert_eq!((field("outStatCd"), field("outRsltCd")), ("0061".to_owned(), "0000".to_owned()));
    (field("mchtTrdNo"), field("trdNo"))
}

#[tokio::test]
async fn answers_with_every_field_of_the_table() {
    let gateway = gateway();
    let order = card_window(&deferred()).with("mchtParam", "table=4");
    let (order_no, trade_no) = authenticated(&gateway, order).await;
    let request = card_capture(&deferred(), &order_no, &trade_no);
    let reply = gateway.call(&request).await.succeeded();
    let value = |name| request.value(name);
    let hash =
        Keys::TEST.hash(["0021", value("trdDt"), value("trdTm"), "nxca_jt_hd", order_no.as_str(), "1000"]);
    let expected = json!({
        "params": {
            "mchtId": "nxca_jt_hd",
            "ver": "0A19",
            "method": "CA",
            "bizType": "B2",
            "encCd": "23",
            "mchtTrdNo": order_no,
            "trdNo": trade_no,
            "trdDt": value("trdDt"),
            "trdTm": value("trdTm"),
            "outStatCd": "0021",
            "outRsltCd": "0000",
            "outRsltMsg": "정상처리",
        },
        "data": {
            "trdAmt": Keys::TEST.seal("1000"),
            "mchtParam": "table=4",
            "apprNo": reply.field("apprNo"),
            "intMon": "00",
            "fnNm": "NH농협",
            "fnCd": "NHC",
            "cardTrdAmt": Keys::TEST.seal("1000"),
            "dcTrdAmt": Keys::TEST.seal("0"),
            "dcYn": "N",
            "ninstmtTypeCd": "N",
            "cardNo": reply.field("cardNo"),
            "pktHash": hash,
        },
    });
    assert_eq!(reply.json(), expected);
    assert!(reply.field("cardNo").starts_with("940009******"), "{}", reply.text);
    assert_eq!(reply.field("apprNo").len(), 8);
}

#[tokio::test]
async fn money_and_notification_come_with_the_capture_only() {
    let gateway = gateway();
    let receiver = Receiver::start().await;
    let order = card_window(&deferred()).with("notiUrl", receiver.url());
    let (order_no, trade_no) = authenticated(&gateway, order).await;
    let audit = gateway.audit();
    assert!(audit.right && audit.account("payable:nxca_jt_hd") == (0, 0), "{}", audit.text);
    assert!(receiver.received().is_empty());

    let reply = gateway.call(&card_capture(&deferred(), &order_no, &trade_no)).await.succeeded();
    let letter = receiver.wait_for(1).await.remove(0);
    let expected = [
        ("outStatCd", "0021"),
        ("trdNo", &trade_no),
        ("method", "CA"),
        ("bizType", "B2"),
        ("mchtId", "nxca_jt_hd"),
        ("mchtTrdNo", &order_no),
        ("mchtName", "나무상점"),
        ("pmtprdNm", "테스트상품"),
        ("trdDtm", letter.field("trdDtm")),
        ("trdAmt", "1000"),
        ("cardCd", "NHC"),
        ("cardNm", "NH 신용"),
        ("cardNo", &reply.field("cardNo")),
        ("cardApprNo", &reply.field("apprNo")),
        ("instmtMon", "00"),
        ("pktHash", letter.field("pktHash")),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    assert_eq!(letter.fields, expected);
    assert!(letter.is_signed(Keys::TEST));
    let audit = gateway.audit();
    assert!(audit.right && audit.account("payable:nxca_jt_hd") == (0, 1_000), "{}", audit.text);
    assert_eq!(gateway.call(&inquiry(&deferred(), &order_no)).await.code(), "0000");
    gateway.call(&card_cancel(&deferred(), &trade_no)).await.succeeded();
}

#[tokio::test]
async fn is_made_once() {
    let gateway = gateway();
    let (order_no, trade_no) = authenticated(&gateway, card_window(&deferred())).await;
    let capture = card_capture(&deferred(), &order_no, &trade_no);
    let calls = (0..20).map(|_| gateway.call(&capture));
    let replies = futures_util::future::join_all(calls).await;
    assert_eq!(replies.iter().filter(|reply| reply.code() == "0000").count(), 1);
    assert!(replies.iter().all(|reply| ["0000", "ST03", "ST38"].contains(&reply.code().as_str())));
    let again = gateway.call(&capture).await;
    assert_eq!((again.code(), again.trade_no()), ("ST03".to_owned(), trade_no));
    assert_eq!(gateway.audit().account("payable:nxca_jt_hd"), (0, 1_000));
}

#[tokio::test]
async fn an_authentication_lasts_a_day() {
    let gateway = gateway();
    gateway.set_clock("nxca_jt_hd", "2026-04-01T12:00:00+09:00").await;
    let order = card_window(&deferred().on("20260401", "120000"));
    let (order_no, trade_no) = authenticated(&gateway, order).await;
    gateway.set_clock("nxca_jt_hd", "2026-04-02T13:00:00+09:00").await;
    let late = card_capture(&deferred().on("20260402", "130000"), &order_no, &trade_no);
    assert_eq!(gateway.call(&late).await.code(), "ST30");
    gateway.set_clock("nxca_jt_hd", "2026-04-02T11:59:00+09:00").await;
    let in_time = card_capture(&deferred().on("20260402", "115900"), &order_no, &trade_no);
    gateway.call(&in_time).await.succeeded();
}

/// Form, contract, then whether there is such an authentication.
const REFUSALS: &[Fault] = &[
    fault("mchtId", "1001", |it| it.without("mchtId")),
    fault("mchtId", "ST47", |it| it.with("mchtId", "nobody")),
    fault("method", "1002", |it| it.without("method")),
    fault("trdTm", "1004", |it| it.without("trdTm")),
    fault("authTrdNo", "ST09", |it| it.without("authTrdNo")),
    fault("trdAmt", "1902", |it| it.sent("trdAmt", "a thousand")),
    fault("trdAmt", "1109", |it| it.with("trdAmt", "1".repeat(13))),
    fault("encCd", "ST09", |it| it.with("encCd", "24")),
    fault("pktHash", "1901", |it| it.sent("pktHash", "0".repeat(64))),
    fault("mchtId", "ST69", |it| it.with("mchtId", "nxca_jt_il")),
    fault("trdDt", "ST09", |it| it.with("trdDt", "20200101")),
    fault("mchtTrdNo", "ST13", |it| it.with("mchtTrdNo", "ANOTHER")),
    fault("trdAmt", "ST58", |it| it.with("trdAmt", "999")),
];

#[tokio::test]
async fn refusals_come_in_order() {
    let gateway = gateway();
    let (order_no, trade_no) = authenticated(&gateway, card_window(&deferred())).await;
    let valid = || card_capture(&deferred(), &order_no, &trade_no);
    are_refused_in_order(&gateway, valid, REFUSALS).await;
    for nothing in ["x", "STFP_PGCAnxca_jt_hd0260102030405M1000001"] {
        let request = card_capture(&deferred(), &order_no, nothing);
        assert_eq!(gateway.call(&request).await.code(), "ST13", "{nothing}");
    }
    gateway.call(&valid()).await.succeeded();
}

#[tokio::test]
async fn what_was_only_authenticated_can_not_be_paid_back() {
    let gateway = gateway();
    let (order_no, trade_no) = authenticated(&gateway, card_window(&deferred())).await;
    assert_eq!(gateway.call(&card_cancel(&deferred(), &trade_no)).await.code(), "ST06");
    assert_eq!(gateway.call(&inquiry(&deferred(), &order_no)).await.code(), "ST38");
}

#[tokio::test]
async fn an_ordinary_payment_can_not_be_captured() {
    let gateway = gateway();
    let payment = crate::paid(&gateway, &keyed_in()).await;
    let capture = card_capture(&keyed_in(), &payment.field("mchtTrdNo"), &payment.trade_no());
    assert_eq!(gateway.call(&capture).await.code(), "ST69");
}
