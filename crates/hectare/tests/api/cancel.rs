//! `/spay/APICancel.do`: paying back. PG 11, 6.

use serde_json::json;
use testkit::{Gateway, Keys, Receiver, Reply, card_cancel, card_pay, inquiry};

use crate::{gateway, keyed_in, paid};

/// A part of a payment, as its `ordinal`th cancel.
async fn cancelled(gateway: &Gateway, payment: &Reply, ordinal: &str, amount: &str) -> Reply {
    let request = card_cancel(&keyed_in(), &payment.trade_no());
    gateway.call(&request.with("cnclOrd", ordinal).with("cnclAmt", amount)).await
}

#[tokio::test]
async fn answers_with_every_field_of_the_table() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    let request = card_cancel(&keyed_in(), &payment.trade_no()).with("cnclAmt", "300");
    let reply = gateway.call(&request).await.succeeded();
    let expected = json!({
        "params": {
            "mchtId": "nxca_jt_bi",
            "ver": "0A19",
            "method": "CA",
            "bizType": "C0",
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
            "pktHash": request.hash(),
            "orgTrdNo": payment.trade_no(),
            "cnclAmt": Keys::TEST.seal("300"),
            "cardCnclAmt": Keys::TEST.seal("300"),
            "pntCnclAmt": Keys::TEST.seal("0"),
            "blcAmt": Keys::TEST.seal("700"),
        },
    });
    assert_eq!(reply.json(), expected);
    assert_ne!(reply.trade_no(), payment.trade_no(), "a cancel has a number of its own");
    assert_eq!(reply.trade_no().len(), 40);
}

#[tokio::test]
async fn is_posted_against_the_payment_and_shown_by_inquiry() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    let ask = || inquiry(&keyed_in(), &payment.field("mchtTrdNo"));

    cancelled(&gateway, &payment, "001", "300").await.succeeded();
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
    assert_eq!(audit.account("payable:nxca_jt_bi"), (300, 1_000));
    assert_eq!(audit.account("receivable:CA15"), (1_000, 300));
    let found = gateway.call(&ask()).await.succeeded();
    assert_eq!((found.code(), found.field("cnclAmt")), ("0000".to_owned(), "300".to_owned()));

    cancelled(&gateway, &payment, "002", "700").await.succeeded();
    let audit = gateway.audit();
    assert!(audit.right && audit.account("payable:nxca_jt_bi") == (1_000, 1_000), "{}", audit.text);
    let found = gateway.call(&ask()).await.succeeded();
    assert_eq!((found.code(), found.field("cnclAmt")), ("0001".to_owned(), "1000".to_owned()));
}

#[tokio::test]
async fn notifies_with_the_payments_own_order_number() {
    let gateway = gateway();
    let receiver = Receiver::start().await;
    let pay = card_pay(&keyed_in()).with("notiUrl", receiver.url()).with("mchtParam", "table=4");
    let payment = gateway.call(&pay).await.succeeded();
    receiver.wait_for(1).await;
    let part = cancelled(&gateway, &payment, "001", "400").await.succeeded();

    let letter = receiver.wait_for(2).await.remove(1);
    let expected = [
        ("outStatCd", "0021"),
        ("trdNo", &part.trade_no()),
        ("method", "CA"),
        ("bizType", "C0"),
        ("mchtId", "nxca_jt_bi"),
        ("mchtTrdNo", pay.value("mchtTrdNo")),
        ("mchtCustNm", "홍길동"),
        ("mchtName", "테스트상점 nxca"),
        ("pmtprdNm", "테스트상품"),
        ("trdDtm", letter.field("trdDtm")),
        ("trdAmt", "400"),
        ("cardCd", "NHC"),
        ("cardNm", "NH 체크"),
        ("mchtCustId", "HongGilDong"),
        ("cardNo", "949019******0402"),
        ("cardApprNo", &payment.field("apprNo")),
        ("instmtMon", "00"),
        ("orgTrdNo", &payment.trade_no()),
        ("orgTrdDt", pay.value("trdDt")),
        ("cnclType", "10"),
        ("mchtParam", "table=4"),
        ("pktHash", letter.field("pktHash")),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    assert_eq!(letter.fields, expected);
    assert!(letter.is_signed(Keys::TEST));
}

#[tokio::test]
async fn the_whole_payment_is_cancel_type_00() {
    let gateway = gateway();
    let receiver = Receiver::start().await;
    let payment = gateway.call(&card_pay(&keyed_in()).with("notiUrl", receiver.url())).await.succeeded();
    receiver.wait_for(1).await;
    cancelled(&gateway, &payment, "001", "1000").await.succeeded();
    assert_eq!(receiver.wait_for(2).await[1].field("cnclType"), "00");
}

#[tokio::test]
async fn cancels_count_up_to_the_last_won() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    for (ordinal, amount, balance) in [("001", "333", "667"), ("2", "333", "334"), ("03", "334", "0")] {
        let reply = cancelled(&gateway, &payment, ordinal, amount).await.succeeded();
        assert_eq!(reply.opened("blcAmt"), balance, "cancel {ordinal}");
    }
    assert_eq!(cancelled(&gateway, &payment, "004", "1").await.code(), "CA12");
}

#[tokio::test]
async fn may_repeat_the_payments_own_order_number() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    for ordinal in ["001", "002"] {
        let request = card_cancel(&keyed_in(), &payment.trade_no()).with("cnclOrd", ordinal);
        let request = request.with("mchtTrdNo", payment.field("mchtTrdNo")).with("cnclAmt", "500");
        gateway.call(&request).await.succeeded();
    }
}

#[tokio::test]
async fn a_part_that_nothing_tells_from_itself_is_paid_back_once() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    let cancel = |amount: &str| {
        let request = card_cancel(&keyed_in(), &payment.trade_no()).without("cnclOrd");
        request.with("mchtTrdNo", payment.field("mchtTrdNo")).with("cnclAmt", amount)
    };
    let first = gateway.call(&cancel("300")).await.succeeded();
    let again = gateway.call(&cancel("300")).await;
    assert_eq!((again.code(), again.trade_no()), ("ST50".to_owned(), first.trade_no()));
    gateway.call(&cancel("300").with("cnclOrd", "002")).await.succeeded();
    assert_eq!(gateway.call(&cancel("1000")).await.code(), "ST57", "the whole claims nothing");
}

#[tokio::test]
async fn a_void_and_a_refund_a_month_later_are_both_possible() {
    let gateway = gateway();
    let receiver = Receiver::start().await;
    gateway.set_clock("nxca_jt_bi", "2026-01-31T12:00:00+09:00").await;
    let then = keyed_in().on("20260131", "120000");
    let payment = gateway.call(&card_pay(&then).with("notiUrl", receiver.url())).await.succeeded();
    gateway.call(&card_cancel(&then, &payment.trade_no()).with("cnclAmt", "1")).await.succeeded();
    receiver.wait_for(2).await;

    gateway.set_clock("nxca_jt_bi", "2026-03-01T09:30:00+09:00").await;
    let later = keyed_in().on("20260301", "093000");
    let request = card_cancel(&later, &payment.trade_no()).with("cnclOrd", "002").with("cnclAmt", "999");
    gateway.call(&request).await.succeeded();
    let letter = receiver.wait_for(3).await.remove(2);
    assert_eq!(letter.field("orgTrdDt"), "20260131");
    assert!(letter.field("trdDtm").starts_with("202603010930"), "{}", letter.field("trdDtm"));
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
}
