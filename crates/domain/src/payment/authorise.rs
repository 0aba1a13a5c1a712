//! The beginning of a payment.

use std::sync::Arc;

use super::{NewPayment, Payment, Status};
use crate::conclude::Standing;
use crate::credential::{Credential, CredentialId, CredentialState, billing_key};
use crate::decide::{Begun, Changed, Decision, Intent, New, Reply, State, Write};
use crate::facts::Approval;
use crate::operation::{Operation, OperationKind, OperationOutcome, OperationState, Rail, Sealed};
use crate::time::DAY_MS;
use crate::window::{MOST_ATTEMPTS, WindowStep, check_step};
use crate::{Claimant, InstitutionId, Refusal, RequestId};

/// Begins a payment: the intent that must be durable before an institution is asked.
#[derive(Clone, Debug)]
pub struct Authorise {
    /// What is to be paid.
    pub payment: NewPayment,
    /// How the institution is reached.
    pub rail: Rail,
    /// Who will be asked.
    pub institution: InstitutionId,
    /// The window it comes from; `None` for an API.
    pub window: Option<WindowStep>,
    /// The billing key that an approval will bring to life.
    pub key: Option<Credential>,
    /// The billing key that is charged: it must still be alive.
    pub charged: Option<CredentialId>,
    /// Who begins it.
    pub intent: Intent,
}

/// Records that a customer is authenticated, without asking for money (0061).
#[derive(Clone, Debug)]
pub struct Authenticate {
    /// What is to be paid.
    pub payment: NewPayment,
    /// How the institution is reached.
    pub rail: Rail,
    /// Who authenticated the customer.
    pub institution: InstitutionId,
    /// The window it comes from.
    pub window: WindowStep,
    /// The institution's word, to be shown to it at the capture.
    pub proof: Sealed,
    /// What is known of the means of payment.
    pub approval: Approval,
    /// Who begins it.
    pub intent: Intent,
}

/// An authentication can be captured for this long. No document says how long; ours is a day.
pub const AUTHENTICATION_LIFE_MS: i64 = DAY_MS;

pub(crate) fn authorise(state: &State, command: &Authorise) -> Result<Decision, Refusal> {
    let new = &command.payment;
    let before = standing_before(state, new, command.window.as_ref(), command.intent)?;
    let payment = next_attempt(before, new, Status::Authorising);
    if command.charged.is_some() {
        check_key(state, &payment)?;
    }
    let operation = Operation {
        credential: command.key.as_ref().map(|key| key.id),
        in_window: command.window.is_some(),
        notify: new.notify,
        ..first_step(&payment, OperationKind::Authorise, (command.rail, command.institution), command.intent)
    };
    let mut writes = Vec::with_capacity(5);
    writes.push(Write::Claim(new.claim.clone(), new.id));
    writes.extend(command.window.map(Write::TakeStep));
    writes.push(put_payment(before, payment.clone(), new));
    writes.extend(command.key.as_ref().map(billing_key::pending));
    writes.push(Write::begin(&operation, command.intent));
    Ok(Decision { writes, reply: Reply::Begun(Begun::with_payment(payment, operation)) })
}

pub(crate) fn authenticate(state: &State, command: &Authenticate) -> Result<Decision, Refusal> {
    let new = &command.payment;
    let before = standing_before(state, new, Some(&command.window), command.intent)?;
    let mut payment = next_attempt(before, new, Status::Authenticated);
    payment.approved_at = Some(command.intent.at);
    payment.institution = Some(command.institution);
    let operation = Operation {
        state: OperationState::Waiting,
        in_window: true,
        outcome: OperationOutcome::approved(command.intent.at, command.approval.clone()),
        sealed: Some(command.proof.clone()),
        ..first_step(
            &payment,
            OperationKind::Authenticate,
            (command.rail, command.institution),
            command.intent,
        )
    };
    let waiting = New::Operation(Box::new(operation.clone()), AUTHENTICATION_LIFE_MS);
    let writes = vec![
        Write::Claim(new.claim.clone(), new.id),
        Write::TakeStep(command.window),
        put_payment(before, payment.clone(), new),
        Write::Insert(waiting),
    ];
    let standing = Standing { payment: Some(payment), operation };
    Ok(Decision { writes, reply: Reply::Standing(Box::new(standing)) })
}

/// The billing key that is charged must be alive, and may be charged with this.
fn check_key(state: &State, payment: &Payment) -> Result<(), Refusal> {
    let key = state.credential.as_ref().filter(|key| key.state == CredentialState::Active);
    let key = key.ok_or(Refusal::NoSuchBillingKey)?;
    if key.fixed_amount.is_some_and(|fixed| fixed != payment.amount) {
        return Err(Refusal::AnotherAmount);
    }
    Ok(())
}

/// The payment as an earlier attempt in its window left it. Only a decline that gave the order number back may be
/// followed by another attempt, and not for ever.
fn standing_before<'a>(
    state: &'a State,
    new: &NewPayment,
    window: Option<&WindowStep>,
    intent: Intent,
) -> Result<Option<&'a Payment>, Refusal> {
    if let Some(step) = window {
        check_step(state, step, intent.at)?;
    }
    // A number that another order drew is no attempt of ours.
    let own = state.payment.as_ref().filter(|payment| payment.is_for(&new.claim));
    if let Some(payment) = own.filter(|payment| payment.status != Status::Declined) {
        return Err(
            Claimant { trade: payment.id, method: payment.method, status: Some(payment.status) }.refusal()
        );
    }
    if let Some(claimant) = state.claimant {
        return Err(claimant.refusal());
    }
    if own.is_some_and(|payment| payment.operations >= MOST_ATTEMPTS) {
        return Err(Refusal::TooManyAttempts);
    }
    Ok(own)
}

/// Another attempt is for what was ordered first, whatever the merchant's contract has come to say since.
fn next_attempt(before: Option<&Payment>, new: &NewPayment, status: Status) -> Payment {
    match before {
        None => first_attempt(new, status),
        Some(before) => Payment {
            status,
            operations: before.operations.saturating_add(1),
            approved_at: None,
            institution: None,
            ..before.clone()
        },
    }
}

fn first_attempt(new: &NewPayment, status: Status) -> Payment {
    Payment {
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
        version: 0,
    }
}

fn put_payment(before: Option<&Payment>, payment: Payment, new: &NewPayment) -> Write {
    match before {
        None => Write::Insert(New::Payment(Box::new(payment), Arc::clone(&new.order))),
        Some(_) => Write::Update(Changed::Payment(Box::new(payment))),
    }
}

/// An operation of a payment that is just beginning: open, of the whole amount, under the payment's own number.
pub(super) fn first_step(
    payment: &Payment,
    kind: OperationKind,
    asked: (Rail, InstitutionId),
    intent: Intent,
) -> Operation {
    let id = RequestId { subject: payment.id, operation: payment.operations };
    Operation {
        currency: payment.currency,
        amount: payment.amount,
        tax: payment.tax,
        ..Operation::begun(id, payment.merchant, kind, asked, intent)
    }
}
