//! Facts that no command can bring about: stale versions, and how queries are run.

use domain::credential::{Credential, CredentialId, CredentialKind, CredentialState};
use domain::operation::{Operation, OperationKind, OperationOutcome, OperationState, Rail};
use domain::payment::{Order, Payment, Status};
use domain::tax::{TaxParts, Taxation};
use domain::time::Moment;
use domain::{Currency, InstitutionId, MerchantId, Method, OwnerId, RequestId, TradeId};
use rusqlite::Connection;

use super::{
    audit, claims, credentials, notifications, numbers, operations, payments, schema, transfers, windows,
};

const ID: TradeId = TradeId::from_i64(2_601_021_200_000_000_001);

fn database() -> Connection {
    let mut connection = Connection::open_in_memory().expect("opens");
    schema::migrate(&mut connection).expect("has its tables");
    connection
}

fn merchant() -> MerchantId {
    MerchantId::new("nxca_jt_bi").expect("valid")
}

fn payment(version: u32) -> Payment {
    Payment {
        id: ID,
        merchant: merchant(),
        method: Method::Card,
        status: Status::Authorising,
        currency: Currency::Krw,
        amount: 1_000,
        paid: 0,
        cancelled: 0,
        cancelling: 0,
        operations: 1,
        cancels: 0,
        taxation: Taxation::Taxable,
        tax: TaxParts::default(),
        approved_at: None,
        institution: None,
        paid_by: 0,
        order_no: "ORDER1".to_owned(),
        order_day: 20_260_102,
        version,
    }
}

fn operation(version: u32) -> Operation {
    Operation {
        id: RequestId { subject: ID, operation: 1 },
        merchant: merchant(),
        kind: OperationKind::Authorise,
        rail: Rail::Cards,
        institution: InstitutionId::new("CA04").expect("valid"),
        state: OperationState::Open,
        currency: Currency::Krw,
        amount: 1_000,
        trade: ID,
        ordinal: 0,
        tax: TaxParts::default(),
        notify: true,
        in_window: false,
        credential: None,
        begun_at: Moment::from_ms(1),
        outcome: OperationOutcome::default(),
        sealed: None,
        owner: OwnerId(1),
        tries: 0,
        version,
    }
}

fn credential(version: u32) -> Credential {
    Credential {
        id: CredentialId([1; 16]),
        kind: CredentialKind::BillingKey,
        merchant: merchant(),
        state: CredentialState::Pending,
        fixed_amount: None,
        sealed: vec![1; 60],
        version,
    }
}

#[test]
fn a_stale_update_of_a_payment_is_refused() {
    let (connection, order) = (database(), Order::default());
    assert!(payments::insert(&connection, &payment(0), &order).expect("is written"));
    assert!(!payments::insert(&connection, &payment(0), &order).expect("is answered"), "it is there already");
    let paid = Payment { status: Status::Paid, paid: 1_000, ..payment(0) };
    assert!(payments::update(&connection, &paid).expect("is written"));
    let stale = Payment { status: Status::Declined, ..payment(0) };
    assert!(!payments::update(&connection, &stale).expect("is answered"));
    let stored = payments::get(&connection, ID).expect("reads").expect("is there");
    assert_eq!((stored.status, stored.version), (Status::Paid, 1));
}

#[test]
fn a_stale_update_of_an_operation_is_refused() {
    let connection = database();
    assert!(operations::insert(&connection, &operation(0), 0).expect("is written"));
    assert!(!operations::insert(&connection, &operation(0), 0).expect("is answered"), "it is there already");
    let lane = operation(0).institution;
    let taken = operations::take_expired(&connection, lane, OwnerId(2), std::time::Duration::ZERO, 1);
    assert_eq!(taken.expect("is taken").first().map(|it| (it.owner, it.version)), Some((OwnerId(2), 1)));
    let stale = Operation { state: OperationState::Approved, ..operation(0) };
    assert!(!operations::update(&connection, &stale).expect("is answered"), "it was taken over since");
    let stored = operations::get(&connection, stale.id).expect("reads").expect("is there");
    assert_eq!(stored.state, OperationState::Open);
    let fresh = Operation { state: OperationState::Declined, ..operation(1) };
    assert!(operations::update(&connection, &fresh).expect("is written"));
}

#[test]
fn an_operation_that_cannot_be_read_keeps_no_other_from_being_carried_on() {
    let connection = database();
    let other = Operation { id: RequestId { subject: ID, operation: 2 }, ..operation(0) };
    for stuck in [&operation(0), &other] {
        assert!(operations::insert(&connection, stuck, 0).expect("is written"));
    }
    connection.execute("UPDATE operation SET kind = 99 WHERE operation = 1", []).expect("is tampered with");
    let take = |lease| {
        let taken =
            operations::take_expired(&connection, other.institution, OwnerId(2), lease, 1).expect("is taken");
        taken.iter().map(|taken| taken.id).collect::<Vec<_>>()
    };
    let lease = std::time::Duration::from_secs(30);
    let taken = [take(lease), take(lease)].concat();
    assert_eq!(taken, [other.id], "the first place is the unreadable one's, and it is leased like any other");
}

