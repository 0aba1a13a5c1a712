//! The step that pays: by the issuer's page, or by the form for the card's data.

use domain::Method;
use domain::card::{Card, Holder};
use domain::operation::Rail;
use engine::{PayByCard, PayWith};
use institutions::Answer as Institution;
use institutions::away::{AuthenticationRequest, Means};
use protocol::Code;
use protocol::pg::card::Issuer;

use super::{Here, Place, asks_holder, card_form, typed, views};
use crate::reject::Reject;
use crate::window::answer::Answer;
use crate::window::charge;
use crate::window::flow::{Next, Tried};
use crate::window::views::Speech;

/// Sends the customer to the issuer's own page.
pub(super) async fn to_issuer(here: &Here<'_>, issuer: String, instalments: u8) -> Next<Place> {
    let (opened, trip) = (&here.window.opened, here.trip());
    let request = AuthenticationRequest {
        reference: trip.reference.clone(),
        issuer_name: Issuer::of(&issuer)
            .map_or("", |known| views::name(known, here.window.language()))
            .to_owned(),
        issuer: issuer.clone(),
        merchant: here.merchant.merchant().id,
        merchant_name: opened.merchant_name.clone(),
        product: opened.order.product.clone(),
        amount: opened.amount,
        means: Means::Card { instalments },
        return_url: trip.return_url.clone(),
        language: here.window.language().tag(),
    };
    match here.engine().begin_authentication(Rail::Cards, &request).await {
        Institution::Approved(page) => {
            Next::Away { trip, url: page.url, place: Place::AtIssuer { issuer, instalments } }
        }
        Institution::Declined(code) => Next::Refuse(Reject::declined(code)),
        Institution::Unknown => Next::Refuse(issuer_down()),
    }
}

/// Nobody was asked for money yet, so there is nothing to be taken back, which VTIM would promise.
fn issuer_down() -> Reject {
    Reject::of(const { Code::of("CA02") })
}

/// Asks the issuer how it went. Whoever isn't authenticated reads the terms again.
pub(super) async fn back_from_issuer(here: &Here<'_>, reference: &str, issuer: &str) -> Next<Place> {
    match here.engine().authentication(Rail::Cards, reference).await {
        Institution::Approved(proof) => charge::by_proof(here, Rail::Cards, proof, deferred(here)).await,
        Institution::Declined(_) | Institution::Unknown => {
            Next::Go(Place::Terms { issuer: issuer.to_owned() })
        }
    }
}

/// Whether the merchant captures later.
fn deferred(here: &Here<'_>) -> bool {
    here.merchant.merchant().card().is_some_and(|contract| contract.deferred_capture)
}

/// The form for the card's data. What was typed doesn't come back, but what was wrong with it.
pub(super) async fn by_form(here: &Here<'_>, answer: &Answer, issuer: &str, instalments: u8) -> Next<Place> {
    let Some(chosen) = here.issuer(issuer) else { return Next::Stay };
    let others = here.ranges_of_others(chosen);
    match typed::read(answer, asks_holder(here), &here.merchant, &others) {
        Ok((card, holder)) => pay(here, card, holder, instalments).await,
        Err(errors) => card_form(here, issuer, instalments, errors).map_or(Next::Stay, Next::Again),
    }
}

async fn pay(here: &Here<'_>, card: Card, holder: Option<Holder>, instalments: u8) -> Next<Place> {
    let pay = PayByCard {
        request: here.payment_request(Method::Card),
        with: PayWith::Card(card, holder),
        instalments,
        window: Some(here.step()),
    };
    Next::Tried(here.engine().pay(&here.merchant, pay).await.map(Tried::from))
}
