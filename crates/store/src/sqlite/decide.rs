//! A command, decided and applied inside the writer's transaction.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use batch::Failure;
use domain::billing_key::{KeyId, KeyState};
use domain::payment::{Claim, ClaimKind, Operation, OperationOutcome, Payment, SealedProof, Status};
use domain::tax::TaxParts;
use domain::time::Moment;
use domain::{Claimant, Command, Decision, Entry, Reads, Reply, RequestId, State, TradeId, Write, decide};
use rusqlite::types::ToSql;
use rusqlite::{Connection, OptionalExtension, Result, params};

use super::rows;
use crate::StoreError;

/// The ids of account names, so that no posting has to look one up. A rollback may take an account
/// with it, and its id may go to another one then: so [`Accounts::forget`] runs at every rollback.
#[derive(Debug, Default)]
pub(super) struct Accounts(Mutex<HashMap<String, i64>>);

/// A guard that found the database in another state than the decision was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lost {
    /// The order number is taken.
    Claim,
    /// The trade number is taken.
    Number,
    /// Something else moved. With one writer, it can't have.
    Other,
}

/// Decides `command` on what is stored now, and applies the decision.
pub(super) fn run(connection: &Connection, accounts: &Accounts, command: &Command) -> Result<Reply, Failure> {
    let mut state = read(connection, command.reads())?;
    for _ in 0..2 {
        let Decision { writes, reply } = decide(&state, command);
        match apply(connection, accounts, &writes)? {
            Ok(()) => return Ok(reply),
            // An order number is the first guard of an API's intent: nothing was written before it.
            Err((Lost::Claim, 0)) => {
                state.claimant =
                    command.claim().map(|claim| claimant(connection, claim)).transpose()?.flatten();
            }
            Err((Lost::Number, _)) => return Err(Box::new(StoreError::NumberTaken)),
            Err((lost, position)) => return Err(format!("guard {lost:?} lost at write {position}").into()),
        }
    }
    Err("an order number is taken and isn't".into())
}

fn read(connection: &Connection, reads: Reads<'_>) -> Result<State> {
    let mut state = State::default();
    match reads {
        Reads::Nothing => {}
        Reads::Payment(id) => state.payment = payment(connection, id)?,
        Reads::Window(id, step, claim) => {
            state.payment = payment(connection, id)?;
            state.claimant = claimant(connection, claim)?;
            let query = "SELECT step FROM window WHERE id = ?";
            let mut statement = connection.prepare_cached(query)?;
            state.window_step = statement.query_row([step.window], |row| row.get(0)).optional()?;
        }
        Reads::Refundable(id, claim) => {
            state.payment = payment(connection, id)?;
            state.refunded = refunded(connection, id)?;
            state.claimant = claim.map(|claim| claimant(connection, claim)).transpose()?.flatten();
        }
        Reads::Operation(id) => {
            state.payment = payment(connection, id.payment)?;
            state.operation = operation(connection, id)?;
        }
        Reads::Key(id, claim) => {
            state.key = key_state(connection, id)?;
            state.claimant = claimant(connection, claim)?;
        }
    }
    Ok(state)
}

pub(super) fn payment(connection: &Connection, id: TradeId) -> Result<Option<Payment>> {
    const QUERY: &str = concat!("SELECT ", rows::payment_columns!(), " FROM payment WHERE id = ?");
    connection.prepare_cached(QUERY)?.query_row([id.as_i64()], rows::payment).optional()
}

pub(super) fn operation(connection: &Connection, id: RequestId) -> Result<Option<Operation>> {
    const QUERY: &str =
        concat!("SELECT ", rows::operation_columns!(), " FROM operation WHERE payment = ? AND operation = ?");
    let mut statement = connection.prepare_cached(QUERY)?;
    statement.query_row(params![id.payment.as_i64(), id.operation], |row| rows::operation(row, 0)).optional()
}

/// The parts of a payment that its cancels have taken.
fn refunded(connection: &Connection, id: TradeId) -> Result<TaxParts> {
    const QUERY: &str = "SELECT COALESCE(SUM(supply), 0), COALESCE(SUM(vat), 0), COALESCE(SUM(tax_free), 0), \
                         COALESCE(SUM(service), 0) FROM operation WHERE payment = ? AND kind = 2 AND state = 2";
    connection.prepare_cached(QUERY)?.query_row([id.as_i64()], |row| {
        Ok(TaxParts { supply: row.get(0)?, vat: row.get(1)?, tax_free: row.get(2)?, service: row.get(3)? })
    })
}

