//! The integration script on a merchant's page: what it takes, whom it believes, and what it says. PG 2.6, 2.7.

use serde_json::json;

use crate::driver::Kind;
use crate::keyboard::ESCAPE;
use crate::merchant::{Fields, Merchant, arguments};
use crate::scene::Scene;

/// What the callback has got so far.
async fn results(scene: &Scene) -> serde_json::Value {
    scene.run("return results", json!([])).await.unwrap()
}

/// The merchant's page with the script and an order of 10,000, before anything is pressed.
async fn at_site(scene: &Scene, ui: &str, id: &str) -> (Merchant, Fields) {
    let merchant = Merchant::open().await;
    let order = merchant.order(id, "10000");
    merchant.shows_script(&scene.sandbox.gateway, &arguments(&scene.sandbox.gateway, ui, &order));
    scene.open(&merchant.site).await;
    (merchant, order)
}

#[tokio::test]
async fn the_callback_gets_the_result_once() {
    let Some(scene) = Scene::open().await else { return };
    let (merchant, order) = at_site(&scene, "iframe", "nxca_jt_il").await;
    scene.press("결제").await;
    scene.enter_frame().await;
    scene.pay_by_app().await;
    scene.press("돌아가기").await;
    scene.leave_frame().await;
    scene
        .until("a result", async || Ok((results(&scene).await[0]["outStatCd"] == "0021").then_some(())))
        .await;
    assert_eq!(results(&scene).await.as_array().map(Vec::len), Some(1));
    assert_eq!(results(&scene).await[0]["mchtTrdNo"], *order["mchtTrdNo"]);
    // It came by the merchant's own page in the frame.
    assert_eq!(merchant.got("/next").len(), 1);
    assert_eq!(
        merchant.origins(),
        std::slice::from_ref(&scene.sandbox.gateway),
        "a form without an origin is refused by some"
    );

    // The layer is gone, and may come again. Nobody is asked to pay twice.
    scene.press("결제").await;
    scene.enter_frame().await;
    scene.reads("이미 결제된 주문입니다").await;
    assert!(!scene.says("다시 주문해").await);
    scene.inspect("paid-before").await;
    scene.press("닫기").await;
    scene.leave_frame().await;
    has_no_layer(&scene).await;
    assert_eq!(
        results(&scene).await.as_array().map(Vec::len),
        Some(1),
        "no page of the merchant's said anything"
    );
    scene.charged_once("nxca_jt_il", 10_000);
    scene.end().await;
}

#[tokio::test]
async fn the_callback_hears_of_a_customer_who_leaves() {
    let Some(scene) = Scene::open().await else { return };
    let (merchant, _) = at_site(&scene, "iframe", "nxca_jt_il").await;
    scene.press("결제").await;
    scene.enter_frame().await;
    scene.press("결제 그만두기").await;
    scene.leave_frame().await;
    scene
        .until("a result", async || Ok((results(&scene).await[0]["outRsltCd"] == "0009").then_some(())))
        .await;
    assert_eq!(results(&scene).await[0]["outStatCd"], "0031");
    assert_eq!(merchant.gets("/canc", 1).await[0].field("outRsltCd"), "0009");
    has_no_layer(&scene).await;
    scene.end().await;
}

async fn has_no_layer(scene: &Scene) {
    let gone = "return document.querySelector('[role=dialog]') === null";
    scene
        .until("the layer's end", async || Ok((scene.run(gone, json!([])).await? == true).then_some(())))
        .await;
}

#[tokio::test]
async fn the_page_in_the_frame_may_set_its_width() {
    let Some(scene) = Scene::open().await else { return };
    let (_merchant, _) = at_site(&scene, "iframe", "nxca_jt_il").await;
    scene.press("결제").await;
    let says = async |message: &str| {
        scene.enter_frame().await;
        scene.run("parent.postMessage(arguments[0], '*')", json!([message])).await.unwrap();
        scene.leave_frame().await;
    };
    let is = async |width: i64| {
        let measured = "return document.querySelector('[role=dialog] iframe').offsetWidth";
        let wide = async || Ok((scene.run(measured, json!([])).await? == width).then_some(()));
        scene.until(&format!("a width of {width}"), wide).await;
    };
    is(430).await;
    says(r#"{"action":"HECTO_IFRAME_RESIZE","params":{"width":"500px"}}"#).await;
    is(500).await;
    says(r#"{"action":"HECTO_IFRAME_RETURNSIZE"}"#).await;
    is(430).await;
    scene.end().await;
}

#[tokio::test]
async fn escape_leaves_and_asks_once_something_was_typed() {
    let Some(scene) = Scene::open().await else { return };
    let (merchant, _) = at_site(&scene, "iframe", "nxca_jt_bi").await;
    scene.press("결제").await;
    scene.enter_frame().await;
    scene.choose_issuer_and_agree().await;
    scene.reads("카드 정보를 입력해 주세요").await;
    scene.write("카드번호", "9490").await;
    scene.strike(ESCAPE).await;
    scene.reads("결제를 그만둘까요?").await;
    scene.keep_picture("leave-asked").await;
    scene.press("계속 결제하기").await;
    assert!(merchant.got("/canc").is_empty());
    scene.strike(ESCAPE).await;
    scene.press("그만두기").await;
    scene.leave_frame().await;
    has_no_layer(&scene).await;
    assert_eq!(results(&scene).await[0]["outRsltCd"], "0009");

    // Nothing was typed yet, and the key is struck in the page around the frame.
    scene.press("결제").await;
    scene.enter_frame().await;
    scene.reads("어떤 카드로").await;
    scene.leave_frame().await;
    scene.run("document.activeElement.blur(); dispatchEvent(new Event('focus'))", json!([])).await.unwrap();
    let key = "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))";
    scene.run(key, json!([])).await.unwrap();
    has_no_layer(&scene).await;
    assert_eq!(merchant.gets("/canc", 2).await.len(), 2);
    scene.end().await;
}

#[tokio::test]
async fn messages_of_others_are_not_believed() {
    let Some(scene) = Scene::open().await else { return };
    let (_merchant, _) = at_site(&scene, "iframe", "nxca_jt_il").await;
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
    let (_merchant, _) = at_site(&scene, "popup", "nxca_jt_il").await;
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
