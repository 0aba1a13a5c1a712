//! The window's form, its result and notifications, against values made outside of Rust.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests speak by panicking")]

mod common;

use std::collections::BTreeMap;

use client::{
    Charset, Currency, Error, Event, Merchant, Money, NotVerified, Status, Tax, WindowKind, WindowOrder,
};
use common::{ORDER, TRADE, at, golden, merchant};
use serde_json::Value;

fn order() -> WindowOrder<'static> {
    WindowOrder {
        order_no: ORDER,
        amount: Money::won(10_000),
        product: "<엽서> & '꽃'",
        merchant_name: "들꽃 문구점",
        merchant_english_name: "Wildflower",
        notify_url: "http://127.0.0.1:9/n",
        next_url: "http://127.0.0.1:9/r",
        cancel_url: "http://127.0.0.1:9/c",
        customer_id: Some("hong"),
        issuer_code: Some("NHC"),
        instalment_months: Some(3),
        tax: Some(Tax::Mixed { taxable: 5_000, vat: 500, tax_free: 4_500, service_charge: 0 }),
        at: at(),
        ..WindowOrder::default()
    }
}

#[test]
fn the_window_form_is_sealed_as_others_seal_it() {
    let form = merchant().card_window(&order()).unwrap();
    let fields: BTreeMap<&str, &str> = form.fields().collect();
    let golden = golden();
    let expected = golden["window"].as_object().unwrap();
    let expected: BTreeMap<&str, &str> =
        expected.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
    assert_eq!(fields, expected);
}

#[test]
fn a_transfer_is_asked_for_and_told_of_in_its_own_messages() {
    let form = merchant().card_window(&WindowOrder { kind: WindowKind::Transfer, ..order() }).unwrap();
    let golden = &golden()["transfer"];
    let sent: BTreeMap<&str, Value> = form.fields().map(|(name, value)| (name, value.into())).collect();
    assert_eq!(serde_json::to_value(sent).unwrap(), golden["window"]);
    assert_eq!(form.action("http://127.0.0.1:8080"), "http://127.0.0.1:8080/bank/main.do");

    let body = golden["notification"].as_str().unwrap();
    let note = merchant().verify_notification(body.as_bytes()).unwrap();
    assert_eq!((note.event, note.amount), (Event::Captured, Money::won(10_000)));
    assert_eq!((note.bank_name.as_deref(), note.card_name), (Some("국민은행"), None));
    let forged = body.replace("trdAmt=10000", "trdAmt=1");
    assert_eq!(merchant().verify_notification(forged.as_bytes()).unwrap_err(), NotVerified::WrongHash);

    let result = merchant().read_window_result(golden["result"].as_str().unwrap().as_bytes()).unwrap();
    assert_eq!((result.status, result.amount), (Status::Succeeded, Money::won(10_000)));
    assert_eq!(result.issuer_name.as_deref(), Some("국민은행"));
}

#[test]
fn the_scripts_argument_means_nothing_to_html() {
    let form = merchant().card_window(&WindowOrder { kind: WindowKind::Direct, ..order() }).unwrap();
    let json = form.pay_argument("http://127.0.0.1:8080", "iframe");
    assert!(!json.contains(['<', '>', '&', '\'']), "{json}");
    let argument: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(argument["pmtPrdtNm"], "<엽서> & '꽃'");
    assert_eq!(argument["methodSub"], "direct");
    assert_eq!(argument["ui"]["type"], "iframe");
    assert_eq!(form.action("http://127.0.0.1:8080/"), "http://127.0.0.1:8080/card/cardDirect.do");
}

