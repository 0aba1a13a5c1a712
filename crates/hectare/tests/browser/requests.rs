//! What a merchant's request settles, in a form without the integration script: instalments, issuer, taxes, and where the
//! customer goes when the window closes. PG 6.2, 6.4, 6.5.

use testkit::Keys;

use crate::customer::CARD;
use crate::merchant::{Merchant, ask};
use crate::scene::Scene;

#[tokio::test]
async fn close_takes_the_result_to_next_url_and_a_signed_notification_was_sent() {
    let Some(scene) = Scene::open().await else { return };
    let merchant = Merchant::open().await;
    let order = merchant.order("nxca_jt_il", "10000");
    ask(&scene, &merchant, &order).await;
    scene.pay_by_app().await;
    let notification = &merchant.gets("/noti", 1).await[0];
    assert!(notification.is_signed(Keys::TEST), "{notification:?}");
    let told = ["outStatCd", "bizType", "mchtTrdNo", "trdAmt"].map(|name| notification.field(name));
    assert_eq!(told, ["0021", "B0", &order["mchtTrdNo"], "10000"]);
    assert!(merchant.got("/next").is_empty(), "nobody has pressed Close yet");

    scene.press("돌아가기").await;
    let result = &merchant.gets("/next", 1).await[0];
    let told = ["outStatCd", "outRsltCd", "mchtTrdNo", "trdNo"].map(|name| result.field(name));
    assert_eq!(told, ["0021", "0000", &order["mchtTrdNo"], notification.field("trdNo")]);
    assert_eq!(Keys::TEST.open(result.field("trdAmt")).as_deref(), Some("10000"));
    assert!(merchant.got("/canc").is_empty());
    scene.end().await;
}

#[tokio::test]
async fn the_x_leaves_to_canc_url_until_the_payment_is_approved() {
    let Some(scene) = Scene::open().await else { return };
    let merchant = Merchant::open().await;
    ask(&scene, &merchant, &merchant.order("nxca_jt_il", "10000")).await;
    scene.press("신한카드").await;
    scene.reads("모두 동의합니다").await;
    let window = scene.address().await;
    scene.press("결제 그만두기").await;
    let left = &merchant.gets("/canc", 1).await[0];
    assert_eq!((left.field("outStatCd"), left.field("outRsltCd")), ("0031", "0009"));
    scene.open(&window).await;
    scene.reads("끝났거나 없는 결제창입니다").await;
    scene.inspect("gone").await;

    ask(&scene, &merchant, &merchant.order("nxca_jt_il", "10000")).await;
    scene.pay_by_app().await;
    scene.press_x().await;
    let paid = &merchant.gets("/next", 1).await[0];
    assert_eq!(paid.field("outStatCd"), "0021");
    assert_eq!(merchant.got("/canc").len(), 1, "once approved, the X means Close");
    scene.charged_once("nxca_jt_il", 10_000);
    // The page of a window that was left.
    scene.end_despite(&["410 (Gone)"]).await;
}

#[tokio::test]
async fn instalments_are_offered_from_50_000_won_up() {
    let Some(scene) = Scene::open().await else { return };
    let merchant = Merchant::open().await;
    ask(&scene, &merchant, &merchant.order("nxca_jt_il", "49999")).await;
    scene.press("신한카드").await;
    scene.reads("모두 동의합니다").await;
    assert!(!scene.says("할부").await);

    ask(&scene, &merchant, &merchant.order("nxca_jt_il", "50000")).await;
    scene.press("신한카드").await;
    scene.pick("할부", "3개월").await;
    scene.agree().await;
    scene.reads("3개월").await;
    scene.confirm_in_app().await;
    scene.reads("3개월").await;
    scene.press("돌아가기").await;
    assert_eq!(merchant.gets("/next", 1).await[0].field("intMon"), "03");
    scene.end().await;
}

#[tokio::test]
async fn the_request_may_fix_the_instalments() {
    let Some(scene) = Scene::open().await else { return };
    let merchant = Merchant::open().await;
    let mut order = merchant.order("nxca_jt_bi", "60000");
    order.insert("instmtMon", "06".to_owned());
    ask(&scene, &merchant, &order).await;
    scene.press("NH농협카드").await;
    scene.reads("모두 동의합니다").await;
    assert!(!scene.says("할부").await, "there is nothing to choose");
    scene.agree().await;
    scene.reads("6개월").await;
    scene.type_card(CARD).await;
    scene.press("60,000원 결제하기").await;
    scene.reads("6개월").await;
    scene.press("돌아가기").await;
    assert_eq!(merchant.gets("/next", 1).await[0].field("intMon"), "06");
    scene.end().await;
}

#[tokio::test]
async fn the_request_may_name_the_only_issuer() {
    let Some(scene) = Scene::open().await else { return };
    let merchant = Merchant::open().await;
    let mut order = merchant.order("nxca_jt_il", "1000");
    order.insert("cardGb", "HDC".to_owned());
    ask(&scene, &merchant, &order).await;
    scene.reads("현대카드").await;
    assert!(!scene.says("신한카드").await && !scene.offers("카드 변경").await);
    scene.agree().await;
    scene.confirm_in_app().await;
    scene.press("돌아가기").await;
    assert_eq!(merchant.gets("/next", 1).await[0].field("fnCd"), "HDC");
    scene.end().await;
}

#[tokio::test]
async fn a_tax_split_has_to_add_up() {
    let Some(scene) = Scene::open().await else { return };
    let merchant = Merchant::open().await;
    let mut order = merchant.order("nxca_jt_il", "10000");
    let split = [("taxTypeCd", "G"), ("taxAmt", "5000"), ("vatAmt", "500"), ("taxFreeAmt", "4501")];
    order.extend(split.map(|(name, value)| (name, value.to_owned())));
    ask(&scene, &merchant, &order).await;
    scene.reads("결제창을 열 수 없습니다").await;
    scene.reads("ST55").await;
    scene.inspect("refused").await;

    order.insert("taxFreeAmt", "4500".to_owned());
    ask(&scene, &merchant, &order).await;
    scene.pay_by_app().await;
    scene.charged_once("nxca_jt_il", 10_000);
    scene.end().await;
}
