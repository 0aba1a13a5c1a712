//! The rows of a payment, in two commits.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use batch::{Durability, Failure, Job, Journal, OpenError, Writer};
use protocol::pg::card::CardPayRequest;
use rusqlite::{Connection, params};
use tokio::sync::oneshot;

/// The gateway's own tables.
const SCHEMA: &str = include_str!("../../../crates/store/src/sqlite/schema.sql");
/// What a payment keeps of its card.
const CARD: &str = r#"{"card":{"issuer":"NHC","acquirer":"15","product":"NH 체크","masked":"949019******0402","instalments":0,"interest_free":false}}"#;
/// As long as a card under a seal.
const SEALED: [u8; 82] = [0x5a; 82];

/// What there is to write of a payment.
#[derive(Debug)]
pub(super) struct Payment {
    id: i64,
    merchant: String,
    order_no: String,
    day: i32,
    amount: i64,
    detail: String,
    key: [u8; 16],
    approval_no: String,
    at_ms: i64,
}

impl Payment {
    pub(super) fn id(&self) -> i64 {
        self.id
    }

    pub(super) fn approval_no(&self) -> &str {
        &self.approval_no
    }
}

#[derive(Debug)]
pub(super) struct Database {
    writer: Writer<Step>,
    next: AtomicI64,
}

impl Database {
    pub(super) fn open(folder: &Path) -> Result<Self, OpenError> {
        let journal = Journal::new(&folder.join("floor.db"), Durability::Full);
        let writer = Writer::start(&journal, "floor", |connection| -> Result<(), OpenError> {
            connection.execute_batch(SCHEMA)?;
            let accounts = "INSERT INTO account (name) VALUES ('receivable:CA15'), ('payable:nxca_jt_bi')";
            connection.execute_batch(accounts)?;
            Ok(())
        })?;
        Ok(Self { writer, next: AtomicI64::new(2_601_010_000_000_000_000) })
    }

    /// What will be written, made before the writer's queue.
    pub(super) fn payment(&self, request: &CardPayRequest) -> Payment {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let date = request.params.date;
        let detail = serde_json::json!({
            "product": &*request.product_name,
            "customer_name": &*request.customer_name,
            "customer_id": &*request.customer_id,
            "email": request.email.as_deref(),
            "memo": request.merchant_param.as_deref(),
            "noti_url": request.notification_url.as_deref(),
        });
        // As the gateway's: in order of time, then as a hash is.
        let hash = i128::from(id).wrapping_mul(0x2545_F491_4F6C_DD1D_9E37_79B9_7F4A_7C15);
        let timed = (i128::from(id) << 64) | (hash & i128::from(u64::MAX));
        Payment {
            id,
            merchant: request.params.merchant_id.to_string(),
            order_no: request.params.order_no.to_string(),
            day: i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day()),
            amount: i64::try_from(request.amount.minor_units()).unwrap_or(i64::MAX),
            detail: detail.to_string(),
            key: timed.to_be_bytes(),
            approval_no: format!("{:08}", id % 100_000_000),
            at_ms: i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        }
    }

    /// Commits that the money is about to be asked for.
    pub(super) async fn intend(&self, payment: Payment) -> Result<Payment, Failure> {
        self.commit(payment, intent).await
    }

    /// Commits that it is paid.
    pub(super) async fn conclude(&self, payment: Payment) -> Result<Payment, Failure> {
        self.commit(payment, outcome).await
    }

    async fn commit(&self, payment: Payment, write: Write) -> Result<Payment, Failure> {
        let (done, committed) = oneshot::channel();
        self.writer.submit(Step { payment, write, done })?;
        committed.await?
    }
}

type Write = fn(&Connection, &Payment) -> rusqlite::Result<()>;

/// One of the two commits of a payment.
struct Step {
    payment: Payment,
    write: Write,
    done: oneshot::Sender<Result<Payment, Failure>>,
}

impl Job for Step {
    fn run(&mut self, connection: &Connection) -> Result<(), Failure> {
        Ok((self.write)(connection, &self.payment)?)
    }

    fn finish(self, result: Result<(), Failure>) {
        // Whoever asked may have gone away.
        let _ = self.done.send(result.map(|()| self.payment));
    }
}

