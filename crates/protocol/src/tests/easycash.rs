//! Flat JSON, lists of records, and limits that don't count bytes, by messages of Easy Cash.

#![allow(unreachable_pub, reason = "messages are declared as public ones, here too")]

use crate::message::message;
use crate::record::record;
use crate::{
    A, Aes, Ahn, An, Characters, Codes, Date8, Group, HangulAsTwo, Keys, Language, List, Message, N, Raw,
    Rules, Time6, Transport, Unit, decode, encode, json, masked, unknown, verify,
};

record! {
    /// What every request of the test's begins with.
    pub struct Asked {
        "hdInfo" => info: An<50>,
        "mchtId" => merchant_id: An<8>,
    }
}

record! {
    /// What every answer begins with.
    pub struct Answered {
        "outStatCd" => status: An<4>,
        "outRsltCd" => result_code: An<4>,
        "outRsltMsg" => result_message: Ahn<300>,
    }
}

record! {
    pub struct Bank {
        "recordBankCd" => code: An<3>,
        "recordBankNm" => name: Ahn<45>,
        "recordBankOrd" => position: N<2>,
        "recordUseYn" => usable: A<1>,
    }
}

message! {
    pub struct BankListRequest: EasyCash as "bank-list.request" {
        header: Asked { info: "SPAY_LB00_1.0" | "SP_LB00_1.0" },
        "reqDt" => date: Date8,
        "reqTm" => time: Time6,
    }
    "pktHash" => An<200> = sha256[merchant_id, date, time] + KEY;
}

message! {
    pub struct BankListResponse: EasyCash as "bank-list.response" {
        header: Answered {},
        "dataCnt" => count: N<4>,
        "bankRecords" => banks: List<Bank>,
    }
}

record! {
    pub struct Account {
        "recordTrdDt" => registered_at: An<14>,
        "recordCustAcntNoMask" => number: Aes<An<15>>,
        "recordCustAcntKey" => key: Option<An<50>>,
    }
}

message! {
    pub struct AccountListResponse: EasyCash as "account-list.response" {
        header: Answered {},
        "acntRecords" => accounts: List<Account>,
    }
}

message! {
    pub struct OwnershipRequest: EasyCash as "ownership.request" {
        header: Asked { info: "SPAY_AA00_1.0" },
        "mchtTrdNo" => order_no: Option<An<100>>,
        "mchtCustId" => customer_id: Aes<An<100>>,
        "reqDt" => date: Date8,
        "reqTm" => time: Time6,
        "bankCd" => bank_code: An<3>,
        "custAcntNo" => account_no: Aes<An<15>>,
        "custAcntSumry" => passbook_text: Aes<Ahn<12, HangulAsTwo>>,
    }
    "pktHash" => An<200> = sha256[merchant_id, customer_id, date, time, account_no] + KEY;
}

message! {
    pub struct RecurringRequest: EasyCash as "recurring.request" {
        "custAcntSumry" => passbook_text: Ahn<7, Characters>,
    }
}

fn keys() -> Keys {
    Keys::new("SETTLEBANKISGOODSETTLEBANKISGOOD", "ST190808090913247723").unwrap()
}

fn ownership(passbook_text: &str) -> OwnershipRequest {
    OwnershipRequest {
        header: Asked { info: "SPAY_AA00_1.0".into(), merchant_id: "midtest".into() },
        order_no: None,
        customer_id: Aes::from(An::from("honggildong")),
        date: Date8::new(2026, 1, 2).unwrap(),
        time: Time6::new(3, 4, 5).unwrap(),
        bank_code: "004".into(),
        account_no: Aes::from(An::from("12345678901234")),
        passbook_text: Aes::from(Ahn::from(passbook_text)),
    }
}

fn fault<M: Message>(raw: &Raw) -> (String, Option<&'static str>) {
    let refusal = verify(M::SPEC, raw, &keys(), Rules::default()).unwrap_err();
    (refusal.code.to_string(), refusal.field.map(|field| field.name))
}