#[test]
fn rejects_an_order_that_the_gateway_would_refuse() {
    let field = |order: WindowOrder<'_>| match merchant().card_window(&order) {
        Err(Error::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(field(WindowOrder { notify_url: "", ..order() }), "notiUrl");
    assert_eq!(field(WindowOrder { order_no: &"9".repeat(101), ..order() }), "mchtTrdNo");
    assert_eq!(field(WindowOrder { amount: Money::us_cents(100), ..order() }), "crcCd");
    assert_eq!(field(WindowOrder { kind: WindowKind::Direct, issuer_code: None, ..order() }), "cardGb");
}

#[test]
fn reads_a_result_and_what_it_means() {
    let result = merchant().read_window_result(golden()["result"].as_str().unwrap().as_bytes()).unwrap();
    assert_eq!((result.status, result.was_given_up()), (Status::Authenticated, false));
    assert_eq!((result.order_no.as_str(), result.trade_no.as_str()), (ORDER, TRADE));
    assert_eq!(result.amount, Money::won(10_000));
    assert_eq!(result.issuer_name.as_deref(), Some("NH농협"));

    let given_up = merchant().read_window_result(golden()["given_up"].as_str().unwrap().as_bytes()).unwrap();
    assert!(given_up.was_given_up());
}

#[test]
fn verifies_notifications_in_either_character_set() {
    for (charset, name) in [(Charset::Utf8, "utf-8"), (Charset::EucKr, "euc-kr")] {
        let body = golden()["notification"][name].as_str().unwrap().to_owned();
        let note = merchant().notified_in(charset).verify_notification(body.as_bytes()).unwrap();
        assert_eq!((note.event, note.status), (Event::Cancelled, Status::Succeeded));
        assert_eq!((note.order_no.as_str(), note.trade_no.as_str()), (ORDER, TRADE));
        assert_eq!(note.amount, Money::won(4_000));
        assert_eq!(note.original_trade_no.as_deref(), Some("ORIGINAL"));
        assert_eq!(note.merchant_param.as_deref(), Some("들꽃"));
        assert_eq!(note.at, at().unwrap());
        assert!(!format!("{note:?}").contains("SBILL"));
    }
}

#[test]
fn rejects_a_notification_that_is_not_genuine() {
    let body = golden()["notification"]["utf-8"].as_str().unwrap().to_owned();
    let reject = |merchant: Merchant, body: &str| merchant.verify_notification(body.as_bytes()).unwrap_err();
    assert_eq!(reject(merchant(), &body.replace("trdAmt=4000", "trdAmt=40")), NotVerified::WrongHash);
    assert_eq!(reject(merchant(), &body.replace("trdAmt=4000", "trdAmt=")), NotVerified::WrongHash);
    assert_eq!(reject(merchant(), &body.replace("nxca_jt_il", "nxca_jt_bi")), NotVerified::OtherMerchant);
    assert_eq!(reject(merchant(), &body.replace("pktHash=", "x=")), NotVerified::Field("pktHash"));
    assert!(matches!(reject(merchant(), "a=%zz"), NotVerified::Unreadable(_)));
    let other_key = Merchant::new("nxca_jt_il", "pgSettle30y739r82jtd709yOfZ2yK5K", "another").unwrap();
    assert_eq!(reject(other_key, &body), NotVerified::WrongHash);
}

#[test]
fn amounts_are_in_the_contracts_currency() {
    let body = golden()["notification"]["utf-8"].as_str().unwrap().to_owned();
    let note = merchant().paid_in(Currency::Usd).verify_notification(body.as_bytes()).unwrap();
    assert_eq!(note.amount, Money::us_cents(4_000));
}

#[test]
fn everyday_korean_is_read_in_euc_kr() {
    // urllib.parse.urlencode(…, encoding="euc-kr"), hashlib.sha256.
    let body = "outStatCd=0021&trdNo=T1&method=CA&bizType=B0&mchtId=nxca_jt_il&mchtTrdNo=W20260102A&pmtprdNm=%A2%DF%C7%D1%BA%FB+%A1%A4+%BD%D2+10%A7%B8+%A1%A6+%A1%DA%C3%A5%A2%E2+%F9%D3%ED%AE+%A1%B0%B5%FB%BF%C8%C7%A5%A1%B1+%A1%AE%C0%DB%C0%BA%A1%AF+%A1%E6+%A8%E7&trdDtm=20260102030405&trdAmt=10000&mchtParam=%A2%DF%C7%D1%BA%FB+%A1%A4+%BD%D2+10%A7%B8+%A1%A6+%A1%DA%C3%A5%A2%E2+%F9%D3%ED%AE+%A1%B0%B5%FB%BF%C8%C7%A5%A1%B1+%A1%AE%C0%DB%C0%BA%A1%AF+%A1%E6+%A8%E7&pktHash=31672342e2898f5df99ebfa15e141f969438df2c765180ee0c5e0c508c3ea612";
    let note = merchant().notified_in(Charset::EucKr).verify_notification(body.as_bytes()).unwrap();
    assert_eq!(note.merchant_param.as_deref(), Some("㈜한빛 · 쌀 10㎏ … ★책™ 漢字 “따옴표” ‘작은’ → ①"));
}
