//! Billing keys: issue with a check of the card (PG 8.5), and deletion (PG 10).

use std::sync::Arc;

use domain::card::{Card, Holder};
use domain::credential::{BillingKey, DeleteKey, IssueKey};
use domain::facts::CardFacts;
use domain::operation::{Operation, OperationState, Rail};
use domain::{
    Claim, ClaimKind, Command, DeclineCode, NumberKind, Refusal, Reply, TradeId, payment::check_day,
};
use institutions::card::Verification;
use store::StoreError;
use store::vault::Vault;

use crate::Engine;
use crate::carry::{Begins, Carried, unexpected};
use crate::merchants::MerchantEntry;

/// A check of a card, and a key for it if wanted.
#[derive(Clone, Debug)]
pub struct IssueBillingKey {
    /// `trdDt` as sent.
    pub day: i32,
    /// `mchtTrdNo`.
    pub order_no: String,
    /// The card.
    pub card: Card,
    /// The holder.
    pub holder: Holder,
    /// Whether a key is wanted.
    pub issue: bool,
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum KeyIssue {
    /// The card is good; the key, if one was wanted.
    Verified(TradeId, Box<CardFacts>, Option<BillingKey>),
    /// The issuer said no, or nothing in its time. Nothing was issued.
    Declined(TradeId, DeclineCode),
    /// Nobody can say yet whether a key was issued. With its number, if that is durable.
    InDoubt(Option<TradeId>),
    /// Refused without asking.
    Refused(Refusal),
}

impl Engine {
    /// Checks a card with its issuer and issues a key. It goes on to the end even if the caller goes away.
    pub async fn issue_billing_key(
        &self,
        merchant: &Arc<MerchantEntry>,
        wanted: IssueBillingKey,
    ) -> Result<KeyIssue, StoreError> {
        let (engine, merchant) = (self.clone(), Arc::clone(merchant));
        self.answered_in_time(KeyIssue::InDoubt, move |begins| async move {
            engine.issue_through(&merchant, wanted, begins).await
        })
        .await
    }

    /// The number and the order number are durable before the issuer is asked, and the key is pending: whoever is told of
    /// either can rely on it.
    async fn issue_through(
        &self,
        merchant: &MerchantEntry,
        wanted: IssueBillingKey,
        begins: Begins,
    ) -> Result<KeyIssue, StoreError> {
        let (at, id) = (merchant.now(), merchant.merchant().id);
        if let Err(refusal) = check_day(wanted.day, at) {
            return Ok(KeyIssue::Refused(refusal));
        }
        let claim =
            Claim { day: wanted.day, order_no: wanted.order_no, merchant: id, kind: ClaimKind::IssueKey };
        let card = wanted.card;
        let key = wanted.issue.then(|| self.draw_key());
        let intent = IssueKey {
            claim,
            trade: TradeId::from_i64(0),
            rail: Rail::Cards,
            institution: self.cards().route(&card),
            key: key.as_ref().map(|key| self.shared.parts.vault.seal_key(id, key, &card)),
            intent: self.intent(at),
        };
        let begun = self.begin(NumberKind::Other, |trade| {
            Command::IssueKey(Box::new(IssueKey { trade, ..intent.clone() }))
        });
        let operation = match begun.await? {
            Ok(begun) => *begun.operation,
            Err(refusal) => return Ok(KeyIssue::Refused(refusal)),
        };
        let trade = operation.trade;
        begins.durable(trade);
        let request = Verification { id: operation.id, merchant: id, card, holder: Some(wanted.holder), at };
        let carried = self.carry(merchant, &operation, self.cards().verify(&request)).await;
        let Carried::Concluded(standing) = carried else { return Ok(KeyIssue::InDoubt(Some(trade))) };
        let Operation { state, outcome, .. } = standing.operation;
        Ok(match state {
            OperationState::Approved => {
                let facts = outcome.approval.facts.card().cloned().unwrap_or_default();
                KeyIssue::Verified(trade, Box::new(facts), key)
            }
            OperationState::Declined => {
                KeyIssue::Declined(trade, outcome.code.unwrap_or(DeclineCode::UNKNOWN))
            }
            _ => KeyIssue::InDoubt(Some(trade)),
        })
    }

    /// Deletes a billing key; answers with the request's own number.
    pub async fn delete_billing_key(
        &self,
        merchant: &MerchantEntry,
        day: i32,
        order_no: String,
        key: &BillingKey,
    ) -> Result<Result<TradeId, Refusal>, StoreError> {
        if let Err(refusal) = check_day(day, merchant.now()) {
            return Ok(Err(refusal));
        }
        let id = merchant.merchant().id;
        let claim = Claim { day, order_no, merchant: id, kind: ClaimKind::DeleteKey };
        let key = self.shared.parts.vault.key_id(id, key);
        let command = |trade| Command::DeleteKey(Box::new(DeleteKey { claim: claim.clone(), trade, key }));
        match self.submit_drawn(NumberKind::Other, command).await? {
            (trade, Reply::Done) => Ok(Ok(trade)),
            (_, Reply::Refused(refusal)) => Ok(Err(refusal)),
            _ => Err(unexpected("a deletion")),
        }
    }

    pub(crate) fn draw_key(&self) -> BillingKey {
        Vault::draw_key(store::wall_clock())
    }

    /// Opens the billing key that an operation brought to life, to be shown to its merchant.
    pub async fn billing_key_of(
        &self,
        operation: &Operation,
    ) -> Result<Option<(BillingKey, Card)>, StoreError> {
        let Some(id) = operation.credential else { return Ok(None) };
        let found = self.store().credential(id).await?;
        // One that was deleted since has no seal to open.
        let Some(found) = found.filter(|found| !found.sealed.is_empty()) else { return Ok(None) };
        let opened = self.shared.parts.vault.open_key(&found);
        opened.map(|(card, key)| Some((key, card))).map_err(|bad| StoreError::Database(bad.to_string()))
    }
}