#[test]
fn a_stale_update_of_a_credential_is_refused() {
    let connection = database();
    assert!(credentials::insert(&connection, &credential(0)).expect("is written"));
    assert!(
        credentials::update(&connection, &credential(0).with(CredentialState::Dead)).expect("is written")
    );
    let revived = credential(0).with(CredentialState::Active);
    assert!(!credentials::update(&connection, &revived).expect("is answered"));
    let stored = credentials::get(&connection, revived.id).expect("reads").expect("is there");
    assert_eq!((stored.state, stored.sealed.len()), (CredentialState::Dead, 0));
}

#[test]
fn an_order_number_is_given_back_by_its_holder_alone() {
    let (connection, claim) = (database(), payment(0).claim());
    let another = TradeId::from_i64(ID.as_i64() + 1);
    let release = |trade| claims::release(&connection, &claim, trade).expect("is answered");
    assert!(claims::insert(&connection, &claim, ID).expect("is written"));
    assert!(!release(another), "it never had it");
    assert!(release(ID));
    assert!(!release(ID), "it has it no more");
    assert!(claims::insert(&connection, &claim, another).expect("is taken over"));
    assert!(!release(ID), "another has it now");
}

/// What SQLite would do: `SCAN`s and `SEARCH`es, and what it would sort.
fn plan(connection: &Connection, query: &str) -> String {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}")).expect("is prepared");
    let count = statement.parameter_count();
    let nulls = std::iter::repeat_n(rusqlite::types::Null, count);
    let steps = statement.query_map(rusqlite::params_from_iter(nulls), |row| row.get::<_, String>(3));
    let steps: Vec<String> = steps.expect("is explained").map(|step| step.expect("is read")).collect();
    steps.join("; ")
}

/// What is asked while payments are made costs the same however many there ever were.
#[test]
fn nothing_asked_while_serving_reads_a_whole_table() {
    let connection = database();
    let table = [
        ("lanes", operations::LANES, "operation_unresolved"),
        ("expired operations", operations::EXPIRED, "operation_unresolved (institution=? AND lease_until<?)"),
        ("leases ended at the start", operations::END_LEASES, "operation_unresolved"),
        ("waits shortened at the start", operations::SHORTEN_WAITS, "operation_unresolved"),
        ("due merchants", notifications::DUE_MERCHANTS, "notification_due"),
        ("due", notifications::DUE, "notification_due (merchant=? AND due_at<?)"),
        ("pauses ended at the start", notifications::END_PAUSES, "notification_due"),
        ("hastened", notifications::HASTEN, "notification_due (merchant=?)"),
        ("tries that are over", notifications::OLD, "PRIMARY KEY (subject<?)"),
        ("old windows", windows::OLD, "INTEGER PRIMARY KEY (rowid<?)"),
        (
            "windows of an order",
            windows::OPEN_FOR,
            "window_order (order_day=? AND order_no=? AND merchant=?)",
        ),
        ("a taken payment", numbers::PAYMENT, "INTEGER PRIMARY KEY (rowid=?)"),
        ("a taken window", numbers::WINDOW, "INTEGER PRIMARY KEY (rowid=?)"),
        ("a taken cancel", numbers::CANCEL, "operation_cancel (trade=?)"),
        ("another taken number", numbers::OTHER, "INTEGER PRIMARY KEY (rowid=?)"),
    ];
    for (what, query, along) in table {
        let plan = plan(&connection, query);
        assert!(plan.contains(along), "{what}: {plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{what} is sorted: {plan}");
        // A scan of a partial index reads what is unresolved or waits, and of a recursion its own rows.
        let scans = plan.split("; ").filter(|step| step.starts_with("SCAN"));
        let whole = scans.filter(|step| {
            !["operation_unresolved", "notification_due", "CONSTANT ROW", "lane", "waiting"]
                .iter()
                .any(|fine| step.contains(fine))
        });
        assert_eq!(whole.collect::<Vec<_>>(), Vec::<&str>::new(), "{what}: {plan}");
    }
}

/// An audit's streams come along their keys: nothing of their size is ever sorted.
#[test]
fn what_an_audit_reads_comes_in_order_by_itself() {
    let connection = database();
    let streams = [
        payments::AUDITED,
        windows::AUDITED,
        audit::OPERATIONS,
        transfers::AUDITED,
        notifications::AUDITED,
        notifications::TRIES_AUDITED,
        audit::NUMBERS,
    ];
    for query in streams {
        let plan = plan(&connection, query);
        assert!(!plan.contains("TEMP B-TREE"), "{query}: {plan}");
    }
}
