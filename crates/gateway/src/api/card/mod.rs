//! Cards.

pub(crate) mod billing_key_delete;
pub(crate) mod billing_key_issue;
pub(crate) mod billing_key_pay;
pub(crate) mod cancel;
pub(crate) mod capture;
pub(crate) mod common;
pub(crate) mod pay;

/// Stands for a card of which the issuer said nothing.
pub(crate) fn unknown_card() -> engine::domain::card::CardFacts {
    engine::domain::card::CardFacts {
        issuer: String::new(),
        acquirer: String::new(),
        issuer_name: String::new(),
        product: String::new(),
        masked: String::new(),
        instalments: 0,
        interest_free: false,
    }
}
