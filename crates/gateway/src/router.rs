//! The whole surface on one page: every path, how it is called, who answers, and what tells APIs on one path apart.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::Redirect;
use axum::routing::{MethodRouter, get, post};
use axum::{Router, middleware};
use protocol::Raw;
use protocol::registry::{self, Api};

use crate::api::pg::{card, inquiry, transfer};
use crate::app::App;
use crate::body::Body;
use crate::gate::{self, Endpoint, endpoint};
use crate::sandbox::{self, clock, requests, scenario};
use crate::window::{self, Windows, views};
use crate::{docs, page, unrouted};

use Serves::{Apis, Page, SandboxPage, Window};
use Sign::{Absent, Is, Present};

static ROUTES: &[Route] = &[
    // Server-to-server APIs: POST, whatever the content type (PG 3.2, 3.3).
    Route(
        "/spay/APICardActionPay.do",
        Apis(&[
            endpoint::<card::pay::Pay>("card-pay", &[Absent("billKey")]),
            endpoint::<card::billing_key_pay::BillingKeyPay>("card-billkey-pay", &[Present("billKey")]),
        ]),
    ),
    Route(
        "/spay/APICardAuth.do",
        Apis(&[endpoint::<card::billing_key_issue::BillingKeyIssue>("card-billkey-issue", &[])]),
    ),
    Route(
        "/spay/APICardActionDelkey.do",
        Apis(&[endpoint::<card::billing_key_delete::BillingKeyDelete>("card-billkey-delete", &[])]),
    ),
    Route(
        "/spay/APICancel.do",
        Apis(&[
            endpoint::<card::cancel::Cancel>("card-cancel", &[Is("method", "CA")]),
            endpoint::<transfer::cancel::Cancel>("bank-cancel", &[Is("method", "RA")]),
        ]),
    ),
    Route(
        "/spay/APIService.do",
        Apis(&[
            endpoint::<card::capture::Capture>("card-capture", &[Is("method", "CA"), Is("bizType", "B2")]),
            endpoint::<transfer::capture::Capture>(
                "bank-capture",
                &[Is("method", "RA"), Is("bizType", "B1")],
            ),
        ]),
    ),
    Route("/spay/APITrdcheck.do", Apis(&[endpoint::<inquiry::Inquire>("inquiry", &[])])),
    // Payment windows: POST of a form (PG 2.3); then the customer's way through them.
    Route("/card/main.do", Window(window::CARD)),
    Route("/card/cardDirect.do", Window(window::CARD)),
    Route("/card/abroad/main.do", Window(window::CARD)),
    Route("/bank/main.do", Window(window::BANK)),
    Route("/window/{token}", Page(window::pages)),
    Route("/window/{token}/return", Page(window::back)),
    // What can be called, and how.
    Route("/docs", Page(|| get(docs::index))),
    Route("/docs/integration", Page(|| get(docs::integration))),
    Route("/docs/codes", Page(|| get(docs::codes))),
    Route("/docs/api.md", Page(|| get(docs::markdown))),
    Route("/docs/{api}", Page(|| get(docs::api))),
    // The sandbox: in a test environment, for this machine.
    Route("/sandbox", SandboxPage(|| get(sandbox::page::elsewhere))),
    Route("/sandbox/", SandboxPage(|| get(sandbox::page::show))),
    Route("/sandbox/payments", SandboxPage(|| get(sandbox::page::payments))),
    Route("/sandbox/payments/{trade_no}", SandboxPage(|| get(sandbox::page::payment))),
    Route("/sandbox/clock", SandboxPage(|| post(clock::set).get(clock::list))),
    Route("/sandbox/scenario", SandboxPage(|| post(scenario::set).get(scenario::list))),
    Route("/sandbox/requests", SandboxPage(|| get(requests::latest))),
    // For whoever types the address alone.
    Route("/", Page(|| get(|| async { Redirect::to("/docs") }))),
    // For whoever runs it.
    Route("/healthz", Page(|| get(|| async { "ok" }))),
    Route("/readyz", Page(|| get(ready))),
];

