//! Payment windows: each step is taken once.

use futures_util::future::join;
use store::domain::payment::{SealedProof, Status};
use store::domain::{Authenticate, Authorise, Capture, Command, Refusal, Reply, WindowStep};
use store::{Store, WindowRecord};

use crate::given::{
    NOW, approval, authorise, begin, conclude, declined, intent, merchant, new_payment, refusal, standing,
    stored, submit, trade, won,
};

fn record(number: u8) -> WindowRecord {
    WindowRecord {
        id: [number; 16],
        payment: trade(number.into()),
        merchant: merchant(),
        step: 0,
        stage: "terms".to_owned(),
        request: r#"{"product":"책"}"#.to_owned(),
        opened_at: NOW,
    }
}

fn step(number: u8, step: u32) -> WindowStep {
    WindowStep { window: [number; 16], step, opened_at: NOW }
}

/// Opens a window for the payment of this number.
pub(crate) async fn open(store: &dyn Store, number: u8) {
    store.open_window(record(number)).await.expect("opens");
}

/// A payment from the window of its number.
pub(crate) fn in_window(number: u8, order: &str, at: u32) -> Command {
    let window = Some(step(number, at));
    Command::Authorise(Box::new(Authorise { window, ..authorise(number.into(), order) }))
}

pub(crate) async fn a_window_reads_back(store: &dyn Store) {
    open(store, 1).await;
    assert_eq!(store.window([1; 16]).await.expect("reads"), Some(record(1)));
    assert_eq!(store.window([2; 16]).await.expect("reads"), None);
    assert!(store.open_window(record(1)).await.is_err(), "a token is never used twice");
    assert_eq!(store.advance_window(step(2, 0), "card".to_owned()).await, Ok(false));
}

pub(crate) async fn of_two_that_advance_one_does(store: &dyn Store) {
    open(store, 1).await;
    let advance = |stage: &str| store.advance_window(step(1, 0), stage.to_owned());
    let (one, two) = join(advance("card"), advance("issuer")).await;
    let (one, two) = (one.expect("answers"), two.expect("answers"));
    assert_ne!(one, two);
    let stage = if one { "card" } else { "issuer" };
    let after = WindowRecord { step: 1, stage: stage.to_owned(), ..record(1) };
    assert_eq!(store.window([1; 16]).await.expect("reads"), Some(after));
}

pub(crate) async fn of_two_clicks_one_pays(store: &dyn Store) {
    open(store, 1).await;
    let click = || store.submit(in_window(1, "ORDER1", 0));
    let (one, two) = join(click(), click()).await;
    let mut replies = [one.expect("answers"), two.expect("answers")];
    replies.sort_by_key(|reply| matches!(reply, Reply::Refused(_)));
    let [first, second] = replies;
    assert!(matches!(first, Reply::Begun(_)), "{first:?}");
    assert_eq!(second, Reply::Refused(Refusal::StaleStep));
    assert_eq!(stored(store, 1).await.operations, 1);
}

pub(crate) async fn a_stale_page_pays_nothing(store: &dyn Store) {
    open(store, 1).await;
    assert_eq!(store.advance_window(step(1, 0), "card".to_owned()).await, Ok(true));
    assert_eq!(refusal(store, in_window(1, "ORDER1", 0)).await, Refusal::StaleStep);
    assert!(store.payment(trade(1)).await.expect("reads").is_none());
    begin(store, in_window(1, "ORDER1", 1)).await;
    let window = store.window([1; 16]).await.expect("reads").expect("is open");
    assert_eq!((window.step, window.stage.as_str()), (2, "card"), "the payment takes the step");
    assert_eq!(store.advance_window(step(1, 1), "terms".to_owned()).await, Ok(false));
}

/// A capture that was declined keeps its order number, so the window has nothing left to try.
pub(crate) async fn a_declined_capture_ends_the_attempts(store: &dyn Store) {
    open(store, 1).await;
    let authenticate = Authenticate {
        payment: new_payment(1, "ORDER1"),
        window: step(1, 0),
        proof: SealedProof(b"the issuer's word".to_vec()),
        outcome: approval(),
        intent: intent(),
    };
    let (payment, _) = standing(store, Command::Authenticate(Box::new(authenticate))).await;
    assert_eq!(payment.status, Status::Authenticated);
    let record = store.payment(trade(1)).await.expect("reads").expect("is there");
    let proof = record.operation(1).and_then(|it| it.proof.as_ref());
    assert_eq!(proof.map(|proof| proof.0.as_slice()), Some(&b"the issuer's word"[..]));

    let capture = Capture {
        payment: trade(1),
        merchant: merchant(),
        order_no: "ORDER1".to_owned(),
        amount: won(1_000),
        notify: true,
        intent: intent(),
    };
    let begun = begin(store, Command::Capture(Box::new(capture))).await;
    submit(store, conclude(begun.id, declined())).await;
    let again = refusal(store, in_window(1, "ORDER1", 1)).await;
    assert_eq!(again, Refusal::OrderRepeated(trade(1)));
}
