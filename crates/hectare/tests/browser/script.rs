//! The integration script on a merchant's page: what it takes, whom it believes, and what it says. PG 2.6, 2.7.

use serde_json::json;

use crate::driver::Kind;
use crate::merchant::{Merchant, arguments};
use crate::scene::Scene;

/// What the callback has got so far.
async fn results(scene: &Scene) -> serde_json::Value {
    scene.run("return results", json!([])).await.unwrap()
}

#[tokio::test]
async fn the_callback_gets_the_result_once() {
    let Some(scene) = Scene::open().await else { return };
    let merchant = Merchant::open().await;
    let order = merchant.order("nxca_jt_il", "10000");
    merchant.shows_script(&scene.sandbox.gateway, &arguments(&scene.sandbox.gateway, "iframe", &order));
    scene.open(&merchant.site).await;
    scene.press("결제").await;
    scene.enter_frame().await;
    scene.pay_by_app().await;
    scene.press("닫기").await;
    scene.leave_frame().await;
    scene
        .until("a result", async || Ok((results(&scene).await[0]["outStatCd"] == "0021").then_some(())))
        .await;
    assert_eq!(results(&scene).await.as_array().map(Vec::len), Some(1));
    assert_eq!(results(&scene).await[0]["mchtTrdNo"], *order["mchtTrdNo"]);
    assert!(merchant.got("/next").is_empty(), "the page has the result, nothing is posted");

    // The layer is gone, and may come again.
    scene.press("결제").await;
    scene.enter_frame().await;
    scene.choose_issuer_and_agree().await;
    scene.confirm_in_app().await;
    // Nobody is asked to pay twice.
    scene.reads("이미 결제된 주문입니다").await;
    assert!(!scene.says("다시 주문해").await);
    scene.inspect("paid-before").await;
    scene.press("닫기").await;
    scene.leave_frame().await;
    scene
        .until("another", async || Ok((results(&scene).await[1]["outRsltCd"] == "ST03").then_some(())))
        .await;
    scene.charged_once("nxca_jt_il", 10_000);
    scene.end().await;
}

#[tokio::test]
async fn the_callback_hears_of_a_customer_who_leaves() {
    let Some(scene) = Scene::open().await else { return };
    let merchant = Merchant::open().await;
    let order = merchant.order("nxca_jt_il", "10000");
    merchant.shows_script(&scene.sandbox.gateway, &arguments(&scene.sandbox.gateway, "iframe", &order));
    scene.open(&merchant.site).await;
    scene.press("결제").await;
    scene.enter_frame().await;
    scene.press("결제 그만두기").await;
    scene.leave_frame().await;
    scene
        .until("a result", async || Ok((results(&scene).await[0]["outRsltCd"] == "0009").then_some(())))
        .await;
    assert_eq!(results(&scene).await[0]["outStatCd"], "0031");
    scene.end().await;
}

#[tokio::test]
async fn messages_of_others_are_not_believed() {
    let Some(scene) = Scene::open().await else { return };
    let merchant = Merchant::open().await;
    let order = merchant.order("nxca_jt_il", "10000");
    merchant.shows_script(&scene.sandbox.gateway, &arguments(&scene.sandbox.gateway, "iframe", &order));
    scene.open(&merchant.site).await;
    scene.press("결제").await;
    scene.enter_frame().await;
    scene.reads("어떤 카드로").await;
    scene.leave_frame().await;
    let lie = "const lie = JSON.stringify({ action: 'HECTO_IFRAME_CLOSE', params: { outStatCd: '0021' } });
        const other = document.body.appendChild(document.createElement('iframe')).contentWindow;
        heard = 0;
        addEventListener('message', () => { heard += 1; });
        other.eval(`parent.postMessage('${lie}', '*')`);
        postMessage(lie, '*');";
    scene.run(lie, json!([])).await.unwrap();
    let heard = async || Ok((scene.run("return heard", json!([])).await? == 2).then_some(()));
    scene.until("both lies", heard).await;
    assert_eq!(results(&scene).await, json!([]));
    scene.enter_frame().await;
    scene.pay_by_app().await;
    scene.end().await;
}

#[tokio::test]
async fn a_blocked_popup_is_said() {
    let Some(scene) = Scene::with(Kind { blocks_popups: true, ..Kind::default() }).await else { return };
    let merchant = Merchant::open().await;
    let order = merchant.order("nxca_jt_il", "10000");
    merchant.shows_script(&scene.sandbox.gateway, &arguments(&scene.sandbox.gateway, "popup", &order));
    scene.open(&merchant.site).await;
    // Nobody has pressed anything.
    scene.run("setTimeout(() => SETTLE_PG.pay(order), 0)", json!([])).await.unwrap();
    let said = scene.alert().await;
    assert!(said.contains("팝업 차단"), "{said}");
    assert_eq!((scene.windows().await.len(), scene.sandbox.requests().await), (1, 0));
    scene.end().await;
}

#[tokio::test]
async fn a_missing_parameter_is_named_and_nothing_is_posted() {
    let Some(scene) = Scene::open().await else { return };
    let merchant = Merchant::open().await;
    let order = merchant.order("nxca_jt_il", "10000");
    let whole = arguments(&scene.sandbox.gateway, "popup", &order);
    merchant.shows_script(&scene.sandbox.gateway, &whole);
    scene.open(&merchant.site).await;
    let mandatory = [
        "env",
        "ui",
        "mchtId",
        "method",
        "mchtTrdNo",
        "trdDt",
        "trdTm",
        "trdAmt",
        "mchtName",
        "notiUrl",
        "nextUrl",
        "cancUrl",
        "pmtPrdtNm",
        "pktHash",
    ];
    for name in mandatory {
        let call = "const short = { ...order }; delete short[arguments[0]];
            setTimeout(() => SETTLE_PG.pay(short), 0)";
        scene.run(call, json!([name])).await.unwrap();
        let said = scene.alert().await;
        assert!(said.contains(name), "{name}: {said}");
    }
    assert_eq!((scene.windows().await.len(), scene.sandbox.requests().await), (1, 0));
    scene.end().await;
}
