//! Notifications: which answers count, and when it is tried again. PG 4.

use std::time::Duration;

use testkit::{Answer, Gateway, Keys, Merchant, Receiver, Reply, card_pay};

use crate::{gateway, keyed_in};

/// Longer than the sender takes to see that something is due.
const A_WHILE: Duration = Duration::from_millis(1_500);

/// A merchant whose clock says noon: no retry runs into midnight.
fn at_noon() -> Merchant {
    keyed_in().on("20260401", "120000")
}

async fn receiver_at_noon(gateway: &Gateway) -> Receiver {
    gateway.set_clock("nxca_jt_bi", "2026-04-01T12:00:00+09:00").await;
    Receiver::start().await
}

async fn notified(gateway: &Gateway, receiver: &Receiver) -> Reply {
    gateway.call(&card_pay(&at_noon()).with("notiUrl", receiver.url())).await.succeeded()
}

/// Lets the sender write down what was answered.
async fn recorded() {
    tokio::time::sleep(Duration::from_millis(500)).await;
}

#[tokio::test]
async fn an_ok_counts_with_white_space_around_it() {
    let gateway = gateway();
    let receiver = receiver_at_noon(&gateway).await;
    for (place, answer) in ["OK", "\r\n OK \r\n", "\n\n\tOK"].into_iter().enumerate() {
        receiver.answer(Answer::Text(answer));
        notified(&gateway, &receiver).await;
        receiver.wait_for(place + 1).await;
    }
    recorded().await;
    gateway.advance_clock("nxca_jt_bi", "PT11M").await;
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(receiver.received().len(), 3, "an accepted notification was sent again");
}

#[tokio::test]
async fn any_other_answer_is_asked_again_a_minute_later() {
    let gateway = gateway();
    let texts = ["FAIL", "ok", "OK!", ""].map(Answer::Text);
    let answers = texts.into_iter().chain([Answer::Status(500), Answer::Status(302), Answer::CutOff]);
    let mut told = Vec::new();
    for answer in answers {
        let receiver = receiver_at_noon(&gateway).await;
        receiver.answer(answer);
        let payment = notified(&gateway, &receiver).await;
        receiver.wait_for(1).await;
        told.push((answer, receiver, payment));
    }
    recorded().await;
    gateway.advance_clock("nxca_jt_bi", "PT50S").await;
    tokio::time::sleep(A_WHILE).await;
    for (answer, receiver, _) in &told {
        assert_eq!(receiver.received().len(), 1, "{answer:?}: too early");
        receiver.answer(Answer::Text("OK"));
    }
    gateway.advance_clock("nxca_jt_bi", "PT11S").await;
    for (answer, receiver, payment) in told {
        let letters = receiver.wait_for(2).await;
        assert_eq!(letters[0].fields, letters[1].fields, "{answer:?}");
        assert!(letters[1].is_signed(Keys::TEST) && letters[1].field("trdNo") == payment.trade_no());
    }
}

#[tokio::test]
async fn tries_come_a_minute_apart_and_then_ten() {
    let gateway = gateway();
    let receiver = receiver_at_noon(&gateway).await;
    receiver.answer(Answer::Text("FAIL"));
    notified(&gateway, &receiver).await;
    for count in 1..=10 {
        receiver.wait_for(count).await;
        recorded().await;
        if count < 10 {
            gateway.advance_clock("nxca_jt_bi", "PT61S").await;
        }
    }
    gateway.advance_clock("nxca_jt_bi", "PT9M").await;
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(receiver.received().len(), 10, "the eleventh try comes ten minutes later");
    gateway.advance_clock("nxca_jt_bi", "PT61S").await;
    receiver.wait_for(11).await;
}

#[tokio::test]
async fn nothing_is_tried_again_after_midnight() {
    let gateway = gateway();
    let receiver = Receiver::start().await;
    gateway.set_clock("nxca_jt_bi", "2026-04-01T23:59:20+09:00").await;
    receiver.answer(Answer::Text("FAIL"));
    let merchant = keyed_in().on("20260401", "235920");
    gateway.call(&card_pay(&merchant).with("notiUrl", receiver.url())).await.succeeded();
    receiver.wait_for(1).await;
    recorded().await;
    gateway.advance_clock("nxca_jt_bi", "PT2H").await;
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn one_merchants_clock_moves_its_own_retries_alone() {
    let gateway = gateway();
    let receiver = receiver_at_noon(&gateway).await;
    receiver.answer(Answer::Text("FAIL"));
    notified(&gateway, &receiver).await;
    receiver.wait_for(1).await;
    recorded().await;
    gateway.advance_clock("nxca_jt_il", "PT10M").await;
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn a_slow_answer_counts_and_holds_nobody_up() {
    let gateway = gateway();
    let slow = receiver_at_noon(&gateway).await;
    slow.answer(Answer::Slow(Duration::from_secs(3)));
    notified(&gateway, &slow).await;
    slow.wait_for(1).await;
    let quick = Receiver::start().await;
    notified(&gateway, &quick).await;
    tokio::time::timeout(Duration::from_secs(2), quick.wait_for(1)).await.expect("not behind the slow one");
    tokio::time::sleep(Duration::from_secs(3)).await;
    recorded().await;
    gateway.advance_clock("nxca_jt_bi", "PT11M").await;
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(slow.received().len(), 1);
}

#[tokio::test]
async fn what_is_due_outlives_the_process() {
    let mut gateway = gateway();
    let receiver = receiver_at_noon(&gateway).await;
    receiver.answer(Answer::Text("FAIL"));
    let payment = notified(&gateway, &receiver).await;
    receiver.wait_for(1).await;
    recorded().await;
    gateway.restart();
    receiver.answer(Answer::Text("OK"));
    gateway.advance_clock("nxca_jt_bi", "PT61S").await;
    assert_eq!(receiver.wait_for(2).await[1].field("trdNo"), payment.trade_no());
}

#[tokio::test]
async fn nobody_there_hinders_nothing() {
    let gateway = gateway();
    let request = card_pay(&keyed_in()).with("notiUrl", "http://127.0.0.1:9/nobody");
    gateway.call(&request).await.succeeded();
    let receiver = receiver_at_noon(&gateway).await;
    notified(&gateway, &receiver).await;
    receiver.wait_for(1).await;
}
