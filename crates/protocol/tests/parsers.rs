//! Bytes to fields and back: what is read, and what is too broken to be.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests speak by panicking")]

use protocol::{Charset, Group, Language, Raw, form, json};

fn fields(raw: &Raw) -> Vec<(Group, &str, &str)> {
    raw.iter().collect()
}

fn read(body: &str) -> Raw {
    json::parse(body.as_bytes()).unwrap_or_else(|unreadable| panic!("{body}: {unreadable}"))
}

fn reason(body: &str) -> &'static str {
    json::parse(body.as_bytes()).expect_err(body).reason(Language::En)
}

#[test]
fn a_form_is_read_in_order() {
    let raw = form::parse("a=1+2&b=%EA%B0%80%2B&c=&d&a%5B%5D==&&".as_bytes()).unwrap();
    assert_eq!(
        fields(&raw),
        [
            (Group::Whole, "a", "1 2"),
            (Group::Whole, "b", "가+"),
            (Group::Whole, "c", ""),
            (Group::Whole, "d", ""),
            (Group::Whole, "a[]", "=")
        ]
    );
}

#[test]
fn a_broken_form_is_not_repaired() {
    for body in ["a=%", "a=%1", "a=%zz", "a=%+1", "%C7%E5=1", "a=%ff", "a=%ED%A0%80"] {
        assert!(form::parse(body.as_bytes()).is_err(), "{body}");
    }
    assert!(form::parse(b"a=\xC7\xE5").is_err());
}

