//! However much there is, an audit holds little of it.

#![allow(clippy::print_stdout, clippy::arithmetic_side_effects, reason = "tests speak by panicking")]

use std::fs;

use domain::{Currency, InstitutionId, Money, RequestId, TradeId};
use engine::Audit;
use institutions::books::{Books, Deed, Line};
use rusqlite::{Connection, params};
use store::folder::{Environment, Folder};
use store::sqlite::SqliteStore;

/// What the process ever held at once.
const MOST_KILOBYTES: u64 = 100 * 1_024;

/// Payments in a second: each has a counter of its own.
const A_SECOND: i64 = 40_000;

fn number(count: i64) -> i64 {
    (260_102_120_000 + count / A_SECOND) * 10_000_000 + count % A_SECOND
}

/// Every tenth is paid back, by a cancel under the same counter.
fn cancel_of(count: i64) -> Option<i64> {
    (count % 10 == 0).then(|| (260_102_120_000 + count / 20_000) * 10_000_000 + 70_000 + count % 20_000)
}

/// The rows of so many payments, as the gateway writes them.
fn fill(database: &mut Connection, payments: i64) -> rusqlite::Result<()> {
    let transaction = database.transaction()?;
    transaction
        .execute_batch("INSERT INTO account VALUES (1, 'receivable:CA04'), (2, 'payable:nxca_jt_bi')")?;
    for count in 0..payments {
        let (id, at) = (number(count), 1_767_322_800_000_i64);
        let cancel = cancel_of(count);
        let cancels = i64::from(cancel.is_some());
        let run =
            |sql: &str, values: &[&dyn rusqlite::ToSql]| transaction.prepare_cached(sql)?.execute(values);
        run(
            "INSERT INTO payment VALUES (?, 'nxca_jt_bi', 1, 1, 0, 1000, 1000, ?, 0, ?, ?, 0, 909, 91, 0, 0, ?, 'CA04', 1, ?, \
             20260102, 1, '{\"product\":\"a book\"}')",
            params![id, cancels * 1_000, cancels + 1, cancels, at, format!("ORDER{count}")],
        )?;
        run(
            "INSERT INTO claim VALUES (20260102, ?, 'nxca_jt_bi', 0, ?, 1)",
            params![format!("ORDER{count}"), id],
        )?;
        let of = [(1, 0, id, 0), (2, 2, cancel.unwrap_or_default(), 1)];
        for (operation, kind, trade, ordinal) in of.into_iter().take(if cancel.is_some() { 2 } else { 1 }) {
            run(
                "INSERT INTO operation VALUES (?, ?, 'nxca_jt_bi', ?, 0, 'CA04', 3, 0, 1000, ?, ?, 909, 91, 0, 0, 1, 0, NULL, \
                 ?, ?, '30001234', NULL, NULL, NULL, 1, 0, 1, 0)",
                params![id, operation, kind, trade, ordinal, at, at],
            )?;
            let (kind, debit, credit) = if kind == 0 { (0, 1, 2) } else { (1, 2, 1) };
            run(
                "INSERT INTO transfer VALUES (?, ?, 1, ?, ?, ?, ?, 1000, 0)",
                params![id, operation, kind, at, debit, credit],
            )?;
            run(
                "INSERT INTO notification VALUES (?, ?, 0, 'nxca_jt_bi', 1, ?, 1)",
                params![id, operation, at],
            )?;
            run(
                "INSERT INTO notification_try VALUES (?, ?, 0, 1, ?, 200, x'4f4b')",
                params![id, operation, at],
            )?;
        }
    }
    transaction.commit()
}

/// The institution's books of it, which nobody holds either.
struct Endless(i64);

impl Books for Endless {
    fn visit(&self, visit: &mut dyn FnMut(Line)) -> Result<(), String> {
        let institution = InstitutionId::new("CA04");
        let amount = Money::new(1_000, Currency::Krw).expect("not negative");
        for count in 0..self.0 {
            let subject = TradeId::from_i64(number(count));
            let line =
                |operation, deed| Line { id: RequestId { subject, operation }, institution, deed, amount };
            visit(line(1, Deed::Authorised));
            if cancel_of(count).is_some() {
                visit(line(2, Deed::Refunded));
            }
        }
        Ok(())
    }
}

/// The most memory that this process ever had.
fn peak_kilobytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

fn audit(payments: i64) {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = Folder::serve(dir.path(), Environment::Test).expect("nobody else's folder");
    drop(SqliteStore::open(&folder).expect("opens"));
    let mut database = Connection::open(dir.path().join("hectare.db")).expect("a database");
    fill(&mut database, payments).expect("is filled");
    drop(database);
    let began = std::time::Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let store = SqliteStore::examine(&folder).expect("opens");
    let books: &[&dyn Books] = &[&Endless(payments)];
    let audit = runtime.block_on(Audit::run(&store, books)).expect("is audited");
    assert_eq!((audit.differences.as_slice(), audit.unlisted), (&[][..], 0));
    assert_eq!(audit.operations, u64::try_from(payments + payments / 10).expect("positive"));
    let (peak, took) = (peak_kilobytes(), began.elapsed().as_secs_f64());
    assert!(peak < MOST_KILOBYTES, "{peak} kB");
    println!("proved: {payments} payments audited in {took:.1} s, in {} MB at the most", peak / 1_024);
}

/// 20,000 unless the environment says how many; `cargo xtask prove audit` takes a million.
#[test]
fn an_audit_of_many_payments_holds_few_of_them() {
    let payments = std::env::var("HECTARE_AUDITED").ok();
    audit(payments.map_or(20_000, |count| count.parse().expect("a number of payments")));
}
