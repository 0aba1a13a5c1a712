//! What the sender promises, with the embedded store behind it and receivers in front.

mod given;

use std::sync::Arc;
use std::time::Duration;

use given::{Receiver, Shop, eventually, merchant, request};
use notify::{Reach, Sender};
use store::{NotificationState, Store};
use tokio::sync::oneshot;
use tokio::time::sleep;

/// Longer than the sender's own pause between two looks at what is due.
const TWO_LOOKS: Duration = Duration::from_millis(1_200);

/// The sender at work; it ends by itself when it is told to by the other half.
fn start(shop: &Shop) -> (tokio::task::JoinHandle<()>, oneshot::Sender<()>) {
    let composer = Arc::new(shop.receivers.clone());
    let sender = Sender::new(shop.store.clone(), composer, Reach::Anywhere).expect("a client");
    let (stop, stopped) = oneshot::channel::<()>();
    let run = async move { sender.run(std::future::pending, async { drop(stopped.await) }).await };
    (tokio::spawn(run), stop)
}

#[tokio::test]
async fn a_try_under_way_at_the_end_is_awaited_and_recorded() {
    let slow = Receiver::holding("OK").await;
    let shop = Shop::with(&[(merchant(), &slow)]).await;
    shop.pay(merchant(), 1..=1).await;
    let (running, stop) = start(&shop);
    eventually("the receiver is told", async || slow.heard() == 1).await;

    stop.send(()).expect("it runs");
    sleep(Duration::from_millis(200)).await;
    assert!(!running.is_finished(), "it waits for the answer");
    slow.let_go();
    running.await.expect("ends");
    let record = shop.record(1).await;
    assert_eq!(record.state, NotificationState::Delivered);
    assert_eq!(record.tries.iter().map(|one| one.answer.as_slice()).collect::<Vec<_>>(), [b"OK"]);
    assert_eq!(slow.heard(), 1, "once only");
}

#[tokio::test]
async fn a_merchant_that_never_answers_keeps_no_other_waiting() {
    let (silent, prompt) = (Receiver::holding("").await, Receiver::answering(200, "OK").await);
    let shop = Shop::with(&[(merchant(), &silent), (given::another_merchant(), &prompt)]).await;
    // More than the sender has under way of all merchants together, and all of them older.
    shop.pay(merchant(), 1..=300).await;
    shop.pay(given::another_merchant(), 301..=301).await;
    let (_running, _stop) = start(&shop);
    eventually("the other is told", async || shop.record(301).await.state == NotificationState::Delivered)
        .await;
    assert!(silent.heard() > 0, "while the silent one has not answered");
    assert_eq!(shop.record(1).await.tries, []);
}

#[tokio::test]
async fn a_merchant_that_answers_is_told_of_everything_at_once() {
    let prompt = Receiver::answering(200, "OK").await;
    let shop = Shop::with(&[(merchant(), &prompt)]).await;
    // More than it may have under way.
    shop.pay(merchant(), 1..=300).await;
    let (_running, _stop) = start(&shop);
    eventually("all are delivered", async || prompt.heard() == 300).await;
}

#[tokio::test]
async fn only_an_answer_that_says_ok_is_accepted_and_each_is_kept_byte_for_byte() {
    let long = "A".repeat(5_000);
    let answers = [
        (200, "OK", true),
        (200, " \r\n\tOK\r\n ", true),
        (200, "FAIL", false),
        (200, "ok", false),
        (200, "OK OK", false),
        (200, "", false),
        (200, "\u{feff}OK", false),
        (200, &long, false),
        (302, "OK", false),
        (500, "OK", false),
    ];
    for (status, answer, accepted) in answers {
        let receiver = Receiver::answering(status, answer).await;
        let shop = Shop::with(&[(merchant(), &receiver)]).await;
        shop.pay(merchant(), 1..=1).await;
        let (_running, _stop) = start(&shop);
        eventually("a try is recorded", async || !shop.record(1).await.tries.is_empty()).await;
        let record = shop.record(1).await;
        let [only] = record.tries.as_slice() else { unreachable!("one try: {record:?}") };
        let kept = answer.as_bytes().iter().take(4_096).copied().collect::<Vec<_>>();
        assert_eq!((only.status, &only.answer), (Some(status), &kept));
        assert_eq!(record.state == NotificationState::Delivered, accepted, "{status} {answer:?}");
    }
}

#[tokio::test]
async fn what_was_not_accepted_is_sent_again_after_its_pause() {
    let receiver = Receiver::answering(200, "FAIL").await;
    let shop = Shop::with(&[(merchant(), &receiver)]).await;
    shop.pay(merchant(), 1..=1).await;
    let (_running, _stop) = start(&shop);
    eventually("a try is recorded", async || !shop.record(1).await.tries.is_empty()).await;
    let first = shop.record(1).await;
    let due = first.tries.first().map(|one| one.at.plus_ms(60_000)).expect("recorded");
    assert_eq!(first.state, NotificationState::Pending(due), "a minute later");
    sleep(TWO_LOOKS).await;
    assert_eq!(receiver.heard(), 1, "not before");

    receiver.answers_now(200, "OK\n");
    shop.store.move_clock(Some(merchant()), 60_000).await.expect("moves");
    eventually("it is delivered", async || shop.record(1).await.state == NotificationState::Delivered).await;
    let tries = shop.record(1).await.tries;
    let answers = tries.iter().map(|one| one.answer.as_slice()).collect::<Vec<_>>();
    assert_eq!(answers, [b"FAIL".as_slice(), b"OK\n"]);
    sleep(TWO_LOOKS).await;
    assert_eq!(receiver.heard(), 2, "and that is the end of {:?}", request(1));
}
