//! What the shop asks of a gateway, and what it makes of the answers.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests speak by panicking")]

mod common;

use std::future::IntoFuture;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::http::header::LOCATION;
use axum::http::{StatusCode, Uri};
use axum::{Json, Router};
use common::{TRADE, bring_home, get, notify, order, page, post, shop_of, status, text};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

type Heard = Arc<Mutex<Vec<Value>>>;

const AHEAD_MS: i64 = 3 * 86_400_000;

/// A gateway that answers every call with these values, echoes the rest, and signs.
async fn gateway(answer: Value) -> (String, Heard) {
    let heard = Heard::default();
    let hearing = Arc::clone(&heard);
    // The merchants' clocks are three days ahead.
    let ahead = json!({ "clocks": [
        { "mchtId": "nxca_jt_il", "offsetMs": AHEAD_MS }, { "mchtId": "nxca_jt_hd", "offsetMs": AHEAD_MS },
    ] });
    let clock = axum::routing::get(async move || Json(ahead));
    let app = Router::new().route("/sandbox/clock", clock).fallback(async move |_: Uri, body: Bytes| {
        let request: Value = serde_json::from_slice(&body).unwrap();
        let mut reply = json!({ "params": request["params"], "data": request["data"] });
        for group in ["params", "data"] {
            for (name, value) in answer[group].as_object().unwrap() {
                reply[group][name] = value.clone();
            }
        }
        reply["data"]["pktHash"] = hash(&reply["params"]).into();
        hearing.lock().unwrap().push(request);
        Json(reply)
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, app).into_future());
    (origin, heard)
}

/// The recipe of payments and captures of 4,500 won; a cancel's or an inquiry's answer has none.
fn hash(params: &Value) -> String {
    let text = |name: &str| params[name].as_str().unwrap();
    let (date, time, merchant, order) = (text("trdDt"), text("trdTm"), text("mchtId"), text("mchtTrdNo"));
    hex::encode(Sha256::digest(format!("0021{date}{time}{merchant}{order}4500ST1009281328226982205")))
}

fn params(status: &str, code: &str) -> Value {
    json!({ "trdNo": "C1", "outStatCd": status, "outRsltCd": code, "outRsltMsg": "결과" })
}

/// Amounts are encrypted by openssl.
fn cancelled(amount: &str) -> Value {
    let data = json!({
        "cnclAmt": amount, "cardCnclAmt": amount, "pntCnclAmt": ZERO, "blcAmt": ZERO,
    });
    json!({ "params": params("0021", "0000"), "data": data })
}

const ZERO: &str = "nC96eNdyLYohKfNqmBV2bg==";
const OF_1500: &str = "+AcY5o12hE0VDqF7/mTRSQ==";
const OF_4500: &str = "FGpxWZuDcn0/x45lRvobtg==";

#[tokio::test]
async fn cancels_a_part_once_though_its_notification_comes_as_well() {
    let (origin, heard) = gateway(cancelled(OF_1500)).await;
    let shop = shop_of(&origin);
    let no = order(&shop, "authenticated", "popup").await;
    notify(&shop, &no, "B0", TRADE, "4500", &[]).await;
    let response = post(&shop, &format!("/orders/{no}/cancel"), &[("amount", "1,500원")]).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(notify(&shop, &no, "C0", "C1", "1500", &[("orgTrdNo", TRADE)]).await, "OK");
    assert_eq!(status(&shop, &no).await, "part-cancelled");
    assert!(page(&shop, &no).await.contains("3,000원"));
    let heard = heard.lock().unwrap();
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0]["data"]["cnclOrd"], "001");
    assert_eq!(heard[0]["data"]["cnclAmt"], OF_1500);
    assert_eq!(heard[0]["params"]["mchtTrdNo"], format!("{no}001C"));
}

#[tokio::test]
async fn cancels_all_that_is_left() {
    let (origin, heard) = gateway(cancelled(OF_4500)).await;
    let shop = shop_of(&origin);
    let no = order(&shop, "authenticated", "popup").await;
    notify(&shop, &no, "B0", TRADE, "4500", &[]).await;
    let cancel = format!("/orders/{no}/cancel");
    post(&shop, &cancel, &SURE).await;
    assert_eq!(status(&shop, &no).await, "cancelled");
    post(&shop, &cancel, &SURE).await;
    assert_eq!(heard.lock().unwrap().len(), 1, "nothing is left to cancel");
}

/// What the page that asks sends.
const SURE: [(&str, &str); 2] = [("amount", "4,500원"), ("sure", "yes")];

#[tokio::test]
async fn asks_before_all_of_it_is_cancelled() {
    let (origin, heard) = gateway(cancelled(OF_4500)).await;
    let shop = shop_of(&origin);
    let no = order(&shop, "authenticated", "popup").await;
    let cancel = format!("/orders/{no}/cancel");
    let response = get(&shop, &cancel).await;
    assert_eq!(response.headers()[LOCATION], format!("/orders/{no}"), "nothing is paid yet");
    notify(&shop, &no, "B0", TRADE, "4500", &[]).await;
    for form in [&[("amount", "4500")][..], &[]] {
        assert_eq!(post(&shop, &cancel, form).await.headers()[LOCATION], cancel);
    }
    assert!(heard.lock().unwrap().is_empty());
    let question = text(get(&shop, &cancel).await).await;
    assert!(question.contains("전액 4,500원 결제를 취소할까요?") && question.contains("4,500원 취소하기"));
    assert!(question.contains("name=\"amount\" value=\"4,500원\""), "{question}");
}

