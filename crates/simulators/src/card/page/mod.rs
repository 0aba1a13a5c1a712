//! The issuers' own pages, where a customer proves that a card is theirs.
//!
//! A real issuer's page asks the customer's phone. These pretend: a button stands for the phone, or
//! any card number and any payment password but `000000` will do.

mod form;
mod view;

use std::sync::LazyLock;

use axum::extract::{DefaultBodyLimit, Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use institutions::domain::facts::Facts;
use serde::Deserialize;

use self::form::{Mistakes, PasswordMistake, Step, Submitted};
use self::view::{Authenticate, Way};
use super::codes;
use super::issuers::{Issuer, issuers};
use crate::away::{self, Session};
use crate::books::Ledger;
use crate::proofs::Proof;
use crate::{Simulation, page, random};

/// Where the pages are to be mounted.
pub const PATH: &str = "/simulated/issuer";

pub(super) fn router(simulation: Simulation) -> Router {
    Router::new()
        .route("/style.css", routing::get(style))
        .route("/{issuer}/{id}", routing::get(show).post(answer))
        .layer(DefaultBodyLimit::max(page::BODY_LIMIT_BYTES))
        .with_state(simulation)
}

/// Which way the customer chose, in the address, so that going back works.
#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    way: String,
}

async fn show(
    State(simulation): State<Simulation>,
    Path((issuer, id)): Path<(String, String)>,
    Query(choice): Query<Choice>,
    headers: HeaderMap,
) -> Response {
    let way = if choice.way == "password" { Way::Password(Mistakes::default()) } else { Way::App };
    match find(&simulation, &issuer, &id).await {
        None => page::out_of_order(),
        Some(None) => page::gone(&headers),
        Some(Some(session)) if session.ending.is_some() => page::send_back(&session),
        Some(Some(session)) => ask(&session, &id, way, StatusCode::OK),
    }
}

async fn answer(
    State(simulation): State<Simulation>,
    Path((issuer, id)): Path<(String, String)>,
    headers: HeaderMap,
    Form(submitted): Form<Submitted>,
) -> Response {
    let session = match find(&simulation, &issuer, &id).await {
        None => return page::out_of_order(),
        Some(None) => return page::gone(&headers),
        Some(Some(session)) => session,
    };
    if session.ending.is_some() {
        return page::send_back(&session);
    }
    match submitted.step(session.kept.as_deref()) {
        Step::App => {
            let number = Issuer::of(&session.issuer).map(|issuer| issuer.app_card_number(seed(&id)));
            let masked = number.as_deref().and_then(form::masked).unwrap_or_default();
            prove(&simulation, &session, &id, masked).await
        }
        Step::Password { masked, right: true } => prove(&simulation, &session, &id, masked).await,
        Step::Password { masked, right: false } => wrong_password(&simulation, session, &id, masked).await,
        Step::Mistaken { mistakes, masked } => mistaken(&simulation, session, &id, mistakes, masked).await,
        Step::Cancel => {
            let ended = {
                let id = id.clone();
                simulation.transact(move |ledger| away::fail(ledger, &id, away::CANCELLED_BY_CUSTOMER)).await
            };
            ended.map_or_else(page::out_of_order, |()| page::send_back(&session))
        }
        Step::Unknown => ask(&session, &id, Way::App, StatusCode::BAD_REQUEST),
    }
}

/// Nothing where the books can't be read; nobody where there is no such session.
async fn find(simulation: &Simulation, issuer: &str, id: &str) -> Option<Option<Session>> {
    let (issuer, id) = (issuer.to_owned(), id.to_owned());
    simulation.transact(move |ledger| away::find(ledger, &issuer, &id, away::now())).await
}

/// The card of this mask is the customer's. What they chose is what pays: the page's issuer, whatever number
/// was typed into it.
async fn prove(simulation: &Simulation, session: &Session, id: &str, masked: String) -> Response {
    let (Some(issuer), Some(token)) = (Issuer::of(&session.issuer), random::hex_128()) else {
        return page::out_of_order();
    };
    let facts = Facts::Card(issuer.facts(masked, session.instalments()));
    let proof = Proof { institution: issuer.institution(), facts, means: None, spent_on: None };
    let id = id.to_owned();
    let proven = simulation.transact(move |ledger| away::prove(ledger, &id, &token, &proof)).await;
    proven.map_or_else(page::out_of_order, |()| page::send_back(session))
}

async fn wrong_password(simulation: &Simulation, session: Session, id: &str, masked: String) -> Response {
    let counted = {
        let (id, masked) = (id.to_owned(), masked.clone());
        let count =
            move |ledger: &mut dyn Ledger| away::wrong_password(ledger, &id, &masked, codes::PIN_ATTEMPTS);
        simulation.transact(count).await
    };
    match counted {
        None => page::out_of_order(),
        Some(0) => page::send_back(&session),
        Some(left) => {
            let password = Some(PasswordMistake::Wrong { left });
            ask_again(session, id, Mistakes { number: false, password }, Some(masked))
        }
    }
}

/// Fields that can't be: a number that could be is kept, as its mask.
async fn mistaken(
    simulation: &Simulation,
    session: Session,
    id: &str,
    mistakes: Mistakes,
    masked: Option<String>,
) -> Response {
    let kept = {
        let (id, masked) = (id.to_owned(), masked.clone());
        simulation.transact(move |ledger| away::keep(ledger, &id, masked.clone())).await
    };
    match kept {
        None => page::out_of_order(),
        Some(()) => ask_again(session, id, mistakes, masked),
    }
}

/// Asks for what was wrong alone.
fn ask_again(mut session: Session, id: &str, mistakes: Mistakes, kept: Option<String>) -> Response {
    session.kept = kept;
    ask(&session, id, Way::Password(mistakes), StatusCode::UNPROCESSABLE_ENTITY)
}

fn ask(session: &Session, id: &str, way: Way, status: StatusCode) -> Response {
    page::ask(session, &Authenticate { session, id, way }, status)
}

/// A number out of a page's id, so that each authentication has an app card of its own.
fn seed(id: &str) -> u64 {
    id.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0)
}

async fn style() -> impl IntoResponse {
    static STYLE: LazyLock<String> =
        LazyLock::new(|| page::style_with(issuers().iter().map(|issuer| (issuer.code, issuer.hue()))));
    page::style_sheet(&STYLE)
}
