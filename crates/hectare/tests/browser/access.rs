//! For everybody: the keyboard alone, the narrowest telephone, and a browser that would tell of what goes wrong.

use serde_json::json;

use crate::customer::CARD;
use crate::driver::Kind;
use crate::keyboard::{DOWN, ENTER, SPACE, TAB};
use crate::scene::Scene;

#[tokio::test]
async fn the_keyboard_is_enough() {
    let Some(scene) = Scene::open().await else { return };
    scene.open(&scene.sandbox.shop).await;
    scene.tab_to("결제 흐름").await;
    scene.strike("비인증").await;
    scene.tab_to("팝업").await;
    scene.strike(DOWN).await;
    scene.strike(DOWN).await;
    scene.tab_to("주문하기").await;
    scene.strike(ENTER).await;
    scene.reads("이 창에서 이동").await;
    scene.tab_to("결제하기").await;
    scene.strike(ENTER).await;
    scene.reads("어떤 카드로").await;
    // The first field of each step has the keyboard: the search, the box for all of the terms, the number.
    scene.strike("농협").await;
    scene.strike(ENTER).await;
    scene.reads("모두 동의합니다").await;
    scene.strike(SPACE).await;
    scene.tab_to("다음").await;
    scene.strike(ENTER).await;
    scene.reads("카드 정보를 입력해 주세요").await;
    scene.strike(CARD).await;
    scene.tab_to("유효기간").await;
    scene.strike("1299").await;
    scene.tab_to("4,500원 결제하기").await;
    scene.strike(SPACE).await;
    scene.reads("결제가 완료되었습니다").await;
    scene.strike(ENTER).await;
    scene.shop_says_paid().await;
    scene.charged_once("nxca_jt_bi", 4_500);
    scene.end().await;
}

/// The keyboard stays within the layer: past its last control comes its first.
#[tokio::test]
async fn the_keyboard_stays_within_the_layer() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("공책", "인증 · nxca_jt_il", "iframe").await;
    scene.press("결제하기").await;
    scene.enter_frame().await;
    scene.reads("어떤 카드로").await;
    scene.leave_frame().await;
    scene.tab_to("결제창 닫기").await;
    scene.strike(TAB).await;
    let inside = "return document.activeElement.closest('[role=dialog]') !== null";
    assert_eq!(scene.run(inside, json!([])).await.unwrap(), true);
    scene.tab_to("결제창 닫기").await;
    scene.strike(ENTER).await;
    let gone =
        "return document.querySelector('[role=dialog]') === null && document.activeElement.id === 'pay'";
    assert_eq!(scene.run(gone, json!([])).await.unwrap(), true, "the focus returns to what opened the layer");
    scene.end().await;
}

#[tokio::test]
async fn a_telephone_never_scrolls_sideways() {
    let Some(scene) = Scene::with(Kind { is_phone: true, ..Kind::default() }).await else { return };
    scene.open(&scene.sandbox.shop).await;
    scene.inspect("phone-shop").await;
    scene.order("만년필", "구인증 · nxca_ks_gu", "이 창에서 이동").await;
    scene.inspect("phone-order").await;
    scene.press("결제하기").await;
    scene.reads("어떤 카드로").await;
    scene.inspect("phone-issuers").await;
    scene.press("NH농협카드").await;
    scene.pick("할부", "12개월").await;
    scene.press("제3자").await;
    scene.inspect("phone-terms").await;
    scene.agree().await;
    scene.reads("카드 정보를 입력해 주세요").await;
    scene.press("68,000원 결제하기").await;
    scene.reads("카드번호를 입력해 주세요").await;
    scene.inspect("phone-card-form").await;
    scene.type_card(CARD).await;
    scene.type_holder().await;
    scene.press("68,000원 결제하기").await;
    scene.reads("결제가 완료되었습니다").await;
    scene.inspect("phone-paid").await;
    scene.press("돌아가기").await;
    scene.shop_says_paid().await;
    scene.inspect("phone-shop-paid").await;
    scene.end().await;
}

#[tokio::test]
async fn a_telephone_reads_the_issuers_page_and_english() {
    let Some(scene) = Scene::with(Kind { is_phone: true, ..Kind::default() }).await else { return };
    scene.order("만년필", "달러 인증 · nxca_ab_il", "iframe").await;
    scene.press("결제하기").await;
    scene.enter_frame().await;
    scene.press("Savings Banks").await;
    scene.choose("I agree to all of the terms").await;
    scene.inspect("phone-terms-english").await;
    scene.press("Continue to Savings Banks").await;
    scene.press("Use the card number").await;
    scene.reads("Payment password").await;
    scene.inspect("phone-issuer-english").await;
    scene.press("Use the card app").await;
    scene.press("Confirmed in the app").await;
    scene.reads("Payment complete").await;
    scene.inspect("phone-paid-english").await;
    scene.press("Return to").await;
    scene.leave_frame().await;
    scene.shop_says_paid().await;
    // The issuer's page asks for the focus, which a browser gives to no frame of another origin.
    scene.end_despite(&["Blocked autofocusing"]).await;
}

/// What every other test leans on: that the browser would have told.
#[tokio::test]
async fn what_a_policy_forbids_is_heard_of_in_every_window() {
    let Some(scene) = Scene::open().await else { return };
    let forbidden = "document.body.append(Object.assign(new Image(), { src: 'http://elsewhere.example/' + arguments[0] }))";
    scene.order("공책", "인증 · nxca_jt_il", "iframe").await;
    scene.run(forbidden, json!(["page"])).await.unwrap();
    scene.press("결제하기").await;
    scene.enter_frame().await;
    scene.reads("어떤 카드로").await;
    scene.run(forbidden, json!(["frame"])).await.unwrap();
    scene.leave_frame().await;
    scene.order("공책", "인증 · nxca_jt_il", "팝업").await;
    let before = scene.windows().await;
    scene.press("결제하기").await;
    scene.enter_new(&before).await;
    scene.reads("어떤 카드로").await;
    scene.run(forbidden, json!(["popup"])).await.unwrap();
    let complaints = scene.complaints().await.join("\n");
    for place in ["page", "frame", "popup"] {
        assert!(complaints.contains(&format!("elsewhere.example/{place}")), "{place}: {complaints}");
    }
    scene.end().await;
}
