//! What only the embedded store promises: what its files hold, and what its batches leave behind.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::billing_key::BillingKey;
use domain::card::{Card, CardFacts, Expiry};
use domain::merchant::{Charset, Merchant, OrderNumbers};
use domain::payment::{Claim, ClaimKind, Method, OperationOutcome, Order};
use domain::tax::{TaxParts, Taxation};
use domain::time::Moment;
use domain::{
    Account, Authorise, Command, Conclude, Currency, Intent, MerchantId, Money, NewPayment, Outcome, OwnerId,
    RequestId, TradeId,
};
use rusqlite::Connection;
use store::folder::{Environment, Folder};
use store::sqlite::SqliteStore;
use store::{MerchantRecord, Store, StoreError, domain};
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

fn authorise(number: i64, of: &str) -> Authorise {
    let order_no = format!("ORDER{number}");
    let claim = Claim { day: 20_260_102, order_no, merchant: merchant(of), kind: ClaimKind::Payment };
    let payment = NewPayment {
        id: TradeId::from_i64(number),
        claim,
        method: Method::Card,
        amount: Money::new(1_000, Currency::Krw).expect("not negative"),
        taxation: Taxation::Exempt,
        tax: TaxParts { tax_free: 1_000, ..TaxParts::default() },
        order: Arc::new(Order::default()),
        notify: false,
    };
    let intent = Intent { owner: OWNER, lease_until: NOW.plus_ms(30_000), at: NOW };
    Authorise { payment, window: None, key: None, charged: None, intent }
}

fn pay(number: i64, of: &str) -> Command {
    Command::Authorise(Box::new(authorise(number, of)))
}

fn approve(number: i64) -> Command {
    let id = RequestId { payment: TradeId::from_i64(number), operation: 1 };
    let outcome = Outcome::Approved(Box::new(OperationOutcome {
        card: Some(CardFacts {
            issuer: "SSC".to_owned(),
            acquirer: "04".to_owned(),
            product: "삼성카드".to_owned(),
            masked: "949019******0402".to_owned(),
            instalments: 0,
            interest_free: false,
        }),
        ..OperationOutcome::default()
    }));
    Command::Conclude(Box::new(Conclude { id, owner: OWNER, outcome, at: NOW, now: NOW }))
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

#[tokio::test]
async fn no_secret_is_in_the_files() {
    let dir = tempfile::tempdir().expect("a directory");
    let (store, folder) = open(&dir);
    let id = merchant("nxca_jt_bi");
    let contract = Merchant {
        id,
        name: "책방".to_owned(),
        currency: Currency::Krw,
        taxation: Taxation::Taxable,
        card: None,
        cancel_notifications: true,
        noti_url: None,
        partial_cancels: true,
        least_amount: 0,
        charset: Charset::Utf8,
        order_numbers: OrderNumbers::Free,
    };
    let keys = (CIPHER_KEY.to_owned().into(), HASH_KEY.to_owned().into());
    let record =
        MerchantRecord { merchant: contract, cipher_key: keys.0, hash_key: keys.1, clock_offset_ms: 0 };
    store.put_merchant(record).await.expect("is put");
    let card = Card::new(CARD_NUMBER, Expiry::new(30, 12).expect("valid")).expect("a card");
    let sealed = folder.vault().seal_key(id, &BillingKey(BILLING_KEY.to_owned().into()), &card);
    let with_key = Authorise { key: Some(sealed.clone()), ..authorise(1, "nxca_jt_bi") };
    store.submit(Command::Authorise(Box::new(with_key))).await.expect("begins");
    store.submit(approve(1)).await.expect("concludes");

    let (found, _) = store.billing_key(sealed.id).await.expect("reads").expect("is there");
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
    let (store, _folder) = open(&dir);
    for (number, of) in [(1, "one"), (2, "one"), (3, "two"), (4, "three")] {
        store.submit(pay(number, of)).await.expect("begins");
    }
    // While somebody else writes, jobs gather to one batch; its last job fails, so all run again.
    let other = Connection::open(dir.path().join("hectare.db")).expect("exists");
    other.execute_batch("BEGIN IMMEDIATE").expect("the database is free");
    let plug = store.move_clock(None, 0);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let first = store.submit(approve(1));
    let second = store.submit(approve(2));
    let failing = store.submit(pay(4, "four"));
    other.execute_batch("ROLLBACK").expect("lets go");
    plug.await.expect("is done");
    first.await.expect("concludes");
    second.await.expect("concludes");
    assert_eq!(failing.await, Err(StoreError::NumberTaken));
    for number in [3, 4] {
        store.submit(approve(number)).await.expect("concludes");
    }
    let trial = store.trial_balance().await.expect("every posting has its account");
    for (name, owed) in [("one", 2_000), ("two", 1_000), ("three", 1_000), ("four", 0)] {
        assert_eq!(-trial.balance(&Account::payable(name), Currency::Krw), owed, "{name}");
    }
    assert_eq!(store.unbalanced_payments().await, Ok(vec![]));
}

#[tokio::test]
async fn a_running_store_may_be_examined_and_not_written_to() {
    let dir = tempfile::tempdir().expect("a directory");
    let (store, _folder) = open(&dir);
    let folder = Folder::examine(dir.path()).expect("is there");
    let examined = SqliteStore::examine(&folder).expect("opens");
    store.submit(pay(1, "one")).await.expect("begins");
    assert!(examined.payment(TradeId::from_i64(1)).await.expect("reads").is_some());
    assert_eq!(examined.submit(pay(2, "one")).await, Err(StoreError::Closing));
}

#[tokio::test]
async fn a_read_sees_what_was_answered_before_it() {
    let dir = tempfile::tempdir().expect("a directory");
    let (store, _folder) = open(&dir);
    for number in 1..=200 {
        store.submit(pay(number, "one")).await.expect("begins");
        let found = store.payment(TradeId::from_i64(number)).await.expect("reads");
        assert!(found.is_some(), "{number}");
    }
}
