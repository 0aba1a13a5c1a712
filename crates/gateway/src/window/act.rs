//! What a customer does on a page.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use domain::payment::Status;
use engine::MerchantEntry;
use protocol::{Raw, form};

use super::state::{At, Window};
use super::token::Token;
use super::views::{AGREEMENTS, NextStep, Notice};
use super::{close, pay, respond, show};
use crate::app::App;
use crate::body::Body;

/// `POST /window/{token}`
pub(crate) async fn act(State(app): State<App>, Path(token): Path<String>, Body(body): Body) -> Response {
    let (token, window, merchant) = match show::find(&app, &token).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let answer = Answer::read(&body);
    if window.stage.at == At::Closed {
        return respond::gone(&app, window.language());
    }
    if answer.action() == "close" {
        return close::close(&app, token, window, &merchant).await;
    }
    if let Some(status) = window.happened() {
        let again = status == Status::Declined && answer.action() == "retry" && window.may_retry();
        let stale = answer.step() != Some(window.view.window.step);
        return if again && !stale {
            go(&app, token, &window, At::Issuer).await
        } else {
            respond::see_window(token)
        };
    }
    if answer.step() != Some(window.view.window.step) {
        return respond::see_notice(token, "stale");
    }
    if window.view.step(0).expired(merchant.now()) {
        return respond::see_window(token);
    }
    match (answer.action(), window.stage.at.clone()) {
        ("issuer", At::Issuer) => choose_issuer(&app, token, &window, &merchant, &answer).await,
        ("terms", At::Terms { issuer } | At::Away { issuer, .. }) => {
            agree(&app, token, &window, &merchant, &answer, issuer).await
        }
        ("pay", At::Card { issuer, instalments }) => {
            pay::by_form(&app, token, &window, &merchant, &answer, &issuer, instalments).await
        }
        ("retry", At::Terms { .. } | At::Away { .. } | At::Card { .. }) if window.opened.issuer.is_none() => {
            go(&app, token, &window, At::Issuer).await
        }
        _ => respond::see_window(token),
    }
}

/// A page's form as it came. An unreadable one is an empty one: the page is shown again.
#[derive(Debug)]
pub(super) struct Answer {
    raw: Raw,
    agreed: usize,
}

impl Answer {
    fn read(body: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(body);
        // The one name that comes several times.
        let agreed = AGREEMENTS
            .iter()
            .filter(|name| pairs.clone().any(|(key, value)| key == "agree" && value == **name));
        let agreed = agreed.count();
        let rest: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs.filter(|(key, _)| key != "agree"))
            .finish();
        Self { raw: form::parse(rest.as_bytes()).unwrap_or_default(), agreed }
    }

    pub(super) fn field(&self, name: &str) -> &str {
        self.raw.find(name).unwrap_or_default()
    }

    fn action(&self) -> &str {
        self.field("action")
    }

    fn step(&self) -> Option<u32> {
        self.field("step").parse().ok()
    }

    fn agreed_to_all(&self) -> bool {
        self.agreed == AGREEMENTS.len()
    }
}

/// Moves the customer on, if this request is the one that takes the step.
pub(super) async fn go(app: &App, token: Token, window: &Window, at: At) -> Response {
    let step = window.view.step(window.view.window.step);
    match app.engine().advance_window(step, window.stage_at(at).text()).await {
        Ok(true) => respond::see_window(token),
        Ok(false) => respond::see_notice(token, "stale"),
        Err(error) => {
            tracing::error!(%error, "a window could not be moved on");
            respond::see_window(token)
        }
    }
}

async fn choose_issuer(
    app: &App,
    token: Token,
    window: &Window,
    merchant: &MerchantEntry,
    answer: &Answer,
) -> Response {
    match window.issuer(answer.field("issuer")) {
        Some(issuer) => go(app, token, window, At::Terms { issuer: issuer.code }).await,
        None => show::show(app, token, window, merchant, Some(Notice::IssuerMissing)),
    }
}

async fn agree(
    app: &App,
    token: Token,
    window: &Window,
    merchant: &Arc<MerchantEntry>,
    answer: &Answer,
    issuer: String,
) -> Response {
    if !answer.agreed_to_all() {
        return show::show(app, token, window, merchant, Some(Notice::AgreementMissing));
    }
    let offered = window.instalments();
    let months = answer.field("instalment").parse().ok();
    let chosen = offered.iter().find(|offer| Some(offer.months) == months).or(offered.first());
    let instalments = chosen.map_or(0, |offer| offer.months);
    match show::next_step(merchant) {
        NextStep::IssuerPage => pay::to_issuer(app, merchant, token, window, issuer, instalments).await,
        NextStep::CardForm => go(app, token, window, At::Card { issuer, instalments }).await,
    }
}
