//! A customer who pays from an account: who lets the money go on the bank's own page.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use domain::account::AccountNo;
use domain::operation::Rail;
use domain::payment::PaymentRequest;
use domain::window::{Window, WindowStep};
use domain::{Method, TradeId};
use engine::{AuthenticateInWindow, Engine, MerchantEntry, PayByProof, PayResult};
use institutions::Answer;
use institutions::away::{AuthenticationProof, AuthenticationRequest, Means};
use simulators::bank::{BankSimulator, PATH};
use tower::ServiceExt;

use super::{Wire, customer, requests, won};

/// A merchant on whose clock it is noon: banks close at night.
pub(crate) async fn at_noon(engine: &Engine, id: &str) -> Arc<MerchantEntry> {
    let now = store::wall_clock();
    let noon = now.kst().day().start().plus_ms(12 * 3_600_000);
    engine.move_clock(None, noon.since(now)).await.expect("the store works");
    requests::merchant(engine, id)
}

/// Pays in a window from an account.
pub(crate) async fn transfer(
    engine: &Engine,
    wire: &Wire,
    merchant: &Arc<MerchantEntry>,
    order_no: &str,
    amount: i64,
) -> PayResult {
    let (request, window, proof) = proven(engine, wire, merchant, order_no, amount).await;
    let pay = PayByProof { request, rail: Rail::Banks, proof, window };
    engine.pay_by_proof(merchant, pay).await.expect("the store works")
}

/// Notes in a window that an account's holder has agreed, for the capture that may follow.
pub(crate) async fn agree(
    engine: &Engine,
    wire: &Wire,
    merchant: &Arc<MerchantEntry>,
    order_no: &str,
    amount: i64,
) -> TradeId {
    let (request, window, proof) = proven(engine, wire, merchant, order_no, amount).await;
    let noted = AuthenticateInWindow { request, rail: Rail::Banks, proof, window };
    let authenticated = engine.authenticate(merchant, noted).await;
    authenticated.expect("the store works").expect("a new order").id
}

/// A window whose customer is back from the bank's page.
async fn proven(
    engine: &Engine,
    wire: &Wire,
    merchant: &Arc<MerchantEntry>,
    order_no: &str,
    amount: i64,
) -> (PaymentRequest, WindowStep, AuthenticationProof) {
    let window = Window { method: Method::Transfer, ..customer::window(merchant, order_no) };
    let window = engine.open_window(window).await.expect("the store works").expect("a window opens");
    let proof = prove(engine, wire, merchant, order_no, amount).await;
    let request = requests::request(window.payment, requests::today(merchant), order_no, amount);
    let request = PaymentRequest { method: Method::Transfer, ..request };
    (request, WindowStep { window: window.id, step: 0, opened_at: window.opened_at }, proof)
}

/// At the bank's page: the account's password.
async fn prove(
    engine: &Engine,
    wire: &Wire,
    merchant: &MerchantEntry,
    order_no: &str,
    amount: i64,
) -> AuthenticationProof {
    let request = AuthenticationRequest {
        reference: order_no.to_owned(),
        issuer: "004".to_owned(),
        issuer_name: "국민은행".to_owned(),
        merchant: merchant.merchant().id,
        merchant_name: merchant.merchant().name.clone(),
        product: "책".to_owned(),
        amount: won(amount),
        means: Means::Account {
            number: AccountNo::new("110123456789").expect("a number"),
            passbook: "책방".to_owned(),
            receipt: None,
        },
        return_url: "http://127.0.0.1:9/back".to_owned(),
        language: "ko",
    };
    let Answer::Approved(page) = engine.begin_authentication(Rail::Banks, &request).await else {
        panic!("the bank has no page");
    };
    let press = Request::post(&page.url).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let press = press.body(Body::from("action=agree&password=1234")).expect("a request");
    let banks = BankSimulator::of(wire.issuers().simulation().clone());
    Router::new().nest(PATH, banks.pages()).oneshot(press).await.expect("infallible");
    let Answer::Approved(proof) = engine.authentication(Rail::Banks, order_no).await else {
        panic!("the bank doubts the holder");
    };
    proof
}
