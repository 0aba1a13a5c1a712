//! A customer in a window, who proves to the issuer that the card is theirs.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use domain::operation::Rail;
use domain::window::{Window, WindowId, WindowStep};
use domain::{Method, TradeId};
use engine::{AuthenticateInWindow, Engine, MerchantEntry};
use institutions::Answer;
use institutions::away::{AuthenticationProof, AuthenticationRequest, Means};
use simulators::card::PATH;
use tower::ServiceExt;

use super::{Wire, requests, won};

/// Opens a window for an order, lets its customer prove their card, and records the authentication
/// that a capture may follow.
pub(crate) async fn authenticate(
    engine: &Engine,
    wire: &Wire,
    merchant: &MerchantEntry,
    order_no: &str,
    amount: i64,
) -> TradeId {
    let window = window(merchant, order_no);
    let window = engine.open_window(window).await.expect("the store works").expect("a window opens");
    let proof = prove(engine, wire, merchant, order_no, amount).await;
    let request = requests::request(window.payment, requests::today(merchant), order_no, amount);
    let window = WindowStep { window: window.id, step: 0, opened_at: window.opened_at };
    let rail = Rail::Cards;
    let noted = AuthenticateInWindow { request, rail, proof, window };
    let authenticated = engine.authenticate(merchant, noted).await;
    authenticated.expect("the store works").expect("a new order").id
}

/// A window for an order, not yet opened: its number is drawn when it is.
pub(crate) fn window(merchant: &MerchantEntry, order_no: &str) -> Window {
    Window {
        id: window_id(order_no),
        payment: TradeId::from_i64(0),
        merchant: merchant.merchant().id,
        method: Method::Card,
        order_day: requests::today(merchant),
        order_no: order_no.to_owned(),
        step: 0,
        stage: String::new(),
        request: String::new(),
        opened_at: merchant.now(),
    }
}

/// At the issuer's page: the customer presses the button that stands for the phone.
async fn prove(
    engine: &Engine,
    wire: &Wire,
    merchant: &MerchantEntry,
    order_no: &str,
    amount: i64,
) -> AuthenticationProof {
    let request = AuthenticationRequest {
        reference: order_no.to_owned(),
        issuer: "SHN".to_owned(),
        issuer_name: "신한카드".to_owned(),
        merchant: merchant.merchant().id,
        merchant_name: merchant.merchant().name.clone(),
        product: "책".to_owned(),
        amount: won(amount),
        means: Means::Card { instalments: 0 },
        return_url: "http://127.0.0.1:9/back".to_owned(),
        language: "ko",
    };
    let Answer::Approved(page) = engine.begin_authentication(Rail::Cards, &request).await else {
        panic!("the issuer has no page");
    };
    let press = Request::post(&page.url).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let press = press.body(Body::from("action=app")).expect("a request");
    let pages = Router::new().nest(PATH, wire.issuers().pages());
    pages.oneshot(press).await.expect("infallible");
    let Answer::Approved(proof) = engine.authentication(Rail::Cards, order_no).await else {
        panic!("the issuer doubts the customer");
    };
    proof
}

/// One window an order.
pub(super) fn window_id(order_no: &str) -> WindowId {
    let mut id = [0; 16];
    id.iter_mut().zip(order_no.bytes()).for_each(|(place, byte)| *place = byte);
    WindowId(id)
}
