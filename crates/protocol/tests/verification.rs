//! What is refused, with which code, and what comes first.

mod common;

use common::{cancel, fault, keys, message, refusal, sent, window, with, without};
use protocol::pg::card::{CardCancelRequest, CardWindowRequest};
use protocol::{Decoded, Group, Language, Message, Raw, Rules, decode, unknown, verify};

const CANCEL: &str = "card-cancel.request";
const WINDOW: &str = "card.request";

fn decoded_cancel(raw: &Raw) -> Decoded<CardCancelRequest> {
    decode(raw, &keys(), Rules::default()).expect("a valid cancel")
}

fn decoded_window(raw: &Raw) -> Decoded<CardWindowRequest> {
    decode(raw, &keys(), Rules::default()).expect("a valid window request")
}

#[test]
fn a_missing_field_has_the_code_that_the_list_gives_it() {
    for (name, code) in [
        ("mchtId", "1001"),
        ("method", "1002"),
        ("trdDt", "1003"),
        ("trdTm", "1004"),
        ("mchtTrdNo", "1005"),
        ("mchtName", "1006"),
        ("mchtEName", "1007"),
        ("pmtPrdtNm", "1008"),
        ("trdAmt", "1009"),
        ("notiUrl", "1010"),
        ("nextUrl", "1011"),
        ("cancUrl", "1012"),
        ("pktHash", "6001"),
    ] {
        let raw = without(&window(&[]), name);
        assert_eq!(fault(WINDOW, &raw), (code.to_owned(), Some(name)));
    }
}

#[test]
fn a_missing_field_that_the_list_lacks_is_an_invalid_request() {
    assert_eq!(fault(CANCEL, &without(&cancel(&[]), "orgTrdNo")), ("ST09".into(), Some("orgTrdNo")));
    assert_eq!(fault(CANCEL, &without(&cancel(&[]), "cnclAmt")), ("ST09".into(), Some("cnclAmt")));
}

#[test]
fn an_empty_field_is_a_missing_one() {
    let raw = with(&window(&[]), Group::Whole, "pmtPrdtNm", "");
    assert_eq!(fault(WINDOW, &raw), ("1008".into(), Some("pmtPrdtNm")));
}

#[test]
fn nothing_encrypted_is_a_missing_field_too() {
    assert_eq!(fault(WINDOW, &window(&[("trdAmt", "")])), ("1009".into(), Some("trdAmt")));
    assert_eq!(decoded_window(&window(&[("email", "")])).message.email, None);
}

#[test]
fn a_field_too_long_has_the_code_that_the_list_gives_it() {
    let long = "9".repeat(4001);
    for (name, code) in [
        ("mchtId", "1101"),
        ("method", "1102"),
        ("trdDt", "1103"),
        ("trdTm", "1104"),
        ("mchtTrdNo", "1105"),
        ("mchtName", "1106"),
        ("mchtEName", "1107"),
        ("pmtPrdtNm", "1108"),
        ("trdAmt", "1109"),
        ("mchtCustNm", "1110"),
        ("notiUrl", "1111"),
        ("nextUrl", "1112"),
        ("cancUrl", "1113"),
        ("mchtParam", "1114"),
        ("email", "1115"),
        ("prdtTerm", "1116"),
        ("mchtCustId", "1117"),
        ("taxTypeCd", "1118"),
        ("taxAmt", "1119"),
        ("vatAmt", "1120"),
        ("taxFreeAmt", "1121"),
        ("svcAmt", "1122"),
        ("cardType", "1123"),
        ("cardGb", "1124"),
        ("appScheme", "1125"),
        ("custIp", "1126"),
        ("instmtMon", "6001"),
    ] {
        assert_eq!(fault(WINDOW, &window(&[(name, &long)])), (code.to_owned(), Some(name)));
    }
    let raw = with(&window(&[]), Group::Whole, "pktHash", &long);
    assert_eq!(fault(WINDOW, &raw), ("1127".into(), Some("pktHash")));
}

#[test]
fn length_is_counted_in_bytes_of_the_plain_text() {
    let name = "가".repeat(10);
    assert_eq!(decoded_window(&window(&[("mchtCustNm", &name)])).message.customer_name.unwrap().len(), 30);
    let name = format!("{name}a");
    assert_eq!(fault(WINDOW, &window(&[("mchtCustNm", &name)])), ("1110".into(), Some("mchtCustNm")));
}

