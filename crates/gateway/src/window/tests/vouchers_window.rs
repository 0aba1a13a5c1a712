//! The voucher's window, driven by the real driver beside the cards'.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, LOCATION, REFERRER_POLICY};
use axum::http::{Request, StatusCode};
use engine::{Engine, Parts, Timing};
use http_body_util::BodyExt;
use protocol::pg::card::CardWindowRequest;
use protocol::{Aes, Ahn, An, Date8, Keys, N, Time6, Won};
use simulators::Simulation;
use simulators::bank::BankSimulator;
use simulators::card::CardSimulator;
use store::folder::{Environment, Folder};
use store::request_log::RequestLog;
use store::sqlite::SqliteStore;
use tempfile::TempDir;
use tower::ServiceExt;

use super::voucher::{SITE, Voucher, WINDOW};
use crate::window::driven::Driven;
use crate::window::{Windows, back_to, flows, pages_of};
use crate::{App, Sandbox};

static FLOWS: &[&dyn Driven] = &[&Voucher];
const FORM: &str = "application/x-www-form-urlencoded";

struct Shop {
    router: Router,
    app: App,
    _folder: (TempDir, Folder),
}

/// A page and where it came from.
struct Page {
    address: String,
    status: StatusCode,
    text: String,
    referrer: String,
}

impl Page {
    fn step(&self) -> &str {
        let after = self.text.split_once("step=").or_else(|| self.text.split_once("name=\"step\" value=\""));
        after.and_then(|(_, rest)| rest.split(['"', ' ']).next()).unwrap_or_default()
    }
}

impl Shop {
    async fn open() -> Self {
        let disk = tempfile::tempdir().unwrap();
        let folder = Folder::serve(disk.path(), Environment::Test).unwrap();
        let institutions = Simulation::in_memory("");
        let engine = Engine::start(Parts {
            store: Arc::new(SqliteStore::open(&folder).unwrap()),
            vault: folder.vault().clone(),
            environment: Environment::Test,
            cards: Arc::new(CardSimulator::of(institutions.clone())),
            banks: Arc::new(BankSimulator::of(institutions.clone())),
            stage: Some(Arc::new(institutions)),
            doorbell: notify::Doorbell::default(),
            timing: Timing::default(),
            observer: None,
        });
        let log = RequestLog::open(&folder.join("requests.db"));
        let sandbox = Sandbox { url: "http://127.0.0.1:8080".to_owned(), ..Sandbox::default() };
        let app = App::new(engine.await.unwrap(), log, sandbox).unwrap();
        let router = Router::new()
            .route(WINDOW, Windows(&Voucher).opened_at(WINDOW))
            .route("/window/{token}", pages_of(FLOWS))
            .route("/window/{token}/return", back_to(FLOWS))
            .with_state(app.clone());
        Self { router, app, _folder: (disk, folder) }
    }

    /// A window of an order of its own.
    async fn window(&self, order_no: &str) -> Page {
        let (merchant, keys) = self.app.merchant("nxca_jt_bi").unwrap();
        let now = merchant.now().kst().to_string();
        let numbers: Vec<u16> = now.split([' ', '-', ':']).map(|part| part.parse().unwrap()).collect();
        let message = order(&numbers, order_no);
        self.post(WINDOW, form(&message, &keys)).await
    }

    async fn post(&self, address: &str, body: String) -> Page {
        let request = Request::post(address).header(CONTENT_TYPE, FORM).body(Body::from(body)).unwrap();
        self.follow(address, request).await
    }

    async fn answer(&self, page: &Page, answer: &str) -> Page {
        let address = page.address.split('?').next().unwrap();
        self.post(address, format!("{answer}&step={}", page.step())).await
    }

    async fn get(&self, address: &str) -> Page {
        self.follow(address, Request::get(address).body(Body::empty()).unwrap()).await
    }

    /// Sends the request, and goes wherever the answer leads, but to the voucher's own site.
    async fn follow(&self, address: &str, request: Request<Body>) -> Page {
        let (mut address, mut request) = (address.to_owned(), request);
        loop {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (head, body) = response.into_parts();
            let to = head.headers.get(LOCATION).map(|to| to.to_str().unwrap().to_owned());
            match to {
                Some(to) if !to.starts_with(SITE) => {
                    request = Request::get(&to).body(Body::empty()).unwrap();
                    address = to;
                }
                to => {
                    let text = body.collect().await.unwrap().to_bytes();
                    let referrer = head.headers.get(REFERRER_POLICY);
                    return Page {
                        address: to.unwrap_or(address),
                        status: head.status,
                        text: String::from_utf8(text.to_vec()).unwrap(),
                        referrer: referrer.map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default(),
                    };
                }
            }
        }
    }
}

