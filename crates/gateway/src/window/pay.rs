//! The step that pays: by the issuer's page, or by the form for the card's data.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::card::{Card, Expiry, Holder};
use domain::merchant::CardFlow;
use domain::{Refusal, WindowStep};
use engine::{AuthenticateInWindow, MerchantEntry, PayByCard, PayResult, PayWith};
use institutions::Answer as Institution;
use institutions::card::{AuthenticationProof, AuthenticationRequest, Instrument};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::act::{self, Answer};
use super::open::SPEC;
use super::state::{At, Window};
use super::token::Token;
use super::views::{CardFormErrors, FieldError, NextStep, Page};
use super::{respond, show};
use crate::app::App;
use crate::reject::Reject;

/// `/card/cardDirect.do` asks nothing: to the issuer's page at once, or to the form.
pub(super) async fn straight_to_issuer(
    app: &App,
    merchant: &MerchantEntry,
    token: Token,
    window: &Window,
) -> Response {
    let issuer = window.opened.issuer.clone().unwrap_or_default();
    match show::next_step(merchant) {
        NextStep::IssuerPage => {
            to_issuer(app, merchant, token, window, issuer, window.opened.instalments.unwrap_or(0)).await
        }
        NextStep::CardForm => respond::see_window(token),
    }
}

/// Sends the customer to the issuer's own page.
pub(super) async fn to_issuer(
    app: &App,
    merchant: &MerchantEntry,
    token: Token,
    window: &Window,
    issuer: String,
    instalments: u8,
) -> Response {
    let reference = Token::draw().text();
    let step = window.view.window.step.saturating_add(1);
    let request = AuthenticationRequest {
        reference: reference.clone(),
        issuer: issuer.clone(),
        merchant: merchant.merchant().id,
        merchant_name: window.opened.merchant_name.clone(),
        product: window.opened.order.product.clone(),
        amount: window.opened.amount,
        instalments,
        return_url: format!("/window/{}/return?step={step}", token.text()),
        language: if window.opened.english { "en" } else { "ko" },
    };
    let page = match app.engine().begin_authentication(&request).await {
        Institution::Approved(page) => page,
        Institution::Declined(code) => return refuse(app, token, window, &Reject::declined(code)).await,
        Institution::Unknown => return refuse(app, token, window, &Reject::no_answer()).await,
    };
    let at = At::Away { reference, issuer, instalments };
    let taken = window.view.step(window.view.window.step);
    match app.engine().advance_window(taken, window.stage_at(at).text()).await {
        Ok(true) => respond::see(&page.url),
        _ => respond::see_notice(token, "stale"),
    }
}

/// The step that the customer was sent away with.
#[derive(Debug, Deserialize)]
pub(crate) struct Back {
    step: Option<u32>,
}

/// `GET /window/{token}/return`: back from the issuer's page. One visit pays; the others look.
pub(crate) async fn back_from_issuer(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(back): Query<Back>,
) -> Response {
    let (token, window, merchant) = match show::find(&app, &token).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let at = window.stage.at.clone();
    let At::Away { reference, issuer, instalments } = at else { return respond::see_window(token) };
    if back.step != Some(window.view.window.step) || window.happened().is_some() {
        return respond::see_window(token);
    }
    let step = window.view.step(window.view.window.step);
    match app.engine().authentication(&reference).await {
        Institution::Approved(proof) => {
            authenticated(&app, token, &window, &merchant, proof, step, instalments).await
        }
        Institution::Declined(_) | Institution::Unknown => {
            let stage = window.stage_at(At::Terms { issuer }).text();
            match app.engine().advance_window(step, stage).await {
                Ok(true) => respond::see_notice(token, "unauthenticated"),
                _ => respond::see_window(token),
            }
        }
    }
}

/// The issuer knows the customer: pay, or note it for the merchant's capture.
async fn authenticated(
    app: &App,
    token: Token,
    window: &Window,
    merchant: &Arc<MerchantEntry>,
    proof: AuthenticationProof,
    step: WindowStep,
    instalments: u8,
) -> Response {
    let request = window.payment_request();
    let deferred = merchant.merchant().card.as_ref().is_some_and(|contract| contract.deferred_capture);
    let result = if deferred {
        let mut proof = proof;
        proof.card.instalments = instalments;
        let noted =
            app.engine().authenticate(merchant, AuthenticateInWindow { request, proof, window: step }).await;
        noted.map(Result::err)
    } else {
        let with = PayWith::Instrument(Instrument::Authenticated { token: proof.token });
        let paid =
            app.engine().pay(merchant, PayByCard { request, with, instalments, window: Some(step) }).await;
        paid.as_ref().map(refusal_of).map_err(Clone::clone)
    };
    match result {
        Ok(refusal) => after(app, token, window, merchant, refusal).await,
        Err(error) => broken(app, token, window, &error).await,
    }
}

