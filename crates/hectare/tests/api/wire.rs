//! Bytes as merchants' libraries write them, and texts as Koreans do.

use serde_json::{Value, json};
use testkit::{Keys, Merchant, Receiver, billing_key_pay, card_cancel, card_pay, card_window};

use crate::{gateway, keyed_in, paid};

const PAY: &str = "/spay/APICardActionPay.do";
/// What Korean shops write every day.
const KOREAN: &str = "㈜한빛 · 쌀 10㎏ … ★책™ 漢字 “따옴표” ‘작은’ → ①";

fn escaped(json: &str) -> String {
    let escape = |c: char| match c {
        '/' => "\\/".to_owned(),
        c if c.is_ascii() => c.to_string(),
        c => c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04X}")).collect(),
    };
    json.chars().map(escape).collect()
}

#[tokio::test]
async fn json_is_taken_as_merchants_libraries_write_it() {
    let gateway = gateway();
    let valid =
        || card_pay(&keyed_in()).with("notiUrl", "http://127.0.0.1:9/noti").with("pmtprdNm", "책/상자");
    let indented = |body: &Value| serde_json::to_string_pretty(body).unwrap().replace('\n', "\r\n");
    let nulls = |mut body: Value| {
        body["data"]["taxAmt"] = json!("null");
        body["data"]["mchtParam"] = Value::Null;
        body["params"]["mobileYn"] = json!("null");
        body["data"]["email"] = json!("");
        body.to_string()
    };
    for (what, body, kind) in [
        ("a byte order mark", format!("\u{feff}{}", valid().body()), "application/json"),
        ("indented, CRLF", indented(&valid().body()), "application/json"),
        ("a mark and CRLF", format!("\u{feff}{}\r\n", indented(&valid().body())), "Application/json"),
        ("nulls", nulls(valid().body()), "application/json; charset=utf-8"),
        ("escapes", escaped(&valid().body().to_string()), "Application/json"),
        ("a form's type", valid().body().to_string(), "application/x-www-form-urlencoded"),
    ] {
        let reply = gateway.send("POST", PAY, kind, body).await;
        assert_eq!(reply.code(), "0000", "{what}: {}", reply.text);
    }
}

#[tokio::test]
async fn everyday_korean_goes_through_every_text_of_the_apis() {
    let gateway = gateway();
    let receiver = Receiver::start().await;
    let request = card_pay(&keyed_in())
        .with("notiUrl", receiver.url())
        .with("pmtprdNm", KOREAN)
        .with("mchtCustNm", "㈜漢字 · “빛”")
        .with("mchtCustId", "漢字·㈜ 1")
        .with("mchtParam", KOREAN);
    let payment = gateway.call(&request).await.succeeded();
    let letter = receiver.wait_for(1).await.remove(0);
    for name in ["pmtprdNm", "mchtCustNm", "mchtCustId", "mchtParam"] {
        assert_eq!(letter.field(name), request.value(name), "{name}");
    }
    let cancel = card_cancel(&keyed_in(), &payment.trade_no()).with("cnclRsn", KOREAN);
    gateway.call(&cancel).await.succeeded();
    let cancelled = receiver.wait_for(2).await.remove(1);
    assert_eq!((cancelled.field("bizType"), cancelled.field("pmtprdNm")), ("C0", KOREAN));
}

#[tokio::test]
async fn everyday_korean_goes_through_a_window_and_back() {
    let gateway = gateway();
    let receiver = Receiver::start().await;
    let order = card_window(&Merchant::today("nxca_jt_il"))
        .with("notiUrl", receiver.url())
        .with("mchtName", "㈜한빛서점 · 漢字 책방 본점")
        .with("pmtPrdtNm", KOREAN)
        .with("mchtCustNm", "㈜漢字 · “빛”")
        .with("mchtParam", KOREAN);
    let result = gateway.pay_in_window(&order).await;
    assert_eq!((result["outStatCd"].as_str(), result["mchtParam"].as_str()), ("0021", KOREAN));
    let letter = receiver.wait_for(1).await.remove(0);
    assert_eq!((letter.field("pmtprdNm"), letter.field("mchtParam")), (KOREAN, KOREAN));
    assert_eq!(letter.field("mchtCustNm"), "㈜漢字 · “빛”");
    // Its own limit is 20 bytes, six Hangul syllables and a bit.
    assert_eq!(letter.field("mchtName"), "㈜한빛서점 · ");
}

#[tokio::test]
async fn a_refusal_names_the_character_and_its_place() {
    let gateway = gateway();
    let reply = gateway.call(&card_pay(&keyed_in()).with("pmtprdNm", "나무\u{1}의자")).await;
    assert_eq!(reply.code(), "ST09");
    assert_eq!(reply.field("outRsltMsg"), "유효하지 않은 요청전문 (상품명: 3번째 글자 U+0001)");
}

