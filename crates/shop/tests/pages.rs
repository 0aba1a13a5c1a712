//! What the pages hold and may do.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests speak by panicking")]

mod common;

use axum::body::Body;
use axum::http::Request;
use axum::http::StatusCode;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY, LOCATION};
use common::{SUCCESS, bring_home, get, notify, order, page, post, send, shop, status, text};

#[tokio::test]
async fn the_front_page_sells_in_two_languages() {
    let shop = shop();
    let korean = text(get(&shop, "/").await).await;
    assert!(korean.contains("<html lang=\"ko\">") && korean.contains("주문하기"));
    assert!(korean.contains("4,500원 · $3.50"));
    assert!(korean.contains("href=\"http://127.0.0.1:8080/sandbox/\""));
    let english = text(get(&shop, "/?lang=en").await).await;
    assert!(english.contains("<html lang=\"en\">") && english.contains("Place the order"));
    assert!(english.contains("action=\"/orders?lang=en\""));
}

#[tokio::test]
async fn pages_follow_the_browser_until_somebody_chooses() {
    let shop = shop();
    let asked = async |path: &str| {
        let request = Request::get(path).header(ACCEPT_LANGUAGE, "en-GB,en;q=0.9,ko;q=0.5");
        text(send(&shop, request.body(Body::empty()).unwrap()).await).await
    };
    let english = asked("/").await;
    assert!(english.contains("<html lang=\"en\">") && english.contains("action=\"/orders\""));
    assert!(english.contains("SANDBOX · simulated") && !english.contains("가상"));
    let chosen = asked("/?lang=ko").await;
    assert!(chosen.contains("<html lang=\"ko\">") && chosen.contains("action=\"/orders?lang=ko\""));
    assert!(chosen.contains("SANDBOX · 가상"));
}

#[tokio::test]
async fn an_english_order_has_no_korean_words() {
    let shop = shop();
    let no = order(&shop, "authenticated", "self").await;
    bring_home(&shop, "/return", "nxca_jt_il", &no, ("0031", "CA11", "한도 초과")).await;
    let page = text(get(&shop, &format!("/orders/{no}?lang=en")).await).await;
    // What switches back to Korean is Korean.
    let page = page.replace("한국어", "");
    let hangul: String = page.chars().filter(|c| ('가'..='힣').contains(c)).collect();
    assert_eq!(hangul, "");
}

#[tokio::test]
async fn a_card_is_called_as_the_window_called_it() {
    let shop = shop();
    let no = order(&shop, "authenticated", "self").await;
    let card = [("cardCd", "NHC"), ("cardNm", "NH 신용"), ("cardNo", "940009******5644")];
    assert_eq!(notify(&shop, &no, "B0", "T1", "4500", &card).await, "OK");
    let korean = page(&shop, &no).await;
    assert!(korean.contains("NH농협카드 940009******5644") && !korean.contains("NH 신용"));
    let english = text(get(&shop, &format!("/orders/{no}?lang=en")).await).await;
    assert!(english.contains("NH NongHyup Card 940009******5644"));
}

#[tokio::test]
async fn every_page_names_what_it_may_load() {
    let shop = shop();
    let no = order(&shop, "authenticated", "popup").await;
    let response = get(&shop, &format!("/orders/{no}")).await;
    let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; script-src http://127.0.0.1:8080 'nonce-{nonce}'; style-src 'self'; \
             connect-src 'self'; frame-src 'self' http://127.0.0.1:8080; form-action 'self' http://127.0.0.1:8080; \
             base-uri 'none'; frame-ancestors 'none'"
        )
    );
    let page = text(response).await;
    assert_eq!(page.matches("<script").count(), page.matches(&format!("nonce=\"{nonce}\"")).count());
    assert!(!page.contains("style=\"") && !page.contains("<style"));
}

#[tokio::test]
async fn an_order_carries_the_windows_form() {
    let shop = shop();
    let no = order(&shop, "direct", "iframe").await;
    let page = page(&shop, &no).await;
    assert!(page.contains("action=\"http://127.0.0.1:8080/card/cardDirect.do\""));
    assert!(page.contains(&format!("name=\"mchtTrdNo\" value=\"{no}\"")));
    assert!(page.contains("name=\"cardGb\" value=\"NHC\""));
    assert!(page.contains("name=\"notiUrl\" value=\"http://localhost:8081/notifications\""));
    assert!(page.contains("&#34;methodSub&#34;:&#34;direct&#34;") || page.contains("&quot;methodSub&quot;"));
}

#[tokio::test]
async fn foreign_cards_pay_in_dollars() {
    let shop = shop();
    let no = order(&shop, "usd", "popup").await;
    let page = page(&shop, &no).await;
    assert!(page.contains("$3.50") && page.contains("/card/abroad/main.do"));
}

#[tokio::test]
async fn what_others_wrote_is_text() {
    let shop = shop();
    let no = order(&shop, "authenticated", "self").await;
    let hostile = "<script>1</script>\"'&";
    bring_home(&shop, "/return", "nxca_jt_il", &no, ("0031", "CA11", hostile)).await;
    notify(
        &shop,
        &no,
        "B0",
        "<b>T</b>",
        "4500",
        &[("cardNm", "<i>card</i>"), ("cardNo", "949019******0402")],
    )
    .await;
    assert_eq!(status(&shop, &no).await, "paid");
    let page = page(&shop, &no).await;
    for raw in ["<script>1", "<b>T", "<i>card"] {
        assert!(!page.contains(raw), "{raw}");
    }
    assert!(page.contains("949019******0402"));
}

#[tokio::test]
async fn a_window_beside_the_shop_closes_itself_and_one_in_its_place_goes_home() {
    let shop = shop();
    for window in ["popup", "blank", "iframe"] {
        let no = order(&shop, "authenticated", window).await;
        let returned = bring_home(&shop, "/return", "nxca_jt_il", &no, SUCCESS).await;
        assert_eq!(returned.status(), StatusCode::OK, "{window}");
        let policy = returned.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        assert!(policy.ends_with("frame-ancestors 'self'"), "the shop's own page holds the iframe: {policy}");
        assert!(text(returned).await.contains(&format!("data-returned=\"/orders/{no}\"")));
    }
    let no = order(&shop, "authenticated", "self").await;
    let home = bring_home(&shop, "/cancelled", "nxca_jt_il", &no, SUCCESS).await;
    assert_eq!(home.headers()[LOCATION], format!("/orders/{no}"));
}

#[tokio::test]
async fn an_order_comes_home_in_its_own_language() {
    let shop = shop();
    let form = [("good", "pen"), ("flow", "authenticated"), ("window", "self")];
    let response = post(&shop, "/orders?lang=en", &form).await;
    let home = response.headers()[LOCATION].to_str().unwrap().to_owned();
    let no = home.strip_prefix("/orders/").unwrap().strip_suffix("?lang=en").unwrap();
    let response = bring_home(&shop, "/return", "nxca_jt_il", no, SUCCESS).await;
    assert_eq!(response.headers()[LOCATION], home);
}

#[tokio::test]
async fn what_the_shop_does_not_have_is_refused_in_words() {
    let shop = shop();
    let form = [("good", "moon"), ("flow", "authenticated"), ("window", "self")];
    assert_eq!(post(&shop, "/orders", &form).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    for path in ["/orders/W1", "/nowhere"] {
        let response = get(&shop, path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert!(text(response).await.contains("가게로 돌아가기"));
    }
    assert_eq!(post(&shop, "/orders/W1/cancel", &[]).await.status(), StatusCode::NOT_FOUND);
}
