//! What both kinds of books do alike.

use std::path::Path;

use institutions::away::AuthenticationRequest;
use institutions::domain::{Currency, MerchantId};
use institutions::scenario::Outcome;

use super::*;
use crate::away;

/// Runs `check` on books in memory, and on books in a file.
fn on_both(check: impl Fn(&Books)) {
    let folder = tempfile::tempdir().expect("a folder");
    check(&Books::in_memory());
    check(&open(folder.path()));
}

fn open(folder: &Path) -> Books {
    Books::open(folder).expect("books")
}

fn act<T: Send + 'static>(
    books: &Books,
    act: impl FnMut(&mut dyn Ledger) -> Result<T, BooksError> + Send + 'static,
) -> T {
    try_act(books, act).expect("done")
}

fn try_act<T: Send + 'static>(
    books: &Books,
    act: impl FnMut(&mut dyn Ledger) -> Result<T, BooksError> + Send + 'static,
) -> Result<T, BooksError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(books.transact(act))
}

fn begin(books: &Books, number: u32, at: i64) -> String {
    let request = AuthenticationRequest {
        reference: number.to_string(),
        issuer: "SHN".to_owned(),
        issuer_name: "신한카드".to_owned(),
        merchant: MerchantId::new("nxca_jt_il").expect("an id"),
        merchant_name: "상점".to_owned(),
        product: "책".to_owned(),
        amount: Money::zero(Currency::Krw),
        means: institutions::away::Means::Card { instalments: 0 },
        return_url: "/window/1".to_owned(),
        language: "en",
    };
    act(books, move |ledger| away::begin(ledger, &request, &format!("id {number}"), Moment::from_ms(at)))
}

fn is_there(books: &Books, number: u32) -> bool {
    let by_id = act(books, move |ledger| ledger.session(&format!("id {number}")));
    let by_reference = act(books, move |ledger| ledger.session_of(&number.to_string()));
    assert_eq!(by_id.is_some(), by_reference.is_some());
    by_id.is_some()
}

#[test]
fn notes_are_kept_by_kind_and_key() {
    on_both(|books| {
        let write = |kind, key, text| act(books, move |ledger| ledger.write_note(kind, key, text));
        let read = |kind, key| act(books, move |ledger| ledger.note(kind, key));
        write("proof", "a", "1");
        write("balance", "a", "2");
        write("proof", "a", "3");
        assert_eq!(read("proof", "a").as_deref(), Some("3"));
        assert_eq!(read("balance", "a").as_deref(), Some("2"));
        assert_eq!(read("proof", "b"), None);
    });
}

#[test]
fn scenarios_are_kept_in_their_order() {
    let named = |merchant: &str| Scenario {
        merchant: Some(merchant.to_owned()),
        institution: Some("CA04".to_owned()),
        outcome: Outcome::Delay(std::time::Duration::from_millis(1_500)),
        times: Some(2),
    };
    on_both(|books| {
        assert_eq!(act(books, |ledger| ledger.scenarios()), []);
        let told = [named("b"), named("a")];
        act(books, move |ledger| ledger.write_scenarios(&told));
        assert_eq!(act(books, |ledger| ledger.scenarios()), [named("b"), named("a")]);
    });
}

#[test]
fn old_sessions_are_forgotten_as_new_ones_begin() {
    on_both(|books| {
        for number in 1..=3 {
            begin(books, number, i64::from(number));
        }
        act(books, |ledger| ledger.forget_sessions(Moment::from_ms(2), 100));
        assert_eq!([1, 2, 3].map(|number| is_there(books, number)), [false, false, true]);
    });
}

#[test]
fn so_many_sessions_are_held_and_the_oldest_dropped() {
    on_both(|books| {
        for number in 1..=5 {
            begin(books, number, 10);
        }
        act(books, |ledger| ledger.forget_sessions(Moment::from_ms(0), 3));
        assert_eq!([3, 4, 5].map(|number| is_there(books, number)), [false, true, true], "room for one more");
    });
}

#[test]
fn a_reference_that_was_begun_anew_is_its_latest_session() {
    on_both(|books| {
        begin(books, 1, 10);
        act(books, |ledger| away::fail(ledger, "id 1", away::CANCELLED_BY_CUSTOMER));
        act(books, |ledger| {
            let (_, session) = ledger.session_of("1")?.expect("begun");
            ledger.write_session("another", &session)
        });
        let latest = act(books, |ledger| ledger.session_of("1"));
        assert_eq!(latest.expect("a session").0, "another");
    });
}

#[test]
fn what_fails_leaves_nothing_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let books = open(folder.path());
    let failed: Result<(), BooksError> = try_act(&books, |ledger| {
        ledger.write_note("balance", "a", "1")?;
        Err(BooksError::Unreadable("anything"))
    });
    assert!(failed.is_err());
    assert_eq!(act(&books, |ledger| ledger.note("balance", "a")), None);
}
