//! Account transfers, from the window to the books. PG 12, 13, guide "Deferred Capture".

use std::collections::BTreeMap;

use serde_json::json;
use testkit::{Gateway, Keys, Letter, Merchant, Receiver, bank_cancel, bank_capture, bank_window, inquiry};

use crate::gateway;

const ACCOUNT: &str = "110-123-456789";

/// Pays at once.
pub(crate) fn shop() -> Merchant {
    Merchant::today("nx_mid_il")
}

/// Captures later.
pub(crate) fn deferred() -> Merchant {
    Merchant::today("nx_mid_hd")
}

/// A gateway on whose clocks it is noon: no bank is closed.
pub(crate) async fn at_noon(day: &str) -> Gateway {
    let gateway = gateway();
    noon(&gateway, day).await;
    gateway
}

pub(crate) async fn noon(gateway: &Gateway, day: &str) {
    let (year, rest) = day.split_at(4);
    let (month, day) = rest.split_at(2);
    gateway.set_clock("*", &format!("{year}-{month}-{day}T12:00:00+09:00")).await;
}

pub(crate) const DAY: &str = "20260401";

pub(crate) fn on_the_day(merchant: Merchant) -> Merchant {
    merchant.on(DAY, "120000")
}

fn field<'a>(result: &'a BTreeMap<String, String>, name: &str) -> &'a str {
    result.get(name).map_or("", String::as_str)
}

/// A transfer of 1,000 won: its order number and trade number.
pub(crate) async fn paid(gateway: &Gateway) -> (String, String) {
    let result = gateway.transfer(&bank_window(&on_the_day(shop()))).await;
    assert_eq!((field(&result, "outStatCd"), field(&result, "outRsltCd")), ("0021", "0000"));
    (field(&result, "mchtTrdNo").to_owned(), field(&result, "trdNo").to_owned())
}

/// A transfer of 1,000 won that its holder has agreed to: order number and trade number.
pub(crate) async fn authenticated(gateway: &Gateway) -> (String, String) {
    let result = gateway.transfer(&bank_window(&on_the_day(deferred()))).await;
    assert_eq!((field(&result, "outStatCd"), field(&result, "outRsltCd")), ("0061", "0000"));
    (field(&result, "mchtTrdNo").to_owned(), field(&result, "trdNo").to_owned())
}

fn expect(letter: &Letter, expected: &[(&str, &str)]) {
    let expected: BTreeMap<String, String> =
        expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    assert_eq!(letter.fields, expected);
    assert!(letter.is_signed(Keys::TEST));
}