#[test]
fn a_field_sent_twice_must_say_the_same() {
    assert!(form::parse(b"trdAmt=1&trdAmt=2").is_err());
    assert_eq!(
        form::parse(b"trdAmt=&trdAmt=2&trdAmt=2&trdAmt=").unwrap().get(Group::Whole, "trdAmt"),
        Some("2")
    );
    assert!(json::parse(br#"{"params":{"a":"1","a":"2"},"data":{}}"#).is_err());
}

#[test]
fn too_many_fields_or_bytes_are_refused() {
    let many: String = (0..257).map(|number| format!("f{number}=1&")).collect();
    assert_eq!(form::parse(many.as_bytes()).unwrap_err().reason(Language::En), "too many fields");
    let large = format!("a={}", "x".repeat(64 * 1024));
    assert!(form::parse(large.as_bytes()).is_err());
    assert!(json::parse(format!(r#"{{"params":{{}},"data":{{"a":"{large}"}}}}"#).as_bytes()).is_err());
}

#[test]
fn euc_kr_has_a_question_mark_for_what_it_lacks() {
    let mut raw = Raw::new();
    raw.push(Group::Whole, "pmtprdNm", "헥토 <커피>☕漢€");
    // '헥토', '커피', '漢' and '€' by Python's codec.
    let expected = "pmtprdNm=%C7%ED%C5%E4+%3C%C4%BF%C7%C7%3E%3F%F9%D3%A2%E6";
    assert_eq!(String::from_utf8(form::encode(&raw, Charset::EucKr)).unwrap(), expected);
}

#[test]
fn euc_kr_has_everyday_korean() {
    let mut raw = Raw::new();
    raw.push(Group::Whole, "pmtprdNm", "㈜한빛 · 쌀 10㎏ … ★책™ 漢字 “따옴표” ‘작은’ → ①");
    raw.push(Group::Whole, "mchtName", "café 日本 〜");
    // urllib.parse.quote_plus of Python's codec.
    let expected = "pmtprdNm=%A2%DF%C7%D1%BA%FB+%A1%A4+%BD%D2+10%A7%B8+%A1%A6+%A1%DA%C3%A5%A2%E2+%F9%D3%ED%AE+%A1%B0%B5%FB%BF%C8%C7%A5%A1%B1+%A1%AE%C0%DB%C0%BA%A1%AF+%A1%E6+%A8%E7&mchtName=caf%3F+%EC%ED%DC%E2+%3F";
    assert_eq!(String::from_utf8(form::encode(&raw, Charset::EucKr)).unwrap(), expected);
}

#[test]
fn json_is_read_whatever_its_order_and_escapes() {
    let raw = read(
        " {\"data\" : {\"u\":\"\\uAC00\\/\\ud83d\\ude00\"} ,\n\"params\":{ \"n\" : 007e, \"x\":1}}"
            .replace("007e", "70")
            .as_str(),
    );
    assert_eq!(
        fields(&raw),
        [(Group::Data, "u", "가/😀"), (Group::Params, "n", "70"), (Group::Params, "x", "1")]
    );
}

#[test]
fn json_is_read_as_merchants_libraries_write_it() {
    let bom = "\u{feff}{\"params\":{\"a\":\"1\"},\"data\":{}}";
    assert_eq!(fields(&read(bom)), [(Group::Params, "a", "1")]);
    let indented = "{\r\n  \"params\" : {\r\n\t\"a\" : \"https:\\/\\/b\"\r\n  },\r\n  \"data\" : {}\r\n}\r\n";
    assert_eq!(fields(&read(indented)), [(Group::Params, "a", "https://b")]);
    assert!(json::parse("\u{feff}\u{feff}{}".as_bytes()).is_err());
}

#[test]
fn a_number_keeps_the_text_it_was_written_as() {
    let raw = read(
        r#"{"params":{"mchtTrdNo":20211231100000123456789012},"data":{"a":1.50,"b":1E2,"c":-0,"d":true}}"#,
    );
    assert_eq!(raw.get(Group::Params, "mchtTrdNo"), Some("20211231100000123456789012"));
    assert_eq!(raw.get(Group::Data, "a"), Some("1.50"));
    assert_eq!(raw.get(Group::Data, "b"), Some("1E2"));
    assert_eq!(raw.get(Group::Data, "c"), Some("-0"));
    assert_eq!(raw.get(Group::Data, "d"), Some("true"));
}

#[test]
fn null_is_an_absent_field() {
    assert_eq!(fields(&read(r#"{"params":{"a":null},"data":{}}"#)), []);
}

#[test]
fn what_stands_beside_the_two_objects_is_not_lost() {
    assert_eq!(fields(&read(r#"{"params":{},"v":"1","data":{}}"#)), [(Group::Whole, "v", "1")]);
    assert!(json::parse(br#"{"params":{},"more":{},"data":{}}"#).is_err());
}

#[test]
fn a_body_of_another_shape_is_unreadable() {
    for body in [
        "",
        "null",
        "[]",
        "{}",
        "\"text\"",
        r#"{"params":{}}"#,
        r#"{"data":{}}"#,
        r#"{"params":{},"data":[]}"#,
        r#"{"params":{},"data":null}"#,
        r#"{"params":{},"data":"{}"}"#,
        r#"{"params":{},"data":{}}x"#,
        r#"{"params":{},"data":{"a":01}}"#,
        r#"{"params":{},"data":{"a":"\ud800"}}"#,
        r#"{"params":{},"data":{"a":"b}}"#,
        "a=1&b=2",
    ] {
        assert!(json::parse(body.as_bytes()).is_err(), "{body}");
    }
    assert!(json::parse(b"{\"params\":{},\"data\":{\"a\":\"\xC7\xE5\"}}").is_err());
}

#[test]
fn nested_values_and_repeated_objects_are_named_as_such() {
    assert_eq!(reason(r#"{"params":{"a":{}},"data":{}}"#), "a field holds an object or an array");
    assert_eq!(reason(r#"{"params":{"a":[1]},"data":{}}"#), "a field holds an object or an array");
    assert_eq!(reason(r#"{"params":{},"params":{},"data":{}}"#), "params or data stands twice");
    let deep = format!(r#"{{"params":{{"a":{}}},"data":{{}}}}"#, "[".repeat(30_000) + &"]".repeat(30_000));
    assert!(json::parse(deep.as_bytes()).is_err());
}

#[test]
fn json_is_written_compact_with_slashes_and_hangul_as_they_are() {
    let mut raw = Raw::new();
    raw.push(Group::Data, "url", "https://a/b");
    raw.push(Group::Params, "text", "가\"\\\n\u{1}");
    let body = String::from_utf8(json::encode(&raw)).unwrap();
    assert_eq!(body, r#"{"params":{"text":"가\"\\\n\u0001"},"data":{"url":"https://a/b"}}"#);
}
