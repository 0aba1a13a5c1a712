//! The developer's pages: what the sandbox tells of a payment, and the documents, on a desktop and on a telephone.

use serde_json::json;

use crate::customer::{CARD, DECLINED_CARD};
use crate::driver::Kind;
use crate::scene::Scene;

async fn a_payment_is_followed_to_its_notification(kind: Kind, device: &str) {
    let Some(scene) = Scene::with(kind).await else { return };
    let sandbox = format!("{}/sandbox/", scene.sandbox.gateway);
    scene.open(&format!("{sandbox}payments")).await;
    scene.reads("아직 결제가 없습니다").await;
    scene.inspect(&format!("{device}-payments-empty")).await;

    scene.order("만년필", "비인증 · nxca_jt_bi", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.type_card(DECLINED_CARD).await;
    scene.press("68,000원 결제하기").await;
    scene.press("다른 카드로 결제").await;
    scene.choose_issuer_and_agree().await;
    scene.type_card(CARD).await;
    scene.press("68,000원 결제하기").await;
    scene.press("닫기").await;
    scene.shop_says_paid().await;

    scene.open(&sandbox).await;
    scene.reads("창 열림").await;
    scene.inspect(&format!("{device}-sandbox")).await;
    scene.press("창 열림").await;
    scene.press("결제 보기").await;
    for told in ["68,000원", "결제 완료", "처리 내역", "거절", "전달됨", "너도밤나무 만년필"]
    {
        scene.reads(told).await;
    }
    scene.inspect(&format!("{device}-payment")).await;
    scene.press("결제 내역").await;
    scene.reads("전달됨").await;
    scene.inspect(&format!("{device}-payments")).await;
    scene.open(&format!("{}/docs/integration", scene.sandbox.gateway)).await;
    scene.inspect(&format!("{device}-integration")).await;
    scene.end().await;
}

#[tokio::test]
async fn a_payment_is_followed_on_a_desktop() {
    a_payment_is_followed_to_its_notification(Kind::default(), "desktop").await;
}

#[tokio::test]
async fn a_payment_is_followed_on_a_telephone() {
    a_payment_is_followed_to_its_notification(Kind { is_phone: true, ..Kind::default() }, "phone").await;
}

#[tokio::test]
async fn a_clock_is_moved_and_reset_by_hand() {
    let Some(scene) = Scene::open().await else { return };
    scene.open(&format!("{}/sandbox/#clocks", scene.sandbox.gateway)).await;
    scene.press("1일").await;
    scene.reads("+1일").await;
    scene.press("실제 시간으로").await;
    scene.until("real time", async || Ok((!scene.says("+1일").await).then_some(()))).await;
    scene.end().await;
}

#[tokio::test]
async fn a_scenario_of_one_issuer_is_set_and_taken_back() {
    let Some(scene) = Scene::open().await else { return };
    scene.open(&format!("{}/sandbox/#scenarios", scene.sandbox.gateway)).await;
    scene.pick("카드사", "삼성카드 (CA04)").await;
    scene.choose("기관에 닿지 않습니다").await;
    scene.press("시나리오 정하기").await;
    scene.reads("모든 가맹점 · 삼성카드 (CA04)").await;
    let told = "return document.querySelector('.done:not([hidden])')?.textContent
        + ' ' + document.activeElement.textContent";
    scene
        .until("where it was pressed, what was set, and the keyboard", async || {
            let told = scene.run(told, json!([])).await?;
            Ok((told == "시나리오를 정했습니다 시나리오 정하기").then_some(()))
        })
        .await;
    scene.press("끄기: 무응답, 모든 가맹점, 삼성카드").await;
    scene.reads("기관이 평소처럼 답합니다").await;
    scene.end().await;
}

#[tokio::test]
async fn a_tablet_never_scrolls_sideways() {
    let Some(scene) = Scene::open().await else { return };
    scene.order("만년필", "비인증 · nxca_jt_bi", "이 창에서 이동").await;
    scene.press("결제하기").await;
    scene.choose_issuer_and_agree().await;
    scene.type_card(CARD).await;
    scene.press("68,000원 결제하기").await;
    scene.press("돌아가기").await;
    scene.shop_says_paid().await;
    for (width, size) in [(768, "upright"), (1024, "lying")] {
        scene.post("/window/rect", json!({ "width": width, "height": 768 })).await.unwrap();
        for (path, name) in [("sandbox/payments?lang=en", "payments"), ("docs/card?lang=en", "fields")] {
            scene.open(&format!("{}/{path}", scene.sandbox.gateway)).await;
            scene.inspect(&format!("tablet-{size}-{name}")).await;
        }
    }
    scene.end().await;
}
