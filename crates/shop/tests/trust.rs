//! Whom the shop believes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests speak by panicking")]

mod common;

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use common::{SUCCESS, TRADE, bring_home, bring_home_with, notify, order, page, post, shop, status, text};

#[tokio::test]
async fn a_notification_makes_an_order_paid_and_changes_nothing_when_repeated() {
    let shop = shop();
    let no = order(&shop, "authenticated", "popup").await;
    assert_eq!(status(&shop, &no).await, "created");
    assert_eq!(notify(&shop, &no, "B0", TRADE, "4500", &[]).await, "OK");
    assert_eq!(status(&shop, &no).await, "paid");
    assert_eq!(notify(&shop, &no, "B0", TRADE, "4500", &[]).await, "OK");
    assert_eq!(status(&shop, &no).await, "paid");
    assert!(page(&shop, &no).await.contains("알림 수신, 이미 아는 내용"));
}

#[tokio::test]
async fn a_repeated_cancel_is_counted_once() {
    let shop = shop();
    let no = order(&shop, "authenticated", "popup").await;
    let cancel =
        async |amount, trade_no| notify(&shop, &no, "C0", trade_no, amount, &[("orgTrdNo", TRADE)]).await;
    assert_eq!(cancel("1500", "C1").await, "FAIL", "its payment is not known yet: it is told again");
    notify(&shop, &no, "B0", TRADE, "4500", &[]).await;
    assert_eq!(cancel("1500", "C1").await, "OK");
    assert_eq!(cancel("1500", "C1").await, "OK");
    assert_eq!(status(&shop, &no).await, "part-cancelled");
    assert!(page(&shop, &no).await.contains("3,000원"));
    assert_eq!(cancel("3001", "C2").await, "FAIL", "more than is left");
    assert_eq!(cancel("3000", "C2").await, "OK");
    assert_eq!(status(&shop, &no).await, "cancelled");
}

#[tokio::test]
async fn rejects_a_wrong_hash() {
    let shop = shop();
    let no = order(&shop, "authenticated", "popup").await;
    let form = [
        ("outStatCd", "0021"),
        ("trdNo", TRADE),
        ("method", "CA"),
        ("bizType", "B0"),
        ("mchtId", "nxca_jt_il"),
        ("mchtTrdNo", no.as_str()),
        ("trdDtm", "20260102030405"),
        ("trdAmt", "4500"),
        ("pktHash", &"0".repeat(64)),
    ];
    let response = post(&shop, "/notifications", &form).await;
    assert_eq!(response.headers()[CONTENT_TYPE], "text/plain; charset=utf-8");
    assert_eq!(text(response).await, "FAIL");
    assert_eq!(status(&shop, &no).await, "created");
    assert!(page(&shop, &no).await.contains("해시가 틀린 알림 거절"));
}

#[tokio::test]
async fn rejects_an_amount_that_is_not_the_orders() {
    let shop = shop();
    let no = order(&shop, "authenticated", "popup").await;
    assert_eq!(notify(&shop, &no, "B0", TRADE, "100", &[]).await, "FAIL");
    assert_eq!(status(&shop, &no).await, "created");
    assert!(page(&shop, &no).await.contains("주문과 금액이 다름"));
}

#[tokio::test]
async fn rejects_a_second_payment_and_anothers_cancel() {
    let shop = shop();
    let no = order(&shop, "authenticated", "popup").await;
    notify(&shop, &no, "B0", TRADE, "4500", &[]).await;
    assert_eq!(notify(&shop, &no, "B0", "ANOTHER", "4500", &[]).await, "FAIL");
    assert_eq!(notify(&shop, &no, "C0", "C1", "4500", &[("orgTrdNo", "ANOTHER")]).await, "FAIL");
    assert_eq!(status(&shop, &no).await, "paid");
}

#[tokio::test]
async fn rejects_what_is_about_no_order_of_the_merchant() {
    let shop = shop();
    assert_eq!(notify(&shop, "W20260102UNKNOWNORDER", "B0", TRADE, "4500", &[]).await, "FAIL");
    // An order of another merchant, whose keys happen to be the same.
    let no = order(&shop, "keyed", "popup").await;
    assert_eq!(notify(&shop, &no, "B0", TRADE, "4500", &[]).await, "FAIL");
    assert_eq!(status(&shop, &no).await, "created");
    assert_eq!(text(post(&shop, "/notifications", &[("mchtId", "nobody")]).await).await, "FAIL");
    assert_eq!(text(post(&shop, "/notifications", &[]).await).await, "FAIL");
}

