//! `/spay/APICancel.do`: what is refused, in order. PG 11.1, 41.1.

use testkit::{Gateway, Merchant, Reply, card_cancel, card_pay};

use crate::faults::{Fault, are_refused_in_order, fault};
use crate::{gateway, keyed_in, paid};

/// For the second cancel of a payment of 1,000 won, 300 of them paid back.
const REFUSALS: &[Fault] = &[
    fault("mchtId", "1001", |it| it.without("mchtId")),
    fault("mchtId", "ST47", |it| it.with("mchtId", "nobody")),
    fault("method", "1002", |it| it.without("method")),
    fault("cnclAmt", "ST09", |it| it.without("cnclAmt")),
    fault("cnclAmt", "1902", |it| it.sent("cnclAmt", "seven hundred")),
    fault("cnclRsn", "ST09", |it| it.with("cnclRsn", "m".repeat(256))),
    fault("cnclOrd", "ST09", |it| it.with("cnclOrd", "one")),
    fault("pktHash", "1901", |it| it.sent("pktHash", "0".repeat(64))),
    fault("taxTypeCd", "ST09", |it| it.with("taxTypeCd", "?")),
    fault("crcCd", "ST09", |it| it.with("crcCd", "EUR")),
    fault("trdDt", "ST09", |it| it.with("trdDt", "20200101")),
    fault("orgTrdNo", "ST06", |it| it.with("orgTrdNo", "STFP_PGCAnxca_jt_bi0260102030405M1000001")),
    fault("crcCd", "CA80", |it| it.with("crcCd", "USD")),
    fault("cnclOrd", "ST56", |it| it.with("cnclOrd", "001")),
    fault("cnclAmt", "ST57", |it| it.with("cnclAmt", "701")),
    fault("taxAmt", "ST55", |it| it.with("taxAmt", "1")),
];

#[tokio::test]
async fn refusals_come_in_order() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    gateway.call(&card_cancel(&keyed_in(), &payment.trade_no()).with("cnclAmt", "300")).await.succeeded();
    let valid =
        || card_cancel(&keyed_in(), &payment.trade_no()).with("cnclOrd", "002").with("cnclAmt", "700");
    are_refused_in_order(&gateway, valid, REFUSALS).await;
    gateway.call(&valid()).await.succeeded();
}

#[tokio::test]
async fn nothing_and_a_gap_are_no_cancels() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    let usual = || card_cancel(&keyed_in(), &payment.trade_no());
    assert_eq!(gateway.call(&usual().with("cnclAmt", "0")).await.code(), "CA40");
    assert_eq!(gateway.call(&usual().with("cnclOrd", "002")).await.code(), "ST56");
    assert_eq!(gateway.call(&usual().with("cnclOrd", "000")).await.code(), "ST56");
    gateway.call(&usual()).await.succeeded();
}

#[tokio::test]
async fn only_ones_own_payments_can_be_cancelled() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    let stranger = Merchant::today("nxca_ks_gu");
    assert_eq!(gateway.call(&card_cancel(&stranger, &payment.trade_no())).await.code(), "ST06");
    let in_their_name = payment.trade_no().replace("nxca_jt_bi", "nxca_ks_gu");
    assert_eq!(gateway.call(&card_cancel(&stranger, &in_their_name)).await.code(), "ST06");
}

#[tokio::test]
async fn what_was_never_paid_can_not_be_paid_back() {
    let gateway = gateway();
    let declined = gateway.call(&card_pay(&keyed_in()).with("cardNo", "4000000000000002")).await;
    assert_eq!(declined.code(), "CA31");
    assert_eq!(gateway.call(&card_cancel(&keyed_in(), &declined.trade_no())).await.code(), "ST06");
    for nonsense in ["x", "STFP_PGCAnxca_jt_bi", "0000000000000000000000000000000000000000"] {
        assert_eq!(gateway.call(&card_cancel(&keyed_in(), nonsense)).await.code(), "ST06", "{nonsense}");
    }
}

