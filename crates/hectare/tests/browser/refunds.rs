//! Cancelling in the shop, in parts and in full.

use crate::scene::Scene;

#[tokio::test]
async fn a_payment_is_cancelled_in_parts() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("공책", "인증 · nxca_jt_il", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.pay_by_app().await;
    scene.press("닫기").await;
    scene.shop_says_paid().await;

    scene.write("취소할 금액", "9,801").await;
    scene.press("일부 취소").await;
    scene.reads("9,800원까지만 취소할 수 있습니다").await;
    scene.inspect("shop-over-balance").await;
    scene.reload().await;
    scene.reads("9,800원까지만 취소할 수 있습니다").await;
    scene.clear("취소할 금액").await;
    assert_eq!(scene.sandbox.audit().account("payable:nxca_jt_il"), (0, 9_800));

    for (part, left) in [("800", "9,000원"), ("4,000", "5,000원")] {
        scene.write("취소할 금액", part).await;
        scene.press("일부 취소").await;
        scene.reads("일부 취소됨").await;
        scene.reads(&format!("취소할 수 있는 금액: {left}")).await;
    }
    scene.inspect("shop-part-cancelled").await;
    assert_eq!(scene.sandbox.audit().account("payable:nxca_jt_il"), (4_800, 9_800));

    scene.press("전액 취소").await;
    scene.reads("남은 5,000원 결제를 취소할까요?").await;
    scene.inspect("shop-cancel-all").await;
    assert_eq!(scene.sandbox.audit().account("payable:nxca_jt_il"), (4_800, 9_800), "it only asks");
    scene.press("5,000원 취소하기").await;
    scene.reads("모두 돌려드렸습니다").await;
    assert_eq!(scene.sandbox.audit().account("payable:nxca_jt_il"), (9_800, 9_800));
    scene.press("거래 조회").await;
    scene.reads("취소된 거래").await;
    scene.inspect("shop-cancelled").await;
    scene.end().await;
}