fn order(now: &[u16], order_no: &str) -> CardWindowRequest {
    let part = |at: usize| u8::try_from(now[at]).unwrap();
    CardWindowRequest {
        merchant_id: An::from("nxca_jt_bi"),
        method: An::from("card"),
        date: Date8::new(now[0], part(1), part(2)).unwrap(),
        time: Time6::new(part(3), part(4), part(5)).unwrap(),
        order_no: An::from(order_no),
        merchant_name: Ahn::from("상점"),
        merchant_english_name: An::from("Shop"),
        product_name: Ahn::from("a book"),
        amount: Aes::from(Won::new(1_000)),
        customer_name: None,
        notification_url: An::from("http://127.0.0.1:9/noti"),
        next_url: An::from("http://127.0.0.1:9/next"),
        cancel_url: An::from("http://127.0.0.1:9/canc"),
        merchant_param: None,
        email: None,
        product_term: None,
        customer_id: None,
        tax_type: None,
        taxable_amount: None,
        vat_amount: None,
        tax_free_amount: None,
        service_charge: None,
        instalment_months: None::<N<2>>,
        card_type: None,
        payshot_id: None,
        issuer_code: None,
        app_scheme: None,
        customer_ip: None,
    }
}

fn form(message: &CardWindowRequest, keys: &Keys) -> String {
    let raw = protocol::encode(message, keys);
    let pairs = raw.iter().map(|(_, name, value)| (name, value));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[test]
fn every_flow_has_a_name_of_its_own() {
    let mut names: Vec<&str> = flows::FLOWS.iter().map(|flow| flow.name()).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[tokio::test]
async fn a_flow_adds_its_question_and_the_driver_does_the_rest() {
    let shop = Shop::open().await;
    let first = shop.window("A1").await;
    assert!(first.text.contains("voucher for a book"), "{}", first.text);
    let again = shop.answer(&first, "voucher=short").await;
    assert!(again.text.contains("not a voucher") && again.step() == first.step(), "{}", again.text);
    let paid = shop.answer(&first, "voucher=9490191234560402").await;
    assert!(paid.text.contains("of the house") && paid.text.contains("상점으로 돌아가기"), "{}", paid.text);
    // The step was taken: whoever comes with the old page sees where things stand.
    let stale = shop.answer(&first, "voucher=9490191234560402").await;
    assert!(stale.text.contains("of the house"), "{}", stale.text);
    let handover = shop.answer(&paid, "action=close").await;
    assert!(
        handover.text.contains("127.0.0.1:9/next") && handover.text.contains("0021"),
        "{}",
        handover.text
    );
    assert_eq!((paid.referrer.as_str(), handover.referrer.as_str()), ("no-referrer", "origin"));
}

#[tokio::test]
async fn a_decline_is_told_in_the_flows_words_and_begins_again_where_it_begins() {
    let shop = Shop::open().await;
    let first = shop.window("A2").await;
    let declined = shop.answer(&first, "voucher=4000000000000002").await;
    assert!(declined.text.contains("the voucher is spent") && declined.text.contains("another voucher"));
    let again = shop.answer(&declined, "action=retry").await;
    assert!(again.text.contains("voucher for a book"), "{}", again.text);
    let paid = shop.answer(&again, "voucher=9490191234560402").await;
    assert!(paid.text.contains("of the house"), "{}", paid.text);
}

#[tokio::test]
async fn who_is_sent_away_comes_back_by_the_driver_once() {
    let shop = Shop::open().await;
    let first = shop.window("A3").await;
    let away = shop.answer(&first, "action=site").await;
    assert!(away.address.starts_with(SITE), "{}", away.address);
    let home = away.address.split_once("back=").unwrap().1.to_owned();
    // A step that nobody took leads nowhere.
    let forged = shop.get(&home.replace("step=1", "step=7")).await;
    assert!(forged.text.contains("voucher for a book"), "{}", forged.text);
    let garbled = shop.get(&home.replace("step=1", "step=one")).await;
    assert!(garbled.text.contains("voucher for a book"), "{}", garbled.text);
    let paid = shop.get(&home).await;
    assert!(paid.text.contains("of the house"), "{}", paid.text);
    let twice = shop.get(&home).await;
    assert!(twice.text.contains("of the house"), "{}", twice.text);
}

#[tokio::test]
async fn leaving_and_unknown_windows_are_the_drivers() {
    let shop = Shop::open().await;
    let first = shop.window("A4").await;
    let left = shop.answer(&first, "action=close").await;
    assert!(left.text.contains("127.0.0.1:9/canc") && left.text.contains("0009"), "{}", left.text);
    assert_eq!(shop.get(&first.address).await.status, StatusCode::GONE);
    for unknown in ["0123456789abcdef0123456789abcdef", "x", "%FF", "%FF?notice=a&notice=b"] {
        assert_eq!(shop.get(&format!("/window/{unknown}")).await.status, StatusCode::GONE, "{unknown}");
    }
}
