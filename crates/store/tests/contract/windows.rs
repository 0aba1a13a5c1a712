//! Payment windows: each step is taken once, and old windows are forgotten.

use futures_util::future::join;
use store::domain::operation::{Rail, Sealed};
use store::domain::payment::{Authenticate, Authorise, Capture, NewPayment, Status};
use store::domain::window::{MOST_WINDOWS, OpenWindow, Window, WindowId, WindowStep};
use store::domain::{Command, Method, Refusal, Reply};
use store::{Store, StoreError};

use crate::given::{
    NOW, acquirer, approval, authorise, begin, conclude, declined, intent, merchant, new_payment, of_window,
    paid, refusal, standing, submit, won,
};

fn id(number: u32) -> WindowId {
    let mut id = [7; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    WindowId(id)
}

/// The window of this number, as it is opened.
pub(crate) fn record(number: u32, order: &str) -> Window {
    Window {
        id: id(number),
        payment: of_window(number),
        merchant: merchant(),
        method: Method::Card,
        order_day: 20_260_102,
        order_no: order.to_owned(),
        step: 0,
        stage: "terms".to_owned(),
        request: r#"{"product":"책"}"#.to_owned(),
        opened_at: NOW,
    }
}

pub(crate) fn step(number: u32, step: u32) -> WindowStep {
    WindowStep { window: id(number), step, opened_at: NOW }
}

pub(crate) fn open_command(window: Window) -> Command {
    let claim = window.claim();
    Command::OpenWindow(Box::new(OpenWindow { window, claim }))
}

/// Opens a window for an order.
pub(crate) async fn open(store: &dyn Store, number: u32, order: &str) {
    assert_eq!(submit(store, open_command(record(number, order))).await, Reply::Done);
}

/// The payment of the window of this number.
fn payment(number: u32, order: &str) -> NewPayment {
    NewPayment { id: of_window(number), ..new_payment(number, order) }
}

/// A payment from the window of its number.
pub(crate) fn in_window(number: u32, order: &str, at: u32) -> Command {
    let (window, payment) = (Some(step(number, at)), payment(number, order));
    Command::Authorise(Box::new(Authorise { window, payment, ..authorise(number, order) }))
}

/// Opens a window in which a customer is authenticated.
pub(crate) async fn authenticated(store: &dyn Store, number: u32, order: &str) {
    open(store, number, order).await;
    let authenticate = Authenticate {
        payment: payment(number, order),
        rail: Rail::Cards,
        institution: acquirer(),
        window: step(number, 0),
        proof: Sealed(b"the issuer's word".to_vec()),
        approval: approval(),
        intent: intent(),
    };
    let (payment, _) = standing(store, Command::Authenticate(Box::new(authenticate))).await;
    assert_eq!(payment.status, Status::Authenticated);
}

pub(crate) async fn a_window_reads_back(store: &dyn Store) {
    open(store, 1, "ORDER1").await;
    assert_eq!(store.window(id(1)).await.expect("reads"), Some(record(1, "ORDER1")));
    assert_eq!(store.window(id(2)).await.expect("reads"), None);
    assert_eq!(store.advance_window(step(2, 0), "card".to_owned()).await, Ok(false));
}

pub(crate) async fn a_token_is_never_used_twice(store: &dyn Store) {
    open(store, 1, "ORDER1").await;
    let again = Window { id: id(1), ..record(2, "ORDER2") };
    let refused = store.submit(open_command(again)).await;
    assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
    assert_eq!(store.window(id(1)).await.expect("reads"), Some(record(1, "ORDER1")));
}

pub(crate) async fn of_two_that_advance_one_does(store: &dyn Store) {
    open(store, 1, "ORDER1").await;
    let advance = |stage: &str| store.advance_window(step(1, 0), stage.to_owned());
    let (one, two) = join(advance("card"), advance("issuer")).await;
    let (one, two) = (one.expect("answers"), two.expect("answers"));
    assert_ne!(one, two);
    let stage = if one { "card" } else { "issuer" };
    let after = Window { step: 1, stage: stage.to_owned(), ..record(1, "ORDER1") };
    assert_eq!(store.window(id(1)).await.expect("reads"), Some(after));
}

pub(crate) async fn of_two_clicks_one_pays(store: &dyn Store) {
    open(store, 1, "ORDER1").await;
    let click = || store.submit(in_window(1, "ORDER1", 0));
    let (one, two) = join(click(), click()).await;
    let mut replies = [one.expect("answers"), two.expect("answers")];
    replies.sort_by_key(|reply| matches!(reply, Reply::Refused(_)));
    let [first, second] = replies;
    assert!(matches!(first, Reply::Begun(_)), "{first:?}");
    assert_eq!(second, Reply::Refused(Refusal::StaleStep));
    assert_eq!(store.operations(of_window(1)).await.expect("reads").len(), 1);
}

pub(crate) async fn a_stale_page_pays_nothing(store: &dyn Store) {
    open(store, 1, "ORDER1").await;
    assert_eq!(store.advance_window(step(1, 0), "card".to_owned()).await, Ok(true));
    assert_eq!(refusal(store, in_window(1, "ORDER1", 0)).await, Refusal::StaleStep);
    assert!(store.payment(of_window(1)).await.expect("reads").is_none());
    begin(store, in_window(1, "ORDER1", 1)).await;
    let window = store.window(id(1)).await.expect("reads").expect("is open");
    assert_eq!((window.step, window.stage.as_str()), (2, "card"), "the payment takes the step");
    assert_eq!(store.advance_window(step(1, 1), "terms".to_owned()).await, Ok(false));
}

/// A capture that was declined keeps its order number, so the window has nothing left to try.
pub(crate) async fn a_declined_capture_ends_the_attempts(store: &dyn Store) {
    authenticated(store, 1, "ORDER1").await;
    let record = store.payment(of_window(1)).await.expect("reads").expect("is there");
    let proof = record.operation(1).and_then(|it| it.sealed.as_ref());
    assert_eq!(proof.map(|proof| proof.0.as_slice()), Some(&b"the issuer's word"[..]));

    let capture = Capture {
        payment: of_window(1),
        merchant: merchant(),
        method: Method::Card,
        order_no: "ORDER1".to_owned(),
        amount: won(1_000),
        notify: true,
        intent: intent(),
    };
    let begun = begin(store, Command::Capture(Box::new(capture))).await;
    submit(store, conclude(begun.id, declined())).await;
    let again = refusal(store, in_window(1, "ORDER1", 1)).await;
    assert_eq!(again, Refusal::OrderRepeated(Method::Card, of_window(1)));
}

/// One signed form must not fill the disk.
pub(crate) async fn an_order_has_so_many_windows_and_no_more(store: &dyn Store) {
    for number in 1..=MOST_WINDOWS {
        open(store, number, "ORDER1").await;
    }
    let one_more = open_command(record(MOST_WINDOWS + 1, "ORDER1"));
    assert_eq!(refusal(store, one_more.clone()).await, Refusal::TooManyWindows);
    open(store, MOST_WINDOWS + 2, "ORDER2").await;
    store.sweep_windows(of_window(2), 10).await.expect("sweeps");
    assert_eq!(submit(store, one_more).await, Reply::Done, "one is forgotten, and makes room");
    paid(store, 1, "ORDER3").await;
    let taken = refusal(store, open_command(record(99, "ORDER3"))).await;
    assert!(matches!(taken, Refusal::OrderPaid(..)), "{taken:?}");
}

pub(crate) async fn windows_are_swept_in_steps_oldest_first(store: &dyn Store) {
    for number in [5, 3, 1, 4, 2, 6] {
        open(store, number, &format!("ORDER{number}")).await;
    }
    let mut left = Vec::new();
    for more in [true, true, false] {
        assert_eq!(store.sweep_windows(of_window(6), 2).await, Ok(more));
        let mut open = Vec::new();
        for number in 1..=6 {
            if store.window(id(number)).await.expect("reads").is_some() {
                open.push(number);
            }
        }
        left.push(open);
    }
    assert_eq!(left, [vec![3, 4, 5, 6], vec![5, 6], vec![6]]);
    assert_eq!(store.sweep_windows(of_window(6), 2).await, Ok(false));
    assert_eq!(store.advance_window(step(1, 0), "card".to_owned()).await, Ok(false), "it is gone");
}
