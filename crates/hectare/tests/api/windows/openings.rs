//! What is found out when a window is opened, before its customer has seen a page.

use serde_json::json;
use testkit::{Receiver, Request};

use super::{
    FORM, GOOD_CARD, NEXT, OVER_LIMIT, PATH, at_card_form, at_decline, browse, close, look, open, order,
    press,
};
use crate::{gateway, paid};

/// Posts the form, and reads the refusal.
async fn refusal(gateway: &testkit::Gateway, order: &Request) -> (String, String) {
    let reply = gateway.send("POST", PATH, FORM, order.form()).await;
    let said = |name: &str| reply.json()[name].as_str().unwrap_or_default().to_owned();
    (said("outRsltCd"), said("outRsltMsg"))
}

#[tokio::test]
async fn an_order_that_is_paid_opens_no_window() {
    let gateway = gateway();
    let order = order();
    let form = at_card_form(&gateway, &order).await;
    press(&gateway, &form, GOOD_CARD).await;
    assert_eq!(refusal(&gateway, &order).await.0, "ST03");
    let page = browse(&gateway, PATH, &order.form(), "ko").await.text;
    assert!(page.contains("이미 결제된 주문입니다") && page.contains("ST03"), "{page}");
    assert!(page.contains("다시 결제하지 마시고") && !page.contains("문제가 있어"), "{page}");

    let by_api = paid(&gateway, &crate::keyed_in()).await;
    let same = super::order().with("mchtTrdNo", by_api.field("mchtTrdNo"));
    assert_eq!(refusal(&gateway, &same).await.0, "ST03");
}

#[tokio::test]
async fn an_order_that_is_under_way_opens_no_window() {
    let gateway = gateway();
    let order = order();
    let form = at_card_form(&gateway, &order).await;
    let slow = json!({ "mchtId": "nxca_jt_bi", "outcome": "delay", "delay_ms": 2_000, "times": 1 });
    gateway.scenario(slow).await;
    let (paid, refused) = tokio::join!(press(&gateway, &form, GOOD_CARD), async {
        while !look(&gateway, &form).await.text.contains("결제를 승인받고 있습니다") {}
        refusal(&gateway, &order).await
    });
    assert_eq!(refused.0, "ST38");
    assert_eq!(close(&gateway, &paid).await.gist(), (NEXT, "0021", "0000"));
}

#[tokio::test]
async fn an_order_whose_card_was_declined_may_have_another_window() {
    let gateway = gateway();
    let order = order();
    at_decline(&gateway, &order).await;
    let form = at_card_form(&gateway, &order).await;
    assert!(press(&gateway, &form, OVER_LIMIT).await.text.contains("CA31"));
}

/// What browsers read as a web address is written as one from the opening on.
#[tokio::test]
async fn addresses_are_normalised_once() {
    let gateway = gateway();
    for url in [
        "http:127.0.0.1:9/next",
        "http:\\\\127.0.0.1:9\\next",
        " http://127.0.0.1:9/next",
        "HTTP://127.0.0.1:9/next",
    ] {
        let form = at_card_form(&gateway, &order().with("nextUrl", url)).await;
        let paid = press(&gateway, &form, GOOD_CARD).await;
        assert_eq!(close(&gateway, &paid).await.gist(), (NEXT, "0021", "0000"), "{url}");
    }
}

#[tokio::test]
async fn the_notification_goes_to_the_normalised_address() {
    let receiver = Receiver::start().await;
    let gateway = gateway();
    let url = receiver.url().replace("http://", "http:");
    let order = order().with("notiUrl", url);
    let form = at_card_form(&gateway, &order).await;
    press(&gateway, &form, GOOD_CARD).await;
    let letters = receiver.wait_for(1).await;
    assert_eq!(letters[0].field("mchtTrdNo"), order.value("mchtTrdNo"));
}

