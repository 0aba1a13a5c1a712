//! `GET /window/{token}`: where things stand, as a page.

use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::respond;
use super::session::{Flows, Outcome, Session, Standing};
use super::views::{self, Notice, Page, Receipt, ResultPage};
use crate::app::App;

/// Something to be told, named in the address.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Told {
    notice: Option<String>,
}

pub(super) async fn page(app: App, flows: Flows, token: String, told: Told, headers: HeaderMap) -> Response {
    match Session::find(&app, flows, &token, &headers).await {
        Ok(session) => show(&session.telling(told.notice.as_deref().and_then(Notice::of))),
        Err(response) => response,
    }
}

/// The page of where things stand: what happened, if anything did, else the question of where the customer is.
fn show(session: &Session) -> Response {
    let frame = &session.frame;
    let body = match session.standing() {
        Standing::Working => Some(views::working(frame)),
        Standing::Asking => session.flow.draw(&session.visit),
        Standing::Closed => None,
        Standing::Over(outcome) => {
            let order_no = session.window.opened.order_no.clone();
            Some(views::result(frame, &ResultPage { order_no, outcome: shown(session, outcome) }))
        }
    };
    match body {
        Some(body) => respond::html(&session.app, Page::Step, &frame.nonce, body),
        None => session.gone(),
    }
}

/// An outcome as the page needs it.
fn shown(session: &Session, outcome: Outcome) -> views::Outcome {
    let language = session.language();
    let code = outcome.code();
    let said = views::Said { code: code.as_str().to_owned(), text: outcome.text(language).to_owned() };
    let reason = session.flow.reason_for(code, language).or_else(|| views::reason(code.as_str(), language));
    let reason = reason.unwrap_or(said.text.as_str()).to_owned();
    match outcome {
        Outcome::Paid => views::Outcome::Paid(receipt(session)),
        Outcome::Authenticated => views::Outcome::Authenticated(receipt(session)),
        Outcome::Refused(_) if said.code == "ST03" => views::Outcome::OrderTaken { said, is_paid: true },
        Outcome::Refused(_) if said.code == "ST38" => views::Outcome::OrderTaken { said, is_paid: false },
        Outcome::Declined(_) | Outcome::Refused(_) => {
            let again = session.may_retry().then(|| session.flow.again_label(language));
            views::Outcome::Declined { said, reason, again }
        }
        Outcome::Unknown => views::Outcome::Unknown(said),
        Outcome::Expired => views::Outcome::Expired(said),
    }
}

fn receipt(session: &Session) -> Receipt {
    let outcome = session.window.paid().map(|record| record.outcome.clone()).unwrap_or_default();
    Receipt {
        lines: session.flow.lines(&session.window),
        approval_no: outcome.approval.approval_no,
        time: outcome.at.kst().to_string(),
    }
}
