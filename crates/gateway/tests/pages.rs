//! The pages for developers: what they show, what they may do, and who may see them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests speak by panicking")]

mod common;

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION};
use common::Gateway;
use protocol::registry;

const PAY: &str = "/spay/APICardActionPay.do";

fn every_page() -> Vec<String> {
    let apis = registry::ALL.iter().map(|api| format!("/docs/{}", api.id));
    let fixed = ["/sandbox/", "/docs", "/docs/codes"].map(str::to_owned);
    let korean: Vec<String> = fixed.into_iter().chain(apis).collect();
    let english = korean.iter().map(|page| format!("{page}?lang=en"));
    korean.iter().cloned().chain(english).collect()
}

/// The values of an attribute, in order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let after = page.split(&format!(" {attribute}=\"")).skip(1).collect::<Vec<_>>();
    after.into_iter().map(|rest| rest.split('"').next().unwrap()).collect()
}

#[tokio::test]
async fn every_page_is_there_in_two_languages() {
    let gateway = Gateway::test().await;
    for page in every_page() {
        let text = gateway.page(&page).await;
        let language = if page.ends_with("lang=en") { "en" } else { "ko" };
        assert!(text.contains(&format!("<html lang=\"{language}\">")), "{page}");
        assert!(text.contains("class=\"ribbon\""), "{page}");
        assert_eq!(text.matches("<h1>").count(), 1, "{page}");
    }
}

