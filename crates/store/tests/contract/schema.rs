//! What the database refuses by itself: whatever the code did, these lines would hold.

use store::domain::payment::Status;

use crate::credentials;
use crate::database::Database;
use crate::given::{begin, cancel, paid, stored};
use crate::windows;

pub(crate) async fn a_payment_paid_back_twice_is_refused_by_the_database_itself(database: &mut dyn Database) {
    let store = database.store();
    let payment = paid(&*store, 1, "ORDER1").await;
    let harms = [
        "cancelled = 1001",
        "cancelling = 1001",
        "cancelled = 600, cancelling = 401",
        "cancelled = -1",
        "cancelling = -1",
        "paid = 999",
        "paid = 1001",
        "amount = 0, paid = 0",
    ];
    for harm in harms {
        database.refuses(&format!("UPDATE payment SET {harm}"), "check");
    }
    assert_eq!(stored(&*store, 1).await, payment);
    assert_eq!(payment.status, Status::Paid);
}

pub(crate) async fn amounts_and_accounts_that_are_none_are_refused_by_the_database_itself(
    database: &mut dyn Database,
) {
    let store = database.store();
    paid(&*store, 1, "ORDER1").await;
    let harms = [
        "UPDATE transfer SET amount = 0",
        "UPDATE transfer SET amount = -1000",
        "UPDATE transfer SET debit = credit",
        "UPDATE operation SET amount = -1",
        "INSERT INTO generation VALUES (2, 1)",
    ];
    for harm in harms {
        database.refuses(harm, "check");
    }
    database.refuses("UPDATE transfer SET debit = NULL", "not null");
    database.refuses("UPDATE payment SET paid = 'all of it'", "cannot store text");
}

pub(crate) async fn a_number_used_twice_is_refused_by_the_database_itself(database: &mut dyn Database) {
    let store = database.store();
    for number in 1..=2 {
        paid(&*store, number, &format!("ORDER{number}")).await;
        begin(&*store, cancel(number, number, 100, 1)).await;
        windows::open(&*store, 10 + number, &format!("ORDER1{number}")).await;
        credentials::issued(&*store, u8::try_from(number).expect("small"), &format!("K{number}")).await;
    }
    let harms = [
        "UPDATE payment SET id = 1",
        "UPDATE operation SET trade = 1 WHERE kind = 2",
        "UPDATE operation SET subject = 1",
        "UPDATE transfer SET subject = 1",
        "UPDATE notification SET subject = 1",
        "UPDATE window SET payment = 1",
        "UPDATE window SET id = x'01'",
        "UPDATE number SET id = 1",
        "UPDATE claim SET order_no = 'ORDER1', kind = 0",
        "UPDATE credential SET id = x'01'",
        "UPDATE account SET name = 'fee_income'",
    ];
    for harm in harms {
        database.refuses(harm, "unique");
    }
}