/// The form for the card's data.
pub(super) async fn by_form(
    app: &App,
    token: Token,
    window: &Window,
    merchant: &Arc<MerchantEntry>,
    answer: &Answer,
    issuer: &str,
    instalments: u8,
) -> Response {
    let asks_holder = show::flow(merchant) == Some(CardFlow::Legacy);
    let instrument = match read_card(answer, asks_holder, merchant) {
        Ok(instrument) => instrument,
        Err(errors) => return form_again(app, token, window, merchant, (issuer, instalments), errors),
    };
    let step = window.view.step(window.view.window.step);
    let with = PayWith::Instrument(instrument);
    let pay = PayByCard { request: window.payment_request(), with, instalments, window: Some(step) };
    match app.engine().pay(merchant, pay).await {
        Ok(result) => after(app, token, window, merchant, refusal_of(&result)).await,
        Err(error) => broken(app, token, window, &error).await,
    }
}

/// The form with what was wrong beside its fields; what was typed doesn't come back.
fn form_again(
    app: &App,
    token: Token,
    window: &Window,
    merchant: &MerchantEntry,
    card: (&str, u8),
    errors: CardFormErrors,
) -> Response {
    let frame = show::frame(app, token, window, None);
    let nonce = frame.nonce.clone();
    match show::card_form(window, merchant, frame, card, errors) {
        Some(body) => respond::html(app, Page::Step, &nonce, body),
        None => respond::see_window(token),
    }
}

fn read_card(
    answer: &Answer,
    asks_holder: bool,
    merchant: &MerchantEntry,
) -> Result<Instrument, CardFormErrors> {
    let mut errors = CardFormErrors::default();
    let expiry = expiry(answer.field("card_expiry"), merchant);
    let number = digits(answer.field("card_number"));
    errors.expiry = expiry.err();
    errors.number = if number.is_empty() { Some(FieldError::Missing) } else { None };
    // Any expiry tells whether the number can be one.
    let card = expiry.ok().or(Expiry::new(99, 12)).and_then(|expiry| Card::new(&number, expiry));
    if card.is_none() && errors.number.is_none() {
        errors.number = Some(FieldError::Malformed);
    }
    let holder = asks_holder.then(|| Holder {
        identity: digits(answer.field("holder_identity")),
        pin_prefix: digits(answer.field("pin_prefix")),
    });
    if let Some(holder) = &holder {
        errors.holder_identity = wrong(&holder.identity, &[6, 10]);
        errors.pin_prefix = wrong(&holder.pin_prefix, &[2]);
    }
    match card {
        Some(card) if errors == CardFormErrors::default() => Ok(Instrument::Card { card, holder }),
        _ => Err(errors),
    }
}

/// Customers type spaces and dashes.
fn digits(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.chars().filter(char::is_ascii_digit).collect())
}

fn wrong(text: &str, lengths: &[usize]) -> Option<FieldError> {
    match text.len() {
        0 => Some(FieldError::Missing),
        length if lengths.contains(&length) => None,
        _ => Some(FieldError::Malformed),
    }
}

/// `MM/YY`, or the same without the slash.
fn expiry(text: &str, merchant: &MerchantEntry) -> Result<Expiry, FieldError> {
    let digits = digits(text);
    if digits.is_empty() {
        return Err(FieldError::Missing);
    }
    let (month, year) = digits.split_at_checked(2).ok_or(FieldError::Malformed)?;
    let number = |text: &str| text.parse::<u8>().map_err(|_| FieldError::Malformed);
    let expiry = Expiry::new(number(year)?, number(month)?).ok_or(FieldError::Malformed)?;
    let this_month = (merchant.now().kst().day().number() / 100).rem_euclid(10_000);
    let last_month = i32::from(expiry.year()).saturating_mul(100).saturating_add(expiry.month().into());
    if last_month < this_month { Err(FieldError::Expired) } else { Ok(expiry) }
}

fn refusal_of(result: &PayResult) -> Option<Refusal> {
    match result {
        PayResult::Refused(refusal) => Some(*refusal),
        PayResult::Approved(_) | PayResult::Declined(..) | PayResult::Unknown(_) => None,
    }
}

/// Once an institution was asked the payment tells; a refusal before that is remembered by the window.
async fn after(
    app: &App,
    token: Token,
    window: &Window,
    merchant: &MerchantEntry,
    refusal: Option<Refusal>,
) -> Response {
    match refusal {
        None | Some(Refusal::WindowExpired) => respond::see_window(token),
        Some(Refusal::StaleStep) => respond::see_notice(token, "stale"),
        Some(refusal) => {
            refuse(app, token, window, &Reject::refused(refusal, SPEC, merchant.merchant().id)).await
        }
    }
}

async fn refuse(app: &App, token: Token, window: &Window, reject: &Reject) -> Response {
    let text = reject.code.text(window.language()).to_owned();
    act::go(app, token, window, At::Refused { code: reject.code.as_str().to_owned(), text }).await
}

async fn broken(app: &App, token: Token, window: &Window, error: &store::StoreError) -> Response {
    let reject = Reject::from(error.clone());
    refuse(app, token, window, &reject).await
}
