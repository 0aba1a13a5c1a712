//! Paying by account transfer: bank, account, the bank's own page, and what the merchant gets.

use serde_json::json;
use testkit::Keys;

use crate::driver::Kind;
use crate::merchant::{Fields, Merchant};
use crate::scene::Scene;

/// Banks close at night.
const NOON: &str = "12:00:00";

/// The window of a merchant who takes transfers, at this time of a day.
async fn opened(kind: Kind, time: &str) -> Option<(Scene, Merchant, Fields)> {
    let scene = Scene::with(kind).await?;
    let merchant = Merchant::open().await;
    let mut order = merchant.order("nx_mid_il", "52000");
    order.insert("method", "bank".to_owned());
    order.insert("trdDt", "20260401".to_owned());
    scene.sandbox.set_clocks(&format!("2026-04-01T{time}+09:00")).await;
    merchant.shows_form(&scene.sandbox.gateway, "/bank/main.do", &order);
    scene.open(&merchant.site).await;
    scene.press("결제").await;
    scene.reads("어느 은행에서 이체할까요?").await;
    Some((scene, merchant, order))
}

async fn name_account(scene: &Scene, number: &str) {
    scene.write("계좌번호", number).await;
    // On a phone the terms lie behind the button until somebody scrolls.
    let scroll = "document.getElementById('agree-all').scrollIntoView({ block: 'center' })";
    scene.run(scroll, json!([])).await.unwrap();
    scene.choose("모두 동의합니다").await;
    scene.press("이동").await;
    scene.reads("계좌 비밀번호로 이체 승인").await;
}

#[tokio::test]
async fn an_account_pays_with_a_cash_receipt() {
    let Some((scene, merchant, order)) = opened(Kind { is_phone: true, ..Kind::default() }, NOON).await
    else {
        return;
    };
    scene.inspect("banks").await;
    scene.write("은행 찾기", "토스").await;
    scene.press("토스뱅크").await;
    scene.reads("이체할 계좌를 알려 주세요").await;
    assert!(
        !scene.says("휴대폰번호 또는 사업자번호").await,
        "only who wants a receipt is asked for a number"
    );
    scene.pick("현금영수증", "소득공제용").await;
    scene.press("이동").await;
    scene.reads("현금영수증을 받을 번호를 입력해 주세요").await;
    scene.write("휴대폰번호", "010-1234-5678").await;
    scene.inspect("account").await;
    name_account(&scene, "110-123-456789").await;
    scene.inspect("bank-confirm").await;
    scene.write("계좌 비밀번호", "1234").await;
    scene.press("이체하기").await;
    scene.reads("결제가 완료되었습니다").await;
    scene.reads("토스뱅크 110******789").await;
    scene.inspect("transferred").await;
    scene.press("돌아가기").await;
    let result = merchant.gets("/next", 1).await.remove(0);
    let told = ["outStatCd", "outRsltCd", "mchtTrdNo", "fnCd"].map(|name| result.field(name));
    assert_eq!(told, ["0021", "0000", &order["mchtTrdNo"], "092"]);
    let letter = merchant.gets("/noti", 1).await.remove(0);
    assert!(letter.is_signed(Keys::TEST) && letter.field("csrcIssNo").len() == 9);
    scene.charged_once("nx_mid_il", 52_000);
    scene.end().await;
}

#[tokio::test]
async fn an_account_with_too_little_money_may_be_followed_by_leaving() {
    let Some((scene, merchant, _)) = opened(Kind::default(), NOON).await else { return };
    scene.press("국민은행").await;
    name_account(&scene, "999000000005").await;
    scene.press("이체 취소").await;
    scene.reads("결제된 금액은 없습니다").await;
    name_account(&scene, "999000000005").await;
    scene.write("계좌 비밀번호", "0000").await;
    scene.press("이체하기").await;
    scene.reads("비밀번호가 일치하지 않습니다").await;
    scene.inspect("bank-wrong-password").await;
    scene.write("계좌 비밀번호", "1234").await;
    scene.press("이체하기").await;
    scene.reads("계좌의 잔액이 부족합니다").await;
    scene.inspect("transfer-declined").await;
    scene.press("다른 계좌로 결제").await;
    let recent = "return document.querySelector('#choices li').innerText.trim()";
    scene.reads("어느 은행에서 이체할까요?").await;
    let first = scene.run(recent, json!([])).await.unwrap();
    assert!(first.as_str().unwrap().contains("국민은행"), "{first}");
    scene.press_x().await;
    let left = merchant.gets("/canc", 1).await.remove(0);
    assert_eq!((left.field("outStatCd"), left.field("outRsltCd")), ("0031", "0009"));
    assert_eq!(scene.sandbox.audit().account("payable:nx_mid_il"), (0, 0));
    // The bank's page says 422 to a wrong password.
    scene.end_despite(&["422 (Unprocessable Entity)"]).await;
}

#[tokio::test]
async fn a_bank_that_is_closed_at_night_can_not_be_chosen() {
    let Some((scene, _merchant, _)) = opened(Kind::default(), "23:52:00").await else { return };
    scene.reads("점검 중").await;
    scene.inspect("banks-at-night").await;
    assert!(!scene.offers("국민은행").await, "it is closed");
    assert!(scene.offers("토스뱅크").await, "it is not");
    scene.end().await;
}

/// From the bank's list to the result, in a window of the shop's.
async fn pay_from_account(scene: &Scene) {
    scene.press("결제하기").await;
    scene.press("국민은행").await;
    name_account(scene, "110-123-456789").await;
    scene.write("계좌 비밀번호", "1234").await;
    scene.press("이체하기").await;
}

#[tokio::test]
async fn the_shop_is_paid_by_transfer_and_pays_back() {
    let Some(scene) = Scene::open().await else { return };
    scene.sandbox.set_clocks("2026-04-01T12:00:00+09:00").await;
    scene.order("공책", "계좌이체 · nx_mid_il", "이 창에서 이동").await;
    pay_from_account(&scene).await;
    scene.reads("결제가 완료되었습니다").await;
    scene.press("돌아가기").await;
    scene.shop_says_paid().await;
    scene.reads("국민은행").await;
    scene.inspect("shop-transferred").await;
    scene.charged_once("nx_mid_il", 9_800);
    scene.press("전액 취소").await;
    scene.press("9,800원 취소하기").await;
    scene
        .until("the books", async || {
            let paid_back = scene.sandbox.audit().account("payable:nx_mid_il") == (9_800, 9_800);
            Ok(paid_back.then_some(()))
        })
        .await;
    scene.end().await;
}

#[tokio::test]
async fn the_shop_captures_what_a_holder_agreed_to() {
    let Some(scene) = Scene::open().await else { return };
    scene.sandbox.set_clocks("2026-04-01T12:00:00+09:00").await;
    scene.order("공책", "계좌이체 후승인 · nx_mid_hd", "이 창에서 이동").await;
    pay_from_account(&scene).await;
    scene.reads("아직 결제되지 않았습니다").await;
    scene.press("돌아가기").await;
    scene.reads("인증 완료").await;
    scene.press("매입(승인) 요청").await;
    scene.reads("결제 완료").await;
    assert_eq!(scene.sandbox.audit().account("payable:nx_mid_hd"), (0, 9_800));
    scene.end().await;
}