/// Who holds an order number.
fn claimant(connection: &Connection, claim: &Claim) -> Result<Option<Claimant>> {
    const QUERY: &str = "SELECT c.trade, p.status FROM claim c LEFT JOIN payment p ON p.id = c.trade \
                         WHERE day = ? AND c.order_no = ? AND c.merchant = ? AND kind = ? AND held = 1";
    let mut statement = connection.prepare_cached(QUERY)?;
    let key = params![claim.day, claim.order_no, claim.merchant.as_str(), claim.kind as u8];
    let holder = statement.query_row(key, |row| {
        let status: Option<u8> = row.get(1)?;
        let status = status.filter(|_| claim.kind == ClaimKind::Payment).and_then(Status::of);
        Ok(Claimant { trade: TradeId::from_i64(row.get(0)?), status })
    });
    holder.optional()
}

fn key_state(connection: &Connection, id: KeyId) -> Result<Option<KeyState>> {
    let mut statement = connection.prepare_cached("SELECT state FROM billing_key WHERE id = ?")?;
    statement
        .query_row([id.0], |row| row.get::<_, u8>(0))
        .optional()
        .map(|state| state.and_then(super::keys::state))
}

/// Applies writes in order; says which guard was lost, and at which position.
fn apply(
    connection: &Connection,
    accounts: &Accounts,
    writes: &[Write],
) -> Result<std::result::Result<(), (Lost, usize)>, Failure> {
    for (position, write) in writes.iter().enumerate() {
        let (took, otherwise) = match write {
            Write::TakeStep(step) => (super::windows::take_step(connection, step)?, Lost::Other),
            Write::Claim(claim, trade) => (insert_claim(connection, claim, *trade)?, Lost::Claim),
            Write::Release(claim) => (release_claim(connection, claim)?, Lost::Other),
            Write::InsertPayment(payment, order) => {
                (insert_payment(connection, payment, order)?, Lost::Number)
            }
            Write::UpdatePayment { to, from, operations } => {
                (update_payment(connection, to, *from, *operations)?, Lost::Other)
            }
            Write::InsertOperation(operation, lease_until, begun_at, outcome, proof) => {
                let took = insert_operation(
                    connection,
                    operation,
                    *lease_until,
                    *begun_at,
                    outcome.as_deref(),
                    proof.as_ref(),
                )?;
                (took, Lost::Number)
            }
            Write::CloseOperation { id, from, owner, to, outcome } => {
                let guard = params![id.payment.as_i64(), id.operation, *from as u8, owner.0];
                (close_operation(connection, guard, *to as u8, outcome)?, Lost::Other)
            }
            Write::Post(id, entry) => (post(connection, accounts, *id, entry)?, Lost::Other),
            Write::Notify(id, due) => (super::notifications::insert(connection, *id, *due)?, Lost::Other),
            Write::InsertKey(key, state) => (super::keys::insert(connection, key, *state)?, Lost::Number),
            Write::SetKey(id, from, to) => (super::keys::set(connection, *id, *from, *to)?, Lost::Other),
        };
        if !took {
            return Ok(Err((otherwise, position)));
        }
    }
    Ok(Ok(()))
}

fn insert_claim(connection: &Connection, claim: &Claim, trade: TradeId) -> Result<bool> {
    // An order number that a decline gave back is taken over.
    const INSERT: &str = "INSERT INTO claim (day, order_no, merchant, kind, trade, held) VALUES (?, ?, ?, ?, ?, 1) \
                          ON CONFLICT DO UPDATE SET trade = excluded.trade, held = 1 WHERE held = 0";
    let mut statement = connection.prepare_cached(INSERT)?;
    let key = params![claim.day, claim.order_no, claim.merchant.as_str(), claim.kind as u8, trade.as_i64()];
    Ok(statement.execute(key)? == 1)
}

fn release_claim(connection: &Connection, claim: &Claim) -> Result<bool> {
    const UPDATE: &str =
        "UPDATE claim SET held = 0 WHERE day = ? AND order_no = ? AND merchant = ? AND kind = ?";
    let mut statement = connection.prepare_cached(UPDATE)?;
    let key = params![claim.day, claim.order_no, claim.merchant.as_str(), claim.kind as u8];
    Ok(statement.execute(key)? == 1)
}

fn insert_payment(
    connection: &Connection,
    payment: &Payment,
    order: &domain::payment::Order,
) -> Result<bool, Failure> {
    const INSERT: &str = concat!(
        "INSERT INTO payment (",
        rows::payment_columns!(),
        ", detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
    );
    let mut statement = connection.prepare_cached(INSERT)?;
    let detail = serde_json::to_string(order)?;
    Ok(statement.execute(params![
        payment.id.as_i64(),
        payment.merchant.as_str(),
        payment.method as u8,
        payment.status as u8,
        payment.currency as u8,
        payment.amount,
        payment.paid,
        payment.cancelled,
        payment.cancelling,
        payment.operations,
        payment.cancels,
        rows::taxation_number(payment.taxation),
        payment.tax.supply,
        payment.tax.vat,
        payment.tax.tax_free,
        payment.tax.service,
        payment.approved_at.map(Moment::ms),
        payment.institution.as_ref().map(domain::InstitutionId::as_str),
        payment.paid_by,
        payment.order_no,
        payment.order_day,
        detail,
    ])? == 1)
}