#[tokio::test]
async fn addresses_that_are_none_or_nobodys_are_refused() {
    let gateway = gateway();
    let nowhere = [
        "http://[fd00:ec2::254]/",
        "http://100.100.100.200/latest/meta-data",
        "http://192.0.0.192/",
        "http://168.63.129.16/",
        "http://169.254.169.254/",
        "javascript:alert(1)",
        "http://user:word@shop.example/",
    ];
    for name in ["notiUrl", "nextUrl", "cancUrl"] {
        for url in nowhere {
            let (code, text) = refusal(&gateway, &order().with(name, url)).await;
            assert_eq!(code, "6001", "{name} {url} {text}");
        }
    }
}

/// A form that the integration script posts holds every name it knows, the empty ones, too, and two of its own.
#[tokio::test]
async fn the_script_may_post_every_field_it_knows() {
    let gateway = gateway();
    let script = gateway.get("/resources/js/v1/SettlePG_v1.2.js").await.text;
    let list = script.split_once("var FIELDS = (").unwrap().1.split_once(").split").unwrap().0;
    let names: Vec<&str> = list.split(['"', '+', ' ', '\n']).filter(|name| !name.is_empty()).collect();
    assert!(names.len() > 40 && names.contains(&"csrcRegNo"), "{names:?}");
    let order = order();
    let own: Vec<String> =
        form_urlencoded::parse(order.form().as_bytes()).map(|(name, _)| name.into_owned()).collect();
    let form = names
        .iter()
        .filter(|name| !own.iter().any(|one| one == *name))
        .fold(order.form() + "&type=iframe&height=660", |form, name| form + "&" + name + "=");
    let page = gateway.send("POST", PATH, FORM, form).await;
    assert!(page.status == 200 && page.url.contains("/window/"), "{}", page.text);
    let line = super::log::lines(&gateway, 1).await.remove(0);
    assert_eq!(line["unknown"], json!([]), "{line}");
}

#[tokio::test]
async fn the_script_is_at_its_older_addresses_too() {
    let gateway = gateway();
    let script = gateway.get("/resources/js/v1/SettlePG_v1.2.js").await;
    for path in ["/resources/js/SettlePG.js", "/resources/js/v1/SettlePG.js"] {
        let older = gateway.get(path).await;
        assert_eq!(
            (older.status, &older.content_type, &older.text),
            (200, &script.content_type, &script.text)
        );
    }
}

/// The hash covers merchant, method, order number, day, time and amount. Of the rest a buyer may change what they
/// like; what is charged stays what the merchant signed.
#[tokio::test]
async fn whatever_a_buyer_changes_the_signed_amount_is_charged() {
    let gateway = gateway();
    let unsigned = [
        ("pmtPrdtNm", "다른 상품"),
        ("mchtName", "다른 상점"),
        ("mchtEName", "Another Shop"),
        ("mchtParam", "x=1"),
        ("instmtMon", "12"),
        ("mchtCustNm", "다른 고객"),
    ];
    let mut count = 0;
    for (name, value) in unsigned {
        let order = order();
        let value = if name == "mchtCustNm" { testkit::Keys::TEST.seal(value) } else { value.to_owned() };
        let changed = order.clone().sent(name, value);
        assert_eq!(changed.hash(), order.hash(), "{name}");
        let form = at_card_form(&gateway, &changed).await;
        press(&gateway, &form, GOOD_CARD).await;
        count += 1;
        assert_eq!(gateway.audit().account("payable:nxca_jt_bi"), (0, count * 1_000), "{name}");
    }
    let (code, _) = refusal(&gateway, &order().sent("trdAmt", testkit::Keys::TEST.seal("1"))).await;
    assert_eq!(code, "1901");
    // Instalments that aren't on offer for so small an amount are no way around them.
    let page = open(&gateway, &order().with("instmtMon", "12")).await;
    let terms = press(&gateway, &page, super::ISSUER).await;
    assert_eq!(terms.inputs()["instalment"], "00");
}
