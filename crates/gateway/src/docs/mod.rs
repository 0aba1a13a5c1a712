//! The API list, made from the registry alone: what it says is what the gateway checks.
//!
//! Live gateways have it too. Examples, which are signed here with the published test keys, are of test
//! environments only.

pub(crate) mod describe;
mod example;
mod markdown;
mod sample;

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use protocol::registry::{self, Api};
use protocol::{Language, MessageSpec};

use crate::app::App;
use crate::page::Frame;
use crate::router;
use example::Example;

#[derive(Template)]
#[template(path = "docs/index.html")]
struct IndexPage<'a> {
    frame: &'a Frame,
    apis: &'static [Api],
}

pub(crate) async fn index(frame: Frame) -> Response {
    frame.respond(&IndexPage { frame: &frame, apis: registry::ALL })
}

#[derive(Template)]
#[template(path = "docs/integration.html")]
struct IntegrationPage<'a> {
    frame: &'a Frame,
    /// Where merchants reach this gateway.
    url: &'a str,
    /// What a notification's hash is made of.
    recipe: Option<String>,
    receiver: &'static str,
}

/// A receiver of notifications, to be copied.
const RECEIVER: &str = include_str!("../../../../docs/examples/receiver.mjs");

pub(crate) async fn integration(State(app): State<App>, frame: Frame) -> Response {
    let notification = registry::ALL.iter().find_map(|api| api.notification);
    frame.respond(&IntegrationPage {
        frame: &frame,
        url: &app.sandbox().url,
        recipe: notification.and_then(describe::recipe),
        receiver: RECEIVER,
    })
}

#[derive(Template)]
#[template(path = "docs/api.html")]
struct ApiPage<'a> {
    frame: &'a Frame,
    api: &'static Api,
    messages: Vec<(&'static str, &'static MessageSpec)>,
    example: Option<Example>,
}

pub(crate) async fn api(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(wanted): Query<HashMap<String, String>>,
    frame: Frame,
) -> Response {
    let Some(api) = registry::find(&id) else { return frame.nothing_here() };
    frame.respond(&ApiPage {
        frame: &frame,
        api,
        messages: describe::messages(api, frame.language()),
        example: example::example(&app, api, &wanted, frame.language()),
    })
}

#[derive(Template)]
#[template(path = "docs/codes.html")]
struct CodesPage<'a> {
    frame: &'a Frame,
    families: Vec<(String, Vec<protocol::Code>)>,
}

pub(crate) async fn codes(frame: Frame) -> Response {
    frame.respond(&CodesPage { frame: &frame, families: describe::code_families() })
}

pub(crate) async fn markdown() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/markdown; charset=utf-8")], markdown::document())
}
