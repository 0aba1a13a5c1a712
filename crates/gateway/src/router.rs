//! The whole surface on one page.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::response::Redirect;
use axum::routing::{MethodRouter, get, post};

use crate::api::{card, inquiry};
use crate::app::App;
use crate::body::Body;
use crate::gate::{self, Endpoint, endpoint};
use crate::{docs, page, sandbox, window};

/// Everything a gateway answers.
pub fn router(app: App) -> Router {
    let sandbox = if app.is_test() { sandbox::router() } else { Router::new() };
    // Server-to-server APIs. PG 3.2.
    let apis = Router::new()
        .route(PAY, api(PAY, PAY_APIS))
        .route(ISSUE_KEY, api(ISSUE_KEY, ISSUE_KEY_APIS))
        .route(DELETE_KEY, api(DELETE_KEY, DELETE_KEY_APIS))
        .route(CANCEL, api(CANCEL, CANCEL_APIS))
        .route(SERVICE, api(SERVICE, SERVICE_APIS))
        .route(INQUIRY, api(INQUIRY, INQUIRY_APIS));
    // Where keys are published, web pages don't call them.
    let apis = if app.is_test() { apis.route_layer(from_fn(sandbox::no_foreign_pages)) } else { apis };
    Router::new()
        .merge(apis)
        // Payment windows. PG 2.3.
        .merge(window::router())
        // What can be called, and how.
        .merge(docs::router())
        .merge(page::router())
        // The sandbox, in a test environment.
        .merge(sandbox)
        // For whoever types the address alone.
        .route("/", get(|| async { Redirect::to("/docs") }))
        // For whoever runs it.
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .with_state(app)
}

const PAY: &str = "/spay/APICardActionPay.do";
const PAY_APIS: &[Endpoint] = &[
    endpoint::<card::pay::Pay>("card-pay"),
    endpoint::<card::billing_key_pay::BillingKeyPay>("card-billkey-pay"),
];

const ISSUE_KEY: &str = "/spay/APICardAuth.do";
const ISSUE_KEY_APIS: &[Endpoint] =
    &[endpoint::<card::billing_key_issue::BillingKeyIssue>("card-billkey-issue")];

const DELETE_KEY: &str = "/spay/APICardActionDelkey.do";
const DELETE_KEY_APIS: &[Endpoint] =
    &[endpoint::<card::billing_key_delete::BillingKeyDelete>("card-billkey-delete")];

const CANCEL: &str = "/spay/APICancel.do";
const CANCEL_APIS: &[Endpoint] = &[endpoint::<card::cancel::Cancel>("card-cancel")];

const SERVICE: &str = "/spay/APIService.do";
const SERVICE_APIS: &[Endpoint] = &[endpoint::<card::capture::Capture>("card-capture")];

const INQUIRY: &str = "/spay/APITrdcheck.do";
const INQUIRY_APIS: &[Endpoint] = &[endpoint::<inquiry::Inquire>("inquiry")];

/// POST only; any content type, as merchants send them (PG 3.3).
fn api(path: &'static str, endpoints: &'static [Endpoint]) -> MethodRouter<App> {
    post(move |State(app): State<App>, Body(body): Body| gate::answer(app, path, endpoints, body))
}

/// Ready is whoever can read its database.
async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.engine().store().ping().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database can't be read"),
    }
}