#[test]
fn the_documents_own_responses_may_exceed_their_limits() {
    let long = "가".repeat(100);
    let raw = sent(
        message("card-billkey-issue.response"),
        &[
            ("mchtId", "nxca_ks_gu"),
            ("ver", "0A19"),
            ("method", "CA"),
            ("bizType", "A4"),
            ("encCd", "23"),
            ("mchtTrdNo", "PG_API20220920131039"),
            ("trdNo", "STFP_PGCAnxca_ks_gu0220921093117M1260999"),
            ("trdDt", "20220921"),
            ("trdTm", "093117"),
            ("outStatCd", "0021"),
            ("outRsltCd", "0000"),
            ("outRsltMsg", &long),
            ("cardNo", "522112******1621"),
            ("billKey", "SBILL_PGCAnxca_ks_gu20222609990921093117_and_more"),
        ],
    );
    assert!(verify(message("card-billkey-issue.response"), &raw, &keys(), Rules::default()).is_ok());
}

#[test]
fn a_value_that_does_not_decrypt_is_refused() {
    for broken in ["not base64!", "AntV/eDpxIaKF0hJiePDKA", "AAAAAAAAAAAAAAAAAAAAAA==", "AntV", "1000"] {
        let raw = with(&cancel(&[]), Group::Data, "cnclAmt", broken);
        assert_eq!(fault(CANCEL, &raw), ("1902".into(), Some("cnclAmt")), "{broken}");
    }
}

#[test]
fn an_amount_in_clear_is_taken_in_the_test_environment_only() {
    let rules = Rules { amounts_in_clear: true };
    let raw = with(&cancel(&[]), Group::Data, "cnclAmt", "1000");
    let decoded = decode::<CardCancelRequest>(&raw, &keys(), rules).unwrap();
    assert_eq!(decoded.message.amount.minor_units(), 1000);
    assert_eq!(fault(CANCEL, &raw).0, "1902");

    let raw = with(&window(&[("email", "a@example.com")]), Group::Whole, "email", "12345");
    let refusal = decode::<CardWindowRequest>(&raw, &keys(), rules).unwrap_err();
    assert_eq!(refusal.code.as_str(), "1902", "only amounts come in clear");
}

#[test]
fn text_outside_its_class_is_an_invalid_request() {
    for (name, text) in [
        ("cnclAmt", "-1000"),
        ("cnclAmt", "1,000"),
        ("cnclAmt", "1000.0"),
        ("cnclAmt", "１０００"),
        ("cnclOrd", "00a"),
        ("orgTrdNo", "거래"),
        ("mchtTrdNo", "ORDER\u{1}"),
        ("cnclRsn", "\u{0}"),
        ("cnclRsn", "\u{fffd}"),
        ("cnclRsn", "\u{2028}"),
    ] {
        assert_eq!(fault(CANCEL, &cancel(&[(name, text)])), ("ST09".into(), Some(name)), "{text}");
    }
    assert_eq!(fault(WINDOW, &window(&[("instmtMon", "ab")])), ("6001".into(), Some("instmtMon")));
}

#[test]
fn a_day_that_no_calendar_has_is_an_invalid_request() {
    assert_eq!(fault(CANCEL, &cancel(&[("trdDt", "20210229")])), ("ST09".into(), Some("trdDt")));
    assert_eq!(fault(CANCEL, &cancel(&[("trdTm", "240000")])), ("ST09".into(), Some("trdTm")));
    assert_eq!(fault(WINDOW, &window(&[("prdtTerm", "20211301000000")])), ("6001".into(), Some("prdtTerm")));
}

#[test]
fn a_fixed_value_is_held_to_but_for_older_versions() {
    assert_eq!(fault(CANCEL, &cancel(&[("encCd", "24")])), ("ST09".into(), Some("encCd")));
    assert_eq!(fault(CANCEL, &cancel(&[("ver", "0A16")])), ("ST09".into(), Some("ver")));
    assert_eq!(fault(WINDOW, &window(&[("method", "bank")])), ("6001".into(), Some("method")));
    for version in ["0A17", "0A18"] {
        assert_eq!(&*decoded_cancel(&cancel(&[("ver", version)])).message.params.version, version);
    }
}

