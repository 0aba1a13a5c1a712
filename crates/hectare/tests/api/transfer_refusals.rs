//! Account transfers: what is refused, in order. PG 12, 13, 41.1.

use serde_json::json;
use testkit::{bank_cancel, bank_capture, bank_window};

use crate::faults::{Fault, are_refused_in_order, fault};
use crate::transfer::{DAY, at_noon, authenticated, deferred, noon, on_the_day, paid, shop};

const FORM: &str = "application/x-www-form-urlencoded";

/// For the second cancel of a transfer of 1,000 won, 300 of them paid back, on the day after.
const CANCEL: &[Fault] = &[
    fault("mchtId", "1001", |it| it.without("mchtId")),
    fault("mchtId", "ST47", |it| it.with("mchtId", "nobody")),
    fault("cnclAmt", "ST09", |it| it.without("cnclAmt")),
    fault("cnclAmt", "1902", |it| it.sent("cnclAmt", "seven hundred")),
    fault("cnclRsn", "ST09", |it| it.with("cnclRsn", "m".repeat(256))),
    fault("cnclOrd", "ST09", |it| it.with("cnclOrd", "one")),
    fault("crcCd", "ST09", |it| it.with("crcCd", "USD")),
    fault("pktHash", "1901", |it| it.sent("pktHash", "0".repeat(64))),
    fault("taxTypeCd", "ST09", |it| it.with("taxTypeCd", "?")),
    fault("trdDt", "ST09", |it| it.with("trdDt", "20200101")),
    fault("orgTrdNo", "ST06", |it| it.with("orgTrdNo", "STFP_PGRAnx_mid_il0260102030405M1000001")),
    fault("cnclOrd", "ST56", |it| it.with("cnclOrd", "001")),
    fault("cnclAmt", "ST57", |it| it.with("cnclAmt", "701")),
    fault("taxAmt", "ST55", |it| it.with("taxAmt", "1")),
];

#[tokio::test]
async fn refusals_of_a_cancel_come_in_order() {
    let gateway = at_noon(DAY).await;
    let (_, trade_no) = paid(&gateway).await;
    noon(&gateway, "20260402").await;
    let next_day = || shop().on("20260402", "120000");
    gateway.call(&bank_cancel(&next_day(), &trade_no).with("cnclAmt", "300")).await.succeeded();
    let valid = || bank_cancel(&next_day(), &trade_no).with("cnclOrd", "002").with("cnclAmt", "700");
    are_refused_in_order(&gateway, valid, CANCEL).await;
    gateway.call(&valid()).await.succeeded();
}

#[tokio::test]
async fn on_its_day_only_the_whole_is_paid_back() {
    let gateway = at_noon(DAY).await;
    let (_, trade_no) = paid(&gateway).await;
    let usual = || bank_cancel(&on_the_day(shop()), &trade_no);
    assert_eq!(gateway.call(&usual().with("cnclAmt", "999")).await.code(), "ST54");
    assert_eq!(gateway.call(&usual().with("cnclAmt", "1001")).await.code(), "ST57");
    gateway.call(&usual()).await.succeeded();
    assert_eq!(gateway.call(&usual()).await.code(), "RA33");
}

#[tokio::test]
async fn the_last_day_is_the_180th() {
    let gateway = at_noon(DAY).await;
    let (_, trade_no) = paid(&gateway).await;
    noon(&gateway, "20260928").await;
    let part = bank_cancel(&shop().on("20260928", "120000"), &trade_no).with("cnclAmt", "1");
    gateway.call(&part).await.succeeded();
    noon(&gateway, "20260929").await;
    let late = bank_cancel(&shop().on("20260929", "120000"), &trade_no);
    assert_eq!(gateway.call(&late.with("cnclOrd", "002").with("cnclAmt", "1")).await.code(), "ST46");
}