#[tokio::test]
async fn a_billing_keys_payment_and_its_cancels_are_notified_where_it_says() {
    let gateway = gateway();
    let key = paid(&gateway, &keyed_in()).await.field("billKey");
    let receiver = Receiver::start().await;
    let request = billing_key_pay(&keyed_in(), &key).with("notiUrl", receiver.url());
    let payment = gateway.call(&request).await.succeeded();
    let letter = receiver.wait_for(1).await.remove(0);
    assert_eq!((letter.field("bizType"), letter.field("trdNo")), ("B0", payment.trade_no().as_str()));
    assert!(letter.is_signed(Keys::TEST));
    gateway.call(&card_cancel(&keyed_in(), &payment.trade_no())).await.succeeded();
    let cancelled = receiver.wait_for(2).await.remove(1);
    assert_eq!(
        (cancelled.field("bizType"), cancelled.field("orgTrdNo")),
        ("C0", payment.trade_no().as_str())
    );
    let request = billing_key_pay(&keyed_in(), &key).with("notiUrl", "nowhere");
    assert_eq!(gateway.call(&request).await.code(), "ST09");
}

#[tokio::test]
async fn a_cancel_without_a_position_is_the_next_one() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    let cancel = || card_cancel(&keyed_in(), &payment.trade_no()).with("cnclAmt", "100");
    gateway.call(&cancel().with("cnclOrd", "")).await.succeeded();
    gateway.call(&cancel().without("cnclOrd")).await.succeeded();
    assert_eq!(gateway.call(&cancel().with("cnclOrd", "002")).await.code(), "ST56", "two are there");
    gateway.call(&cancel().with("cnclOrd", "3")).await.succeeded();
    let last = gateway.call(&cancel().with("cnclOrd", "null")).await.succeeded();
    assert_eq!(last.opened("blcAmt"), "600");
}

#[tokio::test]
async fn a_method_that_the_path_does_not_serve_is_not_contracted() {
    let gateway = gateway();
    let cancel = card_cancel(&keyed_in(), "STFP_PGCAnxca_jt_bi0260102030405M1000001");
    for method in ["RA", "VA", "MP", "PZ"] {
        let code = if method == "PZ" { "ST09" } else { "ST69" };
        // What was paid can be paid back, contract or not: there, a transfer's cancel finds no such payment.
        let of_cancel = if method == "RA" { "ST06" } else { code };
        assert_eq!(gateway.call(&cancel.clone().with("method", method)).await.code(), of_cancel, "{method}");
        assert_eq!(
            gateway.call(&card_pay(&keyed_in()).with("method", method)).await.code(),
            code,
            "{method}"
        );
    }
    let nobodys = cancel.with("method", "RA").with("mchtId", "nobody");
    assert_eq!(gateway.call(&nobodys).await.code(), "ST47", "whose it is comes first");
}

#[tokio::test]
async fn where_nobody_is_at_home_the_answer_says_so_in_the_paths_own_form() {
    let gateway = gateway();
    let reply = gateway.post("/spay/APINothing.do", "{}").await;
    assert_eq!(
        (reply.status, reply.code().as_str(), reply.field("outStatCd").as_str()),
        (404, "ST09", "0031")
    );
    assert!(reply.field("outRsltMsg").contains("/spay/APINothing.do"), "{}", reply.text);
    let reply = gateway.post("/v1/api/pay/nothing", "{}").await;
    assert_eq!((reply.status, reply.json()["outRsltCd"].as_str()), (404, Some("ST09")), "{}", reply.text);
    let reply = gateway.get("/vbank/main.do").await;
    assert_eq!((reply.status, reply.json()["outRsltCd"].as_str()), (404, Some("6001")), "{}", reply.text);
    let reply = gateway.get(PAY).await;
    assert_eq!((reply.status, reply.code().as_str()), (405, "ST09"), "{}", reply.text);
    assert!(reply.json()["data"]["apprNo"].is_string(), "the API's own shape: {}", reply.text);
    let reply = gateway.get("/card/main.do").await;
    assert_eq!((reply.status, reply.json()["outStatCd"].as_str()), (405, Some("0031")), "{}", reply.text);
    let reply = gateway.post("/card/main.do", "{}").await;
    assert_eq!((reply.status, reply.json()["outRsltCd"].as_str()), (415, Some("6001")), "{}", reply.text);
    for path in ["/docs/", "/nothing"] {
        let reply = gateway.get(path).await;
        assert!(reply.status == 404 && reply.text.contains(path), "{}", reply.text);
    }
}

#[tokio::test]
async fn a_browser_that_goes_astray_reads_a_page() {
    let gateway = gateway();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for (path, status) in [("/vbank/main.do", 404), ("/card/main.do", 405), (PAY, 405), ("/docs/", 404)] {
        let request = client.get(format!("{}{path}", gateway.url())).header("Accept", "text/html,*/*;q=0.8");
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{path}");
        assert!(answer.headers().contains_key("content-security-policy"), "{path}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("<h1>") && page.contains(path), "{page}");
    }
}