#[test]
fn a_cancels_position_comes_with_or_without_zeros() {
    for text in ["1", "01", "001"] {
        let ordinal = decoded_cancel(&cancel(&[("cnclOrd", text)])).message.ordinal.unwrap();
        assert_eq!((ordinal.position(), ordinal.to_string().as_str()), (1, "001"));
    }
}

#[test]
fn a_cancel_without_a_position_is_the_next_one() {
    for text in ["", " ", "   ", "null"] {
        assert_eq!(decoded_cancel(&cancel(&[("cnclOrd", text)])).message.ordinal, None, "{text:?}");
    }
    assert_eq!(decoded_cancel(&without(&cancel(&[]), "cnclOrd")).message.ordinal, None);
}

#[test]
fn the_text_null_of_an_optional_value_is_an_absent_field() {
    let clear = with(&window(&[]), Group::Whole, "email", "null");
    assert_eq!(decoded_window(&clear).message.email, None, "where an encrypted one is due");
    let message =
        decoded_window(&window(&[("email", "null"), ("mchtParam", "null"), ("taxAmt", "null")])).message;
    assert_eq!((message.email, message.merchant_param, message.taxable_amount), (None, None, None));
    assert_eq!(&*decoded_window(&window(&[("pmtPrdtNm", "null")])).message.product_name, "null");
}

#[test]
fn an_address_may_be_ipv6() {
    let address = "2001:0db8:85a3:0000:0000:8a2e:0370:7334";
    let message = decoded_window(&window(&[("custIp", address)])).message;
    assert_eq!(message.customer_ip.as_deref(), Some(address));
    assert_eq!(fault(WINDOW, &window(&[("custIp", &format!("{address}1"))])).0, "1126");
}

#[test]
fn everyday_korean_is_accepted_as_it_is() {
    let text = "㈜한빛 · 쌀 10㎏ … ★책™ 漢字 “따옴표” ‘작은’ → ① ℃";
    for name in ["pmtPrdtNm", "mchtParam", "mchtCustNm"] {
        let text = if name == "mchtCustNm" { "㈜漢字 · “한빛”" } else { text };
        let message = decoded_window(&window(&[(name, text)])).message;
        let came = match name {
            "pmtPrdtNm" => message.product_name.to_string(),
            "mchtParam" => message.merchant_param.unwrap().to_string(),
            _ => message.customer_name.unwrap().to_string(),
        };
        assert_eq!(came, text, "{name}");
    }
}

#[test]
fn a_refusal_names_the_character_and_its_place() {
    let text = |name, value| refusal(CANCEL, &cancel(&[(name, value)])).text(Language::En);
    assert_eq!(
        text("cnclRsn", "책\u{0}"),
        "Invalid request message (reason for the cancel: character 2 U+0000)"
    );
    assert_eq!(
        text("mchtTrdNo", "주문1"),
        "Invalid request message (merchant order number: character 1 '주')"
    );
    let secret = refusal("card-pay.request", &common::card_payment(&[("cardPwd", "1x")])).text(Language::En);
    assert!(secret.ends_with("(card PIN, first two digits: character 2)"), "{secret}");
}

#[test]
fn each_check_comes_before_the_next() {
    // The worst request of all, mended fault by fault.
    let mut raw =
        without(&cancel(&[("cnclOrd", "0001"), ("crcCd", "원"), ("trdDt", "20219999")]), "orgTrdNo");
    raw.set(Group::Data, "cnclAmt", "plain");
    raw.set(Group::Data, "pktHash", "wrong");
    assert_eq!(fault(CANCEL, &raw), ("ST09".into(), Some("orgTrdNo")), "required");
    raw.set(Group::Data, "orgTrdNo", "STFP_PGCAnxca_jt_il0211129135810M1494620");
    assert_eq!(fault(CANCEL, &raw), ("1902".into(), Some("cnclAmt")), "decryption");
    raw.set(Group::Data, "cnclAmt", "AntV/eDpxIaKF0hJiePDKA==");
    assert_eq!(fault(CANCEL, &raw), ("ST09".into(), Some("cnclOrd")), "length");
    raw.set(Group::Data, "cnclOrd", "001");
    assert_eq!(fault(CANCEL, &raw), ("ST09".into(), Some("trdDt")), "class, in the table's order");
    raw.set(Group::Params, "trdDt", "20211231");
    assert_eq!(fault(CANCEL, &raw), ("ST09".into(), Some("crcCd")), "class");
    raw.set(Group::Data, "crcCd", "KRW");
    assert_eq!(fault(CANCEL, &raw), ("1901".into(), None), "hash");
    raw.set(Group::Data, "pktHash", "a2d6d597d55d7c9b689baa2e08c1ddf0ce71f4248c5b9b59fe61bfbf949543e1");
    assert_eq!(decoded_cancel(&raw).message.amount.minor_units(), 1000);
}