#[tokio::test]
async fn the_window_and_the_notification_tell_every_field_of_their_tables() {
    let gateway = at_noon(DAY).await;
    let receiver = Receiver::start().await;
    let order = bank_window(&on_the_day(shop()))
        .with("notiUrl", receiver.url())
        .with("mchtCustNm", "홍길동")
        .with("mchtCustId", "HongGilDong")
        .with("email", "hong@example.com")
        .with("custAcntSumry", "책값")
        .with("mchtParam", "table=4");
    let paid = gateway.transfer_from(&order, ACCOUNT, "receipt=person&receipt_number=010-1234-5678").await;
    let result = gateway.press(&paid, "action=close").await.inputs();
    let letter = receiver.wait_for(1).await.remove(0);
    let order_no = order.value("mchtTrdNo");
    let trade_no = field(&result, "trdNo");
    let expected = [
        ("mchtId", "nx_mid_il"),
        ("outStatCd", "0021"),
        ("outRsltCd", "0000"),
        ("outRsltMsg", "정상처리"),
        ("method", "bank"),
        ("mchtTrdNo", order_no),
        ("mchtCustId", &Keys::TEST.seal("HongGilDong")),
        ("trdNo", trade_no),
        ("trdAmt", &Keys::TEST.seal("1000")),
        ("mchtParam", "table=4"),
        ("authDt", letter.field("trdDtm")),
        ("fnNm", "국민은행"),
        ("fnCd", "004"),
    ];
    assert_eq!(result, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    assert!(trade_no.starts_with("STFP_PGRAnx_mid_il0") && trade_no.len() == 40, "{trade_no}");
    assert!(letter.field("trdDtm").starts_with("2026040112"), "{}", letter.field("trdDtm"));
    assert!(letter.field("csrcIssNo").len() == 9, "{}", letter.field("csrcIssNo"));
    expect(
        &letter,
        &[
            ("outStatCd", "0021"),
            ("trdNo", trade_no),
            ("method", "RA"),
            ("bizType", "B0"),
            ("mchtId", "nx_mid_il"),
            ("mchtTrdNo", order_no),
            ("mchtCustNm", "홍길동"),
            ("mchtName", "나무상점"),
            ("pmtprdNm", "테스트상품"),
            ("trdDtm", letter.field("trdDtm")),
            ("trdAmt", "1000"),
            ("bankCd", "004"),
            ("bankNm", "국민은행"),
            ("acntPrintNm", "책값"),
            ("AcntPrintNm", "책값"),
            ("email", "hong@example.com"),
            ("mchtCustId", "HongGilDong"),
            ("csrcIssNo", letter.field("csrcIssNo")),
            ("mchtParam", "table=4"),
            ("pktHash", letter.field("pktHash")),
        ],
    );
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
    assert_eq!(audit.account("payable:nx_mid_il"), (0, 1_000), "{}", audit.text);
    assert_eq!(audit.account("receivable:RA004"), (1_000, 0), "{}", audit.text);
}

#[tokio::test]
async fn a_cancel_answers_with_every_field_and_is_notified() {
    let gateway = at_noon(DAY).await;
    let receiver = Receiver::start().await;
    let order = bank_window(&on_the_day(shop())).with("notiUrl", receiver.url());
    let trade_no = field(&gateway.transfer(&order).await, "trdNo").to_owned();
    let request = bank_cancel(&on_the_day(shop()), &trade_no);
    let reply = gateway.call(&request).await.succeeded();
    let expected = json!({
        "params": {
            "mchtId": "nx_mid_il",
            "ver": "0A19",
            "method": "RA",
            "bizType": "C0",
            "encCd": "23",
            "mchtTrdNo": request.value("mchtTrdNo"),
            "trdNo": reply.trade_no(),
            "trdDt": DAY,
            "trdTm": "120000",
            "outStatCd": "0021",
            "outRsltCd": "0000",
            "outRsltMsg": "정상처리",
        },
        "data": {
            "pktHash": request.hash(),
            "orgTrdNo": trade_no,
            "cnclAmt": Keys::TEST.seal("1000"),
            "blcAmt": Keys::TEST.seal("0"),
        },
    });
    assert_eq!(reply.json(), expected);
    assert!(reply.trade_no().starts_with("STFP_PGRAnx_mid_il0"), "{}", reply.trade_no());
    let letters = receiver.wait_for(2).await;
    let told = letters.iter().find(|letter| letter.field("bizType") == "C0").unwrap();
    expect(
        told,
        &[
            ("outStatCd", "0021"),
            ("trdNo", &reply.trade_no()),
            ("method", "RA"),
            ("bizType", "C0"),
            ("mchtId", "nx_mid_il"),
            ("mchtTrdNo", order.value("mchtTrdNo")),
            ("mchtName", "나무상점"),
            ("pmtprdNm", "테스트상품"),
            ("trdDtm", told.field("trdDtm")),
            ("trdAmt", "1000"),
            ("bankCd", "004"),
            ("bankNm", "국민은행"),
            ("acntPrintNm", "나무상점"),
            ("AcntPrintNm", "나무상점"),
            ("orgTrdNo", &trade_no),
            ("orgTrdDt", DAY),
            ("cnclType", "00"),
            ("pktHash", told.field("pktHash")),
        ],
    );
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
    assert_eq!(audit.account("payable:nx_mid_il"), (1_000, 1_000), "{}", audit.text);
    assert_eq!(audit.account("receivable:RA004"), (1_000, 1_000), "{}", audit.text);
}

#[tokio::test]
async fn a_capture_answers_with_every_field_and_is_notified() {
    let gateway = at_noon(DAY).await;
    let receiver = Receiver::start().await;
    let order = bank_window(&on_the_day(deferred()))
        .with("notiUrl", receiver.url())
        .with("mchtCustNm", "홍길동")
        .with("mchtCustId", "HongGilDong")
        .with("mchtParam", "table=4");
    let result = gateway.transfer(&order).await;
    assert_eq!((field(&result, "outStatCd"), field(&result, "fnCd")), ("0061", "004"));
    let (order_no, trade_no) = (order.value("mchtTrdNo"), field(&result, "trdNo"));
    assert_eq!(gateway.audit().account("payable:nx_mid_hd"), (0, 0), "only agreed to");
    assert!(receiver.received().is_empty());

    let reply = gateway.call(&bank_capture(&on_the_day(deferred()), order_no, trade_no)).await.succeeded();
    let hash = Keys::TEST.hash(["0021", DAY, "120000", "nx_mid_hd", order_no, "1000"]);
    let expected = json!({
        "params": {
            "mchtId": "nx_mid_hd",
            "ver": "0A19",
            "method": "RA",
            "bizType": "B1",
            "encCd": "23",
            "mchtTrdNo": order_no,
            "trdNo": trade_no,
            "trdDt": DAY,
            "trdTm": "120000",
            "outStatCd": "0021",
            "outRsltCd": "0000",
            "outRsltMsg": "정상처리",
        },
        "data": {
            "authTrdNo": trade_no,
            "prdtNm": "테스트상품",
            "ordNm": "홍길동",
            "sellerNm": "나무상점",
            "dpstrNm": "나무상점",
            "mchtCustId": "HongGilDong",
            "trdAmt": "1000",
            "fnCd": "004",
            "fnNm": "국민은행",
            "notiUrl": receiver.url(),
            "mchtParam": "table=4",
            "pktHash": hash,
        },
    });
    assert_eq!(reply.json(), expected);
    let letter = receiver.wait_for(1).await.remove(0);
    let told = ["bizType", "trdNo", "mchtTrdNo", "trdAmt", "bankCd"].map(|name| letter.field(name));
    assert_eq!(told, ["B1", trade_no, order_no, "1000", "004"]);
    assert!(letter.is_signed(Keys::TEST));
    let audit = gateway.audit();
    assert!(audit.right && audit.account("payable:nx_mid_hd") == (0, 1_000), "{}", audit.text);
    let again = gateway.call(&bank_capture(&on_the_day(deferred()), order_no, trade_no)).await;
    assert_eq!((again.code(), again.trade_no().as_str()), ("ST03".to_owned(), trade_no));
}

#[tokio::test]
async fn an_inquiry_finds_it_by_its_own_method_only() {
    let gateway = at_noon(DAY).await;
    let (order_no, trade_no) = paid(&gateway).await;
    let ask = |method: &str| inquiry(&on_the_day(shop()), &order_no).with("method", method);
    let found = gateway.call(&ask("RA")).await.succeeded();
    assert_eq!((found.code(), found.trade_no(), found.field("method")), said("0000", &trade_no));
    for other in ["CA", "VA", "TM"] {
        assert_eq!(gateway.call(&ask(other)).await.code(), "ST06", "{other}");
    }
    gateway.call(&bank_cancel(&on_the_day(shop()), &trade_no)).await.succeeded();
    let cancelled = gateway.call(&ask("RA")).await.succeeded();
    assert_eq!((cancelled.code(), cancelled.field("cnclAmt")), ("0001".to_owned(), "1000".to_owned()));
}

fn said(code: &str, trade_no: &str) -> (String, String, String) {
    (code.to_owned(), trade_no.to_owned(), "RA".to_owned())
}

#[tokio::test]
async fn from_the_day_after_on_it_is_paid_back_in_parts() {
    let gateway = at_noon(DAY).await;
    let (_, trade_no) = paid(&gateway).await;
    noon(&gateway, "20260402").await;
    let next_day = || shop().on("20260402", "120000");
    let part = |ordinal: &str, amount: &str| {
        bank_cancel(&next_day(), &trade_no).with("cnclOrd", ordinal).with("cnclAmt", amount)
    };
    let first = gateway.call(&part("001", "300")).await.succeeded();
    assert_eq!((first.opened("cnclAmt"), first.opened("blcAmt")), ("300".to_owned(), "700".to_owned()));
    assert_eq!(gateway.call(&part("003", "1")).await.code(), "ST56");
    assert_eq!(gateway.call(&part("002", "701")).await.code(), "ST57");
    gateway.call(&part("2", "700")).await.succeeded();
    assert_eq!(gateway.call(&part("003", "1")).await.code(), "RA33");
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
    assert_eq!(audit.account("payable:nx_mid_il"), (1_000, 1_000));
}

/// The customer declines it, gives up, or the bank says no: nothing is owed, and who may try again does.
#[tokio::test]
async fn a_decline_is_told_and_another_account_pays() {
    let gateway = at_noon(DAY).await;
    let order = bank_window(&on_the_day(shop()));
    let declined = gateway.transfer_from(&order, "999000000005", "receipt=none").await;
    assert!(declined.text.contains("계좌의 잔액이 부족합니다") && declined.text.contains("RA05"));
    let banks = gateway.press(&declined, "action=retry").await;
    let form = gateway.press(&banks, "action=bank&bank=088").await;
    let typed = "action=account&account_number=110123456789&agree=finance&agree=collection&agree=provision";
    let confirm = gateway.press(&form, typed).await;
    assert!(confirm.url.contains("/simulated/bank/088/"), "{}", confirm.url);
    let form = "application/x-www-form-urlencoded";
    let given_up = gateway.send("POST", &confirm.url, form, "action=cancel").await;
    assert!(given_up.text.contains("name=\"account_number\""), "{}", given_up.text);
    let confirm = gateway.press(&given_up, typed).await;
    let result = gateway.send("POST", &confirm.url, form, "action=agree&password=1234").await;
    let result = gateway.press(&result, "action=close").await.inputs();
    assert_eq!((field(&result, "outStatCd"), field(&result, "fnCd")), ("0021", "088"));
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
    assert_eq!(audit.account("receivable:RA004"), (0, 0));
    assert_eq!(audit.account("receivable:RA088"), (1_000, 0));
}

/// The bank has taken the money, and its answer is lost: what was answered VTIM is never paid.
#[tokio::test]
async fn what_the_bank_never_answered_is_taken_back() {
    let gateway = at_noon(DAY).await;
    let lost = gateway.transfer_from(&bank_window(&on_the_day(shop())), "999000000226", "receipt=none").await;
    let result = gateway.press(&lost, "action=close").await.inputs();
    assert_eq!((field(&result, "outStatCd"), field(&result, "outRsltCd")), ("0031", "VTIM"));
    let mut audit = gateway.audit();
    for _ in 0..50 {
        if audit.right && audit.under_way() == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        audit = gateway.audit();
    }
    assert!(audit.right && audit.under_way() == 0, "{}", audit.text);
    assert_eq!(audit.account("payable:nx_mid_il"), (0, 0));
}

#[tokio::test]
async fn it_survives_a_kill_and_both_books_agree() {
    let mut gateway = at_noon(DAY).await;
    let (_, trade_no) = paid(&gateway).await;
    let (order_no, waiting) = authenticated(&gateway).await;
    let confirm = gateway.at_the_bank(&bank_window(&on_the_day(shop())), ACCOUNT, "receipt=none").await;
    gateway.kill();
    gateway.restart();
    noon(&gateway, DAY).await;
    let (_, path) = confirm.url.split_once("/simulated").unwrap();
    let (path, body) = (format!("/simulated{path}"), "action=agree&password=1234");
    let agreed = gateway.send("POST", &path, "application/x-www-form-urlencoded", body).await;
    assert_eq!(agreed.status, 200, "{}", agreed.text);
    gateway.call(&bank_capture(&on_the_day(deferred()), &order_no, &waiting)).await.succeeded();
    gateway.call(&bank_cancel(&on_the_day(shop()), &trade_no)).await.succeeded();
    gateway.kill();
    gateway.restart();
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
    assert_eq!(audit.account("payable:nx_mid_hd"), (0, 1_000));
    assert_eq!(audit.account("payable:nx_mid_il").0, 1_000);
}

#[tokio::test]
async fn an_account_number_is_in_no_file() {
    let gateway = at_noon(DAY).await;
    paid(&gateway).await;
    authenticated(&gateway).await;
    for bytes in ["110123456789", "110-123-456789"] {
        assert!(!gateway.keeps(bytes.as_bytes()), "{bytes}");
    }
    assert!(!gateway.log().contains("110123456789"));
    assert!(gateway.keeps(b"110******789"), "the mask is kept, or this test reads the wrong files");
}
