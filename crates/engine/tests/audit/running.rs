//! An audit beside a server: payments go on, and nothing of them is a difference.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::operation::OperationKind;
use domain::{Command, NumberKind, Outcome, Reply};
use engine::Audit;
use futures_util::future::join_all;
use institutions::books::{Books, Deed, Line};
use store::Store;
use store::folder::{Environment, Folder};
use store::sqlite::SqliteStore;

use crate::folder::Lines;
use crate::given::{approved, cancel, conclude, declined, number, pay};

/// Begins, has the institution write it down, concludes: as the engine does.
async fn carried(store: &dyn Store, books: &Lines, command: Command, approves: bool) {
    let Ok(Reply::Begun(begun)) = store.submit(command).await else { panic!("not begun") };
    let operation = *begun.operation;
    tokio::task::yield_now().await;
    let deed = match operation.kind {
        _ if !approves => Deed::Declined,
        OperationKind::Cancel => Deed::Refunded,
        _ => Deed::Authorised,
    };
    let line =
        Line { id: operation.id, institution: Some(operation.institution), deed, amount: operation.money() };
    books.0.lock().expect("not poisoned").push(line);
    tokio::task::yield_now().await;
    let outcome: Outcome = if approves { approved() } else { declined() };
    store.submit(conclude(operation.id, outcome)).await.expect("the store works");
}

async fn customer(store: Arc<SqliteStore>, books: Lines, first: u32, done: Arc<AtomicU32>) {
    for count in first..first + 60 {
        carried(&*store, &books, pay(count), !count.is_multiple_of(7)).await;
        if !count.is_multiple_of(7) {
            let of = number(NumberKind::Payment, count);
            carried(&*store, &books, cancel(of, count, 300, None), count.is_multiple_of(2)).await;
        }
        // Audits take their turn, on however few cores.
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    done.fetch_add(1, Ordering::Relaxed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn nothing_differs_while_payments_go_on() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = Folder::serve(dir.path(), Environment::Test).expect("nobody else's folder");
    let store = Arc::new(SqliteStore::open(&folder).expect("opens"));
    let (books, done) = (Lines::default(), Arc::new(AtomicU32::new(0)));
    let customers = (1..=8)
        .map(|number| tokio::spawn(customer(store.clone(), books.clone(), number * 1_000, done.clone())));
    let customers: Vec<_> = customers.collect();
    let examined = SqliteStore::examine(&Folder::examine(dir.path()).expect("is there")).expect("opens");
    let (mut audits, mut seen) = (0, 0);
    loop {
        let last = done.load(Ordering::Relaxed) == 8;
        let theirs: &[&dyn Books] = &[&books];
        let audit = Audit::run(&examined, theirs).await.expect("is audited");
        assert_eq!(audit.differences, []);
        assert!(audit.operations >= seen, "each sees what the one before saw");
        (audits, seen) = (audits + 1, audit.operations);
        if last {
            assert!(audit.unresolved.is_empty());
            break;
        }
    }
    join_all(customers).await.into_iter().for_each(|ended| ended.expect("no customer panicked"));
    assert!(audits > 1 && seen > 480, "{audits} audits, {seen} operations");
}