/// A path, and what is there.
#[derive(Debug)]
struct Route(&'static str, Serves);

#[derive(Debug)]
enum Serves {
    /// Server-to-server APIs.
    Apis(&'static [Endpoint]),
    /// A window of a flow, whose name is its API's.
    Window(Windows),
    Page(fn() -> MethodRouter<App>),
    SandboxPage(fn() -> MethodRouter<App>),
}

/// A mark of an API's requests, where several APIs are on a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The field has this value.
    Is(&'static str, &'static str),
    Present(&'static str),
    Absent(&'static str),
}

impl Sign {
    /// The field that bears it.
    pub fn field(self) -> &'static str {
        let (Is(name, _) | Present(name) | Absent(name)) = self;
        name
    }

    pub(crate) fn holds(self, request: &Raw) -> bool {
        match self {
            Is(name, value) => request.find(name) == Some(value),
            Present(name) => request.find(name).is_some(),
            Absent(name) => request.find(name).is_none(),
        }
    }
}

/// Everything a gateway answers.
pub fn router(app: App) -> Router {
    let (mut router, mut calls, mut sandbox) = (Router::new(), Router::new(), Router::new());
    for Route(path, serves) in ROUTES {
        match serves {
            Apis(endpoints) => calls = calls.route(path, apis(path, endpoints)),
            Window(windows) => router = router.route(path, windows.opened_at(path)),
            Page(handler) => router = router.route(path, handler()),
            SandboxPage(handler) => sandbox = sandbox.route(path, handler()),
        }
    }
    for (path, content_type, body) in assets() {
        let headers = [(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-cache")];
        router = router.route(path, get(move || async move { (headers, body) }));
    }
    if app.is_test() {
        // On its routes alone: an unknown path is none of the sandbox's business.
        router = router.merge(sandbox.route_layer(middleware::from_fn(sandbox::own_pages_only)));
        // Where keys are published, web pages don't call.
        calls = calls.route_layer(middleware::from_fn(sandbox::no_foreign_pages));
    }
    let router = router.merge(calls);
    router.fallback(unrouted::path).method_not_allowed_fallback(unrouted::method).with_state(app)
}

fn apis(path: &'static str, endpoints: &'static [Endpoint]) -> MethodRouter<App> {
    post(move |State(app): State<App>, Body(body): Body| gate::answer(app, path, endpoints, body))
}

/// The files that pages load. The modules that the pages are of say where.
fn assets() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let windows = views::assets::ALL.into_iter().map(|asset| (asset.path, asset.content_type, asset.body));
    windows.chain(page::ASSETS)
}

/// Ready is whoever can read its database.
async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.engine().store().ping().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database can't be read"),
    }
}

/// A path of ours, as it stands above; empty if it is none.
pub(crate) fn known(path: &str) -> &'static str {
    ROUTES.iter().find(|route| route.0 == path).map_or("", |route| route.0)
}

/// Where an API is.
pub fn paths(api: &str) -> impl Iterator<Item = &'static str> {
    ROUTES.iter().filter(move |route| route.apis().any(|of| of == api)).map(|route| route.0)
}

/// What tells an API's requests from those of others on its path; all of them hold.
pub fn signs(api: &str) -> &'static [Sign] {
    let endpoints = ROUTES.iter().flat_map(Route::endpoints);
    endpoints.filter(|endpoint| endpoint.api == api).map(|endpoint| endpoint.signs).next().unwrap_or_default()
}

/// The API that a request on a path is meant for; the path's first where it doesn't say.
pub fn meant(path: &str, request: &Raw) -> Option<&'static Api> {
    let route = ROUTES.iter().find(|route| route.0 == path)?;
    let meant = gate::meant(route.endpoints(), request).map(|endpoint| endpoint.api);
    registry::find(meant.or_else(|| route.apis().next())?)
}

impl Route {
    fn endpoints(&self) -> &'static [Endpoint] {
        match self.1 {
            Apis(endpoints) => endpoints,
            Window(_) | Page(_) | SandboxPage(_) => &[],
        }
    }

    fn apis(&self) -> impl Iterator<Item = &'static str> {
        let window = match self.1 {
            Window(windows) => Some(windows.name()),
            Apis(_) | Page(_) | SandboxPage(_) => None,
        };
        self.endpoints().iter().map(|endpoint| endpoint.api).chain(window)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::Group;

    fn request(fields: &[(&str, &str)]) -> Raw {
        let mut raw = Raw::new();
        fields.iter().for_each(|(name, value)| raw.push(Group::Data, name, *value));
        raw
    }

    #[test]
    fn an_api_is_found_by_path_and_signs() {
        let find = |path, fields: &[(&str, &str)]| meant(path, &request(fields)).map(|api| api.id);
        assert_eq!(find("/spay/APICardActionPay.do", &[]), Some("card-pay"));
        assert_eq!(find("/spay/APICardActionPay.do", &[("billKey", "SBILL_1")]), Some("card-billkey-pay"));
        assert_eq!(find("/spay/APICardActionPay.do", &[("billKey", "")]), Some("card-pay"));
        assert_eq!(find("/spay/APICancel.do", &[("method", "RA")]), Some("bank-cancel"));
        assert_eq!(find("/spay/APICancel.do", &[("method", "VA")]), Some("card-cancel"), "the path's first");
        assert_eq!(find("/card/cardDirect.do", &[]), Some("card"));
        assert_eq!(find("/docs", &[]), None);
    }

    #[test]
    fn every_declared_api_has_a_path_and_speaks_its_own_messages() {
        for api in registry::ALL {
            assert!(paths(api.id).next().is_some(), "{} is nowhere", api.id);
        }
        for endpoint in ROUTES.iter().flat_map(Route::endpoints) {
            let api = registry::find(endpoint.api).expect(endpoint.api);
            let ids = (endpoint.request.id, endpoint.response.id);
            assert_eq!(ids, (api.request.id, api.response.id), "{}", endpoint.api);
        }
    }

    #[test]
    fn on_a_path_of_several_apis_each_is_told_apart() {
        for route in ROUTES.iter().filter(|route| route.endpoints().len() > 1) {
            assert!(route.endpoints().iter().all(|endpoint| !endpoint.signs.is_empty()), "{}", route.0);
        }
    }
}
