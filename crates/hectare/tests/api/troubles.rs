//! Institutions that decline, are slow, or don't answer: what the merchant is told, and how it ends.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::{Gateway, Merchant, Receiver, Reply, Request, card_cancel, card_pay, inquiry};

use crate::{gateway, keyed_in};

fn with_card(number: &str) -> Request {
    card_pay(&keyed_in()).with("cardNo", number)
}

/// Waits until nothing is under way any more.
async fn settled(gateway: &Gateway) {
    let started = Instant::now();
    while gateway.audit().under_way() > 0 {
        assert!(started.elapsed() < Duration::from_secs(40), "{}", gateway.audit().text);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn status(gateway: &Gateway, payment: &Reply) -> String {
    gateway.call(&inquiry(&keyed_in(), &payment.field("mchtTrdNo"))).await.code()
}

fn books_are_right(gateway: &Gateway) {
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
}

#[tokio::test]
async fn a_garbled_answer_is_no_payment_and_is_taken_back() {
    let gateway = gateway();
    let receiver = Receiver::start().await;
    let request = with_card("4000000000000226").with("notiUrl", receiver.url());
    let reply = gateway.call(&request).await;
    assert_eq!((reply.field("outStatCd"), reply.code()), ("0031".to_owned(), "VTIM".to_owned()));
    assert_eq!(reply.trade_no().len(), 40, "{}", reply.text);
    settled(&gateway).await;
    assert_eq!(status(&gateway, &reply).await, "0009");
    assert_eq!(gateway.call(&request).await.code(), "ST50");
    assert_eq!(gateway.call(&card_cancel(&keyed_in(), &reply.trade_no())).await.code(), "ST06");
    let audit = gateway.audit();
    assert!(audit.right && audit.account("payable:nxca_jt_bi") == (0, 0), "{}", audit.text);
    assert!(receiver.received().is_empty(), "nobody hears of a payment that is none");
}

/// The issuer never hears of one and loses the other's answer: both end as no payment.
#[tokio::test]
async fn silence_is_vtim_within_twenty_seconds_and_taken_back() {
    let gateway = gateway();
    let started = Instant::now();
    let (unheard, lost) = (with_card("4000000000000200"), with_card("4000000000000218"));
    let busy = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        let again = gateway.call(&lost).await;
        let asked = gateway.call(&inquiry(&keyed_in(), lost.value("mchtTrdNo"))).await;
        (again, asked)
    };
    let (unheard, lost, (again, asked)) =
        futures_util::future::join3(gateway.call(&unheard), gateway.call(&lost), busy).await;
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    for reply in [&unheard, &lost] {
        assert_eq!((reply.field("outStatCd"), reply.code()), ("0031".to_owned(), "VTIM".to_owned()));
    }
    assert_eq!((again.code(), again.trade_no()), ("ST38".to_owned(), lost.trade_no()), "in progress");
    assert_eq!((asked.code(), asked.trade_no()), ("ST38".to_owned(), lost.trade_no()));
    settled(&gateway).await;
    assert_eq!(status(&gateway, &unheard).await, "0009");
    assert_eq!(status(&gateway, &lost).await, "0009");
    let audit = gateway.audit();
    assert!(audit.right && audit.account("payable:nxca_jt_bi") == (0, 0), "{}", audit.text);
}

#[tokio::test]
async fn a_slow_issuer_is_waited_for() {
    let gateway = gateway();
    let started = Instant::now();
    gateway.call(&with_card("4000000000000234")).await.succeeded();
    assert!(started.elapsed() >= Duration::from_secs(3));
}

#[tokio::test]
async fn each_magic_number_of_a_decline_answers_its_code() {
    let gateway = gateway();
    for (number, code) in [
        ("4000000000000002", "CA31"),
        ("4000000000009995", "CA32"),
        ("4000000000000069", "CA20"),
        ("4000000000000119", "CA02"),
        ("4000000000000127", "CA58"),
        ("4000000000009987", "CA50"),
        ("4000000000009979", "CA82"),
    ] {
        let reply = gateway.call(&with_card(number)).await;
        assert_eq!(reply.code(), code, "{number}");
        assert_eq!(status(&gateway, &reply).await, "0009", "{number}");
    }
    books_are_right(&gateway);
}

#[tokio::test]
async fn a_declined_refund_leaves_the_payment_as_it_was() {
    let gateway = gateway();
    let payment = gateway.call(&with_card("4000000000000309")).await.succeeded();
    for _ in 0..2 {
        let reply = gateway.call(&card_cancel(&keyed_in(), &payment.trade_no())).await;
        assert_eq!((reply.field("outStatCd"), reply.code()), ("0031".to_owned(), "CA85".to_owned()));
    }
    assert_eq!(status(&gateway, &payment).await, "0000");
    books_are_right(&gateway);
}

#[tokio::test]
async fn a_refund_whose_answer_is_lost_is_repeated_until_it_is_heard() {
    let gateway = gateway();
    let receiver = Receiver::start().await;
    let payment = with_card("4000000000000317").with("notiUrl", receiver.url());
    let payment = gateway.call(&payment).await.succeeded();
    let reply = gateway.call(&card_cancel(&keyed_in(), &payment.trade_no())).await;
    assert_eq!(reply.code(), "ST38", "{}", reply.text);
    settled(&gateway).await;
    assert_eq!(status(&gateway, &payment).await, "0001");
    let letter = receiver.wait_for(2).await.remove(1);
    assert_eq!((letter.field("bizType"), letter.field("trdNo")), ("C0", reply.trade_no().as_str()));
    books_are_right(&gateway);
}

#[tokio::test]
async fn a_scenario_declines_as_often_as_it_is_told() {
    let gateway = gateway();
    let scenario = json!({ "mchtId": "nxca_jt_bi", "outcome": "decline", "code": "CA31", "times": 2 });
    gateway.scenario(scenario).await;
    let pay = || card_pay(&keyed_in());
    assert_eq!(gateway.call(&pay()).await.code(), "CA31");
    assert_eq!(gateway.call(&pay()).await.code(), "CA31");
    gateway.call(&pay()).await.succeeded();
    books_are_right(&gateway);
}

#[tokio::test]
async fn a_scenario_is_its_merchants_alone() {
    let gateway = gateway();
    gateway.next_outcome("nxca_ks_gu", "garbled").await;
    gateway.call(&card_pay(&keyed_in())).await.succeeded();
    let reply = gateway.call(&payment_of("nxca_ks_gu")).await;
    assert_eq!(reply.code(), "VTIM");
    settled(&gateway).await;
    books_are_right(&gateway);
}

#[tokio::test]
async fn a_scenario_of_one_institution_is_told_to_nobody_else() {
    const NH: &str = "9490191234560402";
    const SAMSUNG: &str = "9400030000000002";
    let gateway = gateway();
    let scenario = json!({ "mchtId": "*", "institution": "CA15", "outcome": "decline", "code": "CA31" });
    gateway.scenario(scenario.clone()).await;
    assert_eq!(gateway.call(&with_card(NH)).await.code(), "CA31");
    gateway.call(&with_card(SAMSUNG)).await.succeeded();

    let of_all = json!({ "mchtId": "*", "outcome": "decline", "code": "CA32" });
    gateway.scenario(of_all).await;
    assert_eq!(gateway.call(&with_card(NH)).await.code(), "CA31", "its own goes before that of all");
    assert_eq!(gateway.call(&with_card(SAMSUNG)).await.code(), "CA32");

    let mut off = scenario;
    off["times"] = json!(0);
    gateway.scenario(off).await;
    assert_eq!(
        gateway.call(&with_card(NH)).await.code(),
        "CA32",
        "one that is switched off leaves the other"
    );
    let in_force = in_force(&gateway).await;
    assert_eq!(in_force.len(), 1, "{in_force:?}");
    assert_eq!((&in_force[0]["institution"], &in_force[0]["code"]), (&json!("*"), &json!("CA32")));
    books_are_right(&gateway);
}

#[tokio::test]
async fn a_scenario_of_an_institution_that_is_not_there_is_refused_by_name() {
    let gateway = gateway();
    let scenario = json!({ "institution": "CA99", "outcome": "timeout" });
    let reply = gateway.post("/sandbox/scenario", scenario.to_string()).await;
    assert_eq!(reply.status, 400, "{}", reply.text);
    assert!(reply.text.contains("institution: there is no CA99"), "{}", reply.text);
    assert!(reply.text.contains("CA15 (NHC)"), "says who is there: {}", reply.text);
    assert!(in_force(&gateway).await.is_empty());
}

async fn in_force(gateway: &Gateway) -> Vec<Value> {
    let mut told = gateway.get("/sandbox/scenario").await.json();
    serde_json::from_value(told["scenarios"].take()).unwrap()
}

/// A payment that its merchant's contract allows.
fn payment_of(id: &'static str) -> Request {
    let request = card_pay(&Merchant::today(id));
    match id {
        "nxca_ab_bi" => request.with("crcCd", "USD"),
        "nxca_jt_bi" => request,
        _ => request.with("idntNo", "880101").with("cardPwd", "12"),
    }
}

#[tokio::test]
async fn each_outcome_of_a_scenario_ends_as_documented() {
    let gateway = gateway();
    let ends = [
        ("nxca_jt_bi", "approve", "0000", "0000"),
        ("nxca_ks_gu", "garbled", "VTIM", "0009"),
        ("nxca_jt_gu", "timeout", "VTIM", "0009"),
        ("nxca_ab_bi", "lost_after_approval", "VTIM", "0009"),
    ];
    let outcomes = ends.map(async |(id, outcome, code, end)| {
        gateway.next_outcome(id, outcome).await;
        let reply = gateway.call(&payment_of(id)).await;
        assert_eq!(reply.code(), code, "{outcome}");
        settled(&gateway).await;
        let found = gateway.call(&inquiry(&Merchant::today(id), &reply.field("mchtTrdNo"))).await;
        assert_eq!(found.code(), end, "{outcome}");
    });
    futures_util::future::join_all(outcomes).await;
    books_are_right(&gateway);
}

#[tokio::test]
async fn a_scenario_delays_an_answer() {
    let gateway = gateway();
    let delayed = json!({ "mchtId": "nxca_jt_bi", "outcome": "delay", "delay_ms": 700, "times": 1 });
    gateway.scenario(delayed).await;
    let started = Instant::now();
    gateway.call(&card_pay(&keyed_in())).await.succeeded();
    assert!(started.elapsed() >= Duration::from_millis(700));
}

#[tokio::test]
async fn requests_under_way_are_answered_before_it_stops() {
    let mut gateway = gateway();
    let request = with_card("4000000000000234");
    let stop = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        gateway.ask_to_stop();
    };
    let (reply, ()) = futures_util::future::join(gateway.call(&request), stop).await;
    assert_eq!(reply.code(), "0000");
    let status = gateway.ended();
    assert!(status.success(), "{status:?}");
    books_are_right(&gateway);
}

#[tokio::test]
async fn a_payment_that_was_answered_outlives_a_power_cut() {
    let mut gateway = gateway();
    let payment = gateway.call(&card_pay(&keyed_in())).await.succeeded();
    gateway.kill();
    books_are_right(&gateway);
    gateway.restart();
    assert_eq!(status(&gateway, &payment).await, "0000");
    assert_eq!(
        gateway.call(&card_cancel(&keyed_in(), &payment.trade_no())).await.succeeded().opened("blcAmt"),
        "0"
    );
}
