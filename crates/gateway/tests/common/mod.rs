//! A whole gateway without a socket, in front of simulated issuers.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, HOST, ORIGIN};
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request, StatusCode};
use engine::{Engine, Parts, Timing};
use gateway::{App, MagicNumber, Sandbox};
use http_body_util::BodyExt;
use serde_json::Value;
use simulators::Simulation;
use simulators::bank::BankSimulator;
use simulators::card::CardSimulator;
use store::folder::{Environment, Folder, MasterKey};
use store::request_log::RequestLog;
use store::sqlite::SqliteStore;
use tempfile::TempDir;
use tower::ServiceExt;

/// A gateway and the folder it lives in.
pub(crate) struct Gateway {
    router: Router,
    _folder: (TempDir, Folder),
}

impl Gateway {
    /// One with test merchants and a sandbox.
    pub(crate) async fn test() -> Self {
        Self::start(Environment::Test).await
    }

    /// One without.
    pub(crate) async fn live() -> Self {
        Self::start(Environment::Live).await
    }

    async fn start(environment: Environment) -> Self {
        let disk = tempfile::tempdir().unwrap();
        if environment == Environment::Live {
            Folder::init(disk.path(), environment, MasterKey::from_hex(&"5a".repeat(32))).unwrap();
        }
        let folder = Folder::serve(disk.path(), environment).unwrap();
        let institutions = Simulation::in_memory("");
        let engine = Engine::start(Parts {
            store: Arc::new(SqliteStore::open(&folder).unwrap()),
            vault: folder.vault().clone(),
            environment,
            cards: Arc::new(CardSimulator::of(institutions.clone())),
            banks: Arc::new(BankSimulator::of(institutions.clone())),
            stage: Some(Arc::new(institutions)),
            doorbell: notify::Doorbell::default(),
            timing: Timing::default(),
            observer: None,
        });
        let log = RequestLog::open(&folder.join("requests.db"));
        let magic = MagicNumber { number: "4000000000000002", ko: "한도 초과", en: "over the limit" };
        let sandbox =
            Sandbox { url: "http://127.0.0.1:8080".to_owned(), magic: vec![magic], ..Sandbox::default() };
        let app = App::new(engine.await.unwrap(), log, sandbox).unwrap();
        Self { router: gateway::router(app), _folder: (disk, folder) }
    }

    pub(crate) async fn get(&self, address: &str) -> (StatusCode, HeaderMap, String) {
        self.get_from("127.0.0.1:8080", address).await
    }

    /// As a browser asks that knows the gateway by another name.
    pub(crate) async fn get_from(&self, host: &str, address: &str) -> (StatusCode, HeaderMap, String) {
        self.send(Request::get(address).header(HOST, host), String::new()).await
    }

    async fn send(&self, request: Builder, body: String) -> (StatusCode, HeaderMap, String) {
        let request = request.body(Body::from(body)).unwrap();
        let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (head.status, head.headers, String::from_utf8(body.to_vec()).unwrap())
    }

    /// A page's text.
    pub(crate) async fn page(&self, address: &str) -> String {
        let (status, _, text) = self.get(address).await;
        assert_eq!(status, StatusCode::OK, "{address}");
        text
    }

    /// The sandbox's page once its requests show a text: the log is written behind the answer.
    pub(crate) async fn requests_with(&self, address: &str, expected: &str) -> String {
        for _ in 0..2_000 {
            let page = self.page(address).await;
            if page.split("id=\"scenarios\"").next().unwrap().contains(expected) {
                return page;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{address} never shows {expected}")
    }

    /// Posts JSON and reads JSON.
    pub(crate) async fn call(&self, path: &str, body: &Value) -> Value {
        let (_, text) = self.post_from("127.0.0.1:8080", None, path, body).await;
        serde_json::from_str(&text).unwrap()
    }

    /// Posts JSON as a browser does for a page of `origin`, or a server that knows the gateway as `host`.
    pub(crate) async fn post_from(
        &self,
        host: &str,
        origin: Option<&str>,
        path: &str,
        body: &Value,
    ) -> (StatusCode, String) {
        let request = Request::post(path).header(HOST, host).header(CONTENT_TYPE, "application/json");
        let request = match origin {
            Some(origin) => request.header(ORIGIN, origin),
            None => request,
        };
        let (status, _, text) = self.send(request, body.to_string()).await;
        (status, text)
    }

    /// The page that a browser reads where nobody is at home.
    pub(crate) async fn astray(&self, address: &str) -> String {
        let request = Request::get(address).header(HOST, "127.0.0.1:8080").header(ACCEPT, "text/html");
        let (status, _, text) = self.send(request, String::new()).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
        text
    }

    /// A page as a browser asks for it that prefers these languages.
    pub(crate) async fn page_in(&self, languages: &str, address: &str) -> String {
        let request = Request::get(address).header(HOST, "127.0.0.1:8080").header(ACCEPT_LANGUAGE, languages);
        let (status, _, text) = self.send(request, String::new()).await;
        assert_eq!(status, StatusCode::OK, "{address}");
        text
    }

    /// The form that a window's example posts.
    pub(crate) async fn window_example(&self, address: &str) -> Vec<(String, String)> {
        let page = self.page(address).await;
        let fields = page.split("--data-urlencode &#39;").skip(1);
        let field = |rest: &str| {
            let (name, value) = rest.split("&#39;").next().unwrap().split_once('=').unwrap();
            (name.to_owned(), value.to_owned())
        };
        fields.map(field).collect()
    }

    /// Opens a window with a form.
    pub(crate) async fn open_window(&self, path: &str, form: &[(String, String)]) {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = Request::post(path).header(HOST, "127.0.0.1:8080");
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        assert_eq!(self.send(request, body).await.0, StatusCode::SEE_OTHER, "{path}");
    }

    /// The message that a documentation page's example sends.
    pub(crate) async fn example(&self, address: &str) -> Value {
        body_of_example(&self.page(address).await)
    }
}

/// What the example's command has between its quotes.
fn body_of_example(page: &str) -> Value {
    let command = page.split("<code id=\"command\">").nth(1).unwrap().split("</code>").next().unwrap();
    let command = command.replace("&#34;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    serde_json::from_str(command.split("-d '").nth(1).unwrap().trim_end_matches('\'')).unwrap()
}
