//! Billing keys: issue with a check of the card (PG 8.5), and deletion (PG 10).

use super::{Credential, CredentialId, CredentialState};
use crate::claim::Claim;
use crate::conclude::{Conclude, Outcome, Standing, close, standing};
use crate::decide::{Begun, Changed, Decision, Intent, New, Reply, State, Write};
use crate::operation::{Operation, OperationKind, OperationOutcome, OperationState, Rail};
use crate::{DeclineCode, InstitutionId, Refusal, RequestId, TradeId};

/// Begins the issue of a billing key: the intent that is durable before the issuer is asked to check the card.
#[derive(Clone, Debug)]
pub struct IssueKey {
    /// The order number.
    pub claim: Claim,
    /// The request's own number.
    pub trade: TradeId,
    /// How the institution is reached.
    pub rail: Rail,
    /// Who will be asked.
    pub institution: InstitutionId,
    /// The key; `None` where the merchant wants the check alone.
    pub key: Option<Credential>,
    /// Who begins it.
    pub intent: Intent,
}

/// Deletes a billing key.
#[derive(Clone, Debug)]
pub struct DeleteKey {
    /// The order number.
    pub claim: Claim,
    /// The request's own number.
    pub trade: TradeId,
    /// The key.
    pub key: CredentialId,
}

pub(crate) fn issue(state: &State, command: &IssueKey) -> Result<Decision, Refusal> {
    if let Some(claimant) = state.claimant {
        return Err(claimant.refusal());
    }
    let operation = check_of_card(command);
    let mut writes = vec![Write::Claim(command.claim.clone(), command.trade), Write::Number(command.trade)];
    writes.extend(command.key.as_ref().map(pending));
    writes.push(Write::begin(&operation, command.intent));
    Ok(Decision { writes, reply: Reply::Begun(Begun::without_payment(operation)) })
}

fn check_of_card(command: &IssueKey) -> Operation {
    let (id, merchant) = (RequestId { subject: command.trade, operation: 1 }, command.claim.merchant);
    let asked = (command.rail, command.institution);
    Operation {
        credential: command.key.as_ref().map(|key| key.id),
        ..Operation::begun(id, merchant, OperationKind::IssueKey, asked, command.intent)
    }
}

pub(crate) fn delete(state: &State, command: &DeleteKey) -> Result<Decision, Refusal> {
    if let Some(claimant) = state.claimant {
        return Err(claimant.refusal());
    }
    let key = state.credential.as_ref().filter(|key| key.state == CredentialState::Active);
    let key = key.ok_or(Refusal::NoSuchBillingKey)?;
    let writes = vec![
        Write::Claim(command.claim.clone(), command.trade),
        Write::Number(command.trade),
        Write::Update(Changed::Credential(Box::new(key.with(CredentialState::Dead)))),
    ];
    Ok(Decision { writes, reply: Reply::Done })
}

/// The issuer's word on the card. Nothing is taken back where nothing was taken: no answer is a failed check.
pub(crate) fn conclude_issue(
    state: &State,
    operation: &Operation,
    command: &Conclude,
) -> Result<Decision, Refusal> {
    let (to, outcome, key_state) = match (&command.outcome, operation.state) {
        (Outcome::Approved(approval), OperationState::Open) => {
            let outcome = OperationOutcome::approved(command.at, (**approval).clone());
            (OperationState::Approved, outcome, CredentialState::Active)
        }
        (Outcome::Declined(code), OperationState::Open) => {
            (OperationState::Declined, OperationOutcome::declined(command.at, *code), CredentialState::Dead)
        }
        (Outcome::Unknown | Outcome::Lapsed, OperationState::Open) => {
            let outcome = OperationOutcome::declined(command.at, DeclineCode::NO_ANSWER);
            (OperationState::Declined, outcome, CredentialState::Dead)
        }
        _ => return Ok(standing(None, operation)),
    };
    let after = close(operation, to, outcome);
    let mut writes = vec![Write::Update(Changed::Operation(Box::new(after.clone())))];
    writes.extend(set_key(state, key_state));
    let standing = Standing { payment: None, operation: after };
    Ok(Decision { writes, reply: Reply::Standing(Box::new(standing)) })
}

/// A key that an operation's success will bring to life: until then it is pending, whatever was handed in.
pub(crate) fn pending(key: &Credential) -> Write {
    Write::Insert(New::Credential(Box::new(key.with(CredentialState::Pending))))
}

/// The key that hangs on an operation, brought to life or to its end.
pub(crate) fn set_key(state: &State, to: CredentialState) -> Option<Write> {
    let key = state.credential.as_ref().filter(|key| key.state == CredentialState::Pending)?;
    Some(Write::Update(Changed::Credential(Box::new(key.with(to)))))
}