#[tokio::test]
async fn a_repeated_cancel_is_refused_by_its_ordinal_first() {
    let gateway = gateway();
    let payment = paid(&gateway, &keyed_in()).await;
    let first = card_cancel(&keyed_in(), &payment.trade_no()).with("cnclAmt", "400");
    let done = gateway.call(&first).await.succeeded();
    assert_eq!(gateway.call(&first).await.code(), "ST56");
    let renumbered = gateway.call(&first.with("cnclOrd", "002")).await;
    assert_eq!((renumbered.code(), renumbered.trade_no()), ("ST50".to_owned(), done.trade_no()));
}

/// A payment of 1,000 won on 2026-01-15, and the merchant's clock at another time.
async fn aged(gateway: &Gateway, now: &str) -> Reply {
    gateway.set_clock("nxca_jt_bi", "2026-01-15T12:00:00+09:00").await;
    let payment = paid(gateway, &keyed_in().on("20260115", "120000")).await;
    gateway.set_clock("nxca_jt_bi", now).await;
    payment
}

#[tokio::test]
async fn the_last_day_is_a_year_later() {
    let gateway = gateway();
    let payment = aged(&gateway, "2027-01-15T23:59:00+09:00").await;
    let last_day = keyed_in().on("20270115", "235900");
    let part = card_cancel(&last_day, &payment.trade_no()).with("cnclAmt", "1");
    gateway.call(&part).await.succeeded();

    gateway.set_clock("nxca_jt_bi", "2027-01-16T00:00:01+09:00").await;
    let too_late = keyed_in().on("20270116", "000001");
    let part = card_cancel(&too_late, &payment.trade_no()).with("cnclAmt", "1");
    for (ordinal, amount) in [("002", "1"), ("001", "1"), ("002", "1001")] {
        let request = part.clone().with("cnclOrd", ordinal).with("cnclAmt", amount);
        assert_eq!(gateway.call(&request).await.code(), "ST46", "{ordinal} {amount}");
    }
}

#[tokio::test]
async fn already_cancelled_goes_before_too_late() {
    let gateway = gateway();
    let payment = aged(&gateway, "2026-01-16T12:00:00+09:00").await;
    let next_day = keyed_in().on("20260116", "120000");
    gateway.call(&card_cancel(&next_day, &payment.trade_no())).await.succeeded();
    gateway.set_clock("nxca_jt_bi", "2028-01-01T00:00:00+09:00").await;
    let too_late = keyed_in().on("20280101", "000000");
    assert_eq!(gateway.call(&card_cancel(&too_late, &payment.trade_no())).await.code(), "CA12");
}

#[tokio::test]
async fn the_parts_of_a_mixed_payment_are_paid_back_by_name() {
    let gateway = gateway();
    let pay = card_pay(&keyed_in()).with("taxTypeCd", "G");
    let pay = pay.with("taxAmt", "500").with("vatAmt", "50").with("taxFreeAmt", "450");
    let payment = gateway.call(&pay).await.succeeded();
    let part = |taxable: &str, vat: &str, free: &str, amount: &str| {
        let request = card_cancel(&keyed_in(), &payment.trade_no()).with("cnclAmt", amount);
        request.with("taxTypeCd", "G").with("taxAmt", taxable).with("vatAmt", vat).with("taxFreeAmt", free)
    };
    let unsaid = card_cancel(&keyed_in(), &payment.trade_no()).with("cnclAmt", "100");
    for (wrong, why) in [
        (unsaid, "nobody can guess which goods came back"),
        (part("100", "10", "0", "111"), "the parts don't add up"),
        (part("501", "0", "0", "501"), "more than was taxable"),
    ] {
        assert_eq!(gateway.call(&wrong).await.code(), "ST55", "{why}");
    }
    gateway.call(&part("100", "10", "0", "110")).await.succeeded();
    gateway.call(&part("400", "40", "450", "890").with("cnclOrd", "002")).await.succeeded();
}
