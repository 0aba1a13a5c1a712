//! Billing keys: issue after a check of the card (PG 8.5), and deletion (PG 10).

use domain::billing_key::{BillingKey, SealedKey};
use domain::card::{Card, CardFacts, Holder};
use domain::payment::{Claim, ClaimKind};
use domain::{Command, DeclineCode, DeleteKey, IssueKey, Refusal, Reply, TradeId, check_day};
use institutions::Answer;
use institutions::card::Verification;
use store::StoreError;
use store::vault::Vault;

use crate::merchants::MerchantEntry;
use crate::{Engine, clock};

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
    /// The issuer said no.
    Declined(TradeId, DeclineCode),
    /// The issuer didn't answer. Nothing was issued.
    Unknown(TradeId),
    /// Refused without asking.
    Refused(Refusal),
}

impl Engine {
    /// Checks a card with its issuer and issues a key. No money moves, so nothing has to be durable
    /// before the issuer is asked.
    pub async fn issue_billing_key(
        &self,
        merchant: &MerchantEntry,
        wanted: IssueBillingKey,
    ) -> Result<KeyIssue, StoreError> {
        let at = merchant.now();
        if let Err(refusal) = check_day(wanted.day, at) {
            return Ok(KeyIssue::Refused(refusal));
        }
        let trade = self.draw_number();
        let id = merchant.merchant().id;
        let claim =
            Claim { day: wanted.day, order_no: wanted.order_no, merchant: id, kind: ClaimKind::IssueKey };
        // A repeat needs no issuer. Of two at once, the database tells the later.
        if let Some(first) = self.store().claimed(claim.clone()).await? {
            return Ok(KeyIssue::Refused(Refusal::OrderRepeated(first)));
        }
        let card = wanted.card;
        let verification = Verification { merchant: id, card: card.clone(), holder: Some(wanted.holder), at };
        let asked = self.ask(self.cards().verify(&verification)).await;
        let facts = match asked {
            Answer::Approved(facts) => facts,
            Answer::Declined(code) => return Ok(KeyIssue::Declined(trade, code)),
            Answer::Unknown => return Ok(KeyIssue::Unknown(trade)),
        };
        let key = wanted.issue.then(|| self.draw_key());
        let sealed = key.as_ref().map(|key| self.seal(merchant, key, &card));
        match self.submit(Command::IssueKey(Box::new(IssueKey { claim, trade, key: sealed }))).await? {
            Reply::Refused(refusal) => Ok(KeyIssue::Refused(refusal)),
            _ => Ok(KeyIssue::Verified(trade, Box::new(facts), key)),
        }
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
        let (trade, id) = (self.draw_number(), merchant.merchant().id);
        let claim = Claim { day, order_no, merchant: id, kind: ClaimKind::DeleteKey };
        let key = self.shared.parts.vault.key_id(id, key);
        match self.submit(Command::DeleteKey(Box::new(DeleteKey { claim, trade, key }))).await? {
            Reply::Refused(refusal) => Ok(Err(refusal)),
            _ => Ok(Ok(trade)),
        }
    }

    pub(crate) fn draw_key(&self) -> BillingKey {
        Vault::draw_key(clock::now())
    }

    pub(crate) fn seal(&self, merchant: &MerchantEntry, key: &BillingKey, card: &Card) -> SealedKey {
        self.shared.parts.vault.seal_key(merchant.merchant().id, key, card)
    }

    /// Opens the billing key that an operation brought to life, to be shown to its merchant.
    pub async fn billing_key_of(
        &self,
        operation: &domain::payment::Operation,
    ) -> Result<Option<(BillingKey, Card)>, StoreError> {
        let Some(id) = operation.key else { return Ok(None) };
        let found = self.store().billing_key(id).await?;
        Ok(found
            .and_then(|(sealed, _)| self.shared.parts.vault.open_key(&sealed).ok())
            .map(|(card, key)| (key, card)))
    }
}
