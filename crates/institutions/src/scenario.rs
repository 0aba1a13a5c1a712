//! What a sandbox tells its institutions to answer.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use domain::{DeclineCode, InstitutionId, MerchantId};
use serde::{Deserialize, Serialize};

/// How institutions behave from now on: to one merchant or to all, one institution or all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// The merchant; `None` is every merchant.
    pub merchant: Option<String>,
    /// The institution, as accounts name it (`CA04`); `None` is every institution.
    pub institution: Option<String>,
    /// What the institution does with the next requests for money or for a refund.
    pub outcome: Outcome,
    /// How many requests; `None` until another scenario replaces this one.
    pub times: Option<u32>,
}

impl Scenario {
    /// Whether it speaks of requests of this merchant to this institution.
    pub fn applies_to(&self, merchant: MerchantId, institution: InstitutionId) -> bool {
        let speaks_of = |named: &Option<String>, id: &str| named.as_deref().is_none_or(|name| name == id);
        speaks_of(&self.merchant, merchant.as_str()) && speaks_of(&self.institution, institution.as_str())
    }

    /// Whether it makes a dead institution: one that answers nothing at all, inquiries and reversals neither.
    pub fn is_death(&self) -> bool {
        self.institution.is_some() && self.outcome == Outcome::Timeout
    }
}

/// What an institution does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// As always: approves what it can.
    Approve,
    /// Declines with this code.
    Decline(DeclineCode),
    /// Neither acts nor answers.
    Timeout,
    /// Approves, and the answer gets lost.
    LostAfterApproval,
    /// Approves, and the answer can't be understood.
    Garbled,
    /// Acts and answers, but this much later.
    Delay(Duration),
}

/// What a stage says, or why it can't.
pub type Told<'a, T> = Pin<Box<dyn Future<Output = Result<T, String>> + Send + 'a>>;

/// Institutions that can be told what to answer. Only simulated ones can.
pub trait Stage: Send + Sync {
    /// Who can be told, in the order in which people look for them.
    fn actors(&self) -> Vec<Actor>;

    /// Replaces the scenario of its merchant and institution, for longer than this process lives. One that is to
    /// apply no times only takes the old one away.
    fn set(&self, scenario: Scenario) -> Told<'_, ()>;

    /// The scenarios in force.
    fn scenarios(&self) -> Told<'_, Vec<Scenario>>;
}

/// An institution on the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// As accounts name it.
    pub id: InstitutionId,
    /// The wire's code of whom customers know it as; names are the gateway's.
    pub code: &'static str,
}
