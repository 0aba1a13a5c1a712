//! The simulated card network, as the engine and a customer's browser meet it.

mod authorising;
mod durability;
mod interleavings;
mod magic;
mod page;
mod refunding;
mod reversing;
mod scenarios;

use std::future::Future;
use std::time::Duration;

use hectare_simulators::card::CardSimulator;
use institutions::Answer;
use institutions::away::Away;
use institutions::books::{Books, Deed};
use institutions::card::{Authorisation, CardNetwork};
use institutions::domain::card::{Card, Expiry, Holder};
use institutions::domain::facts::{Approval, CardFacts};
use institutions::domain::time::{Day, Moment};
use institutions::domain::{Currency, DeclineCode, InstitutionId, MerchantId, Money, RequestId, TradeId};
use institutions::rail::{Asked, Rail, Refund, RefundKind, Standing};

const ORDINARY: &str = "9490191234560402";

fn network() -> CardSimulator {
    CardSimulator::in_memory("http://127.0.0.1:8080")
}

fn merchant(id: &str) -> MerchantId {
    MerchantId::new(id).expect("a merchant's id")
}

fn id(subject: i64, operation: u16) -> RequestId {
    RequestId { subject: TradeId::from_i64(subject), operation }
}

fn won(minor: i64) -> Money {
    Money::new(minor, Currency::Krw).expect("not negative")
}

fn code(text: &str) -> DeclineCode {
    DeclineCode::new(text).expect("a code")
}

fn now() -> Moment {
    Day::of(20_261_122).expect("a day").start()
}

fn card(number: &str) -> Card {
    Card::new(number, Expiry::new(30, 12).expect("a month")).expect("a card")
}

fn holder(identity: &str, pin: &str) -> Holder {
    Holder { identity: identity.to_owned().into(), pin_prefix: pin.to_owned().into() }
}

/// The acquirer of the ordinary card.
fn acquirer() -> InstitutionId {
    InstitutionId::new("CA15").expect("an id")
}

fn asked(id: RequestId) -> Asked {
    Asked { id, institution: acquirer(), merchant: merchant("nxca_jt_bi") }
}

/// What a refund is answered: the issuers number only what they pay.
fn refunded() -> Answer<Approval> {
    Answer::Approved(Approval::default())
}

fn authorisation(id: RequestId, number: &str, amount: i64) -> Authorisation {
    Authorisation {
        id,
        institution: network().route(&card(number)),
        merchant: merchant("nxca_jt_bi"),
        card: card(number),
        holder: None,
        amount: won(amount),
        instalments: 0,
        at: now(),
    }
}

fn refund(id: RequestId, original: RequestId, amount: i64) -> Refund {
    let (merchant, institution, kind) = (merchant("nxca_jt_bi"), acquirer(), RefundKind::Void);
    Refund { id, original, institution, merchant, amount: won(amount), kind }
}

/// What came with a yes.
fn approved<T: std::fmt::Debug>(answer: Answer<T>) -> T {
    let yes = match answer {
        Answer::Approved(value) => Ok(value),
        other => Err(other),
    };
    yes.expect("approved")
}

/// Pays 10,000 won by an ordinary card.
async fn paid(network: &CardSimulator, id: RequestId) -> Approval {
    approved(network.authorise(&authorisation(id, ORDINARY, 10_000)).await)
}

fn card_of(approval: &Approval) -> &CardFacts {
    approval.facts.card().expect("paid by a card")
}

async fn standing(network: &CardSimulator, id: RequestId) -> Standing {
    approved(network.inquire(&asked(id)).await)
}

/// What a caller has who doesn't wait for ever.
async fn within_50_ms<T>(call: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(Duration::from_millis(50), call).await.ok()
}

fn books(books: &dyn Books) -> Vec<(RequestId, Deed, i64)> {
    let mut lines = Vec::new();
    books.visit(&mut |line| lines.push((line.id, line.deed, line.amount.minor()))).expect("readable books");
    lines
}