#[test]
fn a_header_is_the_beginning_of_the_table_with_what_the_message_fixes() {
    let names: Vec<_> = BankListRequest::SPEC.fields.iter().map(|field| field.name).collect();
    assert_eq!(names, ["hdInfo", "mchtId", "reqDt", "reqTm", "pktHash"]);
    assert_eq!(BankListRequest::SPEC.field("hdInfo").unwrap().fixed, ["SPAY_LB00_1.0", "SP_LB00_1.0"]);
    assert_eq!(BankListRequest::SPEC.field("mchtId").unwrap().fixed, [""; 0]);
    let raw = encode(&ownership("책값"), &keys());
    assert_eq!(fault::<BankListRequest>(&raw), ("ST09".to_owned(), Some("hdInfo")));
}

#[test]
fn a_flat_message_is_one_object() {
    let sent = BankListRequest {
        header: Asked { info: "SPAY_LB00_1.0".into(), merchant_id: "midtest".into() },
        date: Date8::new(2026, 1, 2).unwrap(),
        time: Time6::new(3, 4, 5).unwrap(),
    };
    let body = json::encode(&encode(&sent, &keys()));
    // hashlib.sha256(b"midtest" b"20260102" b"030405" b"ST190808090913247723").hexdigest()
    let expected = concat!(
        r#"{"hdInfo":"SPAY_LB00_1.0","mchtId":"midtest","reqDt":"20260102","reqTm":"030405","#,
        r#""pktHash":"5d3bfe530b9ccd56a814aa33b5aa192da623d0f32a0ce6d87c261786ec104cae"}"#
    );
    assert_eq!(String::from_utf8(body.clone()).unwrap(), expected);
    let raw = Transport::Flat.read(&body).unwrap();
    assert_eq!(decode::<BankListRequest>(&raw, &keys(), Rules::default()).unwrap().message, sent);
}

#[test]
fn a_list_of_thousands_survives_the_wire() {
    let bank = |number: u32| Bank {
        code: An::from(format!("{:03}", number % 1000)),
        name: Ahn::from(format!("은행 {number}")),
        position: N::from(format!("{:02}", number % 100)),
        usable: "Y".into(),
    };
    for count in [0, 1, 1_000, 5_000] {
        let sent = BankListResponse {
            header: Answered {
                status: "0021".into(),
                result_code: "0000".into(),
                result_message: "성공".into(),
            },
            count: N::from(count.to_string()),
            banks: List::from((0..count).map(bank).collect::<Vec<_>>()),
        };
        let body = json::encode(&encode(&sent, &keys()));
        let raw = json::parse_flat_within(&body, json::MAX_ANSWER_BYTES).unwrap();
        let came = decode::<BankListResponse>(&raw, &keys(), Rules::default()).unwrap();
        assert_eq!(came.message, sent);
        assert_eq!(unknown(BankListResponse::SPEC, &raw), [""; 0]);
        assert_eq!(
            masked(BankListResponse::SPEC, &raw, None).records(Group::Whole, "bankRecords").unwrap().len(),
            came.message.banks.len()
        );
    }
}

