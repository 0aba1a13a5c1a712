//! Each way to pay, from the order to the books: what the window asks for, and what the shop makes of it.

use crate::customer::{CARD, DECLINED_CARD};
use crate::driver::Kind;
use crate::scene::Scene;

#[tokio::test]
async fn authenticated_pays_by_the_issuers_app() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("만년필", "인증 · nxca_jt_il", "이 창에서 이동").await;
    scene.inspect("order").await;
    scene.press("결제하기").await;
    scene.reads("어떤 카드로").await;
    scene.inspect("issuers").await;
    scene.press("신한카드").await;
    scene.reads("결제 내용을 확인해 주세요").await;
    scene.inspect("terms").await;
    scene.agree().await;
    scene.reads("앱카드로 인증").await;
    scene.inspect("issuer-app").await;
    scene.confirm_in_app().await;
    scene.reads("결제가 완료되었습니다").await;
    scene.inspect("paid").await;
    scene.press("돌아가기").await;
    scene.shop_says_paid().await;
    scene.charged_once("nxca_jt_il", 68_000);
    scene.end().await;
}

#[tokio::test]
async fn authenticated_pays_by_the_cards_password() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("공책", "인증 · nxca_jt_il", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.press("카드번호로 인증").await;
    scene.confirm_by_password("000000").await;
    scene.reads("비밀번호").await;
    scene.inspect("issuer-wrong-password").await;
    scene.confirm_by_password("123456").await;
    scene.reads("결제가 완료되었습니다").await;
    scene.reads("949019******0402").await;
    scene.press("돌아가기").await;
    scene.shop_says_paid().await;
    scene.charged_once("nxca_jt_il", 9_800);
    // The issuer's page says 422 to a wrong password.
    scene.end_despite(&["422 (Unprocessable Entity)"]).await;
}

#[tokio::test]
async fn cancelling_at_the_issuer_leads_back_and_charges_nothing() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("공책", "인증 · nxca_jt_il", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.press("인증 취소").await;
    scene.reads("인증이 완료되지 않았습니다").await;
    scene.inspect("not-authenticated").await;
    assert_eq!(scene.sandbox.audit().operations(), 0);
    scene.agree().await;
    scene.confirm_in_app().await;
    scene.reads("결제가 완료되었습니다").await;
    scene.charged_once("nxca_jt_il", 9_800);
    scene.end().await;
}

#[tokio::test]
async fn keyed_pays_by_number_and_expiry() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("엽서", "비인증 · nxca_jt_bi", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.reads("카드 정보를 입력해 주세요").await;
    assert!(!scene.says("생년월일").await, "only legacy merchants ask for it");
    scene.type_card(CARD).await;
    scene.inspect("card-form").await;
    scene.press("4,500원 결제하기").await;
    scene.reads("결제가 완료되었습니다").await;
    scene.press("돌아가기").await;
    scene.shop_says_paid().await;
    scene.charged_once("nxca_jt_bi", 4_500);
    scene.end().await;
}

#[tokio::test]
async fn legacy_also_asks_for_the_holders_identity() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("엽서", "구인증 · nxca_ks_gu", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.type_card(CARD).await;
    scene.press("4,500원 결제하기").await;
    scene.reads("생년월일 또는 사업자번호를 입력해 주세요").await;
    scene.inspect("card-form-faulty").await;
    scene.type_holder().await;
    scene.press("4,500원 결제하기").await;
    scene.reads("결제가 완료되었습니다").await;
    scene.press("돌아가기").await;
    scene.shop_says_paid().await;
    scene.charged_once("nxca_ks_gu", 4_500);
    scene.end().await;
}

