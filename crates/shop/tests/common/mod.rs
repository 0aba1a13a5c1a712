//! A shop, its customer, and a gateway's messages, hashed here and not by the shop's own codec.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests speak by panicking")]
#![allow(dead_code, reason = "each test binary uses its own part")]

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use sha2::{Digest, Sha256};
use shop::ShopOptions;
use tower::ServiceExt;

pub(crate) const TRADE: &str = "STFP_PGCAnxca_jt_il0260102030405M1000001";

pub(crate) fn shop_of(gateway: &str) -> Router {
    let own_origin = "http://localhost:8081".to_owned();
    shop::router(&ShopOptions { gateway: gateway.to_owned(), own_origin }).unwrap()
}

pub(crate) fn shop() -> Router {
    shop_of("http://127.0.0.1:8080")
}

pub(crate) async fn send(shop: &Router, request: Request<Body>) -> Response<Body> {
    shop.clone().oneshot(request).await.unwrap()
}

pub(crate) async fn get(shop: &Router, path: &str) -> Response<Body> {
    send(shop, Request::get(path).body(Body::empty()).unwrap()).await
}

pub(crate) async fn post(shop: &Router, path: &str, form: &[(&str, &str)]) -> Response<Body> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    send(shop, request.body(Body::from(body)).unwrap()).await
}

pub(crate) async fn text(response: Response<Body>) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

pub(crate) async fn page(shop: &Router, no: &str) -> String {
    text(get(shop, &format!("/orders/{no}")).await).await
}

/// Orders postcards for 4,500 won and returns the order's number.
pub(crate) async fn order(shop: &Router, flow: &str, window: &str) -> String {
    let form = [("good", "postcards"), ("flow", flow), ("window", window), ("issuer", "NHC")];
    let response = post(shop, "/orders", &form).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response.headers()[LOCATION].to_str().unwrap().strip_prefix("/orders/").unwrap().to_owned()
}

pub(crate) async fn status(shop: &Router, no: &str) -> String {
    let report = text(get(shop, &format!("/orders/{no}/status")).await).await;
    let report: Value = serde_json::from_str(&report).unwrap();
    report["status"].as_str().unwrap().to_owned()
}

/// A notification as the gateway makes it; what stands in `also` is added after it was hashed.
pub(crate) async fn notify(
    shop: &Router,
    no: &str,
    business: &str,
    trade_no: &str,
    amount: &str,
    also: &[(&str, &str)],
) -> String {
    let merchant = "nxca_jt_il";
    let hashed = format!("002120260102030405{merchant}{no}{amount}ST1009281328226982205");
    let hash = hex::encode(Sha256::digest(hashed));
    let mut form = vec![
        ("outStatCd", "0021"),
        ("trdNo", trade_no),
        ("method", "CA"),
        ("bizType", business),
        ("mchtId", merchant),
        ("mchtTrdNo", no),
        ("trdDtm", "20260102030405"),
        ("trdAmt", amount),
        ("pktHash", &hash),
    ];
    form.extend_from_slice(also);
    text(post(shop, "/notifications", &form).await).await
}

/// What the browser brings home. The amount is 4500, encrypted by openssl.
pub(crate) async fn bring_home(
    shop: &Router,
    path: &str,
    merchant: &str,
    no: &str,
    outcome: (&str, &str, &str),
) -> Response<Body> {
    bring_home_with(shop, path, merchant, no, outcome, &[]).await
}

pub(crate) async fn bring_home_with(
    shop: &Router,
    path: &str,
    merchant: &str,
    no: &str,
    (status, code, message): (&str, &str, &str),
    also: &[(&str, &str)],
) -> Response<Body> {
    let mut form = vec![
        ("mchtId", merchant),
        ("outStatCd", status),
        ("outRsltCd", code),
        ("outRsltMsg", message),
        ("method", "card"),
        ("mchtTrdNo", no),
        ("trdNo", TRADE),
        ("trdAmt", "FGpxWZuDcn0/x45lRvobtg=="),
    ];
    form.extend_from_slice(also);
    post(shop, path, &form).await
}

pub(crate) const SUCCESS: (&str, &str, &str) = ("0021", "0000", "정상처리");