#[test]
fn a_wrong_hash_shows_what_was_hashed_without_the_key() {
    let refusal = refusal(CANCEL, &with(&cancel(&[]), Group::Data, "pktHash", &"0".repeat(64)));
    assert_eq!(refusal.hashed.as_deref(), Some("20211231100000nxca_jt_ilORDER202112311000001000"));
}

#[test]
fn a_refusal_names_the_field_as_the_documents_do() {
    let missing = refusal(WINDOW, &without(&window(&[]), "pmtPrdtNm"));
    assert_eq!(missing.text(Language::Ko), "결제 요청 정보 누락 (상품명)");
    assert_eq!(missing.text(Language::En), "Payment request lacks a field (product name)");
    let unreadable = refusal(CANCEL, &cancel(&[("cnclOrd", "x")]));
    assert_eq!(unreadable.text(Language::Ko), "유효하지 않은 요청전문 (취소회차: 1번째 글자 'x')");
    let hash = refusal(CANCEL, &with(&cancel(&[]), Group::Data, "pktHash", "0"));
    assert_eq!(hash.text(Language::Ko), "해쉬값 불일치 오류");
}

#[test]
fn what_merchants_are_only_asked_to_refrain_from_is_let_through() {
    let product = ": & ? ' \" < >\r\n\t가";
    assert_eq!(&*decoded_window(&window(&[("pmtPrdtNm", product)])).message.product_name, product);
}

#[test]
fn emoji_and_script_words_are_taken_out_of_free_text() {
    let raw =
        window(&[("pmtPrdtNm", "<a Href=javascript:alert(1)>커피☕</a>"), ("mchtEName", "Shop ❤️ href")]);
    let message = decoded_window(&raw).message;
    assert_eq!(&*message.product_name, "<a =:(1)>커피</a>");
    assert_eq!(&*message.merchant_english_name, "Shop  href", "script words are free text's matter");
}

#[test]
fn a_required_text_of_emoji_only_is_missing() {
    assert_eq!(fault(WINDOW, &window(&[("pmtPrdtNm", "☕☕")])), ("1008".into(), Some("pmtPrdtNm")));
}

#[test]
fn addresses_and_the_merchants_own_field_stay_as_they_came() {
    let raw = window(&[
        ("notiUrl", "https://example.com/alert?href=1"),
        ("mchtParam", "console.log=alert"),
        ("email", "alert@example.com"),
        ("appScheme", "javascript-app://"),
    ]);
    let message = decoded_window(&raw).message;
    assert_eq!(&*message.notification_url, "https://example.com/alert?href=1");
    assert_eq!(message.merchant_param.as_deref(), Some("console.log=alert"));
    assert_eq!(&**message.email.unwrap(), "alert@example.com");
    assert_eq!(message.app_scheme.as_deref(), Some("javascript-app://"));
}

#[test]
fn what_is_hashed_is_never_cleansed() {
    assert_eq!(&*decoded_cancel(&cancel(&[("mchtTrdNo", "alert-1")])).message.params.order_no, "alert-1");
    assert_eq!(fault(CANCEL, &cancel(&[("mchtTrdNo", "A☕1")])), ("ST09".into(), Some("mchtTrdNo")));
}

#[test]
fn fields_that_nobody_defined_are_named_and_ignored() {
    let mut raw = cancel(&[]);
    raw.push(Group::Params, "cnclAmt", "1000");
    raw.push(Group::Whole, "type", "popup");
    raw.push(Group::Data, "empty", "");
    raw.push(Group::Data, "no4111111111111111", "x");
    decoded_cancel(&raw);
    assert_eq!(unknown(CardCancelRequest::SPEC, &raw), ["params.cnclAmt", "type", "data.no***"]);
}