fn intent(connection: &Connection, payment: &Payment) -> rusqlite::Result<()> {
    const CLAIM: &str =
        "INSERT INTO claim (day, order_no, merchant, kind, trade, held) VALUES (?, ?, ?, 0, ?, 1)";
    const PAYMENT: &str = "INSERT INTO payment (id, merchant, method, status, currency, amount, paid, cancelled, \
         cancelling, operations, cancels, taxation, supply, vat, tax_free, service, approved_at, institution, paid_by, \
         order_no, order_day, version, detail) \
         VALUES (?, ?, 1, 0, 0, ?, 0, 0, 0, 1, 0, 0, ?, ?, 0, 0, NULL, NULL, 0, ?, ?, 1, ?)";
    const OPERATION: &str = "INSERT INTO operation (subject, operation, merchant, kind, rail, institution, state, \
         currency, amount, trade, ordinal, supply, vat, tax_free, service, notify, in_window, credential, begun_at, \
         concluded_at, owner, tries, version, lease_until) \
         VALUES (?1, 1, ?2, 0, 0, 'CA15', 0, 0, ?3, ?1, 0, ?4, ?5, 0, 0, 1, 0, ?6, ?7, 0, 1, 0, 1, ?8)";
    const CREDENTIAL: &str = "INSERT INTO credential (id, kind, merchant, state, sealed, version) \
                              VALUES (?, 0, ?, 0, ?, 1)";
    let Payment { id, merchant, order_no, day, amount, detail, key, at_ms, .. } = payment;
    let vat = amount / 11;
    let supply = amount - vat;
    connection.prepare_cached(CLAIM)?.execute(params![day, order_no, merchant, id])?;
    connection
        .prepare_cached(PAYMENT)?
        .execute(params![id, merchant, amount, supply, vat, order_no, day, detail])?;
    connection.prepare_cached(CREDENTIAL)?.execute(params![key, merchant, SEALED])?;
    let lease_until = at_ms + 40_000;
    connection.prepare_cached(OPERATION)?.execute(params![
        id,
        merchant,
        amount,
        supply,
        vat,
        key,
        at_ms,
        lease_until
    ])?;
    Ok(())
}

fn outcome(connection: &Connection, payment: &Payment) -> rusqlite::Result<()> {
    const OPERATION: &str = "UPDATE operation SET state = 3, concluded_at = ?, approval_no = ?, facts = ?, \
                             version = version + 1 WHERE subject = ? AND operation = 1";
    const PAYMENT: &str = "UPDATE payment SET status = 1, paid = amount, approved_at = ?, institution = 'CA15', \
                           paid_by = 1, version = version + 1 WHERE id = ?";
    const CREDENTIAL: &str = "UPDATE credential SET state = 1, version = version + 1 WHERE id = ?";
    const TRANSFER: &str = "INSERT INTO transfer (subject, operation, line, kind, at, debit, credit, amount, currency) \
                            VALUES (?, 1, 1, 0, ?, 1, 2, ?, 0)";
    const NOTIFICATION: &str = "INSERT INTO notification (subject, operation, part, merchant, state, due_at, tries) \
                                VALUES (?, 1, 0, ?, 0, ?, 0)";
    let Payment { id, merchant, amount, key, approval_no, at_ms, .. } = payment;
    connection.prepare_cached(OPERATION)?.execute(params![at_ms, approval_no, CARD, id])?;
    connection.prepare_cached(PAYMENT)?.execute(params![at_ms, id])?;
    connection.prepare_cached(CREDENTIAL)?.execute([key])?;
    connection.prepare_cached(TRANSFER)?.execute(params![id, at_ms, amount])?;
    connection.prepare_cached(NOTIFICATION)?.execute(params![id, merchant, at_ms])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_commits_fit_the_gateways_tables() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        let payment = Payment {
            id: 1,
            merchant: "m".to_owned(),
            order_no: "o".to_owned(),
            day: 20_260_101,
            amount: 1_100,
            detail: "{}".to_owned(),
            key: [7; 16],
            approval_no: "00000001".to_owned(),
            at_ms: 1,
        };
        intent(&connection, &payment).unwrap();
        outcome(&connection, &payment).unwrap();
        for (table, rows) in [
            ("claim", 1),
            ("payment", 1),
            ("operation", 1),
            ("credential", 1),
            ("transfer", 1),
            ("notification", 1),
        ] {
            let count = format!("SELECT count(*) FROM {table}");
            assert_eq!(connection.query_row(&count, [], |row| row.get(0)), Ok(rows), "{table}");
        }
        let paid = "SELECT supply + vat = paid AND status = 1 FROM payment";
        assert_eq!(connection.query_row(paid, [], |row| row.get(0)), Ok(true));
    }
}
