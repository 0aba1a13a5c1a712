//! The request log: an opening is an opening, and what became of the window is a line of its own.

use std::time::Duration;

use serde_json::Value;
use testkit::Gateway;

use super::{
    CLOSE, FORM, GOOD_CARD, OVER_LIMIT, PATH, at_card_form, at_decline, close, look, open, order, press,
};
use crate::gateway;

/// The lines of the merchant, oldest first, once there are so many: the log is written behind the answers.
pub(super) async fn lines(gateway: &Gateway, count: usize) -> Vec<Value> {
    for _ in 0..100 {
        let reply = gateway.get("/sandbox/requests?mchtId=nxca_jt_bi&last=100").await;
        let mut lines = reply.json()["requests"].as_array().cloned().unwrap_or_default();
        if lines.len() >= count {
            lines.reverse();
            return lines;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    unreachable!("the log lacks what happened")
}

/// Whose share of the log each line is, oldest first: nobody's is the strangers'.
fn senders(gateway: &Gateway) -> Vec<String> {
    let database = rusqlite::Connection::open(gateway.data().join("requests.db")).unwrap();
    let mut statement = database.prepare("SELECT sender FROM request ORDER BY id").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// What each line says of this order: its code and its words.
async fn story(gateway: &Gateway, order_no: &str, count: usize) -> Vec<(String, String)> {
    let text = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let lines = lines(gateway, count).await;
    for line in &lines {
        assert_eq!(
            (text(line, "path").as_str(), text(line, "order_no").as_str()),
            (PATH, order_no),
            "{line}"
        );
        assert!(!line.to_string().contains("/window/"), "a window's address holds its token: {line}");
    }
    lines.iter().map(|line| (text(line, "code"), text(line, "text"))).collect()
}

fn told(lines: &[(&str, &str)]) -> Vec<(String, String)> {
    lines.iter().map(|(code, text)| ((*code).to_owned(), (*text).to_owned())).collect()
}

const OPENED: (&str, &str) = ("0000", "결제창 열림");

#[tokio::test]
async fn a_payment_is_told_from_its_opening() {
    let gateway = gateway();
    let order = order();
    let declined = at_decline(&gateway, &order).await;
    let issuers = press(&gateway, &declined, super::RETRY).await;
    let terms = press(&gateway, &issuers, super::ISSUER).await;
    let form = press(&gateway, &terms, super::TERMS).await;
    let paid = press(&gateway, &form, GOOD_CARD).await;
    close(&gateway, &paid).await;
    let story = story(&gateway, order.value("mchtTrdNo"), 4).await;
    let expected = [OPENED, ("CA31", "결제 거절"), ("0000", "결제 완료"), ("0000", "결과를 nextUrl로 전달")];
    assert_eq!(story, told(&expected));
}

#[tokio::test]
async fn leaving_is_told() {
    let gateway = gateway();
    let order = order();
    let page = open(&gateway, &order).await;
    press(&gateway, &page, CLOSE).await;
    let story = story(&gateway, order.value("mchtTrdNo"), 2).await;
    assert_eq!(story, told(&[OPENED, ("0009", "고객이 결제창을 닫음, cancUrl로 전달")]));
}

/// Strangers fill no more than their own share, so they push nothing of a window out.
#[tokio::test]
async fn what_is_told_of_a_window_is_its_merchants_share() {
    let gateway = gateway();
    let order = order();
    let page = open(&gateway, &order).await;
    press(&gateway, &page, CLOSE).await;
    let forged = order.sent("pktHash", "0".repeat(64));
    gateway.send("POST", PATH, FORM, forged.form()).await;
    lines(&gateway, 3).await;
    assert_eq!(senders(&gateway), ["nxca_jt_bi", "nxca_jt_bi", ""]);
}

#[tokio::test]
async fn the_end_of_its_time_is_told_once() {
    let gateway = gateway();
    let order = order();
    let form = at_card_form(&gateway, &order).await;
    gateway.advance_clock("nxca_jt_bi", "PT10M1S").await;
    for _ in 0..3 {
        assert!(look(&gateway, &form).await.text.contains("5002"));
    }
    close(&gateway, &form).await;
    let story = story(&gateway, order.value("mchtTrdNo"), 3).await;
    assert_eq!(story, told(&[OPENED, ("5002", "결제창 시간 초과"), ("5002", "결과를 nextUrl로 전달")]));
}

#[tokio::test]
async fn an_order_that_another_window_paid_is_told() {
    let gateway = gateway();
    let order = order();
    let (first, second) = (at_card_form(&gateway, &order).await, at_card_form(&gateway, &order).await);
    press(&gateway, &first, GOOD_CARD).await;
    press(&gateway, &second, OVER_LIMIT).await;
    let story = story(&gateway, order.value("mchtTrdNo"), 4).await;
    assert_eq!(story, told(&[OPENED, OPENED, ("0000", "결제 완료"), ("ST03", "결제하지 않고 거절")]));
}
