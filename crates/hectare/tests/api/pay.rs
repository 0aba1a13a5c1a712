//! `/spay/APICardActionPay.do`: a payment that goes well. PG 8, 6.

use serde_json::json;
use testkit::{Keys, Merchant, Receiver, Request, card_pay, inquiry};

use crate::{gateway, keyed_in, paid};

#[tokio::test]
async fn answers_with_every_field_of_the_table() {
    let gateway = gateway();
    let request = card_pay(&keyed_in()).with("instmtMon", "03").with("trdAmt", "60000");
    let reply = gateway.call(&request).await.succeeded();

    let hash = Keys::TEST.hash([
        "0021",
        request.value("trdDt"),
        request.value("trdTm"),
        "nxca_jt_bi",
        request.value("mchtTrdNo"),
        "60000",
    ]);
    let expected = json!({
        "params": {
            "mchtId": "nxca_jt_bi",
            "ver": "0A19",
            "method": "CA",
            "bizType": "B0",
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
            "trdAmt": Keys::TEST.seal("60000"),
            "billKey": reply.field("billKey"),
            "vldDtMon": "12",
            "vldDtYear": "35",
            "issrId": "NHC",
            "cardNm": "NH농협",
            "cardKind": "NH 체크",
            "ninstmtTypeCd": "N",
            "instmtMon": "03",
            "apprNo": reply.field("apprNo"),
            "pktHash": hash,
        },
    });
    assert_eq!(reply.json(), expected);
    assert_eq!(reply.content_type, "application/json; charset=UTF-8");
    assert!(reply.field("billKey").starts_with("SBILL_"), "{}", reply.text);
    assert!(reply.field("apprNo").len() == 8 && reply.field("apprNo").parse::<u32>().is_ok());
    let (head, tail) = reply.trade_no().split_once('M').map(|(h, t)| (h.to_owned(), t.to_owned())).unwrap();
    assert!(head.starts_with("STFP_PGCAnxca_jt_bi0") && head.len() == 32, "{head}");
    assert!(tail.len() == 7 && tail.parse::<u32>().is_ok(), "{tail}");
}

#[tokio::test]
async fn is_posted_once_and_found_by_inquiry() {
    let gateway = gateway();
    let merchant = keyed_in();
    let payment = paid(&gateway, &merchant).await;

    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
    assert_eq!(audit.operations(), 1);
    assert_eq!(audit.account("payable:nxca_jt_bi"), (0, 1_000));
    assert_eq!(audit.account("receivable:CA15"), (1_000, 0));
    let found = gateway.call(&inquiry(&merchant, &payment.field("mchtTrdNo"))).await.succeeded();
    assert_eq!((found.code(), found.trade_no()), ("0000".to_owned(), payment.trade_no()));
}

