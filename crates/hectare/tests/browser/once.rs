//! Reload, back, double click, a second tab: whatever a customer does to a window, it charges once.

use serde_json::json;

use crate::customer::CARD;
use crate::merchant::Merchant;
use crate::scene::Scene;

/// An order whose card form is open and filled in.
async fn filled_in(scene: &Scene) {
    scene.order("엽서", "비인증 · nxca_jt_bi", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.type_card(CARD).await;
}

/// The shop hears that it was paid, and its own inquiry agrees with the books: once.
async fn was_charged_once(scene: &Scene) {
    scene.reads("결제가 완료되었습니다").await;
    scene.press("돌아가기").await;
    scene.shop_says_paid().await;
    scene.press("거래 조회").await;
    scene.reads("정상 거래").await;
    scene.charged_once("nxca_jt_bi", 4_500);
}

#[tokio::test]
async fn reloading_charges_once() {
    let Some(scene) = Scene::open().await else { return };
    filled_in(&scene).await;
    scene.reload().await;
    scene.type_card(CARD).await;
    scene.press("4,500원 결제하기").await;
    scene.reads("결제가 완료되었습니다").await;
    for _ in 0..3 {
        scene.reload().await;
        scene.reads("결제가 완료되었습니다").await;
    }
    was_charged_once(&scene).await;
    scene.end().await;
}

#[tokio::test]
async fn going_back_charges_once() {
    let Some(scene) = Scene::open().await else { return };
    filled_in(&scene).await;
    let window = scene.address().await;
    scene.press("4,500원 결제하기").await;
    scene.reads("결제가 완료되었습니다").await;
    scene.back().await;
    // The form's own address: it shows where things stand, not the form.
    assert_eq!(scene.address().await, window);
    was_charged_once(&scene).await;
    scene.end().await;
}

#[tokio::test]
async fn going_back_to_the_issuers_page_leads_to_the_result() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("엽서", "인증 · nxca_jt_il", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.reads("앱카드로 인증").await;
    let issuers_page = scene.address().await;
    scene.confirm_in_app().await;
    scene.reads("결제가 완료되었습니다").await;
    scene.open(&issuers_page).await;
    scene.reads("결제가 완료되었습니다").await;
    scene.charged_once("nxca_jt_il", 4_500);
    scene.end().await;
}

#[tokio::test]
async fn a_double_click_charges_once() {
    let Some(scene) = Scene::open().await else { return };
    filled_in(&scene).await;
    scene.sandbox.next_approval_is_slow("nxca_jt_bi").await;
    scene.press_hastily("4,500원 결제하기").await;
    was_charged_once(&scene).await;
    scene.end().await;
}

/// What a browser without the window's script makes of a double click.
#[tokio::test]
async fn a_form_that_is_sent_twice_charges_once() {
    let Some(scene) = Scene::open().await else { return };
    filled_in(&scene).await;
    scene.sandbox.next_approval_is_slow("nxca_jt_bi").await;
    let twice = "const form = document.querySelector('form.question');
        form.submit();
        setTimeout(() => form.submit(), 500)";
    scene.run(twice, json!([])).await.unwrap();
    // The answer to the second, while the first is still at the issuer.
    scene.reads("결제를 승인받고 있습니다").await;
    was_charged_once(&scene).await;
    scene.end().await;
}

#[tokio::test]
async fn a_second_tab_of_the_same_window_charges_once() {
    let Some(scene) = Scene::open().await else { return };
    filled_in(&scene).await;
    let (first, window) = (scene.window().await, scene.address().await);
    scene.open_tab().await;
    scene.open(&window).await;
    scene.type_card(CARD).await;
    let second = scene.window().await;
    scene.enter(&first).await;
    scene.press("4,500원 결제하기").await;
    scene.reads("결제가 완료되었습니다").await;
    scene.enter(&second).await;
    scene.press("4,500원 결제하기").await;
    scene.reads("결제가 완료되었습니다").await;
    scene.enter(&first).await;
    was_charged_once(&scene).await;
    scene.end().await;
}

#[tokio::test]
async fn a_step_that_another_tab_took_shows_where_things_stand() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("엽서", "비인증 · nxca_jt_bi", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.reads("어떤 카드로").await;
    let (first, window) = (scene.window().await, scene.address().await);
    scene.open_tab().await;
    scene.open(&window).await;
    scene.press("국민카드").await;
    scene.reads("모두 동의합니다").await;
    scene.enter(&first).await;
    scene.press("신한카드").await;
    scene.reads("이미 처리된 화면").await;
    scene.reads("국민카드").await;
    scene.inspect("stale").await;
    assert_eq!(scene.sandbox.audit().operations(), 0);
    scene.end().await;
}

#[tokio::test]
async fn an_order_that_is_being_paid_in_another_window_is_not_paid_again() {
    let Some(scene) = Scene::open().await else { return };
    let merchant = Merchant::open().await;
    let order = merchant.order("nxca_jt_bi", "10000");
    merchant.shows_form(&scene.sandbox.gateway, "/card/main.do", &order);
    let first = scene.window().await;
    for is_second in [false, true] {
        if is_second {
            scene.open_tab().await;
        }
        scene.open(&merchant.site).await;
        scene.press("결제").await;
        scene.choose_issuer_and_agree().await;
        scene.type_card(CARD).await;
    }
    let second = scene.window().await;
    scene.sandbox.next_approval_is_slow("nxca_jt_bi").await;
    scene.enter(&first).await;
    scene.press_soon("10,000원 결제하기").await;
    scene.enter(&second).await;
    let begun = async || Ok((scene.sandbox.audit().under_way() == 1).then_some(()));
    scene.until("the first window's payment", begun).await;
    scene.press("10,000원 결제하기").await;
    scene.reads("이미 결제가 진행 중인 주문입니다").await;
    scene.inspect("being-paid").await;
    scene.enter(&first).await;
    scene.reads("결제가 완료되었습니다").await;
    scene.charged_once("nxca_jt_bi", 10_000);
    scene.end().await;
}
