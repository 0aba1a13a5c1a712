//! What we say back, and what we let be seen.

#![allow(clippy::unwrap_used, reason = "tests speak by panicking")]

mod common;

use common::{keys, message, sent, window, with};
use protocol::pg::card::{CardPayRequest, CardWindowRequest};
use protocol::{Code, Dialect, Group, Raw, Rules, decode, form, json, masked, refusal_reply, window_refusal};

fn payment() -> Raw {
    sent(
        message("card-pay.request"),
        &[
            ("mchtId", "nxca_ks_gu"),
            ("ver", "0A17"),
            ("method", "CA"),
            ("bizType", "B0"),
            ("encCd", "23"),
            ("mchtTrdNo", "ORDER20211231100000"),
            ("trdDt", "20211231"),
            ("trdTm", "100000"),
            ("pmtprdNm", "테스트상품"),
            ("mchtCustNm", "홍길동"),
            ("mchtCustId", "HongGilDong"),
            ("email", "hong@example.com"),
            ("cardNo", "4111111111111234"),
            ("vldDtMon", "12"),
            ("vldDtYear", "37"),
            ("idntNo", "991231"),
            ("cardPwd", "58"),
            ("instmtMon", "00"),
            ("crcCd", "KRW"),
            ("trdAmt", "10000"),
            ("mchtParam", "account=110-123-456789"),
        ],
    )
}

#[test]
fn a_refused_call_has_the_shape_of_a_success() {
    let request = payment();
    let reply = refusal_reply(
        message("card-pay.response"),
        &request,
        const { Code::of("CA20") },
        "카드 유효기간이 유효하지 않습니다.",
        &[("trdNo", "STFP_PGCAnxca_ks_gu0211231100000M1000001")],
    );
    let (amount, hash) =
        (request.get(Group::Data, "trdAmt").unwrap(), request.get(Group::Data, "pktHash").unwrap());
    let expected = format!(
        concat!(
            r#"{{"params":{{"mchtId":"nxca_ks_gu","ver":"0A17","method":"CA","bizType":"B0","encCd":"23","#,
            r#""mchtTrdNo":"ORDER20211231100000","trdNo":"STFP_PGCAnxca_ks_gu0211231100000M1000001","#,
            r#""trdDt":"20211231","trdTm":"100000","outStatCd":"0031","outRsltCd":"CA20","#,
            r#""outRsltMsg":"카드 유효기간이 유효하지 않습니다."}},"data":{{"trdAmt":"{}","issrId":"","cardNm":"","#,
            r#""cardKind":"","ninstmtTypeCd":"","apprNo":"","pktHash":"{}"}}}}"#
        ),
        amount, hash
    );
    assert_eq!(String::from_utf8(json::encode(&reply)).unwrap(), expected);
}

#[test]
fn an_unreadable_call_is_answered_with_fixed_values_and_empty_ones() {
    let code = const { Code::of("ST09") };
    let reply =
        refusal_reply(message("card-cancel.response"), &Raw::new(), code, "유효하지 않은 요청전문", &[]);
    assert_eq!(reply.get(Group::Params, "ver"), Some("0A19"));
    assert_eq!(reply.get(Group::Params, "bizType"), Some("C0"));
    assert!(reply.iter().any(|entry| entry == (Group::Data, "blcAmt", "")));
    assert!(reply.iter().any(|entry| entry == (Group::Data, "pktHash", "")));
}

#[test]
fn an_extra_adds_an_option_that_the_shape_has() {
    let reply = refusal_reply(
        message("card-pay.response"),
        &payment(),
        const { Code::of("CA20") },
        "",
        &[("billKey", "SBILL_1"), ("outStatCd", "0041")],
    );
    assert_eq!(reply.get(Group::Data, "billKey"), Some("SBILL_1"));
    assert_eq!(reply.get(Group::Params, "outStatCd"), Some("0041"));
}

