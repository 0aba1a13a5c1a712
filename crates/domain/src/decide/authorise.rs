//! The beginning of a payment.

use super::{Decision, Intent, NewPayment, Reply, State, WindowStep, Write};
use crate::billing_key::{KeyId, KeyState, SealedKey};
use crate::payment::{
    Claim, Operation, OperationKind, OperationOutcome, OperationState, Payment, SealedProof, Status,
};
use crate::{Refusal, RequestId};

/// Begins a payment: the intent that must be durable before an institution is asked.
#[derive(Clone, Debug)]
pub struct Authorise {
    /// What is to be paid.
    pub payment: NewPayment,
    /// The window it comes from; `None` for an API.
    pub window: Option<WindowStep>,
    /// The billing key that an approval will bring to life.
    pub key: Option<SealedKey>,
    /// The billing key that is charged: it must still be alive.
    pub charged: Option<KeyId>,
    /// Who begins it.
    pub intent: Intent,
}

/// Records that a customer is authenticated, without asking for money (0061).
#[derive(Clone, Debug)]
pub struct Authenticate {
    /// What is to be paid.
    pub payment: NewPayment,
    /// The window it comes from.
    pub window: WindowStep,
    /// The issuer's word, to be shown to it at the capture.
    pub proof: SealedProof,
    /// What is known of the card.
    pub outcome: OperationOutcome,
    /// Who begins it.
    pub intent: Intent,
}

pub(super) fn authorise(state: &State, command: &Authorise) -> Result<Decision, Refusal> {
    let new = &command.payment;
    check_window(state, command.window.as_ref(), command.intent)?;
    let before = attempted_before(state, new)?;
    if command.charged.is_some() && state.key != Some(KeyState::Active) {
        return Err(Refusal::NoSuchBillingKey);
    }
    let payment = next_attempt(before, new, Status::Authorising);
    let operation = Operation {
        key: command.key.as_ref().map(|key| key.id),
        in_window: command.window.is_some(),
        ..first_step(&payment, new, OperationKind::Authorise, OperationState::Open, command.intent)
    };

    let mut writes = Vec::with_capacity(5);
    writes.extend(command.window.map(Write::TakeStep));
    writes.push(Write::Claim(new.claim.clone(), new.id));
    writes.push(put_payment(before, payment, new));
    writes.extend(command.key.clone().map(|key| Write::InsertKey(Box::new(key), KeyState::Pending)));
    let intent = command.intent;
    writes.push(Write::InsertOperation(
        Box::new(operation.clone()),
        intent.lease_until,
        intent.at,
        None,
        None,
    ));
    Ok(Decision { writes, reply: Reply::Begun(Box::new(operation)) })
}

pub(super) fn authenticate(state: &State, command: &Authenticate) -> Result<Decision, Refusal> {
    let new = &command.payment;
    check_window(state, Some(&command.window), command.intent)?;
    let before = attempted_before(state, new)?;
    let mut payment = next_attempt(before, new, Status::Authenticated);
    payment.approved_at = Some(command.intent.at);
    let kind = OperationKind::Authenticate;
    let operation = Operation {
        in_window: true,
        notify: false,
        ..first_step(&payment, new, kind, OperationState::Approved, command.intent)
    };
    let writes = vec![
        Write::TakeStep(command.window),
        Write::Claim(new.claim.clone(), new.id),
        put_payment(before, payment.clone(), new),
        Write::InsertOperation(
            Box::new(operation.clone()),
            command.intent.lease_until,
            command.intent.at,
            Some(Box::new(command.outcome.clone())),
            Some(command.proof.clone()),
        ),
    ];
    Ok(Decision { writes, reply: Reply::Standing(Box::new(payment), Box::new(operation)) })
}

/// One request takes a window's step; the others are told to look where things stand.
fn check_window(state: &State, window: Option<&WindowStep>, intent: Intent) -> Result<(), Refusal> {
    let Some(window) = window else { return Ok(()) };
    if state.window_step != Some(window.step) {
        return Err(Refusal::StaleStep);
    }
    if window.expired(intent.at) { Err(Refusal::WindowExpired) } else { Ok(()) }
}

/// The payment as an earlier attempt in its window left it. Only a decline that gave the order number
/// back may be followed by another.
fn attempted_before<'a>(state: &'a State, new: &NewPayment) -> Result<Option<&'a Payment>, Refusal> {
    // A number that another order drew is no attempt of ours: the guard of a new payment finds it taken.
    let own = state.payment.as_ref().filter(|payment| is_for(payment, &new.claim));
    if let Some(payment) = own {
        match payment.status {
            Status::Declined => {}
            Status::Paid => return Err(Refusal::OrderPaid(payment.id)),
            Status::Authorising | Status::Reversing => return Err(Refusal::OrderInProgress(payment.id)),
            Status::Reversed | Status::Authenticated => return Err(Refusal::OrderRepeated(payment.id)),
        }
    }
    match state.claimant {
        Some(claimant) => Err(claimant.refusal()),
        None => Ok(own),
    }
}

fn is_for(payment: &Payment, claim: &Claim) -> bool {
    payment.merchant == claim.merchant && payment.order_day == claim.day && payment.order_no == claim.order_no
}

fn next_attempt(before: Option<&Payment>, new: &NewPayment, status: Status) -> Payment {
    let fresh = Payment {
        id: new.id,
        merchant: new.claim.merchant,
        method: new.method,
        status,
        currency: new.amount.currency(),
        amount: new.amount.minor(),
        paid: 0,
        cancelled: 0,
        cancelling: 0,
        operations: 1,
        cancels: 0,
        taxation: new.taxation,
        tax: new.tax,
        approved_at: None,
        institution: None,
        paid_by: 0,
        order_no: new.claim.order_no.clone(),
        order_day: new.claim.day,
    };
    match before {
        None => fresh,
        Some(before) => Payment { operations: before.operations.saturating_add(1), ..fresh },
    }
}

fn put_payment(before: Option<&Payment>, payment: Payment, new: &NewPayment) -> Write {
    match before {
        None => Write::InsertPayment(Box::new(payment), new.order.clone()),
        Some(before) => {
            Write::UpdatePayment { to: Box::new(payment), from: before.status, operations: before.operations }
        }
    }
}

fn first_step(
    payment: &Payment,
    new: &NewPayment,
    kind: OperationKind,
    state: OperationState,
    intent: Intent,
) -> Operation {
    Operation {
        id: RequestId { payment: payment.id, operation: payment.operations },
        kind,
        state,
        amount: payment.amount,
        trade: payment.id,
        ordinal: 0,
        tax: new.tax,
        notify: new.notify,
        in_window: false,
        key: None,
        owner: intent.owner,
        tries: 0,
    }
}
