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
    let fixed =
        ["/sandbox/", "/sandbox/payments", "/docs", "/docs/integration", "/docs/codes"].map(str::to_owned);
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
    assert!(page.contains("아직 요청이 없습니다") && page.contains("기관이 평소처럼 답합니다"));
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
    assert!(page.contains("<span class=\"number\">1,000원</span>"));
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
    for page in ["/docs", "/docs/api.md", "/docs/integration", "/docs/codes", "/docs/card-pay"] {
        let text = gateway.page(page).await;
        assert!(!text.contains("ribbon") && !text.contains("/sandbox/") && !text.contains("curl"), "{page}");
    }
    for page in ["/sandbox", "/sandbox/", "/sandbox/clock", "/sandbox/requests", "/sandbox/payments"] {
        assert_eq!(gateway.get(page).await.0, StatusCode::NOT_FOUND, "{page}");
    }
}

#[tokio::test]
async fn the_sandbox_is_shown_to_this_machine_only() {
    let gateway = Gateway::test().await;
    assert_eq!(gateway.get_from("elsewhere.example", "/sandbox/").await.0, StatusCode::FORBIDDEN);
    let (status, _, text) = gateway.get_from("elsewhere.example", "/vbank/main.do").await;
    assert_eq!(status, StatusCode::NOT_FOUND, "none of the sandbox's business");
    assert!(text.contains("6001") && text.contains("/vbank/main.do"), "{text}");
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

/// An address that nobody has may be made by anybody: its page links to this host alone.
#[tokio::test]
async fn a_path_of_two_slashes_leads_to_no_other_host() {
    let gateway = Gateway::test().await;
    let page = gateway.astray("//elsewhere.example/docs").await;
    assert!(page.contains("elsewhere.example"), "{page}");
    for href in values(&page, "href") {
        assert!(!href.starts_with("//") && !href.contains("elsewhere"), "{href}");
    }
}

#[tokio::test]
async fn pages_follow_the_browser_until_somebody_chooses() {
    let gateway = Gateway::test().await;
    for page in ["/sandbox/", "/sandbox/payments", "/docs", "/docs/integration", "/docs/card"] {
        let english = gateway.page_in("en-US,en;q=0.9,ko;q=0.8", page).await;
        assert!(english.contains("<html lang=\"en\">") && english.contains("SANDBOX · simulated"), "{page}");
        assert!(english.contains("href=\"/docs\""), "{page}: the browser says it again by itself");
        let chosen = gateway.page_in("en-US,en;q=0.9", &format!("{page}?lang=ko")).await;
        assert!(chosen.contains("<html lang=\"ko\">") && chosen.contains("href=\"/docs?lang=ko\""), "{page}");
    }
}

#[tokio::test]
async fn english_pages_have_no_korean_words() {
    let gateway = Gateway::test().await;
    let mut body = gateway.example("/docs/card-pay").await;
    gateway.call(PAY, &body).await;
    body["data"]["pktHash"] = "0".repeat(64).into();
    gateway.call(PAY, &body).await;
    gateway.requests_with("/sandbox/?lang=en", "1901").await;
    let order = body["params"]["mchtTrdNo"].as_str().unwrap();
    let payment = format!("/sandbox/payments?lang=en&mchtId=nxca_jt_bi&mchtTrdNo={order}");
    let (_, headers, _) = gateway.get(&payment).await;
    let payment = headers[LOCATION].to_str().unwrap().to_owned();
    for page in [
        "/sandbox/?lang=en",
        "/sandbox/payments?lang=en",
        "/docs?lang=en",
        "/docs/integration?lang=en",
        &payment,
    ] {
        let text = gateway.page(page).await;
        // What merchants wrote, what they were answered, and the link to Korean are Korean.
        let own = text.lines().filter(|line| {
            !["한국어", "lang=\"ko\"", "<code class=\"text\">", "class=\"product\"", "Product", "Card</dt>"]
                .iter()
                .any(|quoted| line.contains(quoted))
        });
        let korean: Vec<_> = own.filter(|line| line.contains(|c: char| ('가'..='힣').contains(&c))).collect();
        assert!(korean.is_empty(), "{page}: {korean:#?}");
    }
}

#[tokio::test]
async fn a_foreign_page_cannot_pay_with_the_published_keys() {
    let gateway = Gateway::test().await;
    let body = gateway.example("/docs/card-pay").await;
    for (host, origin) in [
        ("127.0.0.1:8080", "https://elsewhere.example"),
        ("127.0.0.1:8080", "null"),
        ("rebound.example", "http://rebound.example"),
    ] {
        let (status, text) = gateway.post_from(host, Some(origin), PAY, &body).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{origin}");
        assert!(text.contains("called from servers"), "{text}");
    }
    // Servers send no Origin, whatever name they know the gateway by.
    let (status, text) = gateway.post_from("gateway.internal:8080", None, PAY, &body).await;
    assert_eq!(status, StatusCode::OK);
    assert!(text.contains("\"outStatCd\":\"0021\""), "{text}");
}

#[tokio::test]
async fn a_wrong_command_is_answered_in_our_words() {
    let gateway = Gateway::test().await;
    let error = async |path: &str, body: serde_json::Value| {
        gateway.call(path, &body).await["error"].as_str().unwrap_or_default().to_owned()
    };
    let json = |text: &str| serde_json::from_str(text).unwrap();
    assert_eq!(
        error("/sandbox/clock", json(r#"{"advnce":"P1D"}"#)).await,
        "advnce: there is no such name. There are mchtId, set, advance, reset"
    );
    assert!(
        error("/sandbox/clock", json(r#"{"advance":"soon"}"#)).await.starts_with("advance: soon is no span")
    );
    assert!(
        error("/sandbox/clock", json(r#"{"mchtId":1,"reset":true}"#)).await.starts_with("mchtId: a text")
    );
    assert!(
        error("/sandbox/clock", json(r#"{"mchtId":"nobody","reset":true}"#)).await.contains("no merchant")
    );
    assert!(
        error("/sandbox/scenario", json(r#"{"outcome":"delay","delay_ms":"soon"}"#))
            .await
            .contains("0 to 600000")
    );
    assert!(error("/sandbox/scenario", json("{}")).await.starts_with("outcome is missing"));
    for (query, says) in
        [("last=5000", "last: a whole number from 1 to 1000"), ("lst=5", "lst: there is no such name")]
    {
        let (status, _, text) = gateway.get(&format!("/sandbox/requests?{query}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(text.contains(says), "{text}");
    }
}

#[tokio::test]
async fn a_clock_is_reset() {
    let gateway = Gateway::test().await;
    let tell = async |body: &str| gateway.call("/sandbox/clock", &serde_json::from_str(body).unwrap()).await;
    assert_eq!(tell(r#"{"advance":"P3D"}"#).await["clocks"][0]["offsetMs"], 259_200_000);
    assert_eq!(tell(r#"{"reset":true}"#).await["clocks"][0]["offsetMs"], 0);
}

#[tokio::test]
async fn a_date_off_the_merchants_clock_is_told_beside_it() {
    let gateway = Gateway::test().await;
    let body = gateway.example("/docs/card-pay").await;
    let sent = body["params"]["trdDt"].as_str().unwrap();
    let clock = serde_json::json!({ "mchtId": "nxca_jt_bi", "advance": "P3D" });
    let clocks = gateway.call("/sandbox/clock", &clock).await;
    let clocks = clocks["clocks"].as_array().unwrap();
    let own = clocks.iter().find(|clock| clock["mchtId"] == "nxca_jt_bi").unwrap();
    let today = own["now"].as_str().unwrap().split(' ').next().unwrap().replace('-', "");
    let answer = gateway.call(PAY, &body).await;
    let text = answer["params"]["outRsltMsg"].as_str().unwrap();
    assert!(text.contains(&format!("보낸 날짜 {sent}, 가맹점 시계 {today}")), "{text}");
    let page = gateway.requests_with("/sandbox/?lang=en", "ST09").await;
    assert!(page.contains(&format!("(trdDt) is {sent}, the merchant&#39;s clock shows {today}")), "{page}");
}

#[tokio::test]
async fn a_payment_is_shown_from_all_sides() {
    let gateway = Gateway::test().await;
    let empty = gateway.page("/sandbox/payments").await;
    assert!(empty.contains("아직 결제가 없습니다"));
    let body = gateway.example("/docs/card-pay").await;
    let paid = gateway.call(PAY, &body).await;
    let (no, order) =
        (paid["params"]["trdNo"].as_str().unwrap(), body["params"]["mchtTrdNo"].as_str().unwrap());
    let log = gateway.requests_with("/sandbox/", order).await;
    // The request log leads there, and so does the list.
    assert!(log.contains(&format!("mchtTrdNo={order}")));
    let list = gateway.page("/sandbox/payments").await;
    assert!(list.contains(&format!("href=\"/sandbox/payments/{no}\"")) && list.contains("결제 완료"));
    let page = gateway.page(&format!("/sandbox/payments/{no}")).await;
    let ((whose, _), (_, counter)) = (no.split_at(19), no.split_at(32));
    for expected in [order, whose, counter, "<h1>1,000원</h1>", "처리 내역", "승인번호", "949019******0402"]
    {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    assert_eq!(page.matches("class=\"request\"").count(), 1);
    for stray in ["STFP_PGCAnxca_jt_bi0260102030405M1000001", "nothing", "%22%3E%3Cscript%3E"] {
        let (status, _, text) = gateway.get(&format!("/sandbox/payments/{stray}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{stray}");
        assert!(text.contains("이 번호의 결제가 없습니다") && !text.contains("<script>"));
    }
}

#[tokio::test]
async fn dollars_are_shown_as_dollars_and_a_window_that_opened_is_not_paid() {
    let gateway = Gateway::test().await;
    let form = gateway.window_example("/docs/card?mchtId=nxca_ab_il&trdAmt=5200").await;
    gateway.open_window("/card/abroad/main.do", &form).await;
    let page = gateway.requests_with("/sandbox/", "창 열림").await;
    assert!(page.contains("<span class=\"number\">$52.00</span>"), "{page}");
}

#[tokio::test]
async fn the_contract_is_in_the_documents() {
    let gateway = Gateway::test().await;
    let page = gateway.page("/docs/integration").await;
    for fact in [
        "0021",
        "0031",
        "0061",
        "OK",
        "nextUrl",
        "cancUrl",
        "SETTLE_PG.pay",
        "%2B",
        "HECTO_IFRAME_CLOSE",
        "10분 간격으로 10번",
    ] {
        assert!(page.contains(fact), "{fact}");
    }
    assert!(page.contains("id=\"receiver-example\"") && page.contains("timingSafeEqual"));
}