#[tokio::test]
async fn asks_again_for_an_amount_that_cannot_be_cancelled() {
    let (origin, heard) = gateway(cancelled(OF_1500)).await;
    let shop = shop_of(&origin);
    let no = order(&shop, "authenticated", "popup").await;
    notify(&shop, &no, "B0", TRADE, "4500", &[]).await;
    for typed in ["", "0", "4501", "-1", "많이"] {
        let response = post(&shop, &format!("/orders/{no}/cancel"), &[("amount", typed)]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{typed}");
        let address = response.headers()[LOCATION].to_str().unwrap().to_owned();
        // As often as it is loaded.
        for _ in 0..2 {
            let page = text(get(&shop, address.split('#').next().unwrap()).await).await;
            assert!(page.contains("id=\"amount-error\""), "{typed}");
            assert!(
                page.contains(&format!("value=\"{typed}\" aria-describedby")),
                "{typed} stays in its field"
            );
        }
    }
    assert!(heard.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_refused_cancel_gives_nothing_back() {
    let (origin, _) = gateway(json!({ "params": params("0031", "ST46"), "data": {} })).await;
    let shop = shop_of(&origin);
    let no = order(&shop, "authenticated", "popup").await;
    notify(&shop, &no, "B0", TRADE, "4500", &[]).await;
    post(&shop, &format!("/orders/{no}/cancel"), &SURE).await;
    assert_eq!(status(&shop, &no).await, "paid");
    assert!(page(&shop, &no).await.contains("ST46"));
}

#[tokio::test]
async fn an_unreachable_gateway_leaves_the_order_as_it_was() {
    let shop = shop_of("http://127.0.0.1:9");
    let no = order(&shop, "deferred", "self").await;
    bring_home(&shop, "/return", "nxca_jt_hd", &no, ("0061", "0000", "인증 성공")).await;
    post(&shop, &format!("/orders/{no}/capture"), &[]).await;
    assert_eq!(status(&shop, &no).await, "authenticated");
    assert!(page(&shop, &no).await.contains("요청이 이루어지지 않음"));
}

#[tokio::test]
async fn an_inquiry_makes_an_order_paid_and_counts_what_was_cancelled() {
    let data = json!({ "trdAmt": "4500", "cnclAmt": "1500" });
    let mut answer = json!({ "params": params("0021", "0000"), "data": data });
    answer["params"]["trdNo"] = TRADE.into();
    let (origin, heard) = gateway(answer).await;
    let shop = shop_of(&origin);
    let no = order(&shop, "authenticated", "popup").await;
    post(&shop, &format!("/orders/{no}/inquire"), &[]).await;
    assert_eq!(status(&shop, &no).await, "part-cancelled");
    assert_eq!(heard.lock().unwrap()[0]["data"]["orgMchtTrdNo"], no);
    // The cancel that the inquiry counted, now with its name.
    assert_eq!(notify(&shop, &no, "C0", "C1", "1500", &[("orgTrdNo", TRADE)]).await, "OK");
    assert!(page(&shop, &no).await.contains("3,000원"));
}

#[tokio::test]
async fn an_inquiry_does_not_take_an_authentication_for_a_capture() {
    let data = json!({ "trdAmt": "4500" });
    let (origin, _) = gateway(json!({ "params": params("0021", "0000"), "data": data })).await;
    let shop = shop_of(&origin);
    let no = order(&shop, "deferred", "self").await;
    bring_home(&shop, "/return", "nxca_jt_hd", &no, ("0061", "0000", "인증 성공")).await;
    post(&shop, &format!("/orders/{no}/inquire"), &[]).await;
    assert_eq!(status(&shop, &no).await, "authenticated");
}

#[tokio::test]
async fn captures_what_was_authenticated() {
    let data = json!({ "apprNo": "30001234", "fnNm": "농협", "dcTrdAmt": ZERO, "dcYn": "N" });
    let mut answer = json!({ "params": params("0021", "0000"), "data": data });
    answer["params"]["trdNo"] = TRADE.into();
    let (origin, heard) = gateway(answer).await;
    let shop = shop_of(&origin);
    let no = order(&shop, "deferred", "self").await;
    post(&shop, &format!("/orders/{no}/capture"), &[]).await;
    assert!(heard.lock().unwrap().is_empty(), "nothing is authenticated yet");
    bring_home(&shop, "/return", "nxca_jt_hd", &no, ("0061", "0000", "인증 성공")).await;
    post(&shop, &format!("/orders/{no}/capture"), &[]).await;
    assert_eq!(status(&shop, &no).await, "paid");
    post(&shop, &format!("/orders/{no}/capture"), &[]).await;
    let heard = heard.lock().unwrap();
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0]["params"]["mchtTrdNo"], no);
    assert_eq!(heard[0]["data"]["authTrdNo"], TRADE);
}

#[tokio::test]
async fn pays_again_by_the_key_that_came() {
    let data = json!({
        "issrId": "NHC", "cardNm": "NH체크", "cardKind": "체크", "ninstmtTypeCd": "N", "apprNo": "30001234",
    });
    let (origin, heard) = gateway(json!({ "params": params("0021", "0000"), "data": data })).await;
    let shop = shop_of(&origin);
    let no = order(&shop, "authenticated", "popup").await;
    notify(&shop, &no, "B0", TRADE, "4500", &[("billKey", "SBILL_0123456789")]).await;
    assert!(!page(&shop, &no).await.contains("SBILL"), "a billing key is a secret");
    let response = post(&shop, &format!("/orders/{no}/again"), &[]).await;
    let again = response.headers()[LOCATION].to_str().unwrap().strip_prefix("/orders/").unwrap().to_owned();
    assert_ne!(again, no);
    assert_eq!(status(&shop, &again).await, "paid");
    let heard = heard.lock().unwrap();
    assert_eq!(heard[0]["data"]["billKey"], "SBILL_0123456789");
    assert_eq!(heard[0]["params"]["mchtTrdNo"], again);
}

#[tokio::test]
async fn pressed_twice_a_key_pays_once() {
    let data = json!({
        "issrId": "NHC", "cardNm": "NH체크", "cardKind": "체크", "ninstmtTypeCd": "N", "apprNo": "30001234",
    });
    let (origin, heard) = gateway(json!({ "params": params("0021", "0000"), "data": data })).await;
    let shop = shop_of(&origin);
    let no = order(&shop, "authenticated", "popup").await;
    notify(&shop, &no, "B0", TRADE, "4500", &[("billKey", "SBILL_0123456789")]).await;
    let press = async |repeats: &str| {
        assert!(page(&shop, &no).await.contains("name=\"repeats\""));
        let response = post(&shop, &format!("/orders/{no}/again"), &[("repeats", repeats)]).await;
        response.headers()[LOCATION].to_str().unwrap().to_owned()
    };
    let again = press("0").await;
    assert_eq!((press("0").await, heard.lock().unwrap().len()), (again.clone(), 1));
    // Who comes back to the page, and presses the button that it has by now, wants it once more.
    assert!(page(&shop, &no).await.contains("name=\"repeats\" value=\"1\""));
    assert_ne!(press("1").await, again);
    assert_eq!(heard.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_declined_billing_key_leaves_the_new_order_failed() {
    let (origin, _) = gateway(json!({ "params": params("0031", "CA11"), "data": {} })).await;
    let shop = shop_of(&origin);
    let no = order(&shop, "authenticated", "popup").await;
    notify(&shop, &no, "B0", TRADE, "4500", &[("billKey", "SBILL_0123456789")]).await;
    let response = post(&shop, &format!("/orders/{no}/again"), &[]).await;
    let again = response.headers()[LOCATION].to_str().unwrap().strip_prefix("/orders/").unwrap().to_owned();
    assert_eq!(status(&shop, &again).await, "failed");
    assert_eq!(status(&shop, &no).await, "paid");
}

#[tokio::test]
async fn a_billing_keys_lost_answer_is_neither_paid_nor_failed() {
    let (origin, _) = gateway(json!({ "params": params("0031", "VTIM"), "data": {} })).await;
    let shop = shop_of(&origin);
    let no = order(&shop, "authenticated", "popup").await;
    notify(&shop, &no, "B0", TRADE, "4500", &[("billKey", "SBILL_0123456789")]).await;
    let response = post(&shop, &format!("/orders/{no}/again"), &[]).await;
    let again = response.headers()[LOCATION].to_str().unwrap().strip_prefix("/orders/").unwrap().to_owned();
    assert_eq!(status(&shop, &again).await, "waiting");
    assert!(page(&shop, &again).await.contains("결과를 알 수 없음"));
}

#[tokio::test]
async fn everything_is_dated_by_the_merchants_clock() {
    let data = json!({ "trdAmt": "4500" });
    let (origin, heard) = gateway(json!({ "params": params("0021", "0000"), "data": data })).await;
    let shop = shop_of(&origin);
    let around =
        [-1, 0].map(|minutes| client::Clock::ahead(AHEAD_MS + minutes * 60_000).now().date.to_string());
    let no = order(&shop, "authenticated", "popup").await;
    assert!(around.iter().any(|day| no.starts_with(&format!("W{day}"))), "{no}");
    let page = page(&shop, &no).await;
    assert!(around.iter().any(|day| page.contains(&format!("name=\"trdDt\" value=\"{day}\""))), "{page}");
    post(&shop, &format!("/orders/{no}/inquire"), &[]).await;
    let heard = heard.lock().unwrap();
    for (group, name) in [("params", "trdDt"), ("data", "orgTrdDt")] {
        let sent = heard[0][group][name].as_str().unwrap();
        assert!(around.iter().any(|day| day == sent), "{name}: {sent}");
    }
}
