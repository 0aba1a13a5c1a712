//! Who is told when, on a clock that the tests move: the outbox, the composer and the network are made of memory.

mod fakes;

use std::time::Duration;

use fakes::{Fakes, Manner, merchant};
use notify::Options;
use store::StoreError;
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn ten_hanging_receivers_with_more_waiting_than_all_places_delay_nobody() {
    let fakes = Fakes::default();
    for number in 0..10 {
        fakes.merchant(merchant(number), Manner::Hangs);
        fakes.due(merchant(number), 2_000);
    }
    let _running = fakes.run(Options { places: 64, ..Options::default() });
    // At once, before and after the first are late, when they have timed out, and for hours.
    for (number, wait) in [(20, 0), (21, 1), (22, 5), (23, 25), (24, 1), (25, 30), (26, 3_600)] {
        sleep(Duration::from_secs(wait)).await;
        let newcomer = merchant(number);
        fakes.merchant(newcomer, Manner::Answers(Duration::from_millis(10), "OK"));
        fakes.due(newcomer, 1);
        fakes.doorbell.ring(newcomer);
        sleep(SECOND).await;
        assert_eq!(fakes.delivered(newcomer), 1, "merchant {number}");
        assert!(fakes.under_way() >= 10, "while each of the ten has tries under way");
    }
}

#[tokio::test(start_paused = true)]
async fn a_prompt_receiver_has_many_places_though_others_hang() {
    let fakes = Fakes::default();
    for number in 0..10 {
        fakes.merchant(merchant(number), Manner::Hangs);
        fakes.due(merchant(number), 2_000);
    }
    fakes.merchant(merchant(20), Manner::Answers(Duration::from_millis(20), "OK"));
    fakes.due(merchant(20), 3_000);
    let _running = fakes.run(Options::default());
    sleep(2 * SECOND).await;
    assert_eq!(fakes.delivered(merchant(20)), 3_000);
    assert_eq!(fakes.posted(merchant(20)), 3_000, "each once");
    assert!(fakes.reads(merchant(20)) < 60, "{} reads", fakes.reads(merchant(20)));
}

#[tokio::test(start_paused = true)]
async fn what_a_hanging_receiver_has_waiting_is_not_read_again_and_again() {
    let fakes = Fakes::default();
    fakes.merchant(merchant(0), Manner::Hangs);
    fakes.due(merchant(0), 20_000);
    let _running = fakes.run(Options::default());
    for _ in 0..600 {
        fakes.doorbell.ring(merchant(0));
        sleep(SECOND).await;
    }
    assert!(fakes.posted(merchant(0)) < 8 + 20 + 8, "one by one: {}", fakes.posted(merchant(0)));
    assert_eq!(fakes.reads(merchant(0)), 1, "what is read lasts for these minutes");
}

#[tokio::test(start_paused = true)]
async fn what_nobody_rang_for_is_found_within_a_second() {
    let fakes = Fakes::default();
    fakes.merchant(merchant(0), Manner::Answers(Duration::ZERO, "OK"));
    let _running = fakes.run(Options::default());
    sleep(10 * SECOND).await;
    fakes.due(merchant(0), 1);
    sleep(SECOND).await;
    assert_eq!(fakes.delivered(merchant(0)), 1);
}

