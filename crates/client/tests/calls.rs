//! The calls, against a gateway that says what it is told to.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests speak by panicking")]

mod common;

use std::future::IntoFuture;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{StatusCode, Uri};
use client::{
    BillingKey, BillingKeyDeletion, BillingKeyIssue, BillingKeyPayment, Cancel, Capture, Card, CardPayment,
    Date, Error, Fate, Gateway, GatewayOptions, Inquiry, Method, Money, Paid,
};
use common::{ORDER, TRADE, at, golden, merchant};
use serde_json::Value;

/// What the gateway was sent: path and body.
type Heard = Arc<Mutex<Vec<(String, Value)>>>;

async fn gateway_that_says(status: StatusCode, answer: String) -> (Gateway, Heard) {
    let heard = Heard::default();
    let hearing = Arc::clone(&heard);
    let answering = Router::new().fallback(async move |uri: Uri, body: Bytes| {
        hearing.lock().unwrap().push((uri.path().to_owned(), serde_json::from_slice(&body).unwrap()));
        (status, answer)
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, answering).into_future());
    (Gateway::new(&format!("http://{address}")).unwrap(), heard)
}

/// A gateway with the golden answer of a call, and a check that it got the golden request.
async fn gateway_for(call: &str) -> (Gateway, impl FnOnce(&str)) {
    let golden = golden()["calls"][call].clone();
    let (gateway, heard) = gateway_that_says(StatusCode::OK, golden["answer"].to_string()).await;
    let check = move |path: &str| {
        assert_eq!(*heard.lock().unwrap(), [(path.to_owned(), golden["request"].clone())]);
    };
    (gateway, check)
}

fn key() -> BillingKey {
    BillingKey::new("SBILL_01234567890")
}

fn card() -> Card {
    Card::new("4111 1111 1111 1111", "12", "30")
}

fn payment() -> CardPayment<'static> {
    CardPayment {
        order_no: ORDER,
        amount: Money::won(10_000),
        product: "들꽃 엽서",
        customer_name: "홍길동",
        customer_id: "hong",
        at: at(),
        ..CardPayment::default()
    }
}

async fn pay(gateway: &Gateway) -> Result<Paid, Error> {
    gateway.pay_by_card(&merchant(), &card(), &payment()).await
}

#[tokio::test]
async fn pays_by_card() {
    let (gateway, check) = gateway_for("pay").await;
    let paid = pay(&gateway).await.unwrap();
    check("/spay/APICardActionPay.do");
    assert_eq!((paid.trade_no.as_str(), paid.amount), (TRADE, Money::won(10_000)));
    assert_eq!((paid.approval_no.as_str(), paid.billing_key), ("30001234", Some(key())));
}

#[tokio::test]
async fn pays_by_billing_key() {
    let (gateway, check) = gateway_for("billing-key-pay").await;
    let payment = BillingKeyPayment {
        order_no: ORDER,
        amount: Money::won(10_000),
        product: "들꽃 엽서",
        customer_name: "홍길동",
        customer_id: "hong",
        instalment_months: 3,
        at: at(),
        ..BillingKeyPayment::default()
    };
    let paid = gateway.pay_by_billing_key(&merchant(), &key(), &payment).await.unwrap();
    check("/spay/APICardActionPay.do");
    assert_eq!(paid.card_name, "NH체크");
}

#[tokio::test]
async fn issues_and_deletes_a_billing_key() {
    let (gateway, check) = gateway_for("billing-key-issue").await;
    let issue = BillingKeyIssue { order_no: ORDER, at: at(), ..BillingKeyIssue::default() };
    let holder = card().with_holder("991231", "57");
    let issued = gateway.issue_billing_key(&merchant(), &holder, &issue).await.unwrap();
    check("/spay/APICardAuth.do");
    assert_eq!(issued.billing_key, key());

    let (gateway, check) = gateway_for("billing-key-delete").await;
    let deletion = BillingKeyDeletion { order_no: ORDER, at: at() };
    gateway.delete_billing_key(&merchant(), &issued.billing_key, &deletion).await.unwrap();
    check("/spay/APICardActionDelkey.do");
}

