//! The four ways to open the window: popup, iframe, this page, a new tab. PG 2.6.

use crate::scene::Scene;

#[tokio::test]
async fn pays_in_a_popup() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("만년필", "인증", "팝업").await;
    let (shop, before) = (scene.window().await, scene.windows().await);
    scene.press("결제하기").await;
    scene.enter_new(&before).await;
    let popup = scene.window().await;
    scene.pay_by_app().await;
    // Nobody has come home yet: the notification alone tells the shop.
    scene.enter(&shop).await;
    scene.shop_says_paid().await;
    scene.enter(&popup).await;
    scene.press("돌아가기").await;
    scene.closes(&popup).await;
    scene.enter(&shop).await;
    scene.reads("결제창에서 돌아옴").await;
    scene.inspect("shop-paid").await;
    scene.charged_once("nxca_jt_il", 68_000);
    scene.end().await;
}

#[tokio::test]
async fn pays_in_an_iframe() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("공책", "인증", "iframe").await;
    scene.press("결제하기").await;
    scene.enter_frame().await;
    scene.reads("어떤 카드로").await;
    scene.leave_frame().await;
    scene.inspect("iframe").await;
    scene.enter_frame().await;
    scene.pay_by_app().await;
    scene.leave_frame().await;
    scene.shop_says_paid().await;
    scene.enter_frame().await;
    scene.press("돌아가기").await;
    scene.leave_frame().await;
    scene.reads("결제창에서 돌아옴").await;
    // The shop's own page in the frame said so, and the script took its layer away.
    let gone = "return document.querySelector('[role=dialog]') === null";
    let gone = async || Ok((scene.run(gone, serde_json::json!([])).await? == true).then_some(()));
    scene.until("the layer's end", gone).await;
    scene.charged_once("nxca_jt_il", 9_800);
    scene.end().await;
}

#[tokio::test]
async fn pays_in_place_of_the_shops_page() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("연필", "인증", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.pay_by_app().await;
    scene.press("돌아가기").await;
    scene.shop_says_paid().await;
    assert!(scene.address().await.starts_with(&scene.sandbox.shop));
    scene.charged_once("nxca_jt_il", 3_000);
    scene.end().await;
}

#[tokio::test]
async fn pays_in_a_new_tab() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("엽서", "인증", "새 탭").await;
    let (shop, before) = (scene.window().await, scene.windows().await);
    scene.press("결제하기").await;
    scene.enter_new(&before).await;
    let tab = scene.window().await;
    scene.pay_by_app().await;
    scene.press("돌아가기").await;
    scene.closes(&tab).await;
    scene.enter(&shop).await;
    scene.shop_says_paid().await;
    scene.reads("결제창에서 돌아옴").await;
    scene.charged_once("nxca_jt_il", 4_500);
    scene.end().await;
}