#[test]
fn a_refused_window_answers_the_flat_json_of_the_documents() {
    let reply = window_refusal(&window(&[]), const { Code::of("1008") }, "결제 요청 정보 누락 (상품명)");
    assert_eq!(
        String::from_utf8(json::encode(&reply)).unwrap(),
        concat!(
            r#"{"outRsltMsg":"결제 요청 정보 누락 (상품명)","mchtTrdNo":"ORDER20211231100000","#,
            r#""outRsltCd":"1008","outStatCd":"0031","mchtId":"nxca_jt_il"}"#
        )
    );
}

#[test]
fn an_unreadable_body_has_its_dialects_code() {
    assert_eq!(message("card-cancel.request").dialect.invalid().as_str(), "ST09");
    assert_eq!(message("card.request").dialect.invalid().as_str(), "6001");
}

#[test]
fn each_dialect_refuses_in_its_own_envelope() {
    let refusal = |dialect: Dialect| {
        let code = dialect.unknown_merchant();
        String::from_utf8(dialect.refusal(None, &Raw::new(), code, "a | b", &[])).unwrap()
    };
    assert_eq!(
        refusal(Dialect::Window),
        r#"{"outRsltMsg":"a | b","mchtTrdNo":"","outRsltCd":"ST47","outStatCd":"0031","mchtId":""}"#
    );
    assert_eq!(
        refusal(Dialect::Spay),
        r#"{"params":{"outStatCd":"0031","outRsltCd":"ST47","outRsltMsg":"a | b"},"data":{}}"#
    );
    assert_eq!(refusal(Dialect::EasyCash), r#"{"outStatCd":"0031","outRsltCd":"ST09","outRsltMsg":"a | b"}"#);
    assert_eq!(refusal(Dialect::Collation), "ST90|a   b|0|\n");
}

#[test]
fn the_request_log_shows_no_secret() {
    let shown = masked(message("card-pay.request"), &payment(), Some(&keys()));
    let see = |name| shown.get(Group::Data, name).unwrap();
    assert_eq!(see("cardNo"), "411111******1234");
    assert_eq!(see("trdAmt"), "10000");
    assert_eq!(see("pmtprdNm"), "테스트상품");
    assert_eq!(see("mchtParam"), "account=***");
    for name in ["vldDtMon", "vldDtYear", "idntNo", "cardPwd", "mchtCustNm", "mchtCustId", "email", "pktHash"]
    {
        assert_eq!(see(name), "***", "{name}");
    }
    assert_eq!(shown.get(Group::Params, "mchtTrdNo"), Some("ORDER20211231100000"));
}

#[test]
fn without_keys_encrypted_secrets_stay_hidden() {
    let shown = masked(message("card-pay.request"), &payment(), None);
    for name in ["cardNo", "trdAmt", "cardPwd"] {
        assert_eq!(shown.get(Group::Data, name), Some("***"), "{name}");
    }
}

#[test]
fn a_secret_in_the_wrong_place_is_a_secret_still() {
    let mut raw = payment();
    raw.push(Group::Params, "cardPwd", "58");
    raw.push(Group::Params, "cardNo", "4111111111111234");
    raw.push(Group::Data, "cardCvc", "123");
    raw.push(Group::Data, "memo", "card 4111-1111-1111-1234, 3 pieces");
    let raw = with(&raw, Group::Data, "trdAmt", "4111111111111234");
    let shown = masked(message("card-pay.request"), &raw, Some(&keys()));
    for (group, name) in [
        (Group::Params, "cardPwd"),
        (Group::Params, "cardNo"),
        (Group::Data, "cardCvc"),
        (Group::Data, "memo"),
        (Group::Data, "trdAmt"),
    ] {
        assert_eq!(shown.get(group, name), Some("***"), "{name}");
    }
}

#[test]
fn a_misspelt_encrypted_field_shows_no_ciphertext() {
    let sealed = payment().get(Group::Data, "cardNo").unwrap().to_owned();
    for name in ["cardno", "CARDNO", "card_no", "cardNumber", "cardNm"] {
        let mut raw = payment();
        raw.push(Group::Data, name, sealed.as_str());
        let shown = masked(message("card-pay.request"), &raw, Some(&keys()));
        assert_eq!(shown.get(Group::Data, name), Some("***"), "{name}");
    }
    // In a field that the message does have, too.
    let raw = with(&payment(), Group::Data, "pmtprdNm", &sealed);
    let shown = masked(message("card-pay.request"), &raw, Some(&keys()));
    assert_eq!(shown.get(Group::Data, "pmtprdNm"), Some("***"));
}

#[test]
fn the_value_of_an_undefined_field_is_not_logged() {
    let mut raw = payment();
    raw.push(Group::Data, "shoeSize", "42");
    raw.push(Group::Data, "nothing", "");
    let shown = masked(message("card-pay.request"), &raw, Some(&keys()));
    assert_eq!(shown.get(Group::Data, "shoeSize"), Some("***"));
    assert!(shown.iter().any(|entry| entry == (Group::Data, "nothing", "")));
}

#[test]
fn a_card_number_in_an_open_field_is_not_logged() {
    let spec = message("card-pay.request");
    for text in [
        "4111111111111111",
        "A4111-1111-1111-1111B",
        "4111 1111 1111 1111",
        "４１１１１１１１１１１１１１１１",
        "https://example.com/4111111111111111?x",
    ] {
        for (group, name) in [(Group::Params, "mchtTrdNo"), (Group::Params, "ver"), (Group::Data, "notiUrl")]
        {
            let shown = masked(spec, &with(&payment(), group, name, text), Some(&keys()));
            let value = shown.get(group, name).unwrap();
            assert!(value.contains("***") && !value.contains("1111"), "{name}: {value}");
        }
    }
    let shown = masked(spec, &payment(), Some(&keys()));
    assert_eq!(shown.get(Group::Params, "mchtTrdNo"), Some("ORDER20211231100000"), "a date is no card");
}

#[test]
fn a_billing_key_keeps_its_last_four() {
    let spec = message("card-billkey-delete.request");
    let raw = sent(spec, &[("billKey", "SBILL_0123456789")]);
    assert_eq!(masked(spec, &raw, None).get(Group::Data, "billKey"), Some("***6789"));
    let raw = sent(spec, &[("billKey", "SBILL_1")]);
    assert_eq!(
        masked(spec, &raw, None).get(Group::Data, "billKey"),
        Some("***"),
        "too short to show a part of"
    );
}

#[test]
fn debug_prints_no_secret() {
    let payment = decode::<CardPayRequest>(&payment(), &keys(), Rules::default()).unwrap();
    let window = window(&[("email", "hong@example.com"), ("mchtCustNm", "홍길동")]);
    let decoded = decode::<CardWindowRequest>(&window, &keys(), Rules::default()).unwrap();
    let refusal = common::refusal("card.request", &with(&window, Group::Whole, "pktHash", "0"));
    let printed = format!("{payment:?} {decoded:?} {window:?} {refusal:?} {:?}", keys());
    for secret in [
        "4111111111111234",
        "1111111111",
        "991231",
        "\"58\"",
        "\"37\"",
        "홍길동",
        "hong@",
        common::AES_KEY,
        common::HASH_KEY,
    ] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    assert!(printed.contains("ORDER20211231100000"), "what is no secret helps: {printed}");
    assert!(!format!("{:?}", payment.message.card_number).contains('4'));
}

#[test]
fn debug_prints_no_number_sent_as_a_name() {
    let misplaced =
        form::parse(br#"{"params":{"mchtId":"nxca_jt_il"},"data":{"cardNo":"4111111111111234"}}"#);
    let printed = format!("{:?}", misplaced.unwrap());
    assert!(!printed.contains("4111111111111234"), "{printed}");
    assert!(printed.contains("nxca_jt_il"), "the beginning tells what it was: {printed}");
}