#[tokio::test]
async fn captures() {
    let (gateway, check) = gateway_for("capture").await;
    let capture = Capture { order_no: ORDER, trade_no: TRADE, amount: Money::won(10_000), at: at() };
    let paid = gateway.capture(&merchant(), &capture).await.unwrap();
    check("/spay/APIService.do");
    assert_eq!((paid.amount, paid.card_name.as_str()), (Money::won(10_000), "NH농협"));
}

#[tokio::test]
async fn cancels_in_part() {
    let (gateway, check) = gateway_for("cancel").await;
    let cancel = Cancel {
        order_no: ORDER,
        trade_no: TRADE,
        amount: Money::won(4_000),
        ordinal: 2,
        reason: Some("변심"),
        at: at(),
        ..Cancel::default()
    };
    let cancelled = gateway.cancel(&merchant(), &cancel).await.unwrap();
    check("/spay/APICancel.do");
    assert_eq!((cancelled.amount, cancelled.balance), (Money::won(4_000), Money::won(5_000)));
}

/// Whose trade number says that it was a transfer.
#[tokio::test]
async fn transfers_are_captured_and_cancelled_in_their_own_messages() {
    const TRANSFER: &str = "STFP_PGRAnxca_jt_il0260102030405M1000001";
    let (gateway, check) = gateway_for("transfer-capture").await;
    let capture = Capture { order_no: ORDER, trade_no: TRANSFER, amount: Money::won(10_000), at: at() };
    let paid = gateway.capture(&merchant(), &capture).await.unwrap();
    check("/spay/APIService.do");
    assert_eq!((paid.amount, paid.bank_name.as_deref()), (Money::won(10_000), Some("국민은행")));

    let (gateway, check) = gateway_for("transfer-cancel").await;
    let (order_no, reason) = (ORDER, Some("변심"));
    let cancel = Cancel { order_no, trade_no: TRANSFER, ordinal: 2, reason, at: at(), ..Cancel::default() };
    let cancel = Cancel { amount: Money::won(4_000), ..cancel };
    let cancelled = gateway.cancel(&merchant(), &cancel).await.unwrap();
    check("/spay/APICancel.do");
    assert_eq!((cancelled.amount, cancelled.balance), (Money::won(4_000), Money::won(5_000)));
}

#[tokio::test]
async fn inquires() {
    let (gateway, check) = gateway_for("inquiry").await;
    let date = Date::new(2026, 1, 1).unwrap();
    let inquiry = Inquiry {
        order_no: ORDER,
        amount: Money::won(10_000),
        date,
        trade_no: None,
        method: Method::Card,
        at: at(),
    };
    let found = gateway.inquire(&merchant(), &inquiry).await.unwrap();
    check("/spay/APITrdcheck.do");
    assert_eq!((found.fate, found.cancelled), (Fate::Normal, Some(Money::won(1_000))));
}

#[tokio::test]
async fn a_refusal_has_its_code_and_transaction() {
    let (gateway, _) = gateway_that_says(StatusCode::OK, golden()["refused"].to_string()).await;
    let refused = Error::Refused {
        code: "ST03".to_owned(),
        message: "이미 결제된 주문".to_owned(),
        trade_no: Some(TRADE.to_owned()),
    };
    assert_eq!(pay(&gateway).await.unwrap_err(), refused);
}

#[tokio::test]
async fn an_answer_that_proves_nothing_leaves_the_outcome_unknown() {
    let answer = golden()["calls"]["pay"]["answer"].to_string();
    for (status, answer) in [
        (StatusCode::OK, "<html>".to_owned()),
        (StatusCode::OK, answer.replace(ORDER, "W20260102Z")),
        (StatusCode::OK, answer.replace("\"apprNo\":\"30001234\"", "\"apprNo\":\"\"")),
        (StatusCode::OK, answer.replace("\"outStatCd\":\"0021\"", "\"outStatCd\":\"0041\"")),
        (StatusCode::OK, answer.replace("\"trdTm\":\"030405\"", "\"trdTm\":\"030406\"")),
        (StatusCode::OK, golden()["refused"].to_string().replace("ST03", "VTIM")),
        (StatusCode::BAD_GATEWAY, answer.clone()),
    ] {
        let (gateway, _) = gateway_that_says(status, answer.clone()).await;
        assert!(matches!(pay(&gateway).await, Err(Error::Unknown { .. })), "{status} {answer}");
    }
}

