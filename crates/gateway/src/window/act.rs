//! `POST /window/{token}`: what a customer does on a page.

use axum::http::HeaderMap;
use axum::response::Response;

use super::answer::Answer;
use super::record::At;
use super::session::{Flows, Session, Standing};
use super::views::Notice;
use super::{close, respond, step};
use crate::app::App;

pub(super) async fn act(
    app: App,
    flows: Flows,
    token: String,
    headers: HeaderMap,
    body: Vec<u8>,
) -> Response {
    let session = match Session::find(&app, flows, &token, &headers).await {
        Ok(session) => session,
        Err(response) => return response,
    };
    let answer = Answer::read(&body);
    let is_current = answer.step() == Some(session.window.view.window.step);
    match (session.standing(), answer.action()) {
        (Standing::Closed, _) => session.gone(),
        (_, "close") => close::close(&session).await,
        (Standing::Over(_), "retry") if is_current && session.may_retry() => {
            let place = session.flow.first_place(&session.window.opened.wishes);
            step::go(&session, At::Asking(place), None).await
        }
        (Standing::Over(_) | Standing::Working, _) => respond::see_window(session.token),
        (Standing::Asking, _) if !is_current => respond::see_notice(session.token, Notice::StaleStep),
        (Standing::Asking, _) => {
            let next = session.flow.take(&session.visit, &answer).await;
            step::follow(&session, next).await
        }
    }
}