#[tokio::test]
async fn every_page_may_do_little_and_is_never_stored() {
    let gateway = Gateway::test().await;
    for page in every_page() {
        let (_, headers, text) = gateway.get(&page).await;
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert_eq!(
            policy,
            format!(
                "default-src 'none'; style-src 'self'; script-src 'nonce-{nonce}'; img-src 'self' data:; \
                 connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            )
        );
        assert_eq!(headers[CACHE_CONTROL], "no-store");
        let with_nonce = text.matches(&format!("<script nonce=\"{nonce}\"")).count();
        assert!(with_nonce > 0 && text.matches("<script").count() == with_nonce, "{page}");
        assert!(
            !text.contains(" style=\"") && !text.contains("<style") && !text.contains(" onclick="),
            "{page}"
        );
    }
}

#[tokio::test]
async fn every_label_is_of_one_control() {
    let gateway = Gateway::test().await;
    for page in every_page() {
        let text = gateway.page(&page).await;
        let ids = values(&text, "id");
        for attribute in ["for", "aria-labelledby", "popovertarget"] {
            for id in values(&text, attribute) {
                assert_eq!(ids.iter().filter(|own| **own == id).count(), 1, "{page}: {attribute}={id}");
            }
        }
    }
}

#[tokio::test]
async fn an_empty_sandbox_teaches() {
    let gateway = Gateway::test().await;
    let page = gateway.page("/sandbox/").await;
    assert!(page.contains("아직 요청이 없습니다") && page.contains("카드사가 평소처럼 답합니다"));
    assert!(page.contains("4000 0000 0000 0002") && page.contains("한도 초과"));
    assert!(page.contains("pgSettle30y739r82jtd709yOfZ2yK5K") && page.contains("nxca_jt_bi"));
    assert!(page.contains("<noscript>"));
}

#[tokio::test]
async fn a_wrong_hash_is_explained() {
    let gateway = Gateway::test().await;
    let mut body = gateway.example("/docs/card-pay").await;
    body["data"]["pktHash"] = "0".repeat(64).into();
    let answer = gateway.call(PAY, &body).await;
    assert_eq!(answer["params"]["outRsltCd"], "1901");
    let page = gateway.requests_with("/sandbox/", "1901").await;
    let order = body["params"]["mchtTrdNo"].as_str().unwrap();
    assert!(page.contains(&format!("nxca_jt_bi{order}1000<mark>[hash key]</mark>")));
    assert!(page.contains("trdDt + trdTm + mchtId + mchtTrdNo + trdAmt + [hash key]"));
    assert!(page.contains("<span class=\"number\">1,000</span>"));
}

#[tokio::test]
async fn the_field_at_fault_is_named_in_words() {
    let gateway = Gateway::test().await;
    let mut body = gateway.example("/docs/card-pay").await;
    body["params"]["mchtTrdNo"] = "x".repeat(101).into();
    gateway.call(PAY, &body).await;
    let page = gateway.requests_with("/sandbox/?lang=en", "1105").await;
    assert!(page.contains("<strong>merchant order number</strong> <code>mchtTrdNo</code>"));
    assert!(page.contains("AN, 100 bytes at most"));
}

#[tokio::test]
async fn a_misspelt_name_is_shown() {
    let gateway = Gateway::test().await;
    let mut body = gateway.example("/docs/card-pay").await;
    body["data"]["mchtCustNmae"] = "typo".into();
    gateway.call(PAY, &body).await;
    let page = gateway.requests_with("/sandbox/", "mchtCustNmae").await;
    assert!(page.contains("정의되지 않은 이름"));
}

#[tokio::test]
async fn what_merchants_send_never_becomes_markup() {
    let gateway = Gateway::test().await;
    let hostile = "\"'><script>alert(1)</script>";
    let mut body = gateway.example("/docs/card-pay").await;
    body["params"]["mchtId"] = hostile.into();
    body["params"]["mchtTrdNo"] = hostile.into();
    body["params"][hostile] = hostile.into();
    gateway.call(PAY, &body).await;
    for page in ["/sandbox/", "/sandbox/?lang=en"] {
        let page = gateway.requests_with(page, "ST47").await;
        assert!(!page.contains("<script>") && !page.contains("'><"), "{page}");
        assert!(page.contains("alert(1)"));
    }
    let page = gateway.page("/docs/card-cancel?orgTrdNo=%22%27%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!page.contains("<script>") && page.contains("alert(1)"));
}

#[tokio::test]
async fn the_requests_of_one_merchant_can_be_shown_alone() {
    let gateway = Gateway::test().await;
    let body = gateway.example("/docs/card-pay").await;
    let answer = gateway.call(PAY, &body).await;
    assert_eq!(answer["params"]["outStatCd"], "0021", "{answer}");
    let all = gateway.requests_with("/sandbox/", "class=\"verdict success\"").await;
    assert_eq!(all.matches("class=\"request\"").count(), 1);
    let another = gateway.page("/sandbox/?mchtId=nxca_jt_il").await;
    assert_eq!(another.matches("class=\"request\"").count(), 0);
    assert!(another.contains("<option selected>nxca_jt_il</option>"));
}

#[tokio::test]
async fn scenarios_and_moved_clocks_are_shown() {
    let gateway = Gateway::test().await;
    let scenario =
        serde_json::json!({ "mchtId": "nxca_jt_bi", "outcome": "decline", "code": "CA31", "times": 2 });
    gateway.call("/sandbox/scenario", &scenario).await;
    let clock = serde_json::json!({ "mchtId": "nxca_jt_bi", "advance": "P1DT2H" });
    gateway.call("/sandbox/clock", &clock).await;
    let page = gateway.page("/sandbox/?lang=en").await;
    assert!(page.contains("<strong>Decline CA31 · "));
    assert!(page.contains("<strong>+1 d 2 h</strong>"));
}

#[tokio::test]
async fn every_example_passes_the_gate() {
    let gateway = Gateway::test().await;
    for api in registry::ALL {
        let page = gateway.page(&format!("/docs/{}", api.id)).await;
        assert!(page.contains("id=\"example\"") && !page.contains("class=\"notice\""), "{}", api.id);
    }
}

#[tokio::test]
async fn an_example_signs_the_readers_values() {
    let gateway = Gateway::test().await;
    let paid = gateway.call(PAY, &gateway.example("/docs/card-pay").await).await;
    let no = paid["params"]["trdNo"].as_str().unwrap();
    let cancel = gateway.example(&format!("/docs/card-cancel?orgTrdNo={no}&cnclAmt=400")).await;
    let answer = gateway.call("/spay/APICancel.do", &cancel).await;
    assert_eq!(answer["params"]["outStatCd"], "0021", "{answer}");
    let refused = gateway.page("/docs/card-cancel?lang=en&cnclAmt=much").await;
    assert!(refused.contains("These values will be refused"));
}

#[tokio::test]
async fn the_documents_are_of_live_too_but_not_the_sandbox() {
    let gateway = Gateway::live().await;
    for page in ["/docs", "/docs/api.md", "/docs/codes", "/docs/card-pay"] {
        let text = gateway.page(page).await;
        assert!(!text.contains("ribbon") && !text.contains("/sandbox/") && !text.contains("curl"), "{page}");
    }
    for page in ["/sandbox", "/sandbox/", "/sandbox/clock", "/sandbox/requests"] {
        assert_eq!(gateway.get(page).await.0, StatusCode::NOT_FOUND, "{page}");
    }
}

#[tokio::test]
async fn the_sandbox_is_shown_to_this_machine_only() {
    let gateway = Gateway::test().await;
    assert_eq!(gateway.get_from("elsewhere.example", "/sandbox/").await.0, StatusCode::FORBIDDEN);
    let (status, _, text) = gateway.get_from("elsewhere.example", "/bank/main.do").await;
    assert_eq!(status, StatusCode::NOT_FOUND, "none of the sandbox's business");
    assert!(text.contains("6001") && text.contains("/bank/main.do"), "{text}");
}

#[tokio::test]
async fn addresses_that_people_type_lead_there() {
    let gateway = Gateway::test().await;
    let (status, headers, _) = gateway.get("/sandbox?lang=en").await;
    assert_eq!((status, headers[LOCATION].to_str().unwrap()), (StatusCode::SEE_OTHER, "/sandbox/?lang=en"));
    let (status, _, text) = gateway.get("/docs/nothing").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(text.contains("없는 페이지입니다"));
}
