//! What the sender promises, with the embedded store behind it and receivers in front.

mod given;

use std::sync::Arc;
use std::time::Duration;

use given::{Receiver, Shop, eventually, merchant, request};
use notify::{Doorbell, HttpCourier, Options, Parts, Reach, Sender};
use store::{Directory, NotificationState};
use tokio::sync::oneshot;
use tokio::time::sleep;

/// Longer than the sender's own pause between two looks at what is due.
const TWO_LOOKS: Duration = Duration::from_millis(1_200);

struct Running {
    task: tokio::task::JoinHandle<()>,
    stop: oneshot::Sender<()>,
    doorbell: Doorbell,
}

/// The sender at work.
fn start(shop: &Shop) -> Running {
    let doorbell = Doorbell::default();
    let sender = Sender::new(Parts {
        outbox: shop.store.clone(),
        composer: Arc::new(shop.receivers.clone()),
        courier: Arc::new(HttpCourier::new(Reach::Anywhere).expect("a client")),
        doorbell: doorbell.clone(),
        options: Options { grace: Duration::from_secs(60), ..Options::default() },
    });
    let (stop, stopped) = oneshot::channel::<()>();
    let run = async move { sender.run(async { drop(stopped.await) }).await };
    Running { task: tokio::spawn(run), stop, doorbell }
}

#[tokio::test]
async fn a_try_under_way_at_the_end_is_awaited_and_recorded() {
    let slow = Receiver::holding("OK").await;
    let shop = Shop::with(&[(merchant(), &slow)]).await;
    shop.pay(merchant(), 1..=1).await;
    let running = start(&shop);
    eventually("the receiver is told", async || slow.heard() == 1).await;

    running.stop.send(()).expect("it runs");
    sleep(Duration::from_millis(200)).await;
    assert!(!running.task.is_finished(), "it waits for the answer");
    slow.let_go();
    running.task.await.expect("ends");
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
    shop.pay(merchant(), 1..=600).await;
    shop.pay(given::another_merchant(), 601..=601).await;
    let _running = start(&shop);
    eventually("the other is told", async || shop.record(601).await.state == NotificationState::Delivered)
        .await;
    assert!(silent.heard() > 0, "while the silent one has not answered");
    assert_eq!(shop.record(1).await.tries, []);
}

#[tokio::test]
async fn a_merchant_that_answers_is_told_of_everything_once() {
    let prompt = Receiver::answering(200, "OK").await;
    let shop = Shop::with(&[(merchant(), &prompt)]).await;
    // More than is read at a time.
    shop.pay(merchant(), 1..=1_200).await;
    let _running = start(&shop);
    eventually("all are delivered", async || prompt.heard() >= 1_200).await;
    sleep(TWO_LOOKS).await;
    assert_eq!(prompt.heard(), 1_200);
    for number in [1, 600, 1_200] {
        let record = shop.record(number).await;
        assert_eq!((record.state, record.tries.len()), (NotificationState::Delivered, 1));
    }
}

#[tokio::test]
async fn answers_are_kept_byte_for_byte_and_of_failures_the_beginning() {
    let (long, late) = ("A".repeat(5_000), format!("OK{}FAIL", " ".repeat(5_000)));
    let answers = [
        (200, "OK", true),
        (200, "\r\n\tOK\r\n ", true),
        (200, "\u{feff}OK<!-- 12:30:01 -->", true),
        (200, "FAIL", false),
        (200, "", false),
        (200, &long, false),
        (200, &late, false),
        (302, "OK", false),
        (500, "OK", false),
    ];
    for (status, answer, accepted) in answers {
        let receiver = Receiver::answering(status, answer).await;
        let shop = Shop::with(&[(merchant(), &receiver)]).await;
        shop.pay(merchant(), 1..=1).await;
        let _running = start(&shop);
        eventually("a try is recorded", async || !shop.record(1).await.tries.is_empty()).await;
        let record = shop.record(1).await;
        let [only] = record.tries.as_slice() else { unreachable!("one try: {record:?}") };
        let kept = answer.as_bytes().iter().take(512).copied().collect::<Vec<_>>();
        assert_eq!((only.status, &only.answer), (Some(status), &kept));
        assert_eq!(record.state == NotificationState::Delivered, accepted, "{status} {answer:?}");
    }
}

#[tokio::test]
async fn a_receiver_that_is_not_there_is_told_of_in_words() {
    let shop = Shop::without_receiver(merchant()).await;
    shop.pay(merchant(), 1..=1).await;
    let _running = start(&shop);
    eventually("a try is recorded", async || !shop.record(1).await.tries.is_empty()).await;
    let tries = shop.record(1).await.tries;
    let only = tries.first().expect("one");
    let words = String::from_utf8_lossy(&only.answer).into_owned();
    assert!(only.status.is_none() && words.starts_with("no answer: "), "{words}");
    assert!(
        words.contains("refused") && !words.contains("127.0.0.1") && !words.contains("hidden"),
        "{words}"
    );
}

#[tokio::test]
async fn what_was_not_accepted_is_sent_again_after_its_pause() {
    let receiver = Receiver::answering(200, "FAIL").await;
    let shop = Shop::with(&[(merchant(), &receiver)]).await;
    shop.pay(merchant(), 1..=1).await;
    let running = start(&shop);
    eventually("a try is recorded", async || !shop.record(1).await.tries.is_empty()).await;
    let first = shop.record(1).await;
    let NotificationState::Pending(due) = first.state else { unreachable!("not over: {first:?}") };
    let pause_ms = due.since(first.tries.first().expect("recorded").at);
    // The store's clock is a steady one: it may differ from the wall's by a moment.
    assert!((59_000..120_000).contains(&pause_ms), "a minute after it was answered: {pause_ms}");
    sleep(TWO_LOOKS).await;
    assert_eq!(receiver.heard(), 1, "not before");

    receiver.answers_now(200, "OK\n");
    shop.store.move_clock(Some(merchant()), 120_000).await.expect("moves");
    running.doorbell.ring_for_anybody();
    eventually("it is delivered", async || shop.record(1).await.state == NotificationState::Delivered).await;
    let tries = shop.record(1).await.tries;
    let answers = tries.iter().map(|one| one.answer.as_slice()).collect::<Vec<_>>();
    assert_eq!(answers, [b"FAIL".as_slice(), b"OK\n"]);
    sleep(TWO_LOOKS).await;
    assert_eq!(receiver.heard(), 2, "and that is the end of {:?}", request(1));
}
