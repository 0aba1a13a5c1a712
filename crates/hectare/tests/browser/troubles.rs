//! When the time is up, and when the issuer doesn't answer.

use crate::customer::CARD;
use crate::merchant::{Merchant, ask};
use crate::scene::Scene;

#[tokio::test]
async fn a_window_expires_after_ten_minutes() {
    let Some(scene) = Scene::open().await else { return };
    let merchant = Merchant::open().await;
    let order = merchant.order("nxca_jt_bi", "10000");
    ask(&scene, &merchant, &order).await;
    scene.choose_issuer_and_agree().await;
    scene.type_card(CARD).await;
    scene.sandbox.advance_clock("nxca_jt_bi", "PT9M30S").await;
    scene.reload().await;
    scene.type_card(CARD).await;
    scene.sandbox.advance_clock("nxca_jt_bi", "PT1M").await;
    scene.press("10,000원 결제하기").await;
    scene.reads("결제 시간이 지났습니다").await;
    scene.reads("5002").await;
    scene.inspect("expired").await;
    assert_eq!(scene.sandbox.audit().operations(), 0);
    scene.press("돌아가기").await;
    let result = &merchant.gets("/next", 1).await[0];
    assert_eq!((result.field("outStatCd"), result.field("outRsltCd")), ("0031", "5002"));
    scene.end().await;
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_leaves_nothing_charged() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("엽서", "비인증 · nxca_jt_bi", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.type_card(CARD).await;
    let (payer, window) = (scene.window().await, scene.address().await);
    scene.open_tab().await;
    let onlooker = scene.window().await;
    scene.sandbox.next_request_gets_lost("nxca_jt_bi").await;
    scene.enter(&payer).await;
    scene.press_soon("4,500원 결제하기").await;
    // Whoever looks meanwhile learns that it is under way, and then what came of it, without reloading.
    scene.enter(&onlooker).await;
    scene
        .until("the waiting page", async || {
            scene.open(&window).await;
            Ok(scene.says("결제를 승인받고 있습니다").await.then_some(()))
        })
        .await;
    scene.inspect("working").await;
    scene.reads("결제를 확인 중입니다").await;
    scene.inspect("unknown").await;
    scene.enter(&payer).await;
    scene.reads("결제를 확인 중입니다").await;
    scene.press("돌아가기").await;
    scene.reads("결제 실패").await;
    scene.reads("되돌리고 있습니다").await;
    scene.inspect("shop-no-answer").await;
    let books = async || Ok((scene.sandbox.audit().under_way() == 0).then_some(()));
    scene.until("the net-cancel's acknowledgement", books).await;
    assert_eq!(scene.sandbox.audit().account("payable:nxca_jt_bi"), (0, 0));
    // Its number is used up: paying again is another order, and no dead end.
    scene.press("새 주문번호로 다시 결제하기").await;
    scene.reads("결제 전").await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.type_card(CARD).await;
    scene.press("4,500원 결제하기").await;
    scene.reads("결제가 완료되었습니다").await;
    scene.press("닫기").await;
    scene.shop_says_paid().await;
    assert_eq!(scene.sandbox.audit().account("payable:nxca_jt_bi"), (0, 4_500));
    scene.end().await;
}

/// The sandbox's clock is the merchant's: the shop goes by it, too.
#[tokio::test]
async fn a_clock_that_is_days_ahead_does_not_keep_the_shop_from_selling() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("연필", "비인증 · nxca_jt_bi", "이 창에서 이동").await;
    scene.sandbox.advance_clock("nxca_jt_bi", "P3D").await;
    scene.reload().await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.type_card(CARD).await;
    scene.press("3,000원 결제하기").await;
    scene.reads("결제가 완료되었습니다").await;
    scene.press("닫기").await;
    scene.shop_says_paid().await;
    scene.press("거래 조회").await;
    scene.reads("정상 거래").await;
    scene.end().await;
}
