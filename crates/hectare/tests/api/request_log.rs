//! `/sandbox/requests`: what a developer sees of what was sent, and never of a customer's secrets.

use std::time::Duration;

use serde_json::Value;
use testkit::{Gateway, Keys, Merchant, card_pay};

use crate::{gateway, keyed_in, paid};

/// The latest requests, newest first, once there are this many: the log is written behind the answer.
async fn logged(gateway: &Gateway, query: &str, count: usize) -> Vec<Value> {
    for _ in 0..100 {
        let reply = gateway.get(&format!("/sandbox/requests{query}")).await;
        let requests = reply.json()["requests"].as_array().cloned().unwrap_or_default();
        if requests.len() >= count {
            return requests;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    unreachable!("{query}: the log lacks what was sent")
}

#[tokio::test]
async fn shows_what_was_hashed_and_why_it_was_refused() {
    let gateway = gateway();
    let request = card_pay(&keyed_in()).with("shoeSize", "42").sent("pktHash", "0".repeat(64));
    assert_eq!(gateway.call(&request).await.code(), "1901");
    let line = logged(&gateway, "?mchtId=nxca_jt_bi&last=5", 1).await.remove(0);
    assert_eq!(line["code"], "1901", "{line}");
    assert_eq!(line["path"], request.path());
    let value = |name| request.value(name);
    let hashed = [value("trdDt"), value("trdTm"), "nxca_jt_bi", value("mchtTrdNo"), "1000"].concat();
    assert_eq!(line["hashed"].as_str(), Some(hashed.as_str()), "{line}");
}

#[tokio::test]
async fn names_what_no_message_defines() {
    let gateway = gateway();
    let request = card_pay(&keyed_in()).with("shoeSize", "42").with("card_number", "9490191234560402");
    gateway.call(&request).await.succeeded();
    let line = logged(&gateway, "?mchtId=nxca_jt_bi", 1).await.remove(0);
    assert_eq!(line["unknown"], serde_json::json!(["data.card_number", "data.shoeSize"]), "{line}");
    assert_eq!(line["fields"]["data"]["shoeSize"], "***");
    assert!(!line.to_string().contains("9490191234560402"), "a number that may be a card's: {line}");
}

#[tokio::test]
async fn hides_every_secret() {
    let gateway = gateway();
    let request = card_pay(&Merchant::today("nxca_ks_gu")).with("idntNo", "7731598264").with("cardPwd", "41");
    let request = request.with("mchtCustNm", "임꺽정").with("email", "im@example.com");
    let reply = gateway.call(&request).await.succeeded();
    let line = logged(&gateway, "?mchtId=nxca_ks_gu", 1).await.remove(0).to_string();
    let sealed = request.body()["data"]["cardNo"].as_str().unwrap().to_owned();
    let secrets = ["9490191234560402", "7731598264", "임꺽정", "im@example.com"];
    for secret in secrets.into_iter().chain([sealed.as_str(), &request.hash(), &reply.field("billKey")]) {
        assert!(!line.contains(secret), "{secret}: {line}");
    }
    assert!(line.contains("949019******0402"), "the mask tells one card from another: {line}");
}

#[tokio::test]
async fn shows_no_ciphertext_of_a_misspelt_field_and_no_card_in_an_open_one() {
    let gateway = gateway();
    let sealed = Keys::TEST.seal("9490191234560402");
    let request = card_pay(&keyed_in()).sent("cardno", sealed.as_str()).sent("pmtprdNm", sealed.as_str());
    let request = request.with("notiUrl", "http://127.0.0.1:9/4111-1111-1111-1111");
    gateway.call(&request).await.succeeded();
    let line = logged(&gateway, "?mchtId=nxca_jt_bi", 1).await.remove(0);
    for secret in [sealed.as_str(), "4111-1111"] {
        assert!(!line.to_string().contains(secret), "{secret}: {line}");
    }
    assert_eq!(line["fields"]["data"]["notiUrl"], "http://127.0.0.1:9/***", "{line}");
}

#[tokio::test]
async fn is_every_merchants_own() {
    let gateway = gateway();
    paid(&gateway, &keyed_in()).await;
    gateway.call(&card_pay(&Merchant::today("nxca_jt_il"))).await;
    let lines = logged(&gateway, "?last=10", 2).await;
    assert_eq!(lines.len(), 2);
    let own = logged(&gateway, "?mchtId=nxca_jt_il", 1).await;
    assert_eq!(
        (own.len(), own[0]["merchant"].as_str(), own[0]["code"].as_str()),
        (1, Some("nxca_jt_il"), Some("ST69"))
    );
}

#[tokio::test]
async fn a_line_is_its_signers_whatever_other_name_stands_beside() {
    let gateway = gateway();
    let request = card_pay(&keyed_in());
    let mut body = request.body();
    body["mchtId"] = "nxca_jt_il".into();
    body["mchtTrdNo"] = "ANOTHER1".into();
    let reply = gateway.post(request.path(), body.to_string()).await.succeeded();
    assert_eq!(reply.field("mchtId"), "nxca_jt_bi");
    let line = logged(&gateway, "", 1).await.remove(0);
    assert_eq!(line["merchant"], "nxca_jt_bi", "{line}");
    assert_eq!(line["order_no"], request.value("mchtTrdNo"), "{line}");
}