#[tokio::test(start_paused = true)]
async fn fresh_ones_in_a_stream_are_read_together() {
    let fakes = Fakes::default();
    fakes.merchant(merchant(0), Manner::Answers(Duration::from_millis(1), "OK"));
    let _running = fakes.run(Options::default());
    for _ in 0..1_000 {
        fakes.due(merchant(0), 10);
        fakes.doorbell.ring(merchant(0));
        sleep(Duration::from_millis(1)).await;
    }
    sleep(SECOND).await;
    assert_eq!(fakes.delivered(merchant(0)), 10_000);
    assert!(fakes.reads(merchant(0)) <= 1_000 / 4, "{} reads", fakes.reads(merchant(0)));
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_written_is_not_sent_but_tried_again_whole() {
    let fakes = Fakes::default();
    fakes.merchant(merchant(0), Manner::Answers(Duration::ZERO, "OK"));
    fakes.fail_composing(Some(StoreError::Database("disk I/O error".to_owned())));
    fakes.due(merchant(0), 1);
    let _running = fakes.run(Options::default());
    sleep(50 * SECOND).await;
    assert_eq!((fakes.posted(merchant(0)), fakes.composed()), (0, 1), "nothing is sent, and nothing spins");
    assert_eq!(fakes.records(), [], "and no try is recorded");
    fakes.fail_composing(None);
    sleep(20 * SECOND).await;
    assert_eq!((fakes.posted(merchant(0)), fakes.delivered(merchant(0))), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_cannot_be_recorded_is_recorded_later_and_nothing_is_sent_twice() {
    let fakes = Fakes::default();
    fakes.merchant(merchant(0), Manner::Answers(Duration::ZERO, "OK"));
    fakes.due(merchant(0), 1);
    fakes.fail_recording(true);
    let _running = fakes.run(Options::default());
    sleep(60 * SECOND).await;
    assert_eq!((fakes.posted(merchant(0)), fakes.delivered(merchant(0))), (1, 0));
    fakes.fail_recording(false);
    sleep(60 * SECOND).await;
    assert_eq!((fakes.posted(merchant(0)), fakes.delivered(merchant(0))), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn at_the_end_tries_under_way_have_their_grace_and_are_given_back() {
    let fakes = Fakes::default();
    fakes.merchant(merchant(0), Manner::Hangs);
    fakes.merchant(merchant(1), Manner::Answers(3 * SECOND, "OK"));
    for number in 0..2 {
        fakes.due(merchant(number), 50);
    }
    let running = fakes.run(Options { grace: 4 * SECOND, ..Options::default() });
    sleep(SECOND).await;
    let (posted, stopped) = (fakes.posted(merchant(0)) + fakes.posted(merchant(1)), Instant::now());
    assert!(posted > 0);
    running.stop.send(()).expect("it runs");
    running.task.await.expect("ends");
    assert_eq!(stopped.elapsed(), 4 * SECOND);
    assert_eq!(fakes.posted(merchant(0)) + fakes.posted(merchant(1)), posted, "nothing new is begun");
    assert_eq!(fakes.delivered(merchant(1)), fakes.posted(merchant(1)), "what was answered is recorded");
    assert_eq!(fakes.records().len(), fakes.posted(merchant(1)), "and of the others nothing");
}

#[tokio::test(start_paused = true)]
async fn a_failed_try_is_a_warning_that_says_what_and_why() {
    let (log, _guard) = fakes::log();
    let fakes = Fakes::default();
    fakes.merchant(merchant(0), Manner::Answers(Duration::ZERO, "billKey=SBILL_0PQ8M2XK7"));
    fakes.due(merchant(0), 1);
    let _running = fakes.run(Options::default());
    sleep(SECOND).await;
    let said = log.text();
    assert_eq!(said.lines().count(), 1, "{said}");
    for part in [
        "WARN",
        "a notification was not accepted",
        "notification=0000000000000000001-1.0",
        "merchant=shop0",
        "to=\"http://shop0.example/noti\"",
        "tries=1",
        "reason=\"answered 23 bytes that aren't OK\"",
        "again_in_s=60",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(!said.contains("hidden") && !said.contains("SBILL"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn thousands_of_failures_are_a_few_lines_and_the_end_is_told() {
    let (log, _guard) = fakes::log();
    let fakes = Fakes::default();
    fakes.merchant(merchant(0), Manner::Answers(Duration::ZERO, "FAIL"));
    fakes.due(merchant(0), 3_000);
    let _running = fakes.run(Options::default());
    sleep(120 * 60 * SECOND).await;
    let said = log.text();
    assert_eq!(fakes.records().len(), 3_000 * 20, "ten tries a minute apart, ten ten minutes apart");
    assert!(said.lines().count() < 20 * 12, "{} lines", said.lines().count());
    assert!(said.contains("is given up") && said.contains("given_up=2995"), "{said}");
}