#[tokio::test]
async fn notifies_with_every_field_it_knows() {
    let gateway = gateway();
    let receiver = Receiver::start().await;
    let request = card_pay(&keyed_in())
        .with("notiUrl", format!("{}?shop=1", receiver.url()))
        .with("email", "hong@example.com")
        .with("mchtParam", "name=홍길동&age=25")
        .with("pmtprdNm", "나무 의자 & 배송비");
    let reply = gateway.call(&request).await.succeeded();

    let letter = receiver.wait_for(1).await.remove(0);
    assert_eq!(letter.target, "/noti?shop=1");
    assert_eq!(letter.content_type, "application/x-www-form-urlencoded; charset=UTF-8");
    let expected = [
        ("outStatCd", "0021"),
        ("trdNo", &reply.trade_no()),
        ("method", "CA"),
        ("bizType", "B0"),
        ("mchtId", "nxca_jt_bi"),
        ("mchtTrdNo", request.value("mchtTrdNo")),
        ("mchtCustNm", "홍길동"),
        ("mchtName", "테스트상점 nxca"),
        ("pmtprdNm", "나무 의자 & 배송비"),
        ("trdDtm", letter.field("trdDtm")),
        ("trdAmt", "1000"),
        ("billKey", &reply.field("billKey")),
        ("billKeyExpireDt", "3512"),
        ("cardCd", "NHC"),
        ("cardNm", "NH 체크"),
        ("email", "hong@example.com"),
        ("mchtCustId", "HongGilDong"),
        ("cardNo", "949019******0402"),
        ("cardApprNo", &reply.field("apprNo")),
        ("instmtMon", "00"),
        ("mchtParam", "name=홍길동&age=25"),
        ("pktHash", letter.field("pktHash")),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    assert_eq!(letter.fields, expected);
    assert!(letter.is_signed(Keys::TEST));
    assert!(letter.field("trdDtm") >= format!("{}000000", request.value("trdDt")).as_str());
    assert_eq!(letter.field("trdDtm").len(), 14);
}

#[tokio::test]
async fn a_holder_is_asked_for_where_the_contract_says_so() {
    let gateway = gateway();
    let legacy = Merchant::today("nxca_jt_gu");
    let request = card_pay(&legacy).with("idntNo", "880101").with("cardPwd", "12");
    let reply = gateway.call(&request).await.succeeded();
    assert_eq!(reply.field("billKey"), "", "no key where the contract has none");
    for (name, value, code) in [
        ("idntNo", "", "ST09"),
        ("cardPwd", "", "ST09"),
        ("idntNo", "881301", "CA30"),
        ("cardPwd", "99", "CA27"),
    ] {
        let wrong = card_pay(&legacy).with("idntNo", "880101").with("cardPwd", "12").with(name, value);
        assert_eq!(gateway.call(&wrong).await.code(), code, "{name} {value}");
    }
}

#[tokio::test]
async fn dollars_are_their_merchants_alone() {
    let gateway = gateway();
    let request = card_pay(&Merchant::today("nxca_ab_bi")).with("crcCd", "USD").with("trdAmt", "150");
    assert_eq!(gateway.call(&request).await.succeeded().opened("trdAmt"), "150");
    let audit = gateway.audit();
    assert!(audit.right && audit.account("payable:nxca_ab_bi") == (0, 150), "{}", audit.text);
    let won = card_pay(&Merchant::today("nxca_ab_bi"));
    assert_eq!(gateway.call(&won).await.code(), "CA80");
}

#[tokio::test]
async fn takes_what_merchants_code_really_sends() {
    let gateway = gateway();
    let usual = || card_pay(&keyed_in());
    let habits = [
        ("an older version", usual().with("ver", "0A17")),
        ("an unknown field", usual().with("shoeSize", "42")),
        ("empty options", usual().with("email", "").with("billKey", "").with("taxTypeCd", "")),
        ("a number where a text is due", usual().sent("instmtMon", 0).with("instmtMon", "0")),
        ("nothing at all, spelt null", usual().sent("mchtParam", serde_json::Value::Null)),
        ("a hash in capitals", in_capitals(usual())),
        ("an amount in the clear, as a first try", usual().sent("trdAmt", "1000")),
    ];
    for (habit, request) in habits {
        let reply = gateway.call(&request).await;
        assert_eq!(reply.code(), "0000", "{habit}: {}", reply.text);
    }
    for kind in ["application/x-www-form-urlencoded", "Application/json", "text/plain; charset=EUC-KR", ""] {
        let request = usual().with("mchtParam", "a/b");
        let body = request.body().to_string().replace('/', "\\/");
        let reply = gateway.send("POST", request.path(), kind, body).await;
        assert_eq!(reply.code(), "0000", "{kind}: {}", reply.text);
    }
}

fn in_capitals(request: Request) -> Request {
    let hash = request.hash().to_uppercase();
    request.sent("pktHash", hash)
}

#[tokio::test]
async fn keeps_no_secret_in_the_clear() {
    let mut gateway = gateway();
    let request = card_pay(&Merchant::today("nxca_ks_gu")).with("idntNo", "7731598264").with("cardPwd", "41");
    gateway.call(&request).await.succeeded();
    gateway.terminate();
    assert!(gateway.keeps(b"949019******0402"), "the mask is kept: the search works");
    for secret in ["9490191234560402", "7731598264", "SBILL_", "ST1009281328226982205", "pgSettle30y739"] {
        assert!(!gateway.keeps(secret.as_bytes()), "{secret}");
    }
}
