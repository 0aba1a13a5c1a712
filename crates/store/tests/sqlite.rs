//! What only the embedded store promises: what its files hold, and what its batches leave behind.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::card::{Card, Expiry};
use domain::credential::BillingKey;
use domain::facts::{Approval, CardFacts, Facts};
use domain::merchant::Merchant;
use domain::operation::Rail;
use domain::payment::{Authorise, NewPayment, Order};
use domain::tax::{TaxParts, Taxation};
use domain::time::Moment;
use domain::{
    Claim, ClaimKind, Command, Conclude, Currency, InstitutionId, Intent, MerchantId, Method, Money,
    NumberKind, Outcome, OwnerId, Reply, RequestId, TradeId,
};
use rusqlite::Connection;
use store::Audit as _;
use store::folder::{Environment, Folder};
use store::sqlite::SqliteStore;
use store::{Decisions, Directory, MerchantRecord, Query, StoreError, domain};
use tempfile::TempDir;

const NOW: Moment = Moment::from_ms(1_767_322_800_000);
const OWNER: OwnerId = OwnerId(1);
const CARD_NUMBER: &str = "9490191234560402";
const BILLING_KEY: &str = "SBILL_0PQ8M2XK7";
const CIPHER_KEY: &str = "pgSettle30y739r82jtd709yOfZ2yK5K";
const HASH_KEY: &str = "ST1009281328226982205";

fn open(dir: &TempDir) -> (SqliteStore, Folder) {
    let folder = Folder::serve(dir.path(), Environment::Test).expect("nobody else has it");
    (SqliteStore::open(&folder).expect("opens"), folder)
}

fn merchant(id: &str) -> MerchantId {
    MerchantId::new(id).expect("valid")
}

fn trade(number: u32) -> TradeId {
    TradeId::draw(NOW, 0, NumberKind::Payment, number)
}

fn authorise(number: u32, of: &str) -> Authorise {
    let order_no = format!("ORDER{number}");
    let claim = Claim { day: 20_260_102, order_no, merchant: merchant(of), kind: ClaimKind::Payment };
    let payment = NewPayment {
        id: trade(number),
        claim,
        method: Method::Card,
        amount: Money::new(1_000, Currency::Krw).expect("not negative"),
        taxation: Taxation::Exempt,
        tax: TaxParts { tax_free: 1_000, ..TaxParts::default() },
        order: Arc::new(Order::default()),
        notify: false,
    };
    let intent = Intent { owner: OWNER, lease_ms: 30_000, at: NOW };
    let institution = InstitutionId::new("CA04").expect("an institution");
    Authorise { payment, rail: Rail::Cards, institution, window: None, key: None, charged: None, intent }
}

fn pay(number: u32, of: &str) -> Command {
    Command::Authorise(Box::new(authorise(number, of)))
}

/// A payment by another order, of a number that is drawn already.
fn pay_taken(number: u32, order: &str) -> Command {
    let mut of = authorise(number, "one");
    order.clone_into(&mut of.payment.claim.order_no);
    Command::Authorise(Box::new(of))
}

fn approve(number: u32) -> Command {
    let id = RequestId { subject: trade(number), operation: 1 };
    let facts = Facts::Card(CardFacts {
        issuer: "SSC".to_owned(),
        acquirer: "04".to_owned(),
        product: "삼성카드".to_owned(),
        masked: "949019******0402".to_owned(),
        instalments: 0,
        interest_free: false,
    });
    let outcome = Outcome::Approved(Box::new(Approval { approval_no: None, facts }));
    Command::Conclude(Box::new(Conclude { id, owner: OWNER, outcome, at: NOW }))
}

/// A payment that issues a billing key.
fn pay_with_key(number: u32, folder: &Folder) -> Command {
    let card = Card::new(CARD_NUMBER, Expiry::new(30, 12).expect("valid")).expect("a card");
    let key = BillingKey(BILLING_KEY.to_owned().into());
    let key = Some(folder.vault().seal_key(merchant("nxca_jt_bi"), &key, &card));
    Command::Authorise(Box::new(Authorise { key, ..authorise(number, "nxca_jt_bi") }))
}

/// Every byte of every file of a folder but its master key.
fn bytes(dir: &Path) -> Vec<u8> {
    let files = fs::read_dir(dir).expect("is there").map(|entry| entry.expect("is read").path());
    let files = files.filter(|path| path.file_name().is_some_and(|name| name != "master.key"));
    files.flat_map(|path| fs::read(path).expect("is read")).collect()
}

