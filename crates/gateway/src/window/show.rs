//! Where things stand, as a page.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::Currency;
use domain::card::CardFacts;
use domain::merchant::CardFlow;
use domain::payment::Status;
use engine::MerchantEntry;
use protocol::pg::card::Issuer;
use protocol::{Code, Language};
use serde::Deserialize;
use store::OperationRecord;

use super::open::EXPIRED;
use super::respond;
use super::state::{At, Window, instalment};
use super::token::Token;
use super::views::{
    self, AmountText, CardFormErrors, Frame, Notice, Outcome, Page, Receipt, ResultPage, StepBar,
};
use crate::app::App;

/// Something to be told, named in the address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Told {
    notice: Option<String>,
}

impl Told {
    fn notice(&self) -> Option<Notice> {
        match self.notice.as_deref()? {
            "stale" => Some(Notice::StaleStep),
            "unauthenticated" => Some(Notice::AuthenticationFailed),
            _ => None,
        }
    }
}

/// `GET /window/{token}`
pub(crate) async fn page(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(told): Query<Told>,
) -> Response {
    match find(&app, &token).await {
        Ok((token, window, merchant)) => show(&app, token, &window, &merchant, told.notice()),
        Err(response) => response,
    }
}

pub(super) type Found = (Token, Window, std::sync::Arc<MerchantEntry>);

/// The window of a token, or the page that says there is none.
pub(super) async fn find(app: &App, token: &str) -> Result<Found, Response> {
    let gone = || respond::gone(app, Language::Ko);
    let token = Token::parse(token).ok_or_else(gone)?;
    let view = app.engine().window(token.id()).await.map_err(|error| {
        tracing::error!(%error, "a window could not be read");
        gone()
    })?;
    let window = view.and_then(Window::of).ok_or_else(gone)?;
    let merchant = app.engine().merchant(window.view.window.merchant).ok_or_else(gone)?;
    Ok((token, window, merchant))
}

/// The page of where things stand: what happened, if anything did, else where the customer is.
pub(super) fn show(
    app: &App,
    token: Token,
    window: &Window,
    merchant: &MerchantEntry,
    notice: Option<Notice>,
) -> Response {
    let frame = frame(app, token, window, notice);
    let nonce = frame.nonce.clone();
    let body = match standing(window, merchant) {
        Standing::Working => views::working(&frame),
        Standing::Over(outcome) => {
            views::result(&frame, &ResultPage { order_no: window.opened.order_no.clone(), outcome })
        }
        Standing::Asking => match question(window, merchant, frame) {
            Some(body) => body,
            None => return respond::gone(app, window.language()),
        },
    };
    respond::html(app, Page::Step, &nonce, body)
}

pub(super) fn frame(app: &App, token: Token, window: &Window, notice: Option<Notice>) -> Frame {
    let minor = u64::try_from(window.opened.amount.minor()).unwrap_or(0);
    Frame {
        language: window.language(),
        merchant: window.opened.merchant_name.clone(),
        product: window.opened.order.product.clone(),
        amount: match window.opened.amount.currency() {
            Currency::Krw => AmountText::won(minor),
            Currency::Usd => AmountText::us_cents(minor),
        },
        token: token.text(),
        step: window.view.window.step,
        nonce: respond::nonce(),
        test_environment: app.is_test(),
        steps: None,
        notice,
        merchant_accent: None,
    }
}

/// Where a payment stands, to the customer.
enum Standing {
    /// Nothing has happened yet: a question is to be asked.
    Asking,
    /// Money may be moving.
    Working,
    /// Something came of it.
    Over(Outcome),
}

fn standing(window: &Window, merchant: &MerchantEntry) -> Standing {
    let expired = window.view.step(0).expired(merchant.now());
    let code = |code: Code| code.as_str().to_owned();
    match (window.happened(), &window.stage.at) {
        (Some(Status::Authorising), _) => Standing::Working,
        (Some(Status::Paid), _) => Standing::Over(Outcome::Paid(receipt(window))),
        (Some(Status::Authenticated), _) => Standing::Over(Outcome::Authenticated(receipt(window))),
        (Some(Status::Declined), _) => Standing::Over(declined(window, expired)),
        (Some(Status::Reversing | Status::Reversed), _) => {
            Standing::Over(Outcome::Unknown { code: code(const { Code::of("VTIM") }) })
        }
        (None, At::Closed) => Standing::Asking,
        (None, at) => match window.refusal() {
            Some((code, text)) => Standing::Over(refused(code, text)),
            None if expired || matches!(at, At::Told { .. }) => {
                Standing::Over(Outcome::Expired { code: code(EXPIRED) })
            }
            None => Standing::Asking,
        },
    }
}

