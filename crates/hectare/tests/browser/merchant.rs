//! A merchant of the test's own: a site with one page, which remembers every form that is posted to it. It seals and
//! signs by the documents alone, and checks what it is told likewise.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};
use testkit::{Keys, Letter, order_no};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::scene::Scene;

/// The site, open for as long as it lives.
pub(crate) struct Merchant {
    /// Its address: at localhost, another site than the gateway's.
    pub(crate) site: String,
    desk: Arc<Desk>,
    serving: JoinHandle<()>,
}

#[derive(Default)]
struct Desk {
    page: Mutex<String>,
    origins: Mutex<Vec<String>>,
    letters: watch::Sender<Vec<Letter>>,
}

/// The names of a window's request, with their plain values.
pub(crate) type Fields = BTreeMap<&'static str, String>;

/// Those that travel encrypted. PG 6.2.
const SEALED: [&str; 7] = ["trdAmt", "mchtCustNm", "mchtCustId", "email", "taxAmt", "vatAmt", "taxFreeAmt"];

impl Merchant {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("a listener has an address").port();
        let desk = Arc::<Desk>::default();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&desk));
        let serving = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("an HTTP server doesn't end by itself");
        });
        Self { site: format!("http://localhost:{port}"), desk, serving }
    }

    /// What it asks for a payment of so much, today in Korea. PG 6.2.
    pub(crate) fn order(&self, merchant: &str, amount: &str) -> Fields {
        let today = testkit::Merchant::today("nxca_jt_il");
        [
            ("mchtId", merchant.to_owned()),
            ("method", "card".to_owned()),
            ("trdDt", today.date),
            ("trdTm", today.time),
            ("mchtTrdNo", order_no()),
            ("mchtName", "시험 상점".to_owned()),
            ("mchtEName", "Test Store".to_owned()),
            ("pmtPrdtNm", "시험 상품".to_owned()),
            ("trdAmt", amount.to_owned()),
            ("notiUrl", format!("{}/noti", self.site)),
            ("nextUrl", format!("{}/next", self.site)),
            ("cancUrl", format!("{}/canc", self.site)),
        ]
        .into()
    }

    /// The page with a form and nothing else: a merchant's without the integration script.
    pub(crate) fn shows_form(&self, gateway: &str, path: &str, order: &Fields) {
        let input = |(name, value): (&str, String)| {
            format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">")
        };
        let inputs: String = wire(order).into_iter().map(input).collect();
        self.shows(&format!(
            "<form method=\"post\" action=\"{gateway}{path}\">{inputs}<button>결제</button></form>"
        ));
    }

    /// The page with the integration script and a button that calls it; what the callback gets is put into `results`.
    pub(crate) fn shows_script(&self, gateway: &str, arguments: &Value) {
        // An `<` would begin a tag in the midst of the script.
        let arguments = arguments.to_string().replace('<', "\\u003c");
        self.shows(&format!(
            "<button onclick='SETTLE_PG.pay(order, (result) => results.push(result))'>결제</button>
             <script src=\"{gateway}/resources/js/v1/SettlePG_v1.2.js\"></script>
             <script>var results = [], order = {arguments};</script>"
        ));
    }

    fn shows(&self, body: &str) {
        let page = format!(
            "<!doctype html><html lang=\"ko\"><title>시험 상점</title><link rel=\"icon\" href=\"data:,\">{body}</html>"
        );
        *self.desk.page.lock().unwrap_or_else(PoisonError::into_inner) = page;
    }

    /// Waits for the forms that were posted to a path, until there are so many.
    pub(crate) async fn gets(&self, path: &str, count: usize) -> Vec<Letter> {
        let mut letters = self.desk.letters.subscribe();
        let enough =
            letters.wait_for(|letters| letters.iter().filter(|one| one.target == path).count() >= count);
        let enough = timeout(Duration::from_secs(20), enough).await.is_ok();
        assert!(enough, "{path} got {:?}", self.got(path));
        self.got(path)
    }

    /// What browsers said that they came from, with each form; the sender of notifications says nothing.
    pub(crate) fn origins(&self) -> Vec<String> {
        let origins = self.desk.origins.lock().unwrap_or_else(PoisonError::into_inner).clone();
        origins.into_iter().filter(|origin| !origin.is_empty()).collect()
    }

    /// The forms that were posted to a path so far.
    pub(crate) fn got(&self, path: &str) -> Vec<Letter> {
        self.desk.letters.borrow().iter().filter(|one| one.target == path).cloned().collect()
    }
}

impl Drop for Merchant {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Opens the window of an order from the merchant's page, with a form and no script.
pub(crate) async fn ask(scene: &Scene, merchant: &Merchant, order: &Fields) {
    merchant.shows_form(&scene.sandbox.gateway, "/card/main.do", order);
    scene.open(&merchant.site).await;
    scene.press("결제").await;
}

/// The call of `SETTLE_PG.pay`.
pub(crate) fn arguments(gateway: &str, ui: &str, order: &Fields) -> Value {
    let mut arguments = json!({ "env": gateway, "ui": { "type": ui, "width": "430", "height": "660" } });
    for (name, value) in wire(order) {
        arguments[name] = value.into();
    }
    arguments
}

/// The request as it travels: sealed, and signed over merchant, method, order number, day, time, amount. PG 6.3.
fn wire(order: &Fields) -> BTreeMap<&str, String> {
    let plain = |name: &str| order.get(name).map_or("", String::as_str);
    let hash = Keys::TEST.hash(["mchtId", "method", "mchtTrdNo", "trdDt", "trdTm", "trdAmt"].map(plain));
    let sealed = order.iter().map(|(name, value)| {
        let value = if SEALED.contains(name) { Keys::TEST.seal(value) } else { value.clone() };
        (*name, value)
    });
    sealed.chain([("pktHash", hash)]).collect()
}

async fn answer(
    State(desk): State<Arc<Desk>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if method == Method::GET {
        return Html(desk.page.lock().unwrap_or_else(PoisonError::into_inner).clone()).into_response();
    }
    let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok());
    let letter = Letter {
        target: uri.path().to_owned(),
        content_type: kind.unwrap_or_default().to_owned(),
        fields: form_urlencoded::parse(&body).into_owned().collect(),
    };
    let origin = headers.get("origin").and_then(|origin| origin.to_str().ok()).unwrap_or_default();
    desk.origins.lock().unwrap_or_else(PoisonError::into_inner).push(origin.to_owned());
    desk.letters.send_modify(|letters| letters.push(letter.clone()));
    let frames_page = matches!(uri.path(), "/next" | "/canc");
    if frames_page { returned(&letter.fields) } else { "OK".into_response() }
}

/// The merchant's page at nextUrl and cancUrl. In a frame it tells the page around it, as PG 2.6 has it.
fn returned(fields: &BTreeMap<String, String>) -> Response {
    let result = json!(fields).to_string().replace('<', "\\u003c");
    let page = format!(
        "<!doctype html><html lang=\"ko\"><title>시험 상점</title><link rel=\"icon\" href=\"data:,\"><p>돌아왔습니다</p>
         <script>var _PAY_RESULT = {result};
         if (parent !== window) parent.postMessage(JSON.stringify({{action:\"HECTO_IFRAME_CLOSE\", params: _PAY_RESULT}}), \"*\");
         </script></html>"
    );
    Html(page).into_response()
}