/// Nothing of a transfer's amount is told in the words of cards.
#[tokio::test]
async fn nothing_is_no_amount_of_a_transfer() {
    let gateway = at_noon(DAY).await;
    let (_, trade_no) = paid(&gateway).await;
    noon(&gateway, "20260402").await;
    let nothing = bank_cancel(&shop().on("20260402", "120000"), &trade_no).with("cnclAmt", "0");
    assert_eq!(gateway.call(&nothing).await.code(), "ST09");
    let order = bank_window(&shop().on("20260402", "120000")).with("trdAmt", "0");
    let refused = gateway.send("POST", order.path(), FORM, order.form()).await;
    assert!(refused.text.contains("ST09"), "{}", refused.text);
}

#[tokio::test]
async fn another_merchants_or_methods_payment_is_none() {
    let gateway = at_noon(DAY).await;
    let (_, trade_no) = paid(&gateway).await;
    let stranger = on_the_day(deferred());
    let in_their_name = trade_no.replace("nx_mid_il", "nx_mid_hd");
    let as_a_card = trade_no.replace("STFP_PGRA", "STFP_PGCA");
    for (merchant, number) in
        [(&stranger, &trade_no), (&stranger, &in_their_name), (&on_the_day(shop()), &as_a_card)]
    {
        assert_eq!(gateway.call(&bank_cancel(merchant, number)).await.code(), "ST06", "{number}");
    }
}

/// A repeat is told the number of the first, as a transfer prints it.
#[tokio::test]
async fn a_repeat_is_told_the_firsts_own_number() {
    let gateway = at_noon(DAY).await;
    let (order_no, trade_no) = paid(&gateway).await;
    let again = bank_window(&on_the_day(shop())).with("mchtTrdNo", order_no);
    let refused = gateway.send("POST", again.path(), FORM, again.form()).await;
    assert!(refused.text.contains("ST03"), "{}", refused.text);
    noon(&gateway, "20260402").await;
    let part = bank_cancel(&shop().on("20260402", "120000"), &trade_no).with("cnclAmt", "400");
    let first = gateway.call(&part).await.succeeded();
    let renumbered = gateway.call(&part.with("cnclOrd", "002")).await;
    assert_eq!((renumbered.code(), renumbered.trade_no()), ("ST50".to_owned(), first.trade_no()));
}

/// Form, contract, then whether there is such an authentication.
const CAPTURE: &[Fault] = &[
    fault("mchtId", "1001", |it| it.without("mchtId")),
    fault("mchtId", "ST47", |it| it.with("mchtId", "nobody")),
    fault("trdTm", "1004", |it| it.without("trdTm")),
    fault("authTrdNo", "ST09", |it| it.without("authTrdNo")),
    fault("trdAmt", "1902", |it| it.sent("trdAmt", "a thousand")),
    fault("trdAmt", "1109", |it| it.with("trdAmt", "1".repeat(13))),
    fault("encCd", "ST09", |it| it.with("encCd", "24")),
    fault("pktHash", "1901", |it| it.sent("pktHash", "0".repeat(64))),
    fault("mchtId", "ST69", |it| it.with("mchtId", "nx_mid_il")),
    fault("trdDt", "ST09", |it| it.with("trdDt", "20200101")),
    fault("mchtTrdNo", "ST13", |it| it.with("mchtTrdNo", "ANOTHER")),
    fault("trdAmt", "ST58", |it| it.with("trdAmt", "999")),
];

#[tokio::test]
async fn refusals_of_a_capture_come_in_order() {
    let gateway = at_noon(DAY).await;
    let (order_no, trade_no) = authenticated(&gateway).await;
    let valid = || bank_capture(&on_the_day(deferred()), &order_no, &trade_no);
    are_refused_in_order(&gateway, valid, CAPTURE).await;
    assert_eq!(gateway.call(&bank_cancel(&on_the_day(deferred()), &trade_no)).await.code(), "ST06");
    gateway.call(&valid()).await.succeeded();
}