fn update_payment(connection: &Connection, to: &Payment, from: Status, operations: u16) -> Result<bool> {
    const UPDATE: &str = "UPDATE payment SET status = ?, paid = ?, cancelled = ?, cancelling = ?, operations = ?, \
                          cancels = ?, approved_at = ?, institution = ?, paid_by = ? \
                          WHERE id = ? AND status = ? AND operations = ?";
    let mut statement = connection.prepare_cached(UPDATE)?;
    Ok(statement.execute(params![
        to.status as u8,
        to.paid,
        to.cancelled,
        to.cancelling,
        to.operations,
        to.cancels,
        to.approved_at.map(Moment::ms),
        to.institution.as_ref().map(domain::InstitutionId::as_str),
        to.paid_by,
        to.id.as_i64(),
        from as u8,
        operations,
    ])? == 1)
}

fn insert_operation(
    connection: &Connection,
    operation: &Operation,
    lease_until: Moment,
    begun_at: Moment,
    outcome: Option<&OperationOutcome>,
    proof: Option<&SealedProof>,
) -> Result<bool, Failure> {
    const INSERT: &str = concat!(
        "INSERT INTO operation (",
        rows::operation_columns!(),
        ", lease_until, ",
        rows::outcome_columns!(),
        ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
    );
    let card = card_json(outcome)?;
    let mut statement = connection.prepare_cached(INSERT)?;
    Ok(statement.execute(params![
        operation.id.payment.as_i64(),
        operation.id.operation,
        operation.kind as u8,
        operation.state as u8,
        operation.amount,
        operation.trade.as_i64(),
        operation.ordinal,
        operation.tax.supply,
        operation.tax.vat,
        operation.tax.tax_free,
        operation.tax.service,
        operation.notify,
        operation.in_window,
        operation.key.map(|key| key.0),
        operation.owner.0,
        operation.tries,
        begun_at.ms(),
        lease_until.ms(),
        outcome.map_or(0, |outcome| outcome.at.ms()),
        outcome.and_then(|outcome| outcome.approval_no.as_deref()),
        card,
        outcome.and_then(|outcome| outcome.code.as_ref()).map(domain::DeclineCode::as_str),
        proof.map(|proof| &proof.0),
    ])? == 1)
}

fn card_json(outcome: Option<&OperationOutcome>) -> Result<Option<String>, Failure> {
    let card = outcome.and_then(|outcome| outcome.card.as_ref());
    Ok(card.map(serde_json::to_string).transpose()?)
}

fn close_operation(
    connection: &Connection,
    guard: &[&dyn ToSql],
    to: u8,
    outcome: &OperationOutcome,
) -> Result<bool, Failure> {
    const UPDATE: &str = "UPDATE operation SET state = ?5, concluded_at = ?6, approval_no = ?7, card = ?8, code = ?9 \
                          WHERE payment = ?1 AND operation = ?2 AND state = ?3 AND owner = ?4";
    let card = card_json(Some(outcome))?;
    let code = outcome.code.as_ref().map(domain::DeclineCode::as_str);
    let at = outcome.at.ms();
    let values: [&dyn ToSql; 5] = [&to, &at, &outcome.approval_no, &card, &code];
    let mut statement = connection.prepare_cached(UPDATE)?;
    Ok(statement.execute(&*[guard, &values].concat())? == 1)
}

fn post(connection: &Connection, accounts: &Accounts, id: RequestId, entry: &Entry) -> Result<bool, Failure> {
    const INSERT: &str = "INSERT INTO posting (payment, operation, line, account, side, amount, currency) \
                          VALUES (?, ?, ?, ?, ?, ?, ?)";
    for (line, posting) in (1_i64..).zip(entry.postings()) {
        let account = accounts.id(connection, &posting.account.name())?;
        connection.prepare_cached(INSERT)?.execute(params![
            id.payment.as_i64(),
            id.operation,
            line,
            account,
            posting.side as u8,
            posting.amount.minor(),
            posting.amount.currency() as u8,
        ])?;
    }
    Ok(true)
}

impl Accounts {
    fn ids(&self) -> MutexGuard<'_, HashMap<String, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets every id.
    pub(super) fn forget(&self) {
        self.ids().clear();
    }

    fn id(&self, connection: &Connection, name: &str) -> Result<i64> {
        if let Some(id) = self.ids().get(name) {
            return Ok(*id);
        }
        // Unlocked: a full disk rolls back right here, and the rollback forgets.
        let insert = "INSERT INTO account (name) VALUES (?) ON CONFLICT DO NOTHING";
        connection.prepare_cached(insert)?.execute([name])?;
        let mut select = connection.prepare_cached("SELECT id FROM account WHERE name = ?")?;
        let id = select.query_row([name], |row| row.get(0))?;
        self.ids().insert(name.to_owned(), id);
        Ok(id)
    }
}
