//! A folder in which everything happened that can happen.

use domain::merchant::Merchant;
use domain::payment::Authorise;
use domain::{Command, NumberKind, Outcome, Reply, RequestId};
use institutions::books::{Deed, Line};
use store::folder::Folder;
use store::{MerchantRecord, Next, NotificationId, NotificationTry, Store};

use crate::given::{
    AMOUNT, NOW, acquirer, approved, authenticate, authorise, cancel, capture, carry, declined, delete,
    issue, merchant, number, open_window, pay, pay_in_window, sealed_key, won,
};

fn payment(count: u32, operation: u16) -> RequestId {
    RequestId { subject: number(NumberKind::Payment, count), operation }
}

fn in_window(count: u32, operation: u16) -> RequestId {
    RequestId { subject: number(NumberKind::Window, count), operation }
}

/// Writes it.
pub(crate) async fn write(store: &dyn Store, folder: &Folder) {
    store.put_merchant(a_merchant()).await.expect("is put");
    payments(store).await;
    windows(store, folder).await;
    keys(store, folder).await;
    notifications(store).await;
}

async fn payments(store: &dyn Store) {
    // Paid, paid back twice in part, once in vain, and just being paid back once more.
    let first = carry(store, pay(1), &[approved()]).await.id.subject;
    carry(store, cancel(first, 1, 300, Some("CANCEL1")), &[approved()]).await;
    carry(store, cancel(first, 2, 200, None), &[declined()]).await;
    carry(store, cancel(first, 3, 700, Some("CANCEL3")), &[approved()]).await;
    carry(store, cancel(first, 4, 50, None), &[]).await;
    carry(store, pay(2), &[declined()]).await;
    carry(store, pay(3), &[Outcome::Unknown]).await;
    carry(store, pay(4), &[Outcome::Unknown, Outcome::Reversed]).await;
    carry(store, pay(5), &[]).await;
    let mut untold = authorise(number(NumberKind::Payment, 6), "ORDER6");
    untold.payment.notify = false;
    let sixth = carry(store, Command::Authorise(Box::new(untold)), &[approved()]).await.id.subject;
    carry(store, cancel(sixth, 6, AMOUNT, None), &[approved()]).await;
}

async fn windows(store: &dyn Store, folder: &Folder) {
    for count in 0..=7 {
        assert_eq!(store.submit(open_window(count)).await, Ok(Reply::Done));
    }
    // Forgotten; its number stays.
    let before = number(NumberKind::Window, 1);
    store.sweep_windows(before, 10).await.expect("is swept");
    // A second card pays, and leaves a billing key.
    carry(store, pay_in_window(1, 0, None), &[declined()]).await;
    let key = sealed_key(folder.vault(), 1);
    carry(store, pay_in_window(1, 1, Some(key)), &[approved()]).await;
    // 2 stays open. 3 waits for its capture, 4 is captured, 5 never will be.
    carry(store, authenticate(3), &[]).await;
    carry(store, authenticate(4), &[]).await;
    carry(store, capture(4), &[approved()]).await;
    carry(store, authenticate(5), &[Outcome::Lapsed]).await;
    // Declined; of the seventh, another payment has taken the order number since.
    carry(store, pay_in_window(6, 0, None), &[declined()]).await;
    carry(store, pay_in_window(7, 0, None), &[declined()]).await;
    let of = authorise(number(NumberKind::Payment, 7), "WINDOW7");
    carry(store, Command::Authorise(Box::new(Authorise { ..of })), &[approved()]).await;
}

async fn keys(store: &dyn Store, folder: &Folder) {
    let key = |count| sealed_key(folder.vault(), count);
    carry(store, issue(2, key(2)), &[approved()]).await;
    carry(store, issue(3, key(3)), &[declined()]).await;
    carry(store, issue(4, key(4)), &[approved()]).await;
    assert_eq!(store.submit(delete(5, &key(4))).await, Ok(Reply::Done));
    carry(store, issue(6, key(6)), &[]).await;
}

async fn notifications(store: &dyn Store) {
    let tried = |id, next| {
        let attempt = NotificationTry { at: NOW, status: Some(200), answer: b"FAIL".to_vec() };
        store.record_try(NotificationId { id, part: 0 }, attempt, next)
    };
    tried(payment(1, 1), Next::Again(0)).await.expect("is recorded");
    tried(payment(1, 1), Next::Delivered).await.expect("is recorded");
    store.sweep_tries(number(NumberKind::Payment, 2), 10).await.expect("is swept");
    tried(payment(1, 1), Next::Again(0)).await.expect("is recorded");
    tried(in_window(1, 2), Next::GivenUp).await.expect("is recorded");
    tried(in_window(4, 2), Next::Again(60_000)).await.expect("is recorded");
}

fn a_merchant() -> MerchantRecord {
    MerchantRecord {
        merchant: Merchant::new(merchant()),
        cipher_key: "pgSettle30y739r82jtd709yOfZ2yK5K".to_owned().into(),
        hash_key: "ST1009281328226982205".to_owned().into(),
        clock_offset_ms: 0,
    }
}

/// What the institution's own books say of it, by rising ids.
pub(crate) fn lines() -> Vec<Line> {
    let line = |id, deed, amount| Line { id, institution: Some(acquirer()), deed, amount: won(amount) };
    let mut lines = vec![
        line(payment(1, 1), Deed::Authorised, AMOUNT),
        line(payment(1, 2), Deed::Refunded, 300),
        line(payment(1, 3), Deed::Declined, 200),
        line(payment(1, 4), Deed::Refunded, 700),
        // Under way: it has done it already, and nobody knows yet.
        line(payment(1, 5), Deed::Refunded, 50),
        line(payment(2, 1), Deed::Declined, AMOUNT),
        line(payment(3, 1), Deed::Authorised, AMOUNT),
        // Reversed before it came.
        Line { id: payment(4, 1), institution: None, deed: Deed::Reversed, amount: won(0) },
        line(payment(6, 1), Deed::Authorised, AMOUNT),
        line(payment(6, 2), Deed::Refunded, AMOUNT),
        line(payment(7, 1), Deed::Authorised, AMOUNT),
        line(in_window(1, 1), Deed::Declined, AMOUNT),
        line(in_window(1, 2), Deed::Authorised, AMOUNT),
        line(in_window(4, 2), Deed::Authorised, AMOUNT),
        line(in_window(6, 1), Deed::Declined, AMOUNT),
    ];
    lines.sort_by_key(|line| line.id);
    lines
}
