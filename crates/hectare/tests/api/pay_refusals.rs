//! `/spay/APICardActionPay.do`: what is refused, in the order in which it is checked. PG 8.1, 41.1.

use testkit::{Merchant, Request, billing_key_pay, card_pay};

use crate::faults::{Fault, are_refused_in_order, fault};
use crate::{gateway, keyed_in};

/// What the gate refuses, whichever API it is: who, required, decryption, length, class, hash.
const FORM: &[Fault] = &[
    fault("mchtId", "1001", |it| it.without("mchtId")),
    fault("mchtId", "ST47", |it| it.with("mchtId", "nobody")),
    fault("method", "1002", |it| it.without("method")),
    fault("trdDt", "1003", |it| it.without("trdDt")),
    fault("trdTm", "1004", |it| it.with("trdTm", "")),
    fault("pmtprdNm", "1008", |it| it.without("pmtprdNm")),
    fault("mchtCustNm", "ST09", |it| it.without("mchtCustNm")),
    fault("mchtCustId", "1013", |it| it.without("mchtCustId")),
    fault("vldDtMon", "1902", |it| it.sent("vldDtMon", "12")),
    fault("email", "1115", |it| it.with("email", "m".repeat(61))),
    fault("mchtParam", "1114", |it| it.with("mchtParam", "m".repeat(4_001))),
    fault("encCd", "ST09", |it| it.with("encCd", "00")),
    fault("vldDtYear", "ST09", |it| it.with("vldDtYear", "2a")),
    fault("pktHash", "1901", |it| it.sent("pktHash", "0".repeat(64))),
];

/// What the contract and the request's own sense refuse, before anything is begun.
const SENSE: &[Fault] = &[
    fault("cardNo", "ST09", |it| it.with("cardNo", "123456789012")),
    fault("taxTypeCd", "ST09", |it| it.with("taxTypeCd", "X")),
    fault("crcCd", "ST09", |it| it.with("crcCd", "EUR")),
    fault("trdDt", "ST09", |it| it.with("trdDt", "20200101")),
    fault("crcCd", "CA80", |it| it.with("crcCd", "USD")),
    fault("trdAmt", "CA40", |it| it.with("trdAmt", "0")),
    fault("taxAmt", "ST55", |it| it.with("taxAmt", "1").with("vatAmt", "1")),
];

#[tokio::test]
async fn the_form_is_checked_in_the_documents_order() {
    are_refused_in_order(&gateway(), || card_pay(&keyed_in()), FORM).await;
}

#[tokio::test]
async fn sense_is_checked_after_form_and_in_order() {
    let gateway = gateway();
    let valid = || card_pay(&keyed_in());
    are_refused_in_order(&gateway, valid, SENSE).await;
    for fault in SENSE {
        let wrong_hash = (fault.spoil)(valid()).sent("pktHash", "0".repeat(64));
        assert_eq!(gateway.call(&wrong_hash).await.code(), "1901", "{}", fault.field);
    }
}

#[tokio::test]
async fn a_mixed_taxation_names_parts_that_add_up() {
    let gateway = gateway();
    let mixed = |taxable: &str, vat: &str, free: &str| {
        let request = card_pay(&keyed_in()).with("taxTypeCd", "G");
        request.with("taxAmt", taxable).with("vatAmt", vat).with("taxFreeAmt", free)
    };
    gateway.call(&mixed("500", "50", "450")).await.succeeded();
    gateway.call(&mixed("400", "50", "450").with("svcAmt", "100")).await.succeeded();
    for (wrong, code) in [
        (mixed("500", "50", "451"), "ST55"),
        (mixed("500", "50", "450").with("svcAmt", "1"), "ST55"),
        (mixed("500", "50", ""), "ST09"),
    ] {
        assert_eq!(gateway.call(&wrong).await.code(), code);
    }
}

#[tokio::test]
async fn a_merchant_pays_only_as_its_contract_says() {
    let gateway = gateway();
    let refused = [
        ("windows only", card_pay(&Merchant::today("nxca_jt_il"))),
        ("no cards at all", card_pay(&Merchant::today("nx_mid_il"))),
        ("no billing keys", billing_key_pay(&Merchant::today("nxca_jt_gu"), "SBILL_0123456789")),
    ];
    for (contract, request) in refused {
        assert_eq!(gateway.call(&request).await.code(), "ST69", "{contract}");
    }
    assert_eq!(gateway.audit().operations(), 0);
}

#[tokio::test]
async fn the_day_may_be_one_away_and_no_more() {
    let gateway = gateway();
    gateway.set_clock("nxca_jt_bi", "2026-03-01T00:10:00+09:00").await;
    for (date, code) in [
        ("20260227", "ST09"),
        ("20260228", "0000"),
        ("20260301", "0000"),
        ("20260302", "0000"),
        ("20260303", "ST09"),
    ] {
        let request = card_pay(&keyed_in().on(date, "001000"));
        assert_eq!(gateway.call(&request).await.code(), code, "{date}");
    }
}

#[tokio::test]
async fn an_issuers_no_is_passed_on_with_the_payments_number() {
    let gateway = gateway();
    let usual = || card_pay(&keyed_in());
    let rows: [(&str, Request); 6] = [
        ("CA20", usual().with("vldDtYear", "20")),
        ("CA42", usual().with("trdAmt", "99999999")),
        ("CA22", usual().with("trdAmt", "60000").with("instmtMon", "37")),
        ("CA21", usual().with("instmtMon", "02")),
        ("CA31", usual().with("cardNo", "4000000000000002")),
        ("CA50", usual().with("cardNo", "4000000000009987")),
    ];
    let mut count = 0;
    for (code, request) in rows {
        let reply = gateway.call(&request).await;
        assert_eq!((reply.field("outStatCd"), reply.code()), ("0031".to_owned(), code.to_owned()));
        assert_eq!(reply.trade_no().len(), 40, "{}", reply.text);
        assert_eq!(reply.field("mchtTrdNo"), request.value("mchtTrdNo"));
        count += 1;
    }
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
    assert_eq!((audit.operations(), audit.account("payable:nxca_jt_bi")), (count, (0, 0)));
}
