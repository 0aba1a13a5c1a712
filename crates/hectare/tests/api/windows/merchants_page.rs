//! The way home: the browser posts to the merchant's own page, in a frame as anywhere else. PG 2.6.

use super::{
    CLOSE, GOOD_CARD, LEAVE, NEXT, at_card_form, at_decline, browse, close, open, order, press, step,
};
use crate::gateway;

#[tokio::test]
async fn a_window_in_an_iframe_posts_home_like_any_other() {
    let gateway = gateway();
    let framed = || order().with("type", "iframe");
    let leaving = open(&gateway, &framed()).await;
    let page = press(&gateway, &leaving, CLOSE).await;
    assert!(!page.text.contains("postMessage"), "the merchant's page tells its parent itself: {}", page.text);
    assert_eq!(super::Handover::of(&page).gist(), (LEAVE, "0031", "0009"));

    let declined = at_decline(&gateway, &framed()).await;
    assert_eq!(close(&gateway, &declined).await.gist(), (NEXT, "0031", "CA31"));
    let form = at_card_form(&gateway, &framed()).await;
    let paid = press(&gateway, &form, GOOD_CARD).await;
    assert_eq!(close(&gateway, &paid).await.gist(), (NEXT, "0021", "0000"));
}

/// Some frameworks refuse a form that says `Origin: null`, as browsers do for a page without a referrer.
#[tokio::test]
async fn the_page_that_posts_home_tells_its_origin_and_no_other_does() {
    let gateway = gateway();
    let form = at_card_form(&gateway, &order()).await;
    let pay = format!("{GOOD_CARD}&step={}", step(&form));
    let paid = browse(&gateway, &form.url, &pay, "ko").await;
    assert_eq!(paid.header("referrer-policy"), "no-referrer");
    let handover = browse(&gateway, &form.url, "action=close&step=9", "ko").await;
    assert!(handover.text.contains("id=\"handover\""), "{}", handover.text);
    assert_eq!(handover.header("referrer-policy"), "origin");
    // A popup finds its opener there.
    assert_eq!((handover.header("cross-origin-opener-policy"), handover.header("x-frame-options")), ("", ""));
}

#[tokio::test]
async fn the_button_says_where_it_leads_and_trying_again_comes_first() {
    let gateway = gateway();
    let declined = at_decline(&gateway, &order()).await.text;
    let (again, back) =
        (declined.find("다른 카드로 결제</button>"), declined.find("나무상점으로 돌아가기</button>"));
    assert!(again.is_some() && again < back, "{declined}");
    assert!(declined.contains("<button class=\"primary\" name=\"action\" value=\"retry\""), "{declined}");
    // In a buyer's words; the wire's text and code in small print.
    assert!(declined.contains("<p>카드 한도를 초과했습니다.</p>"), "{declined}");
    assert!(declined.contains("<p class=\"code\">코드 CA31 · 한도 관련 오류</p>"), "{declined}");
}