#[tokio::test]
async fn the_browsers_word_never_makes_an_order_paid() {
    let shop = shop();
    let no = order(&shop, "authenticated", "self").await;
    let response = bring_home(&shop, "/return", "nxca_jt_il", &no, SUCCESS).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[LOCATION], format!("/orders/{no}"));
    assert_eq!(status(&shop, &no).await, "waiting");
    notify(&shop, &no, "B0", TRADE, "4500", &[]).await;
    assert_eq!(status(&shop, &no).await, "paid");
    bring_home(&shop, "/return", "nxca_jt_il", &no, ("0031", "CA11", "한도 초과")).await;
    assert_eq!(status(&shop, &no).await, "paid");
}

#[tokio::test]
async fn a_closed_window_can_be_opened_again() {
    let shop = shop();
    let no = order(&shop, "authenticated", "self").await;
    bring_home(&shop, "/cancelled", "nxca_jt_il", &no, ("0031", "0009", "사용자 취소")).await;
    assert_eq!(status(&shop, &no).await, "created");
    assert!(page(&shop, &no).await.contains("결제창을 닫음"));
}

/// Its number may be used up (ST50), whatever it failed of.
#[tokio::test]
async fn a_failed_order_is_paid_again_under_a_new_number() {
    let shop = shop();
    let no = order(&shop, "authenticated", "self").await;
    bring_home(&shop, "/return", "nxca_jt_il", &no, ("0031", "VTIM", "기관 타임아웃")).await;
    assert_eq!(status(&shop, &no).await, "failed");
    let failed = page(&shop, &no).await;
    assert!(failed.contains("되돌리고 있습니다") && failed.contains("<code>VTIM</code>"), "{failed}");
    assert!(!failed.contains(&format!("value=\"{no}\"")), "its own number isn't offered to the window again");
    let anew = async || {
        let response = post(&shop, &format!("/orders/{no}/anew"), &[]).await;
        response.headers()[LOCATION].to_str().unwrap().strip_prefix("/orders/").unwrap().to_owned()
    };
    let next = anew().await;
    assert_ne!(next, no);
    assert_eq!(anew().await, next, "pressed twice, it is one order");
    assert!(page(&shop, &next).await.contains(&format!("name=\"mchtTrdNo\" value=\"{next}\"")));
    let declined = order(&shop, "authenticated", "self").await;
    bring_home(&shop, "/return", "nxca_jt_il", &declined, ("0031", "CA11", "한도 초과")).await;
    assert!(page(&shop, &declined).await.contains("다른 카드로 다시 결제해 보세요"));
}

#[tokio::test]
async fn an_order_that_an_earlier_try_may_have_paid_is_inquired_and_not_paid_again() {
    let shop = shop();
    for code in ["ST03", "ST38"] {
        let no = order(&shop, "authenticated", "self").await;
        bring_home(&shop, "/return", "nxca_jt_il", &no, ("0031", code, "거절")).await;
        assert_eq!(status(&shop, &no).await, "waiting", "{code}");
        let response = post(&shop, &format!("/orders/{no}/anew"), &[]).await;
        assert_eq!(response.headers()[LOCATION], format!("/orders/{no}"));
    }
}

#[tokio::test]
async fn only_a_deferred_order_is_authenticated() {
    let shop = shop();
    let authenticated = ("0061", "0000", "인증 성공");
    let no = order(&shop, "deferred", "self").await;
    bring_home(&shop, "/return", "nxca_jt_hd", &no, authenticated).await;
    assert_eq!(status(&shop, &no).await, "authenticated");
    assert!(page(&shop, &no).await.contains("매입(승인) 요청"));
    let no = order(&shop, "authenticated", "self").await;
    bring_home(&shop, "/return", "nxca_jt_il", &no, authenticated).await;
    assert_eq!(status(&shop, &no).await, "created");
}

#[tokio::test]
async fn a_result_of_nobodys_order_is_a_bad_request() {
    let shop = shop();
    let response = bring_home(&shop, "/return", "nxca_jt_il", "W20260102UNKNOWNORDER", SUCCESS).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let response = bring_home(&shop, "/return", "nobody", "W1", SUCCESS).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_billing_key_is_not_taken_from_the_browser() {
    let shop = shop();
    let no = order(&shop, "authenticated", "self").await;
    let stolen = [("billKey", "SBILL_of_another_customer")];
    bring_home_with(&shop, "/return", "nxca_jt_il", &no, SUCCESS, &stolen).await;
    notify(&shop, &no, "B0", TRADE, "4500", &[]).await;
    assert!(!page(&shop, &no).await.contains("빌키로 다시 결제"));
}