#[tokio::test]
async fn deferred_is_authenticated_first_and_charged_by_the_shops_capture() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("테이프", "후승인 · nxca_jt_hd", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.confirm_in_app().await;
    scene.reads("본인 인증이 완료되었습니다").await;
    scene.reads("아직 결제되지 않았습니다").await;
    scene.inspect("authenticated").await;
    scene.press("돌아가기").await;
    scene.reads("인증 완료").await;
    assert_eq!(scene.sandbox.audit().account("payable:nxca_jt_hd"), (0, 0));
    scene.inspect("shop-authenticated").await;
    scene.press("매입(승인) 요청").await;
    // Answer or notification: no order is promised.
    scene.reads("승인 응답").await;
    scene.reads("알림 수신").await;
    scene.reads("결제 완료").await;
    assert_eq!(scene.sandbox.audit().account("payable:nxca_jt_hd"), (0, 2_500));
    scene.end().await;
}

#[tokio::test]
async fn direct_goes_straight_to_the_issuer() {
    let Some(scene) = Scene::open().await else { return };
    scene.open(&scene.sandbox.shop).await;
    scene.choose("연필").await;
    scene.pick("결제 흐름", "직호출").await;
    scene.pick("카드사", "현대").await;
    scene.choose("이 창에서 이동").await;
    scene.press("주문하기").await;
    scene.press("결제하기").await;
    scene.reads("현대").await;
    scene.confirm_in_app().await;
    scene.reads("결제가 완료되었습니다").await;
    scene.press("돌아가기").await;
    scene.shop_says_paid().await;
    scene.charged_once("nxca_jt_il", 3_000);
    scene.end().await;
}

#[tokio::test]
async fn dollars_are_paid_in_english() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("만년필", "달러 인증 · nxca_ab_il", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.press("Shinhan Card").await;
    scene.reads("$52.00").await;
    scene.reads("Wildflower Stationery").await;
    scene.choose("I agree to all of the terms").await;
    scene.inspect("terms-english").await;
    scene.press("Continue to Shinhan Card").await;
    scene.press("Confirmed in the app").await;
    scene.reads("Payment complete").await;
    assert!(!scene.says("신한").await, "the issuer has an English name");
    scene.inspect("paid-english").await;
    scene.press("Return to Wildflower Stationery").await;
    scene.shop_says_paid().await;
    scene.charged_once("nxca_ab_il", 5_200);
    scene.end().await;
}

#[tokio::test]
async fn a_declined_card_may_be_followed_by_another() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("엽서", "비인증 · nxca_jt_bi", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.type_card(DECLINED_CARD).await;
    scene.press("4,500원 결제하기").await;
    scene.reads("결제되지 않았습니다").await;
    scene.reads("카드 한도를 초과했습니다").await;
    scene.reads("청구된 금액은 없습니다").await;
    scene.inspect("declined").await;
    scene.press("다른 카드로 결제").await;
    scene.choose_issuer_and_agree().await;
    scene.type_card(CARD).await;
    scene.press("4,500원 결제하기").await;
    scene.reads("결제가 완료되었습니다").await;
    scene.press("돌아가기").await;
    scene.shop_says_paid().await;
    let audit = scene.sandbox.audit();
    assert_eq!((audit.operations(), audit.account("payable:nxca_jt_bi")), (2, (0, 4_500)), "{}", audit.text);
    scene.end().await;
}

#[tokio::test]
async fn pays_without_any_script() {
    let Some(scene) = Scene::with(Kind { is_scriptless: true, ..Kind::default() }).await else { return };
    scene.order("엽서", "구인증 · nxca_ks_gu", "팝업").await;
    scene.press("결제하기").await;
    scene.press("NH농협카드").await;
    for agreement in ["전자금융거래", "수집", "제3자"] {
        scene.choose(agreement).await;
    }
    scene.inspect("terms-without-script").await;
    scene.press("다음").await;
    scene.type_card(CARD).await;
    scene.type_holder().await;
    scene.press("4,500원 결제하기").await;
    scene.reads("결제가 완료되었습니다").await;
    scene.press("돌아가기").await;
    scene.press("계속").await;
    // The shop's page doesn't keep itself up to date then.
    scene.reads("주문으로 돌아갑니다").await;
    scene.press("주문 보기").await;
    scene
        .until("the shop's word", async || {
            scene.reload().await;
            Ok(scene.text().await?.contains("결제 완료").then_some(()))
        })
        .await;
    scene.charged_once("nxca_ks_gu", 4_500);
    scene.end().await;
}
