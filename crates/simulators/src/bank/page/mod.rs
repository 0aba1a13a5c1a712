//! The banks' own pages, where a customer lets a transfer go. A real bank asks for a certificate or its app; here any
//! four digits but `0000` are the account's password.

mod passbook;
mod view;

use std::sync::LazyLock;

use axum::extract::{DefaultBodyLimit, Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use institutions::domain::facts::{AccountFacts, Facts};
use serde::Deserialize;

use self::view::{Authorise, Mistake};
use super::banks::{self, Bank};
use super::codes;
use crate::away::{self, Means, Session};
use crate::proofs::Proof;
use crate::{Simulation, page, random};

/// Where the pages are to be mounted.
pub const PATH: &str = "/simulated/bank";

/// The only password that is wrong.
const WRONG_PASSWORD: &str = "0000";

pub(super) fn router(simulation: Simulation) -> Router {
    Router::new()
        .route("/style.css", routing::get(style))
        .route("/accounts/", routing::get(passbook::ask).post(passbook::show))
        .route("/{bank}/{id}", routing::get(show).post(answer))
        .layer(DefaultBodyLimit::max(page::BODY_LIMIT_BYTES))
        .with_state(simulation)
}

/// The form as it comes. It holds a password, so it has no Debug.
#[derive(Deserialize)]
struct Submitted {
    #[serde(default)]
    action: String,
    #[serde(default)]
    password: String,
}

async fn show(
    State(simulation): State<Simulation>,
    Path((bank, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match find(&simulation, &bank, &id).await {
        None => page::out_of_order(),
        Some(None) => page::gone(&headers),
        Some(Some(session)) if session.ending.is_some() => page::send_back(&session),
        Some(Some(session)) => ask(&session, &id, None),
    }
}

async fn answer(
    State(simulation): State<Simulation>,
    Path((bank, id)): Path<(String, String)>,
    headers: HeaderMap,
    Form(submitted): Form<Submitted>,
) -> Response {
    let session = match find(&simulation, &bank, &id).await {
        None => return page::out_of_order(),
        Some(None) => return page::gone(&headers),
        Some(Some(session)) => session,
    };
    if session.ending.is_some() {
        return page::send_back(&session);
    }
    if submitted.action == "cancel" {
        let failed =
            simulation.transact(move |ledger| away::fail(ledger, &id, away::CANCELLED_BY_CUSTOMER)).await;
        return failed.map_or_else(page::out_of_order, |()| page::send_back(&session));
    }
    match submitted.password.as_str() {
        WRONG_PASSWORD => wrong_password(&simulation, &session, id).await,
        password if password.len() == 4 && password.bytes().all(|byte| byte.is_ascii_digit()) => {
            agree(&simulation, &session, id).await
        }
        _ => ask(&session, &id, Some(Mistake::Malformed)),
    }
}

/// Nothing where the books can't be read; nobody where there is no such session.
async fn find(simulation: &Simulation, bank: &str, id: &str) -> Option<Option<Session>> {
    let (bank, id) = (bank.to_owned(), id.to_owned());
    simulation.transact(move |ledger| away::find(ledger, &bank, &id, away::now())).await
}

/// The holder lets it go. Money moves when we are asked for it.
async fn agree(simulation: &Simulation, session: &Session, id: String) -> Response {
    let (Some(bank), Some(token)) = (Bank::of(&session.issuer), random::hex_128()) else {
        return page::out_of_order();
    };
    let Means::Account { masked, passbook, .. } = &session.means else { return page::out_of_order() };
    let facts = Facts::Account(AccountFacts {
        bank: bank.code.to_owned(),
        masked: masked.clone(),
        passbook: passbook.clone(),
        receipt_no: None,
    });
    let means = Some(session.means.clone());
    let proof = Proof { institution: bank.institution(), facts, means, spent_on: None };
    let proven = simulation.transact(move |ledger| away::prove(ledger, &id, &token, &proof)).await;
    proven.map_or_else(page::out_of_order, |()| page::send_back(session))
}

async fn wrong_password(simulation: &Simulation, session: &Session, id: String) -> Response {
    let counted = {
        let id = id.clone();
        simulation.transact(move |ledger| away::wrong_password(ledger, &id, "", codes::WRONG_PASSWORD)).await
    };
    match counted {
        None => page::out_of_order(),
        Some(0) => page::send_back(session),
        Some(left) => ask(session, &id, Some(Mistake::Wrong { left })),
    }
}

fn ask(session: &Session, id: &str, mistake: Option<Mistake>) -> Response {
    let status = if mistake.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page::ask(session, &Authorise { session, id, mistake }, status)
}

async fn style() -> impl IntoResponse {
    static STYLE: LazyLock<String> =
        LazyLock::new(|| page::style_with(banks::ALL.iter().map(|bank| (bank.code, bank.hue()))));
    page::style_sheet(&STYLE)
}
