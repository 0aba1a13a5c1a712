//! To the bank's own page, and back with its word.

use domain::operation::Rail;
use institutions::Answer as Institution;
use institutions::away::{AuthenticationRequest, Means};
use protocol::Code;

use super::typed::Account;
use super::{Here, Place, views};
use crate::reject::Reject;
use crate::window::charge;
use crate::window::flow::Next;
use crate::window::views::Speech;

/// Sends the customer to the bank, which learns the account and keeps it: here its number is forgotten.
pub(super) async fn to_bank(here: &Here<'_>, bank: &str, account: Account) -> Next<Place> {
    let Some(bank) = here.open_bank(bank) else { return Next::Go(Place::Choice) };
    let (opened, trip) = (&here.window.opened, here.trip());
    let request = AuthenticationRequest {
        reference: trip.reference.clone(),
        issuer: bank.code.to_owned(),
        issuer_name: views::name(bank, here.language()).to_owned(),
        merchant: here.merchant.merchant().id,
        merchant_name: opened.merchant_name.clone(),
        product: opened.order.product.clone(),
        amount: opened.amount,
        means: Means::Account {
            number: account.number,
            passbook: here.wishes.passbook.clone(),
            receipt: account.receipt,
        },
        return_url: trip.return_url.clone(),
        language: here.language().tag(),
    };
    match here.engine().begin_authentication(Rail::Banks, &request).await {
        Institution::Approved(page) => {
            let place = Place::Account { bank: bank.code.to_owned() };
            Next::Away { trip, url: page.url, place }
        }
        Institution::Declined(code) => Next::Refuse(Reject::declined(code)),
        Institution::Unknown => Next::Refuse(bank_down()),
    }
}

/// Nobody was asked for money yet, so there is nothing to be taken back, which VTIM would promise.
fn bank_down() -> Reject {
    Reject::of(const { Code::of("RA86") })
}

/// Asks the bank how it went. Whoever didn't agree names an account again; whose bank has closed meanwhile may take another.
pub(super) async fn back_from_bank(here: &Here<'_>, reference: &str, bank: &str) -> Next<Place> {
    let deferred = here.merchant.merchant().transfer().is_some_and(|contract| contract.deferred_capture);
    match here.engine().authentication(Rail::Banks, reference).await {
        Institution::Approved(_) if !deferred && here.open_bank(bank).is_none() => Next::Go(Place::Choice),
        Institution::Approved(proof) => charge::by_proof(here, Rail::Banks, proof, deferred).await,
        Institution::Declined(_) | Institution::Unknown => Next::Go(Place::Account { bank: bank.to_owned() }),
    }
}
