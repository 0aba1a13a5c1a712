//! A command, decided and applied inside the writer's transaction.

use batch::Failure;
use domain::{Changed, Command, Decision, New, Reads, Reply, State, Write, decide};
use rusqlite::{Connection, Result};

use super::accounts::Accounts;
use super::{claims, credentials, notifications, numbers, operations, payments, transfers, windows};

/// Decides `command` on what is stored now, and applies the decision.
///
/// That an order number or a trade number is taken is found before anything is written, so it costs the others in the
/// batch nothing.
pub(super) fn run(connection: &Connection, accounts: &Accounts, command: &Command) -> Result<Reply, Failure> {
    let mut state = read(connection, command.reads())?;
    for _ in 0..2 {
        let Decision { writes, reply } = decide(&state, command);
        if numbers::taken(connection, &writes)? {
            return Ok(Reply::NumberTaken);
        }
        let (first, rest) = match writes.split_first() {
            None => return Ok(reply),
            Some((Write::Claim(claim, trade), rest)) => {
                if !claims::insert(connection, claim, *trade)? {
                    state.claimant = claims::holder(connection, claim)?;
                    continue;
                }
                (None, rest)
            }
            Some((first, rest)) => (Some(first), rest),
        };
        first.into_iter().chain(rest).try_for_each(|write| apply(connection, accounts, write))?;
        return Ok(reply);
    }
    Err("an order number is taken and isn't".into())
}

fn read(connection: &Connection, reads: Reads<'_>) -> Result<State> {
    let mut state = State::default();
    if let Some(id) = reads.payment {
        state.payment = payments::get(connection, id)?;
        if reads.refunded {
            state.refunded = operations::refunded(connection, id)?;
        }
        if reads.waiting {
            state.operation = operations::waiting(connection, id)?;
        }
        if let Some(payment) = state.payment.as_ref().filter(|_| reads.taken) {
            state.operation = operations::get(connection, payment.taken_by())?;
        }
    }
    if let Some(id) = reads.operation {
        state.operation = operations::get(connection, id)?;
    }
    if let Some(claim) = reads.claim {
        state.claimant = claims::holder(connection, claim)?;
        if reads.windows {
            state.windows = windows::open_for(connection, claim)?;
        }
    }
    if let Some(id) = reads.window {
        state.window_step = windows::step(connection, id)?;
    }
    let its =
        state.operation.as_ref().and_then(|operation| operation.credential).filter(|_| reads.its_credential);
    if let Some(id) = reads.credential.or(its) {
        state.credential = credentials::get(connection, id)?;
    }
    Ok(state)
}

/// Applies one write. Its guard holds: what it says was read in this transaction, and nobody else writes.
fn apply(connection: &Connection, accounts: &Accounts, write: &Write) -> Result<(), Failure> {
    let took = match write {
        Write::Claim(claim, trade) => claims::insert(connection, claim, *trade)?,
        Write::Release(claim, trade) => claims::release(connection, claim, *trade)?,
        Write::Number(number) => numbers::insert(connection, *number)?,
        Write::TakeStep(step) => windows::take_step(connection, step)?,
        Write::Insert(row) => insert(connection, row)?,
        Write::Update(row) => update(connection, row)?,
        Write::Transfer { id, line, at, transfer } => {
            transfers::insert(connection, accounts, *id, *line, *at, transfer)?
        }
        Write::Notify(letter) => notifications::insert(connection, *letter)?,
    };
    if took { Ok(()) } else { Err(format!("a guard was lost at {}", name(write)).into()) }
}

fn insert(connection: &Connection, row: &New) -> Result<bool, Failure> {
    match row {
        New::Payment(payment, order) => payments::insert(connection, payment, order),
        New::Operation(operation, lease_ms) => operations::insert(connection, operation, *lease_ms),
        New::Window(window) => Ok(windows::insert(connection, window)?),
        New::Credential(credential) => Ok(credentials::insert(connection, credential)?),
    }
}

fn update(connection: &Connection, row: &Changed) -> Result<bool, Failure> {
    match row {
        Changed::Payment(payment) => Ok(payments::update(connection, payment)?),
        Changed::Operation(operation) => operations::update(connection, operation),
        Changed::Credential(credential) => Ok(credentials::update(connection, credential)?),
    }
}

/// A write's verb, without what it writes.
fn name(write: &Write) -> &'static str {
    match write {
        Write::Claim(..) => "a claim",
        Write::Release(..) => "a release",
        Write::Number(_) => "a number",
        Write::TakeStep(_) => "a window's step",
        Write::Insert(_) => "a new row",
        Write::Update(_) => "a row's update",
        Write::Transfer { .. } => "a transfer",
        Write::Notify(_) => "a notification",
    }
}
