//! Does what a flow says is next, if this request is the one that takes the step.

use axum::response::Response;
use domain::Refusal;
use serde_json::Value;

use super::flow::{Next, Tried};
use super::record::At;
use super::session::Session;
use super::views::{Notice, Page};
use super::{journal, respond};
use crate::reject::Reject;

pub(super) async fn follow(session: &Session, next: Next<Value>) -> Response {
    match next {
        Next::Stay => respond::see_window(session.token),
        Next::Again(page) => respond::html(&session.app, Page::Step, &session.frame.nonce, page),
        Next::Go(place) => go(session, At::Asking(place), None).await,
        Next::Away { trip, url, place } => {
            let at = At::Away { reference: trip.reference, place };
            match session.take_step(&session.window.stage_at(at)).await {
                Ok(true) => respond::see(&url),
                Ok(false) => respond::see_notice(session.token, Notice::StaleStep),
                Err(unknown) => unknown,
            }
        }
        Next::Tried(Ok(tried)) => tell(session, tried).await,
        Next::Tried(Err(error)) => refuse(session, &Reject::from(error)).await,
        Next::Refuse(reject) => refuse(session, &reject).await,
    }
}

/// Once an institution was asked the payment tells; a refusal before that is remembered by the window.
async fn tell(session: &Session, tried: Tried) -> Response {
    journal::note_tried(&session.visit, session.flow, tried);
    match tried {
        Tried::Refused(Refusal::StaleStep) => respond::see_notice(session.token, Notice::StaleStep),
        Tried::Refused(Refusal::WindowExpired) => respond::see_window(session.token),
        Tried::Refused(refusal) => {
            let merchant = session.merchant.merchant().id;
            refuse(session, &Reject::refused(refusal, session.flow.spec(), merchant)).await
        }
        Tried::Paid | Tried::Authenticated | Tried::Declined(_) | Tried::Unknown | Tried::InDoubt => {
            respond::see_window(session.token)
        }
    }
}

async fn refuse(session: &Session, reject: &Reject) -> Response {
    let at = At::Refused { code: reject.code.as_str().to_owned() };
    let taken = session.take_step(&session.window.stage_at(at)).await;
    if let Ok(true) = taken {
        journal::note(&session.visit, session.flow, reject.code, "결제하지 않고 거절");
    }
    seen(session, taken, None)
}

/// Moves the customer on, with something to tell them there.
pub(super) async fn go(session: &Session, at: At, notice: Option<Notice>) -> Response {
    let taken = session.take_step(&session.window.stage_at(at)).await;
    seen(session, taken, notice)
}

fn seen(session: &Session, taken: Result<bool, Response>, notice: Option<Notice>) -> Response {
    match (taken, notice) {
        (Ok(true), None) => respond::see_window(session.token),
        (Ok(true), Some(notice)) => respond::see_notice(session.token, notice),
        (Ok(false), _) => respond::see_notice(session.token, Notice::StaleStep),
        (Err(unknown), _) => unknown,
    }
}
