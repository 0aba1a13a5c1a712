//! What a sandbox tells its institutions to answer.

use std::time::Duration;

use domain::{DeclineCode, MerchantId};
use serde::{Deserialize, Serialize};

/// How an institution behaves from now on, to one merchant or to all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// The merchant; `None` is every merchant.
    pub merchant: Option<String>,
    /// What the institution does with the next requests for money or for a refund.
    pub outcome: Outcome,
    /// How many requests; `None` until another scenario replaces this one.
    pub times: Option<u32>,
}

impl Scenario {
    /// Whether it speaks of this merchant.
    pub fn applies_to(&self, merchant: MerchantId) -> bool {
        self.merchant.as_deref().is_none_or(|name| name == merchant.as_str())
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

/// Institutions that can be told what to answer. Only simulated ones can.
pub trait Stage: Send + Sync {
    /// Replaces the scenario of its merchant (or that of all).
    fn set(&self, scenario: Scenario);

    /// The scenarios in force.
    fn scenarios(&self) -> Vec<Scenario>;
}
