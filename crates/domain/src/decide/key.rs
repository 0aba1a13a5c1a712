//! Billing keys: issue after a check of the card (PG 8.5), and deletion (PG 10).

use super::{Decision, Reply, State, Write};
use crate::billing_key::{KeyId, KeyState, SealedKey};
use crate::payment::Claim;
use crate::{Refusal, TradeId};

/// Issues a billing key. The institution has checked the card already: no money moves, so nothing
/// has to be durable before it is asked.
#[derive(Clone, Debug)]
pub struct IssueKey {
    /// The order number.
    pub claim: Claim,
    /// The request's own number.
    pub trade: TradeId,
    /// The key; `None` where the merchant wanted the check alone.
    pub key: Option<SealedKey>,
}

/// Deletes a billing key.
#[derive(Clone, Debug)]
pub struct DeleteKey {
    /// The order number.
    pub claim: Claim,
    /// The request's own number.
    pub trade: TradeId,
    /// The key.
    pub key: KeyId,
}

pub(super) fn issue(state: &State, command: &IssueKey) -> Result<Decision, Refusal> {
    if let Some(claimant) = state.claimant {
        return Err(claimant.refusal());
    }
    let mut writes = vec![Write::Claim(command.claim.clone(), command.trade)];
    writes.extend(command.key.clone().map(|key| Write::InsertKey(Box::new(key), KeyState::Active)));
    Ok(Decision { writes, reply: Reply::Done })
}

pub(super) fn delete(state: &State, command: &DeleteKey) -> Result<Decision, Refusal> {
    if let Some(claimant) = state.claimant {
        return Err(claimant.refusal());
    }
    if state.key != Some(KeyState::Active) {
        return Err(Refusal::NoSuchBillingKey);
    }
    let writes = vec![
        Write::Claim(command.claim.clone(), command.trade),
        Write::SetKey(command.key, KeyState::Active, KeyState::Deleted),
    ];
    Ok(Decision { writes, reply: Reply::Done })
}