fn holds(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

/// How many transactions the write-ahead log holds: one commit frame each.
fn commits(dir: &TempDir) -> usize {
    const HEADER: usize = 32;
    const FRAME: usize = 24 + 4_096;
    let log = fs::read(dir.path().join("hectare.db-wal")).expect("is read");
    let (header, frames) = log.split_at(HEADER);
    // A frame that an earlier log left behind has other salts; one that commits says how long the database is.
    let salts = header.get(16..24);
    let commits = |frame: &&[u8]| frame.get(8..16) == salts && frame.get(4..8) != Some(&[0; 4]);
    frames.chunks_exact(FRAME).filter(commits).count()
}

/// Jobs of a store that gather to one batch while somebody else writes.
async fn in_one_batch<T>(dir: &TempDir, store: &SqliteStore, submit: impl FnOnce() -> T) -> T {
    let other = Connection::open(dir.path().join("hectare.db")).expect("exists");
    other.execute_batch("BEGIN IMMEDIATE").expect("the database is free");
    let plug = store.move_clock(None, 0);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let submitted = submit();
    other.execute_batch("ROLLBACK").expect("lets go");
    plug.await.expect("is done");
    submitted
}

#[tokio::test]
async fn no_secret_is_in_the_files() {
    let dir = tempfile::tempdir().expect("a directory");
    let (store, folder) = open(&dir);
    let id = merchant("nxca_jt_bi");
    let record = MerchantRecord {
        merchant: Merchant::new(id),
        cipher_key: CIPHER_KEY.to_owned().into(),
        hash_key: HASH_KEY.to_owned().into(),
        clock_offset_ms: 0,
    };
    store.put_merchant(record).await.expect("is put");
    store.submit(pay_with_key(1, &folder)).await.expect("begins");
    store.submit(approve(1)).await.expect("concludes");

    let sealed = folder.vault().key_id(id, &BillingKey(BILLING_KEY.to_owned().into()));
    let found = store.credential(sealed).await.expect("reads").expect("is there");
    let opened = folder.vault().open_key(&found).expect("its own seal");
    assert_eq!((opened.0.number(), opened.1.0.as_str()), (CARD_NUMBER, BILLING_KEY));

    let running = bytes(dir.path());
    drop((store, folder));
    let closed = bytes(dir.path());
    for (when, files) in [("running", running), ("closed", closed)] {
        assert!(holds(&files, "949019******0402"), "{when}: the masked number is there");
        for secret in [CARD_NUMBER, BILLING_KEY, CIPHER_KEY, HASH_KEY, "3012|"] {
            assert!(!holds(&files, secret), "{when}: {secret}");
        }
    }
}

#[tokio::test]
async fn a_batch_that_is_rolled_back_leaves_no_account_behind() {
    let dir = tempfile::tempdir().expect("a directory");
    let (store, folder) = open(&dir);
    for (number, of) in [(1, "one"), (2, "one"), (3, "two"), (4, "three")] {
        store.submit(pay(number, of)).await.expect("begins");
    }
    store.submit(pay_with_key(5, &folder)).await.expect("begins");
    // The last job of the batch fails, so all run again.
    let jobs = || [approve(1), approve(2), pay_with_key(6, &folder)].map(|command| store.submit(command));
    let [first, second, failing] = in_one_batch(&dir, &store, jobs).await;
    first.await.expect("concludes");
    second.await.expect("concludes");
    assert!(matches!(failing.await, Err(StoreError::Database(_))), "the key exists already");
    for number in [3, 4] {
        store.submit(approve(number)).await.expect("concludes");
    }
    for (number, of) in [(1, "one"), (2, "one"), (3, "two"), (4, "three")] {
        let lines = store.transfers(trade(number)).await.expect("reads");
        let credits: Vec<_> = lines.iter().map(|line| line.transfer.credit().name()).collect();
        assert_eq!(credits, [format!("payable:{of}")]);
    }
    for number in [5, 6] {
        assert_eq!(store.transfers(trade(number)).await, Ok(vec![]), "nothing came of it");
    }
}

/// Two commits: the plug's, and the batch's. Were the batch rolled back, each of its jobs would have one.
#[tokio::test]
async fn a_taken_number_costs_a_redraw_and_nothing_else_in_the_batch() {
    let dir = tempfile::tempdir().expect("a directory");
    let (store, _folder) = open(&dir);
    store.submit(pay(1, "one")).await.expect("begins");
    let before = commits(&dir);
    let jobs = || [pay(2, "one"), pay_taken(1, "ORDER9"), pay(3, "one")].map(|command| store.submit(command));
    let [second, taken, third] = in_one_batch(&dir, &store, jobs).await;
    assert_eq!(taken.await, Ok(Reply::NumberTaken));
    for begun in [second.await, third.await] {
        assert!(matches!(begun, Ok(Reply::Begun(_))), "{begun:?}");
    }
    assert_eq!(commits(&dir) - before, 2);
    let order = Claim { order_no: "ORDER9".to_owned(), ..authorise(1, "one").payment.claim };
    assert_eq!(store.claimed(order).await, Ok(None), "its order number is free");
}

/// An order number that is taken is no failure either.
#[tokio::test]
async fn a_repeat_costs_nothing_else_in_the_batch() {
    let dir = tempfile::tempdir().expect("a directory");
    let (store, _folder) = open(&dir);
    store.submit(pay(1, "one")).await.expect("begins");
    let before = commits(&dir);
    let jobs = || [pay(2, "one"), pay_taken(3, "ORDER1"), pay(4, "one")].map(|command| store.submit(command));
    let [second, repeated, fourth] = in_one_batch(&dir, &store, jobs).await;
    assert!(matches!(repeated.await, Ok(Reply::Refused(_))));
    for begun in [second.await, fourth.await] {
        assert!(matches!(begun, Ok(Reply::Begun(_))), "{begun:?}");
    }
    assert_eq!(commits(&dir) - before, 2);
}

#[tokio::test]
async fn a_running_store_may_be_examined_and_not_written_to() {
    let dir = tempfile::tempdir().expect("a directory");
    let (store, _folder) = open(&dir);
    let folder = Folder::examine(dir.path()).expect("is there");
    let examined = SqliteStore::examine(&folder).expect("opens");
    store.submit(pay(1, "one")).await.expect("begins");
    assert!(examined.payment(trade(1)).await.expect("reads").is_some());
    let mut shown = 0;
    examined.examine(&mut |_| shown += 1).expect("is examined");
    assert_eq!(shown, 2, "a payment and its order number");
    assert_eq!(examined.submit(pay(2, "one")).await, Err(StoreError::Closing));
}

#[tokio::test]
async fn a_read_sees_what_was_answered_before_it() {
    let dir = tempfile::tempdir().expect("a directory");
    let (store, _folder) = open(&dir);
    for number in 1..=200 {
        store.submit(pay(number, "one")).await.expect("begins");
        let found = store.payment(trade(number)).await.expect("reads");
        assert!(found.is_some(), "{number}");
    }
}