#[tokio::test]
async fn what_is_under_way_is_unknown_if_it_has_a_number_and_refused_if_not() {
    let mut answer = golden()["refused"].clone();
    answer["params"]["outRsltCd"] = "ST38".into();
    let (gateway, _) = gateway_that_says(StatusCode::OK, answer.to_string()).await;
    let reason = "it is still under way (ST38)".to_owned();
    assert_eq!(pay(&gateway).await.unwrap_err(), Error::Unknown { reason });

    answer["params"].as_object_mut().unwrap().remove("trdNo");
    let (gateway, _) = gateway_that_says(StatusCode::OK, answer.to_string()).await;
    let refused = pay(&gateway).await.unwrap_err();
    assert!(matches!(&refused, Error::Refused { code, trade_no: None, .. } if code == "ST38"), "{refused:?}");
}

#[tokio::test]
async fn no_answer_in_time_leaves_the_outcome_unknown() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let options = GatewayOptions { timeout: Duration::from_millis(50), ..GatewayOptions::default() };
    let gateway = Gateway::with_options(&url, options).unwrap();
    assert_eq!(pay(&gateway).await.unwrap_err(), Error::Unknown { reason: "no answer in time".to_owned() });
}

#[tokio::test]
async fn what_was_not_sent_is_told_apart_from_what_may_have_been() {
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    assert!(matches!(pay(&Gateway::new(&url).unwrap()).await, Err(Error::Transport { .. })));

    let (gateway, _) = gateway_that_says(StatusCode::NOT_FOUND, String::new()).await;
    assert!(matches!(pay(&gateway).await, Err(Error::Transport { .. })));
    assert!(Gateway::new("ftp://gateway.example").is_err());
}

#[tokio::test]
async fn a_request_that_breaks_the_rules_is_not_sent() {
    let (gateway, heard) = gateway_that_says(StatusCode::OK, String::new()).await;
    let wrong = Card::new("4111-1111-1111-11112", "12", "30");
    let error = gateway.pay_by_card(&merchant(), &wrong, &payment()).await.unwrap_err();
    assert!(matches!(&error, Error::Invalid { field: "cardNo", .. }), "{error:?}");
    assert!(!format!("{error:?} {error}").contains("4111"));
    let issue = BillingKeyIssue { order_no: ORDER, ..BillingKeyIssue::default() };
    let error = gateway.issue_billing_key(&merchant(), &card(), &issue).await.unwrap_err();
    assert!(matches!(error, Error::Invalid { field: "idntNo", .. }));
    assert!(heard.lock().unwrap().is_empty());
}

/// A gateway by its routes alone.
async fn serve(router: Router) -> Gateway {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, router).into_future());
    Gateway::new(&format!("http://{address}")).unwrap()
}

/// The sandbox tells the clocks of all merchants: ours is the one of our name.
#[tokio::test]
async fn the_sandbox_tells_a_merchants_clock() {
    let clocks = serde_json::json!({ "clocks": [
        { "mchtId": "nxca_jt_bi", "now": "2026-01-02 03:04:05", "offsetMs": 0 },
        { "mchtId": "nxca_jt_il", "now": "2026-01-05 03:04:05", "offsetMs": 259_200_000 },
    ] });
    let clocks = axum::routing::get(async move || clocks.to_string());
    let sandbox = serve(Router::new().route("/sandbox/clock", clocks)).await;
    assert_eq!(sandbox.sandbox_clock(&merchant()).await, Ok(client::Clock::ahead(259_200_000)));
    let live = serve(Router::new()).await;
    assert!(live.sandbox_clock(&merchant()).await.is_err(), "a gateway without a sandbox");
}