/// Refused before an institution was asked. An order that another window paid must not read like one to be paid again.
fn refused(code: &str, text: &str) -> Outcome {
    let (code, text) = (code.to_owned(), text.to_owned());
    match code.as_str() {
        "ST03" => Outcome::OrderTaken { code, is_paid: true },
        "ST38" => Outcome::OrderTaken { code, is_paid: false },
        _ => Outcome::Declined { code, text, may_retry: false },
    }
}

/// The operation that happened last.
pub(super) fn latest(window: &Window) -> Option<&OperationRecord> {
    window.view.payment.as_ref().and_then(|record| record.operations.last())
}

/// The code of the last decline and its text.
pub(super) fn decline(window: &Window) -> (Code, String) {
    let code = latest(window).and_then(|record| record.outcome.code);
    let code = code.and_then(|code| Code::find(code.as_str())).unwrap_or(const { Code::of("ST99") });
    (code, code.text(window.language()).to_owned())
}

fn declined(window: &Window, expired: bool) -> Outcome {
    let (code, text) = decline(window);
    let may_retry = !expired && window.may_retry();
    Outcome::Declined { code: code.as_str().to_owned(), text, may_retry }
}

/// The operation that paid (or authenticated).
pub(super) fn paid(window: &Window) -> Option<&OperationRecord> {
    let record = window.view.payment.as_ref()?;
    record.operation(record.payment.paid_by).or_else(|| record.operations.last())
}

fn receipt(window: &Window) -> Receipt {
    let outcome = paid(window).map(|record| record.outcome.clone()).unwrap_or_default();
    let card = outcome.card.unwrap_or_default();
    Receipt {
        approval_no: outcome.approval_no,
        card: issuer_name(&card, window.language()),
        masked_number: card.masked,
        instalment: instalment(card.instalments),
        time: outcome.at.kst().to_string(),
    }
}

/// Issuers tell their name in Korean; the document has the English ones (PG 41.2).
fn issuer_name(card: &CardFacts, language: Language) -> String {
    match (language, Issuer::of(&card.issuer)) {
        (Language::En, Some(issuer)) => issuer.english.to_owned(),
        _ => card.issuer_name.clone(),
    }
}

/// The question that is asked where the customer is.
fn question(window: &Window, merchant: &MerchantEntry, mut frame: Frame) -> Option<String> {
    let language = window.language();
    let may_change_issuer = window.opened.issuer.is_none();
    match &window.stage.at {
        At::Issuer => {
            frame.steps = Some(StepBar::of_card(language, 0));
            Some(views::choose_issuer(&frame, &window.issuers()))
        }
        // Whoever comes back from the issuer's page without an answer may go there again.
        At::Terms { issuer } | At::Away { issuer, .. } => {
            frame.steps = Some(StepBar::of_card(language, 1));
            let terms = views::Terms {
                issuer: &window.issuer(issuer)?,
                may_change_issuer,
                instalments: &window.instalments(),
                next: next_step(merchant),
            };
            Some(views::terms(&frame, &terms))
        }
        At::Card { issuer, instalments } => {
            card_form(window, merchant, frame, (issuer, *instalments), CardFormErrors::default())
        }
        At::Refused { .. } | At::Told { .. } | At::Closed => None,
    }
}

/// The form for the card's data, with what was wrong with the last answer.
pub(super) fn card_form(
    window: &Window,
    merchant: &MerchantEntry,
    mut frame: Frame,
    (issuer, instalments): (&str, u8),
    errors: CardFormErrors,
) -> Option<String> {
    frame.steps = Some(StepBar::of_card(window.language(), 2));
    let form = views::CardForm {
        issuer: &window.issuer(issuer)?,
        may_change_issuer: window.opened.issuer.is_none(),
        instalment: instalment(instalments),
        asks_holder: flow(merchant) == Some(CardFlow::Legacy),
        keeps_card: merchant.merchant().card.as_ref().is_some_and(|contract| contract.billing_keys),
        errors,
    };
    Some(views::card_form(&frame, &form))
}

pub(super) fn flow(merchant: &MerchantEntry) -> Option<CardFlow> {
    merchant.merchant().card.as_ref().map(|contract| contract.flow)
}

pub(super) fn next_step(merchant: &MerchantEntry) -> views::NextStep {
    match flow(merchant) {
        Some(CardFlow::Authenticated) => views::NextStep::IssuerPage,
        _ => views::NextStep::CardForm,
    }
}
