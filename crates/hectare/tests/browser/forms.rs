//! What the window's script tells a customer before anything is sent, and what makes choosing quick.

use serde_json::json;

use crate::customer::CARD;
use crate::merchant::{Merchant, ask};
use crate::scene::Scene;

/// A window at the form for the card's data, of the issuer of [`CARD`].
async fn at_card_form(scene: &Scene) {
    scene.order("엽서", "비인증 · nxca_jt_bi", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.reads("카드 정보를 입력해 주세요").await;
}

#[tokio::test]
async fn a_past_expiry_is_told_before_the_number_is_lost() {
    let Some(scene) = Scene::open().await else { return };
    at_card_form(&scene).await;
    scene.write("카드번호", CARD).await;
    scene.write("유효기간", "0120").await;
    scene.press("4,500원 결제하기").await;
    scene.reads("유효기간이 지난 카드입니다").await;
    let number = scene.run("return document.getElementById('card_number').value", json!([])).await.unwrap();
    assert_eq!(number, "9490 1912 3456 0402");
    scene.inspect("card-form-past-expiry").await;
    let expiry = "const field = document.getElementById('card_expiry'); field.value = ''; field.focus()";
    scene.run(expiry, json!([])).await.unwrap();
    scene.write("유효기간", "1299").await;
    scene.press("4,500원 결제하기").await;
    scene.reads("결제가 완료되었습니다").await;
    scene.charged_once("nxca_jt_bi", 4_500);
    scene.end().await;
}

#[tokio::test]
async fn a_number_of_another_issuer_is_told_before_anything_is_sent() {
    let Some(scene) = Scene::open().await else { return };
    at_card_form(&scene).await;
    scene.type_card("9400041234567890").await;
    scene.press("4,500원 결제하기").await;
    scene.reads("신한카드 번호입니다").await;
    scene.inspect("card-form-other-issuer").await;
    assert_eq!(scene.sandbox.audit().operations(), 0);
    scene.end().await;
}

#[tokio::test]
async fn issuers_are_searched_and_recent_ones_come_first() {
    let Some(scene) = Scene::open().await else { return };
    at_card_form(&scene).await;
    scene.press("카드 변경").await;
    scene.reads("어떤 카드로").await;
    let shown = "return [...document.querySelectorAll('.issuers li')].filter((one) => one.checkVisibility())
        .map((one) => one.innerText.trim())";
    let tiles = scene.run(shown, json!([])).await.unwrap();
    assert!(tiles[0].as_str().unwrap().contains("NH농협카드"), "{tiles}");
    scene.write("카드사 찾기", "카카오").await;
    let tiles = scene.run(shown, json!([])).await.unwrap();
    assert_eq!(tiles.as_array().map(Vec::len), Some(1), "{tiles}");
    scene.inspect("issuers-searched").await;
    scene.press("카카오뱅크").await;
    scene.reads("카카오뱅크").await;
    scene.end().await;
}

/// The window keeps one height, whatever it asks.
#[tokio::test]
async fn the_window_keeps_one_height_through_all_steps() {
    let Some(scene) = Scene::open().await else { return };
    let merchant = Merchant::open().await;
    let order = merchant.order("nxca_ks_gu", "68000");
    ask(&scene, &merchant, &order).await;
    let height = async || {
        let height = scene.run("return document.querySelector('.window').offsetHeight", json!([])).await;
        height.unwrap().as_i64().unwrap()
    };
    scene.reads("어떤 카드로").await;
    let first = height().await;
    scene.press("NH농협카드").await;
    scene.reads("모두 동의합니다").await;
    let second = height().await;
    scene.agree().await;
    scene.reads("카드 정보를 입력해 주세요").await;
    let third = height().await;
    scene.type_card(CARD).await;
    scene.type_holder().await;
    scene.press("68,000원 결제하기").await;
    scene.reads("결제가 완료되었습니다").await;
    assert_eq!([second, third, height().await], [first; 3]);
    scene.end().await;
}