#[test]
fn a_list_is_written_as_an_array_of_objects() {
    let sent = AccountListResponse {
        header: Answered { status: "0021".into(), result_code: "0000".into(), result_message: "".into() },
        accounts: List::from(vec![Account {
            registered_at: "20260102030405".into(),
            number: Aes::from(An::from("1234")),
            key: Some("KEY_0123456789".into()),
        }]),
    };
    let raw = encode(&sent, &keys());
    let sealed = keys().encrypt("1234");
    let body = String::from_utf8(json::encode(&raw)).unwrap();
    let expected = format!(
        r#""acntRecords":[{{"recordTrdDt":"20260102030405","recordCustAcntNoMask":"{sealed}","recordCustAcntKey":"KEY_0123456789"}}]}}"#
    );
    assert!(body.ends_with(&expected), "{body}");
    assert!(!format!("{sent:?}").contains("1234\""), "{sent:?}");

    let shown =
        String::from_utf8(json::encode(&masked(AccountListResponse::SPEC, &raw, Some(&keys())))).unwrap();
    assert!(shown.contains(r#""recordCustAcntNoMask":"***","recordCustAcntKey":"***6789""#), "{shown}");
}

#[test]
fn a_record_is_verified_as_a_message_is() {
    let read = |list: &str| {
        let body =
            format!(r#"{{"outStatCd":"0021","outRsltCd":"0000","outRsltMsg":"성공","acntRecords":{list}}}"#);
        json::parse_flat(body.as_bytes()).unwrap()
    };
    let fault = |list| fault::<AccountListResponse>(&read(list));
    assert_eq!(fault("[{}]"), ("ST09".to_owned(), Some("recordTrdDt")));
    assert_eq!(
        fault(r#"[{"recordTrdDt":"2026","recordCustAcntNoMask":"not sealed"}]"#),
        ("ST09".to_owned(), Some("recordCustAcntNoMask"))
    );
    assert_eq!(fault(r#""a text""#), ("ST09".to_owned(), Some("acntRecords")));
    for broken in ["[1]", "[[]]", r#"[{"a":{}}]"#, r#"[{"a":[]}]"#, "[{}"] {
        let body = format!(r#"{{"acntRecords":{broken}}}"#);
        assert!(json::parse_flat(body.as_bytes()).is_err(), "{broken}");
    }
}

#[test]
fn hangul_counts_two_where_the_table_says_so() {
    let field = OwnershipRequest::SPEC.field("custAcntSumry").unwrap();
    assert_eq!((field.max, field.unit), (12, Unit::HangulAsTwo));
    let accepted = |text| {
        decode::<OwnershipRequest>(&encode(&ownership(text), &keys()), &keys(), Rules::default()).is_ok()
    };
    assert!(accepted("여섯글자까지"), "18 bytes of UTF-8");
    assert!(accepted("hectare 책값"));
    assert!(!accepted("일곱글자부터는"));
    assert!(!accepted("hectare 책값a"));
}

#[test]
fn characters_are_counted_where_the_table_says_so() {
    let sent = |text: &str| encode(&RecurringRequest { passbook_text: text.into() }, &keys());
    assert!(verify(RecurringRequest::SPEC, &sent("일곱글자까지는"), &keys(), Rules::default()).is_ok());
    assert_eq!(fault::<RecurringRequest>(&sent("12345678")), ("ST09".to_owned(), Some("custAcntSumry")));
}

#[test]
fn a_text_is_cut_to_its_limit_between_characters() {
    assert_eq!(&*Ahn::<20>::fitting("헥토파이낸셜 주식회사"), "헥토파이낸셜 ");
    assert_eq!(&*Ahn::<5, HangulAsTwo>::fitting("책값a"), "책값a");
    assert_eq!(&*Ahn::<3, Characters>::fitting("책값 abc"), "책값 ");
    assert_eq!(&*An::<2>::fitting("ab"), "ab");
}

#[test]
fn a_refusal_has_easy_cashs_own_code_and_one_flat_object() {
    let mut raw = encode(&ownership("책값"), &keys());
    raw.set(Group::Whole, "pktHash", "0".repeat(64));
    let refusal = verify(OwnershipRequest::SPEC, &raw, &keys(), Rules::default()).unwrap_err();
    assert_eq!(refusal.code, Codes::EasyCash.of("ST09"), "there is no code of its own for a wrong hash");
    let dialect = OwnershipRequest::SPEC.dialect;
    let text = refusal.text(Language::Ko);
    let answer = dialect.refusal(Some(BankListResponse::SPEC), &raw, refusal.code, &text, &[]);
    assert_eq!(
        String::from_utf8(answer).unwrap(),
        concat!(
            r#"{"outStatCd":"0031","outRsltCd":"ST09","outRsltMsg":"유효하지않는 요청전문","#,
            r#""dataCnt":"","bankRecords":[]}"#
        )
    );
}
