//! The vouchers' page: the frame of all, and one button.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Router, routing};
use institutions::domain::InstitutionId;
use institutions::domain::facts::Facts;

use crate::away::{self, Session};
use crate::page::{self, Spoken};
use crate::proofs::Proof;
use crate::{Simulation, random};

pub(super) const PATH: &str = "/simulated/voucher";

#[derive(Template)]
#[template(
    source = r#"{% extends "simulated/base.html" %}{% block title %}{{ session.issuer_name }} (SANDBOX){% endblock %}
{% block content %}<form method="post"><button>{{ self.say("사용", "Use") }}</button></form>{% endblock %}"#,
    ext = "html"
)]
struct Ask<'a> {
    session: &'a Session,
}

impl Spoken for Ask<'_> {
    fn in_english(&self) -> bool {
        self.session.english
    }
}

pub(super) fn router(simulation: Simulation) -> Router {
    Router::new().route("/{issuer}/{id}", routing::get(show).post(answer)).with_state(simulation)
}

async fn show(
    State(simulation): State<Simulation>,
    Path((issuer, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match find(&simulation, issuer, id).await {
        Some(session) if session.ending.is_some() => page::send_back(&session),
        Some(session) => page::ask(&session, &Ask { session: &session }, StatusCode::OK),
        None => page::gone(&headers),
    }
}

async fn answer(
    State(simulation): State<Simulation>,
    Path((issuer, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some(session) = find(&simulation, issuer, id.clone()).await else { return page::gone(&headers) };
    let institution = InstitutionId::new("CG01").expect("an id");
    let proof = Proof { institution, facts: Facts::None, means: None, spent_on: None };
    let token = random::hex_128().expect("randomness");
    let proven = simulation.transact(move |ledger| away::prove(ledger, &id, &token, &proof)).await;
    proven.map_or_else(page::out_of_order, |()| page::send_back(&session))
}

async fn find(simulation: &Simulation, issuer: String, id: String) -> Option<Session> {
    simulation.transact(move |ledger| away::find(ledger, &issuer, &id, away::now())).await.flatten()
}