#[tokio::test]
async fn an_agreement_lasts_a_day() {
    let gateway = at_noon(DAY).await;
    let (order_no, trade_no) = authenticated(&gateway).await;
    gateway.set_clock("*", "2026-04-02T13:00:00+09:00").await;
    let late = bank_capture(&deferred().on("20260402", "130000"), &order_no, &trade_no);
    assert_eq!(gateway.call(&late).await.code(), "ST30");
}

/// Kookmin Bank is closed from 23:50 to 00:12 by the merchant's clock.
#[tokio::test]
async fn a_closed_bank_is_asked_nothing() {
    let gateway = at_noon(DAY).await;
    let (_, paid) = paid(&gateway).await;
    let (order_no, agreed) = authenticated(&gateway).await;
    let operations = gateway.audit().operations();
    gateway.set_clock("*", "2026-04-01T23:52:00+09:00").await;
    let night = |merchant: testkit::Merchant| merchant.on(DAY, "235200");
    assert_eq!(gateway.call(&bank_cancel(&night(shop()), &paid)).await.code(), "RA30");
    assert_eq!(gateway.call(&bank_capture(&night(deferred()), &order_no, &agreed)).await.code(), "RA30");
    let order = bank_window(&night(shop()));
    let banks = gateway.send("POST", order.path(), FORM, order.form()).await;
    let closed = |code: &str| banks.text.contains(&format!("value=\"{code}\" disabled"));
    assert!(closed("004") && !closed("092"), "{}", banks.text);
    let stays = gateway.press(&banks, "action=bank&bank=004").await;
    assert!(stays.text.contains("이체할 은행을 선택해 주세요"), "{}", stays.text);
    assert_eq!(gateway.audit().operations(), operations, "nobody was asked");
    gateway.set_clock("*", "2026-04-02T00:13:00+09:00").await;
    let morning = |merchant: testkit::Merchant| merchant.on("20260402", "001300");
    gateway.call(&bank_capture(&morning(deferred()), &order_no, &agreed)).await.succeeded();
}

/// The bank closes while its customer reads: money stays where it is, and another bank can be chosen.
#[tokio::test]
async fn a_bank_that_has_closed_meanwhile_takes_nothing() {
    let gateway = at_noon(DAY).await;
    gateway.set_clock("*", "2026-04-01T23:48:00+09:00").await;
    let order = bank_window(&shop().on(DAY, "234800"));
    let confirm = gateway.at_the_bank(&order, "110123456789", "receipt=none").await;
    gateway.set_clock("*", "2026-04-01T23:51:00+09:00").await;
    let told = gateway.send("POST", &confirm.url, FORM, "action=agree&password=1234").await;
    assert!(told.text.contains("결제된 금액은 없습니다") && told.text.contains("점검 중"), "{}", told.text);
    let form = gateway.press(&told, "action=bank&bank=092").await;
    assert!(form.text.contains("토스뱅크") && form.text.contains("account_number"), "{}", form.text);
    assert_eq!(gateway.audit().account("payable:nx_mid_il"), (0, 0));
}

#[tokio::test]
async fn a_scenario_tells_a_bank_what_to_answer() {
    let gateway = at_noon(DAY).await;
    let told = json!({ "mchtId": "nx_mid_il", "method": "RA", "institution": "RA004", "outcome": "decline",
        "code": "RA21", "times": 1 });
    gateway.scenario(told).await;
    let order = bank_window(&on_the_day(shop()));
    let declined = gateway.transfer_from(&order, "110123456789", "receipt=none").await;
    assert!(declined.text.contains("RA21"), "{}", declined.text);
    paid(&gateway).await;
    for wrong in [json!({ "method": "RA", "institution": "CA04" }), json!({ "method": "VA" })] {
        let mut wrong = wrong;
        wrong["outcome"] = "approve".into();
        let refused = gateway.post("/sandbox/scenario", wrong.to_string()).await;
        assert_eq!(refused.status, 400, "{wrong}: {}", refused.text);
    }
}
