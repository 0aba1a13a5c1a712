//! Calls whose bytes were made by other people's code (`golden.py`: hashlib, openssl), sent as they are.

use serde_json::Value;

use crate::gateway;

#[tokio::test]
async fn a_merchant_without_our_code_is_understood_and_understands() {
    let gateway = gateway();
    gateway.set_clock("*", "2026-01-02T03:04:05+09:00").await;
    let calls: Value = serde_json::from_str(include_str!("golden.json")).unwrap();
    let (mut trade_no, mut key) = (String::new(), String::new());
    let (mut transfer, mut agreement) = (String::new(), String::new());
    for call in calls.as_array().unwrap() {
        let text = |name: &str| call[name].as_str().unwrap();
        if let Some(form) = call["form"].as_str() {
            let result = gateway.transfer_by(text("path"), form).await;
            for (name, value) in call["answer"].as_object().unwrap() {
                assert_eq!(result[name], value.as_str().unwrap(), "{}: {name}", text("name"));
            }
            let number = if text("name") == "transfer" { &mut transfer } else { &mut agreement };
            number.clone_from(&result["trdNo"]);
            continue;
        }
        let body = text("body").replace("{trdNo}", &trade_no).replace("{billKey}", &key);
        let body = body.replace("{transfer}", &transfer).replace("{agreement}", &agreement);
        let reply = gateway.post(text("path"), body).await;
        for (name, value) in call["answer"].as_object().unwrap() {
            assert_eq!(
                reply.field(name),
                value.as_str().unwrap(),
                "{}: {name}: {}",
                text("name"),
                reply.text
            );
        }
        match text("name") {
            "payment" => trade_no = reply.trade_no(),
            "key issue" => key = reply.field("billKey"),
            _ => {}
        }
    }
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
    assert_eq!(audit.account("payable:nxca_jt_bi"), (2_500, 10_000));
    assert_eq!(audit.account("payable:nxca_ks_gu"), (0, 10_000));
    assert_eq!(audit.account("payable:nx_mid_il"), (10_000, 10_000));
    assert_eq!(audit.account("payable:nx_mid_hd"), (0, 10_000));
}
