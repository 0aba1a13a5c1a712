//! `GET /window/{token}/return`: back from somebody else's page. One visit goes on; the others look.

use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::flow::Next;
use super::record::At;
use super::session::{Flows, Session, Standing};
use super::views::Notice;
use super::{respond, step};
use crate::app::App;

/// The step that the customer was sent away with.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Back {
    step: Option<u32>,
}

pub(super) async fn back(app: App, flows: Flows, token: String, back: Back, headers: HeaderMap) -> Response {
    let session = match Session::find(&app, flows, &token, &headers).await {
        Ok(session) => session,
        Err(response) => return response,
    };
    let At::Away { reference, .. } = &session.window.stage.at else {
        return respond::see_window(session.token);
    };
    if session.standing() != Standing::Asking || back.step != Some(session.window.view.window.step) {
        return respond::see_window(session.token);
    }
    match session.flow.welcome(&session.visit, reference).await {
        Next::Go(place) => step::go(&session, At::Asking(place), Some(Notice::NothingProved)).await,
        next => step::follow(&session, next).await,
    }
}
